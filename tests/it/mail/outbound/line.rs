//! What may stand in a header line.

use mail::outbound::line::{line, name, spoken};
use proptest::prelude::*;

#[test]
fn a_line_has_no_breaks_controls_or_disguises() {
    for (given, clean) in [
        ("plain", "plain"),
        ("  two   words\t here ", "two words here"),
        ("a\r\nBcc: x@y", "a Bcc: x@y"),
        ("a\rb\nc\u{2028}d\u{0085}e", "a b c d e"),
        ("nul\0 bell\u{7} del\u{7f}", "nul bell del"),
        ("invoice\u{202E}gpj.exe", "invoicegpj.exe"),
        ("zero\u{200B}width\u{FEFF}", "zerowidth"),
        ("=?utf-8?q?a=0D=0ABcc:_x?=", "= ?utf-8?q?a=0D=0ABcc:_x?="),
        ("family 👨\u{200D}👩\u{200D}👧", "family 👨\u{200D}👩\u{200D}👧"),
        ("\r\n\t", ""),
        ("", ""),
    ] {
        assert_eq!(line(given, 100), clean, "{given:?}");
    }
}

#[test]
fn a_line_that_is_too_long_ends_in_dots_at_a_whole_character() {
    assert_eq!(line("äöüß", 4), "äöüß");
    assert_eq!(line("äöüßx", 4), "äöü…");
    assert_eq!(line("ab cd", 4), "ab…");
    assert_eq!(line(&"x".repeat(1_000_000), 10).chars().count(), 10);
}

#[test]
fn a_name_that_carries_an_address_is_no_name() {
    for (given, shown) in [
        ("Maria Muster", "Maria Muster"),
        ("Muster, Maria \"MM\"", "Muster, Maria \"MM\""),
        ("Win now https://evil.example", ""),
        ("WWW.evil.example", ""),
        ("maria@customer.example", ""),
        ("\r\n", ""),
    ] {
        assert_eq!(name(given), shown, "{given:?}");
    }
}

#[test]
fn a_name_from_an_address_book_is_said_the_other_way_round() {
    for (written, said) in [
        ("Maria Muster", "Maria Muster"),
        ("Muster, Maria", "Maria Muster"),
        ("von Muster, Dr. Maria", "Dr. Maria von Muster"),
        ("O'Neill, Anne-Marie", "Anne-Marie O'Neill"),
        ("Muster, Maria (Vertrieb)", "Muster, Maria (Vertrieb)"),
        ("Muster, Maria, M. A.", "Muster, Maria, M. A."),
        ("Abteilung 7, Maria", "Abteilung 7, Maria"),
        ("Muster, ", "Muster, "),
        ("", ""),
    ] {
        assert_eq!(spoken(written), said, "{written:?}");
    }
}

proptest! {
    #[test]
    fn no_text_at_all_gets_past(text in any::<String>(), limit in 1_usize..300) {
        let clean = line(&text, limit);
        prop_assert!(clean.chars().count() <= limit);
        prop_assert!(!clean.chars().any(char::is_control));
        prop_assert!(!clean.contains("=?"));
        prop_assert_eq!(clean.trim(), &clean);
        prop_assert_eq!(line(&clean, limit), clean);
    }
}
