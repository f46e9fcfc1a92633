//! Which mails a letter belongs to.

use mail::outbound::thread::thread;
use proptest::prelude::*;

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn s19_a_letter_follows_the_newest_mail_and_names_them_all() {
    let thread = thread("own@h", &ids(&["first@x", "second@h"])).unwrap();
    assert_eq!(thread.message_id, "<own@h>");
    assert_eq!(thread.in_reply_to.as_deref(), Some("<second@h>"));
    assert_eq!(thread.references.as_deref(), Some("<first@x> <second@h>"));
}

#[test]
fn a_letter_without_a_past_follows_nothing() {
    let thread = thread("own@h", &[]).unwrap();
    assert_eq!((thread.in_reply_to, thread.references), (None, None));
}

#[test]
fn what_is_no_id_or_stands_there_twice_is_left_out() {
    let references = ids(&[
        "a@x",
        "a@x",
        "own@h",
        "",
        "no-at-sign",
        "two words@x",
        "in\r\nBcc: y@z",
        "<b@x>",
        "ä@x",
        "c@x",
    ]);
    assert_eq!(thread("own@h", &references).unwrap().references.as_deref(), Some("<a@x> <c@x>"));
}

#[test]
fn a_long_past_keeps_its_beginning_and_its_end() {
    let references: Vec<_> = (0..100).map(|n| format!("{n}@x")).collect();
    let thread = thread("own@h", &references).unwrap();
    let kept: Vec<_> = thread.references.unwrap().split(' ').map(str::to_owned).collect();
    assert_eq!(kept.len(), 20);
    assert_eq!((kept[0].as_str(), kept[1].as_str(), kept[19].as_str()), ("<0@x>", "<81@x>", "<99@x>"));
}

#[test]
fn a_letter_needs_an_id_of_its_own() {
    for id in ["", "no-at-sign", "a b@x", "a@x\r\nBcc: y@z", &format!("{}@x", "a".repeat(300))] {
        assert_eq!(thread(id, &[]), None, "{id:?}");
    }
}

proptest! {
    #[test]
    fn no_reference_breaks_the_header(references in prop::collection::vec(any::<String>(), 0..5)) {
        if let Some(line) = thread("own@h", &references).unwrap().references {
            prop_assert!(line.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '));
        }
    }
}
