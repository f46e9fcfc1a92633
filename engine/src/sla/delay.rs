//! How long a ticket waits before it closes itself: a stretch of time, or business days.

use std::{fmt, str::FromStr, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::BusinessTime;
use crate::line::quoted;

/// How far ahead business days are looked for.
const HORIZON: TimeDelta = TimeDelta::days(50 * 366);

/// More business days than this are a mistake.
const MOST_DAYS: u32 = 2_000;

/// Longer waits are a mistake, and sums with a date stay in range.
const LONGEST: Duration = Duration::from_hours(100 * 366 * 24);

/// A wait, written as `90s`, `30m`, `12h`, `7d` or `7bd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Delay {
    /// So long, whatever the calendar says: `7d`.
    Time(Duration),
    /// Until the end of business on the n-th business day after today: `7bd`.
    BusinessDays(u32),
}

impl Delay {
    /// When it is over that begins at `from`; `None`: beyond any calendar.
    #[must_use]
    pub fn end(self, from: DateTime<Utc>, calendar: &BusinessTime) -> Option<DateTime<Utc>> {
        match self {
            Self::Time(time) => delayed(from, time),
            Self::BusinessDays(days) => {
                calendar.end_of_business(from, days, from.checked_add_signed(HORIZON)?)
            }
        }
    }

    /// Whether a calendar is needed to tell its end.
    #[must_use]
    pub const fn counts_business_days(self) -> bool {
        matches!(self, Self::BusinessDays(_))
    }
}

impl FromStr for Delay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(days) = parse_delay(text) {
            return days;
        }
        match humantime::parse_duration(text.trim()) {
            Ok(time) if time.is_zero() => Err("must be greater than zero".to_owned()),
            Ok(time) if time > LONGEST => Err("must not be longer than 100 years".to_owned()),
            Ok(time) => Ok(Self::Time(Duration::from_secs(time.as_secs().max(1)))),
            Err(_) => Err(not_a_duration(text)),
        }
    }
}

impl From<Delay> for String {
    fn from(delay: Delay) -> Self {
        delay.to_string()
    }
}

impl TryFrom<String> for Delay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BusinessDays(days) => write!(f, "{days}bd"),
            Self::Time(time) => {
                let seconds = time.as_secs();
                let units = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")];
                let unit = units.iter().find(|(unit, _)| seconds.is_multiple_of(*unit)).unwrap_or(&(1, "s"));
                write!(f, "{}{}", seconds / unit.0, unit.1)
            }
        }
    }
}

/// So long after `from`, whatever the calendar says; `None`: beyond any calendar.
#[must_use]
pub fn delayed(from: DateTime<Utc>, time: Duration) -> Option<DateTime<Utc>> {
    from.checked_add_signed(TimeDelta::from_std(time).ok()?)
}

/// The business days of `7bd`; `None`: it is written otherwise.
///
/// # Errors
/// What is wrong, when it is business days but none or too many.
#[must_use]
pub fn parse_delay(text: &str) -> Option<Result<Delay, String>> {
    let days = text.trim().strip_suffix("bd")?.trim();
    Some(match days.parse::<u32>() {
        Ok(0) => Err("must be greater than zero".to_owned()),
        Ok(days) if days > MOST_DAYS => Err(format!("must not exceed {MOST_DAYS}bd")),
        Ok(days) => Ok(Delay::BusinessDays(days)),
        Err(_) => Err(not_a_duration(text)),
    })
}

fn not_a_duration(text: &str) -> String {
    format!("must be a number and a unit, such as 90s, 30m, 7d or 7bd, not {}", quoted(text))
}
