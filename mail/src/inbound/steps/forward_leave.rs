//! How people take leave at the end of a mail: a line of it has words for that, and no others.

use super::forward_signs::{is_quoted, spoken};

/// A line that takes leave, or names who wrote it, has no more words.
pub(super) const MOST_WORDS: usize = 8;

/// Words by which people take leave.
pub(super) const CLOSINGS: [&str; 24] = [
    "lg",
    "vg",
    "bg",
    "mfg",
    "gruß",
    "gruss",
    "grüße",
    "grüsse",
    "gruesse",
    "grüßen",
    "grüssen",
    "gruessen",
    "regards",
    "wishes",
    "cheers",
    "sincerely",
    "faithfully",
    "truly",
    "cordialement",
    "salutations",
    "saludo",
    "saludos",
    "atentamente",
    "hochachtungsvoll",
];

/// Words that stand beside these. A line that has any other says something, and does not only take leave.
const POLITE: [&str; 52] = [
    "mit",
    "viele",
    "vielen",
    "vieler",
    "liebe",
    "lieben",
    "lieber",
    "beste",
    "besten",
    "bester",
    "freundliche",
    "freundlichen",
    "freundlichem",
    "freundlicher",
    "herzliche",
    "herzlichen",
    "herzlichem",
    "herzlicher",
    "schöne",
    "schönen",
    "schoene",
    "schoenen",
    "sonnige",
    "sonnigen",
    "den",
    "einen",
    "und",
    "dank",
    "danke",
    "im",
    "voraus",
    "with",
    "kind",
    "kindest",
    "best",
    "warm",
    "warmest",
    "many",
    "very",
    "yours",
    "thank",
    "thanks",
    "you",
    "and",
    "bien",
    "très",
    "sincères",
    "meilleures",
    "distinguées",
    "un",
    "cordial",
    "cordiales",
];

/// Whether somebody takes leave a second time in these lines.
pub(super) fn has_two_leaves(lines: &[&str]) -> bool {
    lines.iter().filter(|line| takes_leave(line)).nth(1).is_some()
}

/// Whether a line takes leave and says nothing else, also nobody's name.
pub(super) fn takes_leave(line: &str) -> bool {
    let of_line = spoken(line);
    is_leave(&of_line) && of_line.len() <= MOST_WORDS && !is_quoted(line)
}

/// Whether these words are a leave, and nothing else.
pub(super) fn is_leave(words: &[String]) -> bool {
    let is_closing = |word: &String| CLOSINGS.contains(&word.as_str());
    words.iter().any(is_closing)
        && words.iter().all(|word| is_closing(word) || POLITE.contains(&word.as_str()))
}
