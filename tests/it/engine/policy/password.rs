//! What a password must have, at its boundaries.

use engine::{Missing, PasswordRule};

#[test]
fn s48_the_default_rule_is_a_table() {
    use Missing::{Digits, Length, Lower, Upper};
    let rule = PasswordRule::default();
    for (password, missing) in [
        ("GeHeim-1", vec![]),
        ("GeHeim1", vec![Length(8)]),
        ("GeHeim-x", vec![Digits(1)]),
        ("GEHEIm-1", vec![Lower(2)]),
        ("GEHEim-1", vec![]),
        ("Geheim-1", vec![Upper(2)]),
        ("", vec![Length(8), Digits(1), Lower(2), Upper(2)]),
        ("12345678", vec![Lower(2), Upper(2)]),
        // Letters of all scripts count, and a character is one however many bytes it has.
        ("ÄÖüß-123", vec![]),
        ("ÄÖüß-12", vec![Length(8)]),
        ("ЖЩжщ-123", vec![]),
        ("GeHeim-١", vec![]),
        ("🙂🙂GeHe1", vec![Length(8)]),
        ("🙂🙂🙂GeHe1", vec![]),
        // A blank is a character as any other.
        ("Ge He im1", vec![]),
    ] {
        assert_eq!(rule.missing(password), missing, "{password:?}");
    }
}

#[test]
fn s48_the_rule_is_the_operators() {
    let rule = PasswordRule { min_length: 3, digits: 0, lower: 0, upper: 0 };
    assert_eq!(rule.missing("abc"), vec![]);
    assert_eq!(rule.missing("ab"), vec![Missing::Length(3)]);
}

#[test]
fn nobody_makes_us_hash_a_novel() {
    let rule = PasswordRule::default();
    assert_eq!(rule.missing(&"GeHeim-1".repeat(128)), vec![]);
    assert_eq!(rule.missing(&"GeHeim-1".repeat(129)), vec![Missing::TooLong(1024)]);
}

#[test]
fn what_is_missing_reads_as_a_sentence() {
    let missing = PasswordRule::default().missing("x");
    assert_eq!(
        Missing::sentence(&missing),
        "at least 8 characters, at least 1 digit, at least 2 lower-case letters, at least 2 upper-case letters"
    );
    let words: Vec<&str> = missing.iter().map(|missing| missing.as_str()).collect();
    assert_eq!(words, ["length", "digits", "lower", "upper"]);
}
