//! The name of a file as it may be kept.

use engine::content::clean_filename;
use proptest::prelude::*;

#[test]
fn a_name_is_cleaned_and_stays_itself() {
    for (given, kept) in [
        ("Bildschirmfoto 2019-01-25.png", "Bildschirmfoto 2019-01-25.png"),
        ("Prüfung.pdf", "Prüfung.pdf"),
        ("Pru\u{308}fung.pdf", "Prüfung.pdf"),
        ("日本.txt", "日本.txt"),
        ("C:\\Users\\max\\a.log", "a.log"),
        ("/etc/passwd", "passwd"),
        ("../../a.log", "a.log"),
        ("..", "file"),
        ("", "file"),
        ("dir/", "file"),
        (" . ", "file"),
        ("a\r\nb\0.txt", "ab.txt"),
        ("gnp.\u{202e}exe.png", "gnp.exe.png"),
        ("a.txt. ", "a.txt"),
        (".htaccess", ".htaccess"),
    ] {
        assert_eq!(clean_filename(given), kept, "{given:?}");
    }
}

#[test]
fn a_long_name_is_cut_before_its_extension() {
    let name = clean_filename(&format!("{}.pdf", "ä".repeat(300)));
    assert!(name.len() <= 200 && name.ends_with("ä.pdf"), "{name}");
    let name = clean_filename(&format!("a.{}", "b".repeat(300)));
    assert_eq!(name.len(), 200);
}

proptest! {
    #[test]
    fn whatever_is_given_the_name_is_harmless(given in "\\PC*|.*|[./\\\\ \u{202e}\\x00-\\x1f]{0,30}") {
        let name = clean_filename(&given);
        prop_assert!(!name.is_empty() && name.len() <= 200);
        prop_assert!(!name.contains(['/', '\\', '\0', '\r', '\n']) && name != "." && name != "..");
        prop_assert_eq!(clean_filename(&name), name.clone());
    }
}
