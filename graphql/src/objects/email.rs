//! Emails of a ticket, and how the outgoing mail server fares.

use async_graphql::{Enum, ID, SimpleObject};

use crate::{ids, scalars::DateTime};

/// How far an email has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum EmailState {
    /// It is waiting to be sent and is retried automatically.
    Waiting,
    /// A mail server has accepted it.
    Sent,
    /// It could not be delivered.
    Failed,
    /// A mail server accepted it, but it bounced.
    Bounced,
    /// It is held because the ticket sent too many emails to this person; `resendEmail` sends it.
    Held,
    /// It was not sent because the person can no longer see the ticket or cannot be reached.
    Withdrawn,
}

/// An email of a ticket.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Email {
    /// Opaque, and unique over all types; give it to `resendEmail`.
    id: ID,
    /// Why it is sent, such as CONFIRMATION, CHANGED, QUESTION, RESOLVED, REMINDER or CLOSED.
    kind: &'static str,
    /// The address that it is sent to.
    to: String,
    /// Its delivery state.
    state: EmailState,
    /// Why it was not sent: what the mail server said, or "switched-off", "no-address", "undeliverable" (email to the
    /// address bounced), "ticket-hidden", "comment-hidden", "taken-back" (the answer was) or "too-many" (of this ticket, or
    /// in total to this person); null if it was not tried yet.
    reason: Option<String>,
    /// How often it was tried.
    attempts: i32,
    /// When a mail server accepted it.
    sent_at: Option<DateTime>,
    /// The words of the mail server; null if it said nothing or they are no longer known.
    accepted: Option<String>,
    /// When it was given up, bounced or withdrawn; null if it was not, or if that is no longer known.
    settled_at: Option<DateTime>,
    /// The comment that caused it.
    comment_id: Option<ID>,
    /// When it was written.
    created_at: DateTime,
}

/// Why and since when emails to a person bounce.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Undeliverable {
    /// When the first email bounced.
    since: DateTime,
    /// What the mail server last said.
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

/// Why no email can be sent.
#[derive(Clone, Copy, Debug, Enum, Eq, PartialEq)]
#[graphql(remote = "engine::MailServerFault")]
pub(crate) enum MailServerFault {
    /// The server cannot be reached.
    Unreachable,
    /// It does not answer in time.
    Slow,
    /// It refuses our login, or requires one.
    LogIn,
    /// There is no token to log in with.
    NoToken,
    /// It refuses all our emails.
    Sender,
    /// It does not relay our emails.
    Relay,
    /// It keeps refusing emails.
    Refuses,
    /// The connection breaks whenever an email is sent.
    Breaks,
}

/// The health of the outgoing mail server.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailServer {
    /// Since when no email can be sent; null if all is well.
    failing_since: Option<DateTime>,
    /// What the server last said; null if it accepts emails.
    last_error: Option<String>,
    /// The kind of fault, if it is known.
    last_fault: Option<MailServerFault>,
    /// When that was.
    last_error_at: Option<DateTime>,
    /// When it last accepted an email, to the minute.
    last_success_at: Option<DateTime>,
    /// How many emails are waiting.
    waiting: u64,
    /// Since when the oldest of them has been waiting.
    oldest_waiting_at: Option<DateTime>,
    /// How many emails of the last day are held because too many were sent to one person.
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
