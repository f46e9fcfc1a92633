//! The table of what differs between the languages: names, separators, units, the order of a date. All of it in one place.

/// One language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language {
    /// Its tag, without a region: `de`.
    pub tag: &'static str,
    /// How it writes amounts and times.
    pub customs: Customs,
    /// Fluent sources with every text of pages and letters, for a language that a program brings; the house's own have theirs
    /// in the crates that show them.
    pub texts: &'static [&'static str],
}

/// How one language writes amounts and times.
///
/// Dates are patterns: `{d}` and `{m}` are figures, `{dd}` and `{mm}` two of them, `{month}` is a name, `{year}` the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Customs {
    /// Stands before the decimals.
    pub decimal: &'static str,
    /// Stands between a number and `%`.
    pub before_percent: &'static str,
    /// Stands between groups of three digits.
    pub group: &'static str,
    /// A day.
    pub date: &'static str,
    /// A day of this year.
    pub day_and_month: &'static str,
    /// Between a day and the time on it, and after that, where somebody must be able to rely on it.
    pub at_time: (&'static str, &'static str),
    /// Monday first, short, as they stand before a date.
    pub weekdays: [&'static str; 7],
    /// Short names, for languages that write dates with them.
    pub months: [&'static str; 12],
    /// One byte.
    pub byte: &'static str,
    /// Several.
    pub bytes: &'static str,
    /// A day, after `in` and its like.
    pub day: Unit,
    /// An hour.
    pub hour: Unit,
    /// A minute.
    pub minute: Unit,
    /// Days where there is room for a letter.
    pub days_short: &'static str,
    /// The day after today, before a time.
    pub tomorrow: &'static str,
    /// Around a span that is over: before and after it.
    pub past: (&'static str, &'static str),
    /// Around a span that is to come.
    pub future: (&'static str, &'static str),
    /// Less than a minute ago.
    pub just_now: &'static str,
    /// In less than a minute.
    pub in_a_moment: &'static str,
}

/// The name of a unit, for one and for any other count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    /// For one.
    pub one: &'static str,
    /// For any other count.
    pub other: &'static str,
}

pub(crate) const GERMAN: Language = Language { tag: "de", customs: GERMAN_CUSTOMS, texts: &[] };

pub(crate) const ENGLISH: Language = Language { tag: "en", customs: ENGLISH_CUSTOMS, texts: &[] };

const GERMAN_CUSTOMS: Customs = Customs {
    decimal: ",",
    before_percent: "\u{a0}",
    group: ".",
    date: "{dd}.{mm}.{year}",
    day_and_month: "{dd}.{mm}.",
    at_time: (" um ", " Uhr"),
    weekdays: ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
    months: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    byte: "Byte",
    bytes: "Bytes",
    // the dative, since both "vor" and "in" ask for it
    day: Unit { one: "Tag", other: "Tagen" },
    hour: Unit { one: "Stunde", other: "Stunden" },
    minute: Unit { one: "Minute", other: "Minuten" },
    days_short: "T",
    tomorrow: "morgen",
    past: ("vor ", ""),
    future: ("in ", ""),
    just_now: "gerade eben",
    in_a_moment: "gleich",
};

const ENGLISH_CUSTOMS: Customs = Customs {
    decimal: ".",
    before_percent: "",
    group: ",",
    date: "{d} {month} {year}",
    day_and_month: "{d} {month}",
    at_time: (" at ", ""),
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    byte: "byte",
    bytes: "bytes",
    day: Unit { one: "day", other: "days" },
    hour: Unit { one: "hour", other: "hours" },
    minute: Unit { one: "minute", other: "minutes" },
    days_short: "d",
    tomorrow: "tomorrow",
    past: ("", " ago"),
    future: ("in ", ""),
    just_now: "just now",
    in_a_moment: "in a moment",
};
