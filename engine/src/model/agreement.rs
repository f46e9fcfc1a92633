//! Calendars of business hours, agreements, and what the clocks of a ticket show.

use super::{AgreementId, CalendarId, Priority};
use crate::sla::{ClockKind, Day, Hours, Reading};

/// Business hours, as they were entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Its id.
    pub id: CalendarId,
    /// Its name, unique.
    pub name: String,
    /// IANA name of the zone on whose wall clocks the hours are read.
    pub time_zone: String,
    /// The business hours, several a day if wanted.
    pub hours: Vec<Hours>,
    /// The holidays that were entered one by one or read from a file.
    pub holidays: Vec<Day>,
    /// The country or part of it whose public holidays are left out too, such as `DE-BY`.
    pub holiday_region: Option<String>,
}

/// Agreed times for each priority, counted on a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// Its name, unique.
    pub name: String,
    /// The calendar on which its minutes are counted.
    pub calendar: CalendarId,
    /// The agreed times, the most urgent priority first; a priority without any is left out.
    pub targets: Vec<Target>,
}

/// The agreed times of a priority, in minutes of business time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Target {
    /// Which.
    pub priority: Priority,
    /// Until the first public answer; `None`: nothing was agreed.
    pub response_minutes: Option<i32>,
    /// Until the ticket is resolved; `None`: nothing was agreed.
    pub restoration_minutes: Option<i32>,
}

impl Target {
    /// The minutes for a clock.
    #[must_use]
    pub const fn minutes(&self, kind: ClockKind) -> Option<i32> {
        match kind {
            ClockKind::Response => self.response_minutes,
            ClockKind::Restoration => self.restoration_minutes,
        }
    }
}

/// What a clock of a ticket shows, and by what it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockFace {
    /// What it shows.
    pub reading: Reading,
    /// By which agreement.
    pub agreement: AgreementId,
    /// On which calendar.
    pub calendar: CalendarId,
}

/// Both clocks of a ticket; `None`: nothing was agreed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TicketClocks {
    /// Until the first public answer of the staff.
    pub response: Option<ClockFace>,
    /// Until RESOLVED or CLOSED.
    pub restoration: Option<ClockFace>,
}
