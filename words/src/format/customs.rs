//! The table of what differs between the languages: names, separators, units. All of it in one place.

use crate::Lang;

/// How one language writes amounts and times.
pub(super) struct Customs {
    /// Stands before the decimals.
    pub(super) decimal: &'static str,
    /// Stands between groups of three digits.
    pub(super) group: &'static str,
    /// Monday first, short, as they stand before a date.
    pub(super) weekdays: [&'static str; 7],
    /// Short names; German dates are written with figures alone and never ask for them.
    pub(super) months: [&'static str; 12],
    pub(super) byte: &'static str,
    pub(super) bytes: &'static str,
    pub(super) day: Unit,
    pub(super) hour: Unit,
    pub(super) minute: Unit,
    /// Around a span that is over: before and after it.
    pub(super) past: (&'static str, &'static str),
    /// Around a span that is to come.
    pub(super) future: (&'static str, &'static str),
    pub(super) just_now: &'static str,
    pub(super) in_a_moment: &'static str,
}

/// The name of a unit, for one and for any other count (both languages know just these two forms).
pub(super) struct Unit {
    pub(super) one: &'static str,
    pub(super) other: &'static str,
}

pub(super) const fn customs(lang: Lang) -> &'static Customs {
    match lang {
        Lang::De => &GERMAN,
        Lang::En => &ENGLISH,
    }
}

const GERMAN: Customs = Customs {
    decimal: ",",
    group: ".",
    weekdays: ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
    months: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    byte: "Byte",
    bytes: "Bytes",
    // the dative, since both "vor" and "in" ask for it
    day: Unit { one: "Tag", other: "Tagen" },
    hour: Unit { one: "Stunde", other: "Stunden" },
    minute: Unit { one: "Minute", other: "Minuten" },
    past: ("vor ", ""),
    future: ("in ", ""),
    just_now: "gerade eben",
    in_a_moment: "gleich",
};

const ENGLISH: Customs = Customs {
    decimal: ".",
    group: ",",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    byte: "byte",
    bytes: "bytes",
    day: Unit { one: "day", other: "days" },
    hour: Unit { one: "hour", other: "hours" },
    minute: Unit { one: "minute", other: "minutes" },
    past: ("", " ago"),
    future: ("in ", ""),
    just_now: "just now",
    in_a_moment: "in a moment",
};
