//! Finding commands, places and views by a few of their letters, in order: "zuwsn" finds "zuweisen". The best come first.

use std::collections::BTreeSet;

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use super::page::Piece;

/// What is looked for.
pub(super) struct Fuzzy {
    pattern: Pattern,
    matcher: Matcher,
}

impl Fuzzy {
    /// The words may be found in any order; upper case and accents do not matter.
    pub(super) fn new(words: &str) -> Self {
        let pattern = Pattern::new(words, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        Self { pattern, matcher: Matcher::new(Config::DEFAULT) }
    }

    /// How well a text fits, and the text with the found letters marked; `None`: it does not.
    pub(super) fn look(&mut self, text: &str) -> Option<(u32, Vec<Piece>)> {
        let (mut letters, mut places) = (Vec::new(), Vec::new());
        let haystack = Utf32Str::new(text, &mut letters);
        let score = self.pattern.indices(haystack, &mut self.matcher, &mut places)?;
        let places: BTreeSet<u32> = places.into_iter().collect();
        // What counts as one letter for the matcher may be several characters; then nothing is marked.
        let simple = haystack.len() == text.chars().count();
        let mut pieces: Vec<Piece> = Vec::new();
        for (place, letter) in (0_u32..).zip(text.chars()) {
            let hit = simple && places.contains(&place);
            match pieces.last_mut() {
                Some(piece) if piece.hit == hit => piece.text.push(letter),
                _ => pieces.push(Piece { text: letter.to_string(), hit }),
            }
        }
        Some((score, pieces))
    }
}

/// The best of what was found; equal ones keep their order.
pub(super) fn best<T>(found: impl Iterator<Item = (u32, T)>, most: usize) -> Vec<T> {
    let mut found: Vec<(u32, T)> = found.collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().take(most).map(|(_, hit)| hit).collect()
}

#[cfg(test)]
mod tests {
    use super::{Fuzzy, best};

    #[test]
    fn letters_in_order_find_a_text_and_whole_beginnings_come_first() {
        let texts = ["Ticket zuweisen", "Gehe zu Mir zugewiesen", "Zusammenführen", "Übersicht"];
        for (typed, expected) in [
            ("zuwsn", vec!["Ticket zuweisen", "Gehe zu Mir zugewiesen"]),
            ("zug", vec!["Gehe zu Mir zugewiesen"]),
            ("mir zug", vec!["Gehe zu Mir zugewiesen"]),
            ("uber", vec!["Übersicht"]),
            ("xyzzy", vec![]),
        ] {
            let mut fuzzy = Fuzzy::new(typed);
            let found =
                best(texts.iter().filter_map(|text| fuzzy.look(text).map(|(score, _)| (score, *text))), 8);
            assert_eq!(found, expected, "{typed}");
        }
    }

    #[test]
    fn found_letters_are_marked_and_nothing_is_lost() {
        let mut fuzzy = Fuzzy::new("zwn");
        let pieces = fuzzy.look("Ticket zuweisen").map(|(_, pieces)| pieces).unwrap_or_default();
        let marked: String =
            pieces.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect();
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!((marked.as_str(), whole.as_str()), ("zwn", "Ticket zuweisen"));
        let all = Fuzzy::new("").look("Ticket").map(|(_, pieces)| pieces.len());
        assert_eq!(all, Some(1), "without a word, everything is found and nothing marked");
    }
}
