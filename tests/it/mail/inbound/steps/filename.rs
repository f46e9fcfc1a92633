//! File names that are safe to save and to show.

use mail::inbound::steps::filename::{invented, safe};

#[test]
fn a_name_keeps_its_letters_and_loses_its_path() {
    for (given, wanted) in [
        ("report.pdf", Some("report.pdf")),
        ("Übersicht März.xlsx", Some("Übersicht März.xlsx")),
        ("C:\\Users\\kim\\log.txt", Some("log.txt")),
        ("../../etc/passwd", Some("passwd")),
        ("/etc/passwd", Some("passwd")),
        ("..", None),
        (".", None),
        ("", None),
        ("   ", None),
        (".htaccess", Some("htaccess")),
        ("a\r\nSet-Cookie: x.txt", Some("aSet-Cookie_ x.txt")),
        ("a\0b.txt", Some("ab.txt")),
        ("invoice\u{202e}fdp.exe", Some("invoicefdp.exe")),
        ("a<b>|c?.txt", Some("a_b__c_.txt")),
    ] {
        assert_eq!(safe(given).as_deref(), wanted, "{given:?}");
    }
}

#[test]
fn a_long_name_keeps_its_ending() {
    let name = safe(&format!("{}.pdf", "ä".repeat(500))).unwrap();
    assert!(name.len() <= 200 && name.ends_with("ä.pdf"), "{name}");
}

#[test]
fn a_file_without_a_name_gets_one_by_its_kind() {
    assert_eq!(invented(2, "application/pdf"), "attachment-2.pdf");
    assert_eq!(invented(1, "application/unheard-of"), "attachment-1.bin");
}
