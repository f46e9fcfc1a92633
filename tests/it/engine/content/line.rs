//! Titles and names in one line, without what cannot be seen.

use engine::content::{clean_line, is_invisible, quoted};

#[test]
fn what_cannot_be_seen_is_taken_out_and_what_can_stays() {
    for (given, kept) in [
        ("Drucker", "Drucker"),
        ("  zwei \t\r\n Zeilen\u{2028}drei ", "zwei Zeilen drei"),
        ("Rechnung \u{202e}gnp.exe", "Rechnung gnp.exe"),
        ("a\u{2066}b\u{2069}c\u{200e}d\u{200f}e\u{61c}f", "abcdef"),
        ("un\u{ad}sicht\u{200b}bar\u{2060}es\u{feff}", "unsichtbares"),
        ("\u{e0001}\u{e0041}Tag", "Tag"),
        ("\u{3164}\u{2800}\u{115f}", ""),
        ("\u{200d}\u{200c}", ""),
        ("Müller-Lüdenscheidt", "Müller-Lüdenscheidt"),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("👩\u{200d}💻 ❤\u{fe0f}", "👩\u{200d}💻 ❤\u{fe0f}"),
        ("\u{600}١٢", "\u{600}١٢"),
    ] {
        assert_eq!(clean_line(given), kept, "{given:?}");
    }
}

#[test]
fn what_was_typed_is_quoted_as_it_reads_and_without_what_cannot_be_seen() {
    for (given, shown) in [
        ("Support", "\"Support\""),
        ("C:\\temp \"x\"", "\"C:\\temp \"x\"\""),
        ("Büro 日本", "\"Büro 日本\""),
        ("two\r\nlines\u{7}", "\"two lines\""),
        ("\u{202e}gnp.exe", "\"gnp.exe\""),
        ("", "\"\""),
    ] {
        assert_eq!(quoted(given), shown, "{given:?}");
    }
}

#[test]
fn cleaning_twice_is_cleaning_once() {
    proptest::proptest!(|(text in "\\PC*|.*")| {
        let once = clean_line(&text);
        assert!(!once.chars().any(is_invisible));
        assert_eq!(clean_line(&once), once);
    });
}
