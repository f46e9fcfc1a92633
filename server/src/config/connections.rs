//! The part of `[limits]` about connections: how many, and how long each step of a request may take.

use std::time::Duration;

use super::section::Section;
use super::server::positive_duration;
use super::units;

/// Limits of connections.
#[derive(Debug, Clone)]
pub struct Connections {
    /// How many in all; absent: as many as the limit of open files allows.
    pub connections: Option<usize>,
    /// How many from one address (IPv6: one /64) that is no trusted proxy; absent: three quarters of all.
    pub connections_per_address: Option<usize>,
    /// Until the head of a request is complete.
    pub header_timeout: Duration,
    /// Between two requests.
    pub idle_timeout: Duration,
    /// Between two pieces of a body.
    pub body_timeout: Duration,
    /// How long a client may take nothing of its answer.
    pub write_timeout: Duration,
    /// The fewest bytes of a body a second, on average.
    pub minimum_rate: u64,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            connections: None,
            connections_per_address: None,
            header_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            body_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_mins(1),
            minimum_rate: 1024,
        }
    }
}

impl Connections {
    /// Reads the keys out of `[limits]`, which holds others too.
    pub(super) fn read(section: &Section<'_>) -> Self {
        let usual = Self::default();
        let count = |key| section.integer(key, 1, 1_000_000).and_then(|count| usize::try_from(count).ok());
        let time = |key, usual| section.parsed(key, positive_duration).unwrap_or(usual);
        Self {
            connections: count("connections"),
            connections_per_address: count("connections_per_address"),
            header_timeout: time("header_timeout", usual.header_timeout),
            idle_timeout: time("idle_timeout", usual.idle_timeout),
            body_timeout: time("body_timeout", usual.body_timeout),
            write_timeout: time("write_timeout", usual.write_timeout),
            minimum_rate: section.parsed("minimum_rate", units::size).unwrap_or(usual.minimum_rate),
        }
    }
}
