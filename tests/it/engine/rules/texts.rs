//! What a title, a text and a tag look like once they are stored.

use engine::rules::texts::{MOST_TAGS, TITLE_LIMIT, clean_tags, clean_text, clean_title, required_title};

#[test]
fn a_title_is_one_line_without_invisible_characters() {
    assert_eq!(clean_title(" Drucker\r\n brennt\u{200b} ").as_deref(), Some("Drucker brennt"));
    assert_eq!(clean_title(" \n\u{200b}"), None);
    assert_eq!(required_title(" ").unwrap_err().reason(), "title-required");
    assert!(required_title(&"ä".repeat(TITLE_LIMIT)).is_ok());
    assert_eq!(required_title(&"ä".repeat(TITLE_LIMIT + 1)).unwrap_err().reason(), "title-too-long");
}

#[test]
fn a_text_keeps_its_lines_and_loses_what_no_database_takes() {
    assert_eq!(clean_text("a\r\nb\rc\0 \n\n"), "a\nb\nc");
}

#[test]
fn tags_are_in_lower_case_sorted_and_each_once() {
    let tags = [" VPN", "Drucker", "vpn", "", "ein \n Wort"].map(ToOwned::to_owned);
    assert_eq!(clean_tags(&tags), ["drucker", "ein wort", "vpn"]);
    assert_eq!(MOST_TAGS, 20);
}
