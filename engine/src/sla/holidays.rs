//! The public holidays of Germany by Land, of Austria and of Switzerland: law that is computed, not looked up.
//!
//! No crate that is kept up knows the Länder. What changes here changes by law, seldom and announced; other countries come as
//! an iCalendar file (`ics`).

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::Day;

/// A country or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region(&'static str);

const CODES: [&str; 19] = [
    "AT", "CH", "DE", "DE-BB", "DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE", "DE-HH", "DE-MV", "DE-NI",
    "DE-NW", "DE-RP", "DE-SH", "DE-SL", "DE-SN", "DE-ST", "DE-TH",
];

/// When a holiday is.
#[derive(Clone, Copy)]
enum When {
    /// Month and day.
    On(u32, u32),
    /// Days after Easter Sunday.
    Easter(i64),
    /// The Wednesday before 23 November.
    Repentance,
}

/// Where a holiday holds: everywhere in a country, or in these parts of it, and between which years.
struct Rule {
    when: When,
    name: &'static str,
    regions: &'static [&'static str],
    years: (i32, i32),
}

const fn rule(when: When, name: &'static str, regions: &'static [&'static str]) -> Rule {
    Rule { when, name, regions, years: (i32::MIN, i32::MAX) }
}

const fn during(
    when: When,
    name: &'static str,
    regions: &'static [&'static str],
    from: i32,
    to: i32,
) -> Rule {
    Rule { when, name, regions, years: (from, to) }
}

use When::{Easter, On, Repentance};

/// A code holds for all parts of its country.
const RULES: &[Rule] = &[
    rule(On(1, 1), "Neujahr", &["DE", "AT", "CH"]),
    rule(On(1, 6), "Heilige Drei Könige", &["DE-BW", "DE-BY", "DE-ST", "AT"]),
    during(On(3, 8), "Internationaler Frauentag", &["DE-BE"], 2019, i32::MAX),
    during(On(3, 8), "Internationaler Frauentag", &["DE-MV"], 2023, i32::MAX),
    rule(Easter(-2), "Karfreitag", &["DE", "CH"]),
    rule(Easter(0), "Ostersonntag", &["DE-BB"]),
    rule(Easter(1), "Ostermontag", &["DE", "AT", "CH"]),
    rule(On(5, 1), "Tag der Arbeit", &["DE"]),
    rule(On(5, 1), "Staatsfeiertag", &["AT"]),
    during(On(5, 8), "80. Jahrestag der Befreiung", &["DE-BE"], 2025, 2025),
    rule(Easter(39), "Christi Himmelfahrt", &["DE", "AT", "CH"]),
    rule(Easter(49), "Pfingstsonntag", &["DE-BB"]),
    rule(Easter(50), "Pfingstmontag", &["DE", "AT", "CH"]),
    rule(Easter(60), "Fronleichnam", &["DE-BW", "DE-BY", "DE-HE", "DE-NW", "DE-RP", "DE-SL", "AT"]),
    rule(On(8, 1), "Bundesfeiertag", &["CH"]),
    rule(On(8, 15), "Mariä Himmelfahrt", &["DE-BY", "DE-SL", "AT"]),
    during(On(9, 20), "Weltkindertag", &["DE-TH"], 2019, i32::MAX),
    rule(On(10, 3), "Tag der Deutschen Einheit", &["DE"]),
    rule(On(10, 26), "Nationalfeiertag", &["AT"]),
    during(On(10, 31), "Reformationstag", &["DE"], 2017, 2017),
    rule(On(10, 31), "Reformationstag", &["DE-BB", "DE-MV", "DE-SN", "DE-ST", "DE-TH"]),
    during(On(10, 31), "Reformationstag", &["DE-HB", "DE-HH", "DE-NI", "DE-SH"], 2018, i32::MAX),
    rule(On(11, 1), "Allerheiligen", &["DE-BW", "DE-BY", "DE-NW", "DE-RP", "DE-SL", "AT"]),
    rule(Repentance, "Buß- und Bettag", &["DE-SN"]),
    rule(On(12, 8), "Mariä Empfängnis", &["AT"]),
    rule(On(12, 25), "1. Weihnachtstag", &["DE"]),
    rule(On(12, 25), "Christtag", &["AT"]),
    rule(On(12, 25), "Weihnachten", &["CH"]),
    rule(On(12, 26), "2. Weihnachtstag", &["DE"]),
    rule(On(12, 26), "Stefanitag", &["AT"]),
    rule(On(12, 26), "Stephanstag", &["CH"]),
];

impl Region {
    /// The region of a code such as `DE-BY`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let code = code.trim();
        CODES.into_iter().find(|known| known.eq_ignore_ascii_case(code)).map(Self)
    }

    /// Every code that is known.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        CODES.into_iter()
    }

    /// The code: ISO 3166-1, and 3166-2 for a part of a country.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// The public holidays of a year, in order.
    #[must_use]
    pub fn holidays(self, year: i32) -> Vec<Day> {
        let days = RULES.iter().filter(|rule| self.has(rule, year));
        let mut days: Vec<Day> = days
            .filter_map(|rule| Some(Day { date: date(rule.when, year)?, name: rule.name.to_owned() }))
            .collect();
        days.sort_unstable();
        days.dedup_by_key(|day| day.date);
        days
    }

    pub(super) fn is_holiday(self, day: NaiveDate) -> bool {
        let year = day.year();
        RULES.iter().any(|rule| self.has(rule, year) && date(rule.when, year) == Some(day))
    }

    fn has(self, rule: &Rule, year: i32) -> bool {
        let country = self.0.get(..2);
        let holds = |region: &&str| *region == self.0 || Some(*region) == country;
        (rule.years.0..=rule.years.1).contains(&year) && rule.regions.iter().any(holds)
    }
}

fn date(when: When, year: i32) -> Option<NaiveDate> {
    match when {
        On(month, day) => NaiveDate::from_ymd_opt(year, month, day),
        Easter(after) => easter(year)?.checked_add_signed(TimeDelta::days(after)),
        Repentance => {
            let before = NaiveDate::from_ymd_opt(year, 11, 22)?;
            before.iter_days().rev().find(|day| day.weekday() == Weekday::Wed)
        }
    }
}

/// Easter Sunday of the Gregorian calendar, after Meeus, Jones and Butcher.
#[expect(clippy::many_single_char_names, reason = "the names of the published algorithm")]
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}
