//! Unsent texts of one person.

use chrono::{DateTime, Utc};

use super::{DraftFileId, Status, TicketId, Visibility};

/// Which window of a person's a draft was written in, and when. The network may deliver two saves in the wrong order: of
/// one window's saves, an older one never replaces a newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What the window calls itself, at most 64 characters; another window of the same person has another name.
    pub writer: String,
    /// When the text was written, by the window's clock.
    pub at: DateTime<Utc>,
}

/// What a person has written on a ticket and not sent yet; nobody else is ever shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The ticket.
    pub ticket: TicketId,
    /// The text.
    pub text: String,
    /// Who was meant to read it.
    pub visibility: Visibility,
    /// The status that was picked with it.
    pub status: Option<Status>,
    /// When it was saved last.
    pub saved_at: DateTime<Utc>,
    /// Names this state of it, for [`SaveDraft::based_on`](crate::SaveDraft).
    pub revision: String,
}

/// Names one state of a draft: the window that saved it and when, both as that window knows them; what no window saved goes
/// by the time alone.
pub(crate) fn draft_revision(writer: Option<&str>, at: DateTime<Utc>) -> String {
    format!("{}@{}", writer.unwrap_or_default(), at.timestamp_millis())
}

/// A file that a person has chosen for an answer and not sent yet; nobody else is ever shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DraftFile {
    /// Its id, until it is sent.
    pub id: DraftFileId,
    /// The name to save it by, without any path.
    pub filename: String,
    /// Its media type, e.g. `image/png`.
    pub content_type: String,
    /// Length in bytes.
    pub size: i64,
    /// An encrypted archive, recognised by its content.
    pub encrypted: bool,
    /// The encryption is the legacy one of zip, which is easily broken.
    pub weak_encryption: bool,
}

/// What a person has written for a ticket that is not opened yet; nobody else is ever shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicketDraft {
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// Staff: what is for the staff alone.
    pub note: String,
    /// Staff: the address of the caller.
    pub customer_email: String,
    /// Staff: the name of the caller.
    pub customer_name: String,
    /// When it was saved last.
    pub saved_at: DateTime<Utc>,
}
