//! Emails of a ticket that have not left, and how the outgoing mail server fares.

use async_graphql::{Enum, ID, SimpleObject};

use crate::{ids, scalars::DateTime};

/// How far an email has come that was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum EmailState {
    /// It waits to be sent, and is tried again by itself.
    Waiting,
    /// It could not be delivered.
    Failed,
    /// It is held, because the ticket sent too many emails to this person; `resendEmail` sends it.
    Held,
    /// It was not sent, because the person may not read the ticket any more or cannot be reached.
    Withdrawn,
}

/// An email of a ticket that was not sent.
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
    /// address came back), "ticket-hidden", "comment-hidden" or "too-many" (of this ticket to this person); null: it was not tried yet.
    reason: Option<String>,
    /// How often it was tried.
    attempts: i32,
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

impl From<engine::UnsentLetter> for Email {
    fn from(letter: engine::UnsentLetter) -> Self {
        Self {
            id: ids::id(letter.id),
            kind: letter.kind.as_str(),
            to: letter.address,
            state: match letter.state {
                engine::LetterState::Failed => EmailState::Failed,
                engine::LetterState::Held => EmailState::Held,
                engine::LetterState::Withdrawn => EmailState::Withdrawn,
                engine::LetterState::Waiting | engine::LetterState::Claimed | engine::LetterState::Sent => {
                    EmailState::Waiting
                }
            },
            reason: letter.reason,
            attempts: letter.attempts,
            created_at: letter.created_at.into(),
        }
    }
}

/// The health of the outgoing mail server.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MailServer {
    /// Since when no email can leave; null: all is well.
    failing_since: Option<DateTime>,
    /// What the server said last; null since it accepts emails.
    last_error: Option<String>,
    /// When that was.
    last_error_at: Option<DateTime>,
    /// When it last accepted an email, give or take a minute.
    last_success_at: Option<DateTime>,
    /// How many emails wait.
    waiting: u64,
    /// Since when the oldest of them waits.
    oldest_waiting_at: Option<DateTime>,
}

impl From<engine::MailServerHealth> for MailServer {
    fn from(health: engine::MailServerHealth) -> Self {
        Self {
            failing_since: health.failing_since.map(DateTime),
            last_error: health.last_error,
            last_error_at: health.last_error_at.map(DateTime),
            last_success_at: health.last_success_at.map(DateTime),
            waiting: health.waiting,
            oldest_waiting_at: health.oldest_waiting_at.map(DateTime),
        }
    }
}
