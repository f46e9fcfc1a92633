//! Numbers of a report as a reader of a language writes them.

use words::{Lang, format};

/// `38 min`, `2 h 10 min`; nothing that was measured is a dash.
pub(super) fn duration(lang: Lang, minutes: Option<u64>) -> String {
    match minutes.map(|minutes| (minutes / 60, minutes % 60)) {
        None => "–".to_owned(),
        Some((0, minutes)) => format!("{minutes}\u{a0}min"),
        Some((hours, 0)) => format!("{}\u{a0}h", format::number(lang, hours)),
        Some((hours, minutes)) => format!("{}\u{a0}h {minutes}\u{a0}min", format::number(lang, hours)),
    }
}

/// The share of `part`, in tenths of a percent; `None` of nothing.
pub(super) fn tenths(part: u64, whole: u64) -> Option<u64> {
    (part * 2000 + whole).checked_div(whole * 2)
}

/// `97,6 %`, `97.6%`; of nothing a dash.
pub(super) fn percent(lang: Lang, part: u64, whole: u64) -> String {
    let Some(tenths) = tenths(part, whole) else { return "–".to_owned() };
    format::percent(lang, tenths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_shares_are_written_as_the_language_does() {
        assert_eq!(duration(Lang::De, None), "–");
        assert_eq!(duration(Lang::De, Some(38)), "38\u{a0}min");
        assert_eq!(duration(Lang::En, Some(130)), "2\u{a0}h 10\u{a0}min");
        assert_eq!(duration(Lang::De, Some(60)), "1\u{a0}h");
        assert_eq!(percent(Lang::De, 280, 287), "97,6\u{a0}%");
        assert_eq!(percent(Lang::En, 280, 287), "97.6%");
        assert_eq!(percent(Lang::En, 3, 3), "100%");
        assert_eq!(percent(Lang::De, 0, 0), "–");
    }
}
