//! A contribution to a ticket.

use chrono::{DateTime, Utc};

use super::{Channel, CommentId, Role, TicketId, UserId, Visibility};
use crate::content::settled::sounds_settled;

/// One contribution, public or internal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The ticket it belongs to.
    pub ticket: TicketId,
    /// Who wrote it.
    pub author: UserId,
    /// Who may read it.
    pub visibility: Visibility,
    /// How it came.
    pub channel: Channel,
    /// Plain text, lines separated by `\n`.
    pub text: String,
    /// The same as HTML that is safe to show. It loads nothing from elsewhere; of pictures there it keeps the address
    /// ([`crate::content::without_remote_images`]).
    pub html: String,
    /// Whether a machine wrote it, such as an out-of-office reply.
    pub automatic: bool,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When its text and its files were removed for good.
    pub redacted_at: Option<DateTime<Utc>>,
    /// How many of its files were removed for good, one by one.
    pub redacted_files: u32,
    /// Whether the mail that it came by holds more than its text, such as quoted mails and a signature.
    pub has_more: bool,
}

impl Comment {
    /// Whether its author, a customer, says that the ticket may be closed. It only offers that to the staff; everybody else
    /// is told nothing.
    #[must_use]
    pub fn sounds_settled(&self, author: Role, viewer: Option<Role>) -> bool {
        let spoken = viewer.is_some_and(Role::is_staff)
            && !author.is_staff()
            && !self.automatic
            && self.visibility == Visibility::Public;
        spoken && sounds_settled(&self.text)
    }
}

/// How much of the texts of comments is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Texts {
    /// Of a text that is longer only so many characters are read, and one more, which tells that it is; `None`: all of it.
    pub beginning: Option<u32>,
    /// The HTML too, where the text is read as a whole; otherwise it is empty.
    pub html: bool,
}

impl Texts {
    /// All of both.
    pub const ALL: Self = Self { beginning: None, html: true };
}
