//! The title in a subject, with the tag there once.

use mail::outbound::subject::title;
use proptest::prelude::*;

#[test]
fn s04_the_tag_is_not_doubled_whatever_the_title_carries() {
    for (given, clean) in [
        ("Composer startet nicht", "Composer startet nicht"),
        ("Re: Composer startet nicht [example.org #10034]", "Re: Composer startet nicht"),
        ("AW: Re: Composer [example.org #10034] startet", "AW: Re: Composer startet"),
        ("[EXAMPLE.org#10034] FW: Composer", "FW: Composer"),
        ("[ example.org  #10034 ] x [example.org #10034]", "x"),
        // another ticket, another house, not quite a tag: part of the title
        ("wie [example.org #10033]", "wie [example.org #10033]"),
        ("wie [example.com #10034]", "wie [example.com #10034]"),
        ("[example.org #10034", "[example.org #10034"),
        ("[[example.org #10034]]", "[ ]"),
        ("[example.org #10034]", ""),
        ("", ""),
        ("Zeile\r\nBcc: x@example.net", "Zeile Bcc: x@example.net"),
    ] {
        assert_eq!(title(given, "example.org", 10_034), clean, "{given:?}");
    }
}

#[test]
fn a_title_of_any_length_leaves_room_for_the_tag() {
    let long = title(&"Wort ".repeat(100_000), "example.org", 10_034);
    assert!(long.chars().count() <= 200 && long.ends_with('…'), "{long}");
}

proptest! {
    #[test]
    fn the_tag_is_gone_however_often_it_stood_there(parts in prop::collection::vec("[a-zA-Z\\[\\]# ]{0,8}", 0..6)) {
        let clean = title(&parts.join("[t #1]"), "t", 1);
        prop_assert!(!clean.to_lowercase().replace(' ', "").contains("[t#1]"), "{}", clean);
    }
}
