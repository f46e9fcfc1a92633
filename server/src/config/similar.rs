//! Finds the name that somebody probably meant.

/// The candidate closest to a mistyped word, unless none is close.
pub(super) fn closest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    candidates
        .iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn only_a_near_name_is_proposed() {
        let keys = ["bind", "public_url"];
        assert_eq!(closest("publik_url", &keys), Some("public_url"));
        assert_eq!(closest("bin", &keys), Some("bind"));
        assert_eq!(closest("bidn", &keys), Some("bind"), "neighbours that changed places are one mistake");
        assert_eq!(closest("colour", &keys), None);
    }
}
