//! `[tickets]` and `[limits]`: numbers, the clocks that close tickets, and how much one request may bring.

use std::time::Duration;

use engine::{
    Rates, UploadBudget,
    sla::{Delay, parse_delay},
};

use super::brand::one_line;
use super::connections::Connections;
use super::section::Section;
use super::server::positive_duration;
use super::units;

const DAY: Duration = Duration::from_hours(24);

/// `[tickets]`
#[derive(Debug, Clone)]
pub struct Tickets {
    /// The number of the very first ticket.
    pub first_number: i64,
    /// What stands before the number in subjects; absent: the host of the public address.
    pub subject_tag: Option<String>,
    /// How long a resolved ticket waits for an objection.
    pub resolved_closes_after: Delay,
    /// How long a ticket waits for the customer's answer.
    pub pending_closes_after: Delay,
    /// How long before closing the customer is reminded; longer than the wait: not at all.
    pub remind_before: Duration,
    /// Whether a public answer of the staff to an unassigned ticket assigns it to its author.
    pub answer_assigns: bool,
    /// How long an answer written on a page can be taken back; zero: not at all.
    pub undo_send: Duration,
    /// Whether customers are asked how satisfied they are when a ticket is resolved or closed.
    pub satisfaction: bool,
    /// The share of an agreed time after which the staff are warned, in percent.
    pub warn_percent: u8,
    /// Names before the `@` that belong to a function; absent: those that are usual.
    pub role_addresses: Option<Vec<String>>,
    /// Domains at which anybody gets an address, beside those that are known.
    pub free_mail_domains: Vec<String>,
}

impl Tickets {
    pub(super) fn read(section: Section<'_>) -> Self {
        let read = Self {
            first_number: section.integer("first_number", 1, 1_000_000_000).unwrap_or(10_001),
            subject_tag: section.parsed("subject_tag", tag),
            resolved_closes_after: section
                .parsed("resolved_closes_after", delay)
                .unwrap_or(Delay::Time(7 * DAY)),
            pending_closes_after: section
                .parsed("pending_closes_after", delay)
                .unwrap_or(Delay::Time(14 * DAY)),
            remind_before: section.parsed("remind_before", units::duration).unwrap_or(2 * DAY),
            answer_assigns: section.boolean("answer_assigns").unwrap_or(true),
            undo_send: section.parsed("undo_send", undo).unwrap_or(Duration::from_secs(10)),
            satisfaction: section.boolean("satisfaction").unwrap_or(true),
            warn_percent: section
                .integer("warn_percent", 1, 100)
                .and_then(|percent| u8::try_from(percent).ok())
                .unwrap_or(75),
            role_addresses: section.texts_if_given("role_addresses", role),
            free_mail_domains: section.texts_if_given("free_mail_domains", domain).unwrap_or_default(),
        };
        section.finish();
        read
    }
}

/// `[limits]`
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of one file.
    pub attachment: u64,
    /// Bytes of one mail or one request with all its files.
    pub message: u64,
    /// Bytes of the answer to one GraphQL document.
    pub answer: u64,
    /// How much is let through within an hour.
    pub rates: Rates,
    /// Bytes of files that may be on their way in at once.
    pub uploads: UploadBudget,
    /// How many connections, and how long each step of a request may take.
    pub connections: Connections,
}

impl Limits {
    pub(super) fn read(section: Section<'_>) -> Self {
        let message = section.parsed("message", some).unwrap_or(50 << 20);
        let read = Self {
            attachment: section.parsed("attachment", some).unwrap_or(25 << 20),
            message,
            answer: section.parsed("answer", some).unwrap_or(16 << 20),
            rates: rates(&section),
            uploads: uploads(&section, message),
            connections: Connections::read(&section),
        };
        if read.attachment > read.message {
            section.wrong("attachment", "must not exceed limits.message");
        }
        section.finish();
        read
    }
}

/// A stretch of time, or business days as in `7bd`.
/// Half an hour is as long as a customer should wait for an answer that was sent.
fn undo(text: &str) -> Result<Duration, String> {
    let wait = units::duration(text)?;
    if wait > Duration::from_mins(30) {
        return Err("must not exceed 30m".to_owned());
    }
    Ok(wait)
}

fn delay(text: &str) -> Result<Delay, String> {
    parse_delay(text).unwrap_or_else(|| positive_duration(text).map(Delay::Time))
}

fn rates(section: &Section<'_>) -> Rates {
    let usual = Rates::default();
    let hourly = |key, usual: u32| {
        let given = section.integer(key, 1, 1_000_000_000);
        given.and_then(|given| u32::try_from(given).ok()).unwrap_or(usual)
    };
    Rates {
        tickets: hourly("tickets_per_hour", usual.tickets),
        comments: hourly("comments_per_hour", usual.comments),
        files: hourly("files_per_hour", usual.files),
        token: hourly("token_per_hour", usual.token),
        staff: hourly("staff_per_hour", usual.staff),
        address: hourly("address_per_hour", usual.address),
        password_requests: hourly("password_requests_per_hour", usual.password_requests),
        login_failures: hourly("login_failures_per_hour", usual.login_failures),
    }
}

/// Where nothing else is said, the budgets grow with the largest message.
fn uploads(section: &Section<'_>, message: u64) -> UploadBudget {
    let usual = UploadBudget::default();
    let budget = |key, usual: u64, times: u64| {
        let given = section.parsed(key, units::size);
        if given.is_some_and(|given| given < message) {
            section.wrong(key, "must not be less than limits.message");
        }
        given.unwrap_or_else(|| usual.max(message.saturating_mul(times)))
    };
    UploadBudget {
        total: budget("uploads", usual.total, 8),
        per_person: budget("uploads_per_person", usual.per_person, 4),
        per_address: budget("uploads_per_address", usual.per_address, 8),
    }
}

fn some(text: &str) -> Result<u64, String> {
    match units::size(text)? {
        0 => Err("must be greater than zero".to_owned()),
        // Such a message is held in memory while it is taken apart.
        bytes if bytes > 1 << 30 => Err("must not exceed 1GiB".to_owned()),
        bytes => Ok(bytes),
    }
}

fn role(text: &str) -> Result<String, String> {
    let text = one_line(text)?.to_lowercase();
    let name = text.strip_suffix('@').unwrap_or(&text);
    if name.is_empty() || name.contains(['@', ' ']) {
        return Err("must be the part before the @, such as \"info\"".to_owned());
    }
    Ok(name.to_owned())
}

fn domain(text: &str) -> Result<String, String> {
    engine::content::address::normalise_domain(text)
        .ok_or_else(|| "must be a domain such as \"example.org\"".to_owned())
}

fn tag(text: &str) -> Result<String, String> {
    let text = one_line(text)?;
    if text.contains(['[', ']', '#']) {
        return Err("must not contain [, ] or #, which mark the ticket number in a subject".to_owned());
    }
    Ok(text)
}
