//! How alike the titles of two tickets are, by the words in them that say something: pure.

use std::collections::HashSet;

/// Letters of a title that are looked at.
const LONGEST: usize = 200;
/// Letters of a word by which two titles are alike.
const WORD: usize = 4;
/// Words of this length that stand in titles about anything.
const FILLERS: [&str; 32] = [
    "aber",
    "alle",
    "auch",
    "beim",
    "bitte",
    "does",
    "eine",
    "einem",
    "einen",
    "einer",
    "fehler",
    "from",
    "funktioniert",
    "geht",
    "have",
    "immer",
    "kann",
    "kein",
    "keine",
    "mehr",
    "nach",
    "nicht",
    "noch",
    "oder",
    "problem",
    "sich",
    "this",
    "wenn",
    "when",
    "wird",
    "with",
    "work",
];

/// What a title says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(HashSet<String>);

impl Title {
    /// The words of a title that say something.
    #[must_use]
    pub fn of(title: &str) -> Self {
        let title: String = title.chars().take(LONGEST).collect();
        let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let says = |word: &String| word.chars().count() >= WORD && !FILLERS.contains(&word.as_str());
        Self(words.filter(says).collect())
    }

    /// Whether there is nothing in it by which it could be like another.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// How many words two titles have in common; one that is still being typed counts as the word that it begins.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> usize {
        let same = |one: &&String| {
            other.0.iter().any(|two| two.starts_with(one.as_str()) || one.starts_with(two.as_str()))
        };
        self.0.iter().filter(same).count()
    }
}

#[cfg(test)]
mod tests {
    use super::Title;

    #[test]
    fn titles_are_alike_by_words_that_say_something() {
        let count = |one: &str, two: &str| Title::of(one).likeness(&Title::of(two));
        assert_eq!(count("Drucker druckt nicht", "Der Drucker brennt"), 1);
        assert_eq!(count("druck", "DRUCKER im Keller"), 1, "while it is typed");
        assert_eq!(count("Geht nicht mehr", "Login geht nicht"), 0, "fillers say nothing");
        assert_eq!(count("Störung VPN-Zugang", "VPN-Zugang, Störung"), 2);
        assert_eq!(count("", "Drucker"), 0);
    }
}
