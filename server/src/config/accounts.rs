//! `[password]` and `[session]`: what a password must have, and how long a login holds.

use std::time::Duration;

use super::section::Section;
use super::server::positive_duration;

const HOUR: Duration = Duration::from_hours(1);

/// `[password]`
#[derive(Debug, Clone)]
pub struct Password {
    /// Fewest letters in all.
    pub min_length: usize,
    /// Fewest digits.
    pub digits: usize,
    /// Fewest lower-case letters.
    pub lower: usize,
    /// Fewest upper-case letters.
    pub upper: usize,
    /// How long the link in the letter can be used.
    pub link_lifetime: Duration,
}

impl Password {
    pub(super) fn read(section: Section<'_>) -> Self {
        let count = |key, most, default| {
            section.integer(key, 0, most).and_then(|number| usize::try_from(number).ok()).unwrap_or(default)
        };
        let read = Self {
            min_length: count("min_length", 128, 8),
            digits: count("digits", 32, 1),
            lower: count("lower", 32, 2),
            upper: count("upper", 32, 2),
            link_lifetime: section.parsed("link_lifetime", positive_duration).unwrap_or(24 * HOUR),
        };
        section.finish();
        read
    }
}

/// `[session]`
#[derive(Debug, Clone)]
pub struct Session {
    /// How long a login holds.
    pub lifetime: Duration,
    /// How long it holds with "remember me".
    pub remember: Duration,
}

impl Session {
    pub(super) fn read(section: Section<'_>) -> Self {
        let read = Self {
            lifetime: section.parsed("lifetime", positive_duration).unwrap_or(24 * HOUR),
            remember: section.parsed("remember", positive_duration).unwrap_or(30 * 24 * HOUR),
        };
        section.finish();
        read
    }
}
