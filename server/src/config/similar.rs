//! Finds the name that somebody probably meant.

/// The candidate closest to a mistyped word, unless none is close.
pub(super) fn closest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    candidates
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, dropped, changed or swapped with their neighbour to turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let at = |word: &[char], index: usize| index.checked_sub(1).and_then(|index| word.get(index).copied());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for row in 1..=from.len() {
        let mut current = vec![row];
        for column in 1..=to.len() {
            let cell = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
            let same = at(&from, row) == at(&to, column);
            let changed = cell(&above, column - 1) + usize::from(!same);
            let dropped = cell(&above, column) + 1;
            let added = cell(&current, column - 1) + 1;
            let mut best = changed.min(dropped).min(added);
            let swapped = at(&from, row) == at(&to, column - 1) && at(&from, row - 1) == at(&to, column);
            if swapped && row > 1 && column > 1 {
                best = best.min(cell(&before, column - 2) + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{closest, distance};

    #[test]
    fn distances_are_counted_in_letters() {
        for (from, to, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("bind", "bind", 0),
            ("bidn", "bind", 1),
            ("bnid", "bind", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from, to), expected, "{from} → {to}");
        }
    }

    #[test]
    fn only_a_near_name_is_proposed() {
        let keys = ["bind", "public_url"];
        assert_eq!(closest("publik_url", &keys), Some("public_url"));
        assert_eq!(closest("bin", &keys), Some("bind"));
        assert_eq!(closest("colour", &keys), None);
    }
}
