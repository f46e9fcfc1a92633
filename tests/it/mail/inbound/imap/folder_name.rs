//! Names of folders in any script.

use mail::inbound::imap::folder_name::{decode, encode, is_same};

#[test]
fn names_are_sent_in_modified_utf_7_and_read_back() {
    for (name, sent) in [
        ("INBOX", "INBOX"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("日本語", "&ZeVnLIqe-"),
        ("A&B", "A&-B"),
        ("A & B – ü", "A &- B &IBM- &APw-"),
        ("Входящие/Поддержка", "&BBIERQQ+BDQETwRJBDgENQ-/&BB8EPgQ0BDQENQRABDYEOgQw-"),
        ("😀", "&2D3eAA-"),
        ("a-b~c", "a-b~c"),
        ("", ""),
    ] {
        assert_eq!(encode(name), sent, "{name}");
        assert_eq!(decode(sent), name, "{sent}");
    }
}

#[test]
fn a_name_that_is_written_as_servers_take_it_is_sent_as_it_is() {
    for name in ["Entw&APw-rfe", "&ZeVnLIqe-", "A&-B"] {
        assert_eq!(encode(name), name);
    }
}

#[test]
fn an_ampersand_that_begins_nothing_is_a_letter() {
    for (name, sent) in [("R&D-Team", "R&-D-Team"), ("A&B-C", "A&-B-C"), ("&", "&-"), ("Q&A", "Q&-A")] {
        assert_eq!(encode(name), sent, "{name}");
        assert_eq!(decode(sent), name, "{sent}");
    }
    // A server that breaks the rules is not corrected.
    for odd in ["A&B", "&AB-", "&!-"] {
        assert_eq!(decode(odd), odd);
    }
}

#[test]
fn one_folder_is_known_by_each_of_its_names() {
    for (one, other) in [("INBOX", "Inbox"), ("Entwürfe", "Entw&APw-rfe"), ("A&B", "A&-B"), ("Neu", "Neu")] {
        assert!(is_same(one, other) && is_same(other, one), "{one} {other}");
    }
    for (one, other) in [("Neu", "neu"), ("INBOX", "INBOX/Neu"), ("Entwürfe", "Entwurfe")] {
        assert!(!is_same(one, other), "{one} {other}");
    }
}
