//! Folds text for the search: both databases index and look for the same plain words.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The most bytes of one text that the search indexes; PostgreSQL refuses an index entry beyond a megabyte.
const INDEXED: usize = 256 * 1024;

/// The most bytes of one word; nobody looks for longer ones, and PostgreSQL ignores them.
const WORD: usize = 200;

/// The words of a text in lower case without diacritics, separated by single blanks: "Straße, Café-Menü" becomes
/// "strasse cafe menu". Whatever is neither letter nor digit separates words.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(INDEXED));
    let mut word = String::new();
    let plain = text.chars().flat_map(char::to_lowercase).nfkd().filter(|c| !is_combining_mark(*c));
    for c in plain.chain(std::iter::once(' ')) {
        if c.is_alphanumeric() {
            if word.len() < WORD {
                push(&mut word, c);
            }
            continue;
        }
        if word.is_empty() {
            continue;
        }
        if folded.len() + word.len() + 1 > INDEXED {
            break;
        }
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word);
        word.clear();
    }
    folded
}

/// Letters that no decomposition turns into the ones people type for them.
fn push(word: &mut String, c: char) {
    match c {
        'ß' => word.push_str("ss"),
        'æ' => word.push_str("ae"),
        'œ' => word.push_str("oe"),
        'þ' => word.push_str("th"),
        'ø' => word.push('o'),
        'ł' => word.push('l'),
        'đ' | 'ð' => word.push('d'),
        'ı' => word.push('i'),
        other => word.extend(other.to_lowercase().filter(|c| c.is_alphanumeric())),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn words_fold_to_what_people_type() {
        for (text, folded) in [
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("Café-Menü", "cafe menu"),
            ("  Łódź,\tØre ", "lodz ore"),
            ("İstanbul", "istanbul"),
            ("ﬁle_name.PDF", "file name pdf"),
            ("[example.org #10034]", "example org 10034"),
            ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
            ("Привет, мир", "привет мир"),
            ("日本語", "日本語"),
            ("\u{0}\u{301}\u{200b}", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Größe Ⅷ ½ ℌ", "Straße ẞ ŉ ǰ", "a\u{345}b ΰ ﷺ"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text:?}");
        }
    }

    #[test]
    fn a_huge_text_is_cut_between_words() {
        let folded = fold(&"wort ".repeat(200_000));
        assert!(folded.len() <= 256 * 1024 && folded.ends_with("wort"));
        assert_eq!(fold(&"x".repeat(1_000_000)).len(), 200);
    }
}
