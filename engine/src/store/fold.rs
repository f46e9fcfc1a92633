//! Folds text for the search: both databases index and look for the same plain words.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The most bytes of one text that the search indexes; PostgreSQL refuses an index entry beyond a megabyte.
const INDEXED: usize = 256 * 1024;

/// The most bytes of one word; nobody looks for longer ones, and PostgreSQL ignores them.
const WORD: usize = 200;

/// Begins what is indexed of a long word beside the word itself; no text has it, see [`fold`].
pub(crate) const PART: char = 'ʬ';

/// From how many letters on the parts of a word are indexed, and to how many.
const LONG: std::ops::RangeInclusive<usize> = 8..=48;

/// The fewest letters of such a part.
pub(crate) const SHORTEST_PART: usize = 4;

/// The most bytes that the parts of one text take.
const PARTS: usize = 32 * 1024;

/// What the index holds of a text: its words, and behind them the ends of its long ones, each marked. The beginning of
/// an end is a part of the word, so that "drucker" finds "Etikettendruckerpapier".
pub(crate) fn indexed(text: &str) -> String {
    let mut content = fold(text);
    let most = content.len() + PARTS;
    let words: BTreeSet<String> =
        content.split(' ').filter(|word| is_long(word)).map(str::to_owned).collect();
    for word in &words {
        let letters = word.chars().count();
        for (place, _) in word.char_indices().take((letters + 1).saturating_sub(SHORTEST_PART)).skip(1) {
            if content.len() + word.len() > most {
                return content;
            }
            content.push(' ');
            content.push(PART);
            content.push_str(&word[place..]);
        }
    }
    content
}

/// A word, not a number, an id or what a program wrote.
fn is_long(word: &str) -> bool {
    LONG.contains(&word.chars().count()) && word.chars().all(char::is_alphabetic)
}

/// The words of a text in lower case without diacritics, separated by single blanks: "Straße, Café-Menü" becomes
/// "strasse cafe menu". Whatever is neither letter nor digit separates words.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(INDEXED));
    let mut word = String::new();
    let plain = text.chars().flat_map(char::to_lowercase).nfkd().filter(|c| !is_combining_mark(*c));
    for c in plain.chain(std::iter::once(' ')) {
        let alone = stands_alone(c);
        if c.is_alphanumeric() && !alone && c != PART {
            if word.len() < WORD {
                push(&mut word, c);
            }
            continue;
        }
        if !append(&mut folded, &mut word) {
            break;
        }
        if alone {
            word.push(c);
            if !append(&mut folded, &mut word) {
                break;
            }
        }
    }
    folded
}

/// Appends a word, if there is one; `false`: the text is as long as it may be.
fn append(folded: &mut String, word: &mut String) -> bool {
    if word.is_empty() {
        return true;
    }
    if folded.len() + word.len() + 1 > INDEXED {
        return false;
    }
    if !folded.is_empty() {
        folded.push(' ');
    }
    folded.push_str(word);
    word.clear();
    true
}

/// A letter of a script that writes no blanks between words: Chinese, Japanese, Thai, Lao, Khmer or Burmese. Each counts
/// as a word, so that a word of such letters is found as a phrase in the middle of a sentence.
const fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ece}' | '\u{1000}'..='\u{103f}'
        | '\u{1780}'..='\u{17d3}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
        && c != '\u{30fb}'
}

/// A text in lower case without accents, its punctuation kept, with single blanks.
pub(super) fn unaccented(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase).nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '’' | '‘' | '`' | '´' | 'ʼ' => plain.push('\''),
            c if c.is_whitespace() => {
                if !plain.is_empty() && !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            c if c.is_alphanumeric() => push(&mut plain, c),
            other => plain.push(other),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// A text with its umlauts as two letters, as who has no such keys types them.
pub(super) fn spelt_out(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            'ä' | 'Ä' => spelt.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => spelt.push_str("oe"),
            'ü' | 'Ü' => spelt.push_str("ue"),
            'å' | 'Å' => spelt.push_str("aa"),
            other => spelt.push(other),
        }
    }
    spelt
}

/// A folded text whose umlauts stand as two letters with these as one: "mueller" becomes "muller". Where a vowel or a "q"
/// goes before them, as in "neue" or "quelle", they are no umlaut.
pub(super) fn umlauts_folded(folded: &str) -> String {
    let mut short = String::with_capacity(folded.len());
    let mut before = ' ';
    let mut letters = folded.chars().peekable();
    while let Some(c) = letters.next() {
        short.push(c);
        let umlaut = matches!(c, 'a' | 'o' | 'u') && !matches!(before, 'a' | 'e' | 'i' | 'o' | 'u' | 'q');
        if umlaut && letters.peek() == Some(&'e') {
            letters.next();
            before = 'e';
        } else {
            before = c;
        }
    }
    short
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
    use super::{fold, indexed, spelt_out, umlauts_folded, unaccented};

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
            ("日本語", "日 本 語"),
            ("USBの接続", "usb の 接 続"),
            ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
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
    fn the_ends_of_long_words_are_indexed_beside_them() {
        assert_eq!(
            indexed("Netzkabel, kaputt: Netzkabel 0x80070057"),
            "netzkabel kaputt netzkabel 0x80070057 ʬetzkabel ʬtzkabel ʬzkabel ʬkabel ʬabel"
        );
        assert_eq!(indexed("ʬkabel kaputt"), "kabel kaputt");
        let letters = |n: usize| {
            (0..5).map(move |place| {
                char::from(b'a' + u8::try_from(n / 9_usize.pow(place) % 9).unwrap_or_default())
            })
        };
        let many =
            (0..20_000).flat_map(|n| "wörterbuch".chars().chain(letters(n)).chain([' '])).collect::<String>();
        assert!(indexed(&many).len() < fold(&many).len() + 33 * 1024);
    }

    #[test]
    fn umlauts_have_three_spellings() {
        for (text, spelt) in
            [("Müller", "Mueller"), ("U\u{308}ber", "ueber"), ("Smør", "Smoer"), ("plain", "plain")]
        {
            assert_eq!(spelt_out(text), spelt, "{text:?}");
        }
        for (text, short) in
            [("mueller", "muller"), ("neue quelle", "neue quelle"), ("aerger", "arger"), ("a", "a")]
        {
            assert_eq!(umlauts_folded(text), short, "{text:?}");
        }
        assert_eq!(unaccented(" Ünï\t  O’Neill, ß_%"), "uni o'neill, ss_%");
    }

    #[test]
    fn a_huge_text_is_cut_between_words() {
        let folded = fold(&"wort ".repeat(200_000));
        assert!(folded.len() <= 256 * 1024 && folded.ends_with("wort"));
        assert_eq!(fold(&"x".repeat(1_000_000)).len(), 200);
    }
}
