//! Emails of a ticket, and how the outgoing mail server fares.

use async_graphql::{Enum, ID, SimpleObject};

use crate::{ids, scalars::DateTime};

/// How far an email has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum EmailState {
    /// It waits to be sent, and is tried again by itself.
    Waiting,
    /// A mail server has accepted it.
    Sent,
    /// It could not be delivered.
    Failed,
    /// A mail server had accepted it, and it came back.
    Bounced,
    /// It is held, because the ticket sent too many emails to this person; `resendEmail` sends it.
    Held,
    /// It was not sent, because the person may not read the ticket any more or cannot be reached.
    Withdrawn,
}

/// An email of a ticket.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Email {
    /// Opaque, and unique over all types; give it to `resendEmail`.
    id: ID,
    /// Why it is sent, such as CONFIRMATION, CHANGED, QUESTION, RESOLVED, REMINDER or CLOSED.
    kind: &'static str,
    /// The address that it goes to.
    to: String,
    /// How far it has come.
    state: EmailState,
    /// Why it was not sent: what the mail server said, or "switched-off", "no-address", "undeliverable" (mail to the
    /// address came back), "ticket-hidden", "comment-hidden", "taken-back" (the answer was) or "too-many" (of this ticket or in all to this person); null: it was not tried yet.
    reason: Option<String>,
    /// How often it was tried.
    attempts: i32,
    /// When a mail server accepted it.
    sent_at: Option<DateTime>,
    /// What the mail server said then, as it said it; null: it said nothing, or that is not known any more.
    accepted: Option<String>,
    /// When it was given up, came back or was withdrawn; null: it was not, or that is not known any more.
    settled_at: Option<DateTime>,
    /// The comment that caused it.
    comment_id: Option<ID>,
    /// When it was written.
    created_at: DateTime,
}

/// Why and since when emails do not reach a person.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Undeliverable {
    /// When the first email came back.
    since: DateTime,
    /// What the mail server said last.
    words: String,
}

impl From<engine::Undeliverable> for Undeliverable {
    fn from(mark: engine::Undeliverable) -> Self {
        Self { since: mark.since.into(), words: mark.words }
    }
}

impl From<engine::TicketEmail> for Email {
    fn from(letter: engine::TicketEmail) -> Self {
        let came_back = letter.came_back();
        Self {
            id: ids::id(letter.id),
            kind: letter.kind.as_str(),
            to: letter.address,
            state: match letter.state {
                engine::LetterState::Sent => EmailState::Sent,
                engine::LetterState::Failed if came_back => EmailState::Bounced,
                engine::LetterState::Failed => EmailState::Failed,
                engine::LetterState::Held => EmailState::Held,
                engine::LetterState::Withdrawn => EmailState::Withdrawn,
                engine::LetterState::Waiting | engine::LetterState::Claimed => EmailState::Waiting,
            },
            reason: letter.reason,
            attempts: letter.attempts,
            sent_at: letter.sent_at.map(DateTime),
            accepted: letter.accepted,
            settled_at: letter.settled_at.map(DateTime),
            comment_id: letter.comment.map(ids::id),
            created_at: letter.created_at.into(),
        }
    }
}

/// Why no email can leave.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailServerFault")]
pub(crate) enum MailServerFault {
    /// The server cannot be reached.
    Unreachable,
    /// It does not answer in time.
    Slow,
    /// It refuses our login, or wants one.
    LogIn,
    /// There is no token to log in with.
    NoToken,
    /// It refuses emails from us, whoever they are for.
    Sender,
    /// It does not pass on our emails.
    Relay,
    /// It refuses one email after the other.
    Refuses,
    /// The connection breaks whenever an email is handed over.
    Breaks,
}

/// The health of the outgoing mail server.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailServer {
    /// Since when no email can leave; null: all is well.
    failing_since: Option<DateTime>,
    /// What the server said last; null since it accepts emails.
    last_error: Option<String>,
    /// The same in one word, if it is known.
    last_fault: Option<MailServerFault>,
    /// When that was.
    last_error_at: Option<DateTime>,
    /// When it last accepted an email, give or take a minute.
    last_success_at: Option<DateTime>,
    /// How many emails wait.
    waiting: u64,
    /// Since when the oldest of them waits.
    oldest_waiting_at: Option<DateTime>,
    /// How many emails of the last day are held, since too many went to one person.
    held: u64,
}

impl From<engine::MailServerHealth> for MailServer {
    fn from(health: engine::MailServerHealth) -> Self {
        Self {
            failing_since: health.failing_since.map(DateTime),
            last_error: health.last_error,
            last_fault: health.last_fault.map(Into::into),
            last_error_at: health.last_error_at.map(DateTime),
            last_success_at: health.last_success_at.map(DateTime),
            waiting: health.waiting,
            oldest_waiting_at: health.oldest_waiting_at.map(DateTime),
            held: health.held,
        }
    }
}
