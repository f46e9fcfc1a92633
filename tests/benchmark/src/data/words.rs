//! What people write: plain lower-case words, among them three of which we know how often they come.

use super::numbers::{hash, pick};

/// About ten comments have it, whatever their number.
pub(crate) const RARE: &str = "quasarlampe";
/// One comment in a thousand has it.
pub(crate) const MIDDLE: &str = "feuermelder";
/// Seven comments in a hundred have it.
pub(crate) const COMMON: &str = "drucker";

/// The length of a comment, about.
const LENGTH: usize = 400;
/// How many ordinary words there are.
const VOCABULARY: u64 = 4_000;

const SYLLABLES: [&str; 32] = [
    "ba", "be", "bi", "bo", "da", "de", "di", "do", "fa", "fe", "ga", "ge", "ka", "ke", "la", "le", "li",
    "lo", "ma", "me", "mi", "mo", "na", "ne", "ra", "re", "sa", "se", "ta", "te", "wa", "we",
];

/// The text of a comment: `index` counts comments, `all` is how many there are.
pub(crate) fn comment(index: u64, all: u64) -> String {
    let mut text = String::with_capacity(LENGTH + 40);
    for word in [RARE, MIDDLE, COMMON] {
        if has(word, index, all) {
            text.push_str(word);
            text.push(' ');
        }
    }
    fill(&mut text, hash(24, index), LENGTH);
    text
}

/// Whether a comment has one of the three words.
pub(crate) fn has(word: &str, index: u64, all: u64) -> bool {
    let (salt, one_in) = match word {
        RARE => (21, all / 10),
        MIDDLE => (22, 1_000),
        _ => (23, 14),
    };
    pick(salt, index, one_in.max(1)) == 0
}

/// The title of a ticket.
pub(crate) fn title(index: u64) -> String {
    let mut text = String::with_capacity(60);
    fill(&mut text, hash(25, index), 32);
    text
}

/// Adds words until the text is as long as wished. Words are chosen as in a language: the first ones come most often.
fn fill(text: &mut String, seed: u64, length: usize) {
    let mut at = 0;
    while text.len() < length {
        let (a, b) = (pick(seed, at, VOCABULARY), pick(seed, at + 1, VOCABULARY));
        at += 2;
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        word(text, a * b / VOCABULARY);
    }
}

fn word(text: &mut String, number: u64) {
    let mut rest = number + 1_024;
    while rest > 0 {
        let syllable = usize::try_from(rest % 32).expect("small");
        text.push_str(SYLLABLES[syllable]);
        rest /= 32;
    }
}
