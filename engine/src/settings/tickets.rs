//! `settings.tickets`: numbers, waiting times, what answers do.

use std::time::Duration;

use crate::sla::Delay;

const DAY: Duration = Duration::from_hours(24);

/// How tickets behave, where their queue says nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketSettings {
    /// Number of the first ticket.
    pub first_number: i64,
    /// How long after RESOLVED the system closes. A queue may have its own.
    pub resolved_closes_after: Delay,
    /// How long after PENDING the system closes. A queue may have its own.
    pub pending_closes_after: Delay,
    /// How long before that the customer is reminded; if it is not shorter than the delay, nobody is. A queue may have its own.
    pub remind_before: Duration,
    /// Whether a public answer of the staff to a ticket that nobody is responsible for assigns it to its author.
    pub answer_assigns: bool,
    /// How long an answer written on a page can be taken back; so long its emails wait. Zero: not at all.
    pub undo_send: Duration,
    /// Whether customers are asked how satisfied they are when a ticket is resolved or closed.
    pub satisfaction: bool,
    /// The share of an agreed time after which the staff are warned, in percent.
    pub warn_percent: u8,
}

impl Default for TicketSettings {
    fn default() -> Self {
        Self {
            first_number: 10_001,
            resolved_closes_after: Delay::Time(7 * DAY),
            pending_closes_after: Delay::Time(14 * DAY),
            remind_before: 2 * DAY,
            answer_assigns: true,
            undo_send: Duration::from_secs(10),
            satisfaction: true,
            warn_percent: 75,
        }
    }
}
