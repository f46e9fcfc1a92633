//! One line of text, such as a title or a name, without what cannot be seen.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

/// The text in one line: runs of white space become one space, characters that cannot be seen vanish. Empty if nothing
/// is left that can be seen.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|letter| if letter.is_whitespace() || letter.is_control() { ' ' } else { letter })
        .filter(|letter| !is_invisible(*letter))
        .collect();
    let words: Vec<&str> =
        visible.split(' ').filter(|word| word.chars().any(|letter| !is_joiner(letter))).collect();
    words.join(" ")
}

/// What somebody typed, for an error message: in double quotes, on one line, without what cannot be seen.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", clean_line(text))
}

/// Whether a character shows nothing by itself: control characters, marks that turn the direction of writing (by which
/// `gnp.exe` is shown as `exe.png`), and blanks that are no white space. The joiners between letters, which Persian and
/// emoji need, are not meant, nor are the signs that enclose Arabic numbers.
#[must_use]
pub fn is_invisible(letter: char) -> bool {
    match letter.general_category() {
        GeneralCategory::Control | GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator => {
            true
        }
        GeneralCategory::Format => !is_joiner(letter) && !is_enclosing(letter),
        _ => is_blank(letter),
    }
}

const fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}')
}

/// Format characters that are shown: `Prepended_Concatenation_Mark` of the Unicode Character Database.
const fn is_enclosing(letter: char) -> bool {
    matches!(
        letter,
        '\u{600}'
            ..='\u{605}'
                | '\u{6dd}'
                | '\u{70f}'
                | '\u{890}'
                | '\u{891}'
                | '\u{8e2}'
                | '\u{110bd}'
                | '\u{110cd}'
    )
}

/// Letters and marks that leave an empty place.
const fn is_blank(letter: char) -> bool {
    matches!(
        letter,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
    )
}
