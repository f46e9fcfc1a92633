//! What the data are, as pure functions of an index: the loaders write it down, and the measures know it without asking.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::{Builder, Uuid};

use super::numbers::{hash, pick};

/// The number of the first ticket.
pub(crate) const FIRST_NUMBER: i64 = 10_001;
/// People of one organisation.
pub(crate) const MEMBERS: u64 = 50;
/// The staff; the first [`EVERYWHERE`] of them work all queues, each of the others one.
pub(crate) const AGENTS: u64 = 20;
/// Agents who work all queues.
pub(crate) const EVERYWHERE: u64 = 12;
/// Comments of a ticket.
pub(crate) const COMMENTS: u64 = 3;
/// The queues by name.
pub(crate) const QUEUES: [&str; 4] = ["Support", "Netz", "Geräte", "Rechnungen"];
/// The address that feeds the first queue.
pub(crate) const MAILBOX: &str = "tickets@example.org";

/// Seconds between two tickets.
const PACE: u64 = 30;
/// How many tickets later a comment of a ticket comes: at once, after an hour, after a day.
pub(crate) const DELAYS: [u64; 3] = [0, 120, 2_880];
/// Tuesday, 2 September 2025, midnight: with a million tickets the last ones are of August 2026.
const BEGIN: i64 = 1_756_771_200;

/// How large the data are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plan {
    /// How many tickets.
    pub(crate) tickets: u64,
}

/// Who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    /// A member of an organisation: organisation × [`MEMBERS`] + place.
    Customer(u64),
    /// One of the staff.
    Agent(u64),
}

/// A ticket as it is planned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket {
    pub(crate) index: u64,
    pub(crate) status: &'static str,
    pub(crate) organisation: u64,
    pub(crate) customer: u64,
    pub(crate) queue: u64,
    pub(crate) agent: u64,
    pub(crate) assigned: bool,
}

impl Plan {
    /// How many organisations.
    pub(crate) fn organisations(self) -> u64 {
        (self.tickets / 1_000).max(1)
    }

    /// How many comments.
    pub(crate) fn comments(self) -> u64 {
        self.tickets * COMMENTS
    }

    /// The ticket with this index.
    pub(crate) fn ticket(self, index: u64) -> Ticket {
        let organisation = pick(1, index, self.organisations());
        let status = match pick(2, index, 100) {
            0..2 => "NEW",
            2..10 => "OPEN",
            10..14 => "PENDING",
            14..20 => "RESOLVED",
            _ => "CLOSED",
        };
        let queue = pick(3, index, 10).saturating_sub(3) / 2;
        Ticket {
            index,
            status,
            organisation,
            customer: organisation * MEMBERS + pick(4, index, MEMBERS),
            queue,
            agent: pick(5, index, EVERYWHERE),
            assigned: status != "NEW" || pick(6, index, 20) == 0,
        }
    }

    /// So many tickets, scattered over all of them, that fit.
    pub(crate) fn some(self, count: usize, fits: impl Fn(&Ticket) -> bool) -> Vec<Ticket> {
        let scattered = (0..self.tickets * 20).map(|n| self.ticket(pick(7, n, self.tickets)));
        scattered.filter(fits).take(count).collect()
    }
}

impl Ticket {
    /// The number that people quote.
    pub(crate) fn number(&self) -> i64 {
        FIRST_NUMBER + i64::try_from(self.index).expect("small")
    }

    /// Its row's id.
    pub(crate) fn id(&self) -> Uuid {
        id(11, self.index, moment(self.index))
    }

    /// When it was opened.
    pub(crate) fn created_at(&self) -> DateTime<Utc> {
        moment(self.index)
    }

    /// When its `place`th comment was written.
    pub(crate) fn commented_at(&self, place: usize) -> DateTime<Utc> {
        moment(self.index + DELAYS[place])
    }

    /// The id of its `place`th comment.
    pub(crate) fn comment_id(&self, place: usize) -> Uuid {
        id(12, self.comment_index(place), self.commented_at(place))
    }

    /// How many comments were planned before.
    pub(crate) fn comment_index(&self, place: usize) -> u64 {
        self.index * COMMENTS + u64::try_from(place).expect("small")
    }

    /// Whether its last comment is a note of the staff.
    pub(crate) fn ends_in_note(&self) -> bool {
        self.index % 5 == 4
    }

    /// Who wrote its `place`th comment.
    pub(crate) fn author(&self, place: usize) -> Person {
        match place {
            1 => Person::Agent(self.agent),
            2 if self.ends_in_note() => Person::Agent(self.agent),
            _ => Person::Customer(self.customer),
        }
    }
}

impl Person {
    /// The id of the account.
    pub(crate) fn id(self) -> Uuid {
        match self {
            Self::Customer(n) => id(13, n, moment(0)),
            Self::Agent(n) => id(14, n, moment(0)),
        }
    }

    /// The address by which they log in.
    pub(crate) fn email(self) -> String {
        match self {
            Self::Customer(n) => format!("person{n}@firma{}.example", n / MEMBERS),
            Self::Agent(n) => format!("agent{n}@example.org"),
        }
    }
}

/// Whether an organisation's members see each other's tickets.
pub(crate) const fn shares(organisation: u64) -> bool {
    organisation.is_multiple_of(2)
}

/// The only queue that this agent works; nothing: all.
pub(crate) const fn only_queue(agent: u64) -> Option<u64> {
    if agent < EVERYWHERE { None } else { Some(agent % 4) }
}

/// An organisation's id.
pub(crate) fn organisation_id(index: u64) -> Uuid {
    id(15, index, moment(0))
}

/// An organisation's name.
pub(crate) fn organisation_name(index: u64) -> String {
    format!("Firma {index:05} GmbH")
}

/// A queue's id.
pub(crate) fn queue_id(index: u64) -> Uuid {
    id(16, index, moment(0))
}

/// When the `tick`th ticket is opened.
pub(crate) fn moment(tick: u64) -> DateTime<Utc> {
    let seconds = i64::try_from(tick * PACE).expect("small");
    DateTime::from_timestamp(BEGIN, 0).expect("a time") + TimeDelta::seconds(seconds)
}

/// When what waits for the customer would close: never in our time.
pub(crate) fn far_future() -> DateTime<Utc> {
    DateTime::from_timestamp(4_070_908_800, 0).expect("the first of January 2099")
}

/// An id that sorts by time, as the engine makes them.
pub(crate) fn id(salt: u64, index: u64, at: DateTime<Utc>) -> Uuid {
    let mut random = [0; 10];
    let (one, two) = (hash(salt, index), hash(salt + 1_000, index));
    random[..8].copy_from_slice(&one.to_be_bytes());
    random[8..].copy_from_slice(&two.to_be_bytes()[..2]);
    Builder::from_unix_timestamp_millis(u64::try_from(at.timestamp_millis()).expect("after 1970"), &random)
        .into_uuid()
}
