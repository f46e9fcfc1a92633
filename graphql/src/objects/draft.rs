//! The viewer's unsent texts.

use async_graphql::{ID, SimpleObject};

use super::{TicketStatus, Visibility};
use crate::{ids, scalars::DateTime};

/// What the viewer has written on a ticket but not sent yet.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Draft {
    /// The text; empty if only files were chosen (`Ticket.draftFiles`).
    text: String,
    /// Who it is meant for.
    visibility: Visibility,
    /// The status chosen with it.
    status: Option<TicketStatus>,
    /// When it was last saved.
    saved_at: DateTime,
    /// Names this state of it, for `saveDraft(basedOn:)`.
    revision: String,
}

impl From<engine::Draft> for Draft {
    fn from(draft: engine::Draft) -> Self {
        Self {
            text: draft.text,
            visibility: draft.visibility.into(),
            status: draft.status.map(TicketStatus::from),
            saved_at: draft.saved_at.into(),
            revision: draft.revision,
        }
    }
}

/// A file that the viewer has chosen for an answer but not sent yet.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct DraftFile {
    /// Opaque; for `addComment(draftFiles:)` and `removeDraftFiles`.
    id: ID,
    /// The name, without a path.
    filename: String,
    /// The media type, such as `image/png`.
    content_type: String,
    /// Length in bytes.
    size: i64,
    /// Whether it is an encrypted archive.
    encrypted: bool,
    /// Whether it uses the legacy zip encryption, which is easily broken.
    weak_encryption: bool,
}

impl From<engine::DraftFile> for DraftFile {
    fn from(file: engine::DraftFile) -> Self {
        Self {
            id: ids::id(file.id),
            filename: file.filename,
            content_type: file.content_type,
            size: file.size,
            encrypted: file.encrypted,
            weak_encryption: file.weak_encryption,
        }
    }
}

/// What the viewer has written for a new ticket but not sent yet.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct NewTicketDraft {
    /// The title.
    title: String,
    /// The text.
    text: String,
    /// Staff only: an internal note.
    note: String,
    /// Staff only: the email address of the caller.
    customer_email: String,
    /// Staff only: the name of the caller.
    customer_name: String,
    /// When it was last saved.
    saved_at: DateTime,
}

impl From<engine::NewTicketDraft> for NewTicketDraft {
    fn from(draft: engine::NewTicketDraft) -> Self {
        Self {
            title: draft.title,
            text: draft.text,
            note: draft.note,
            customer_email: draft.customer_email,
            customer_name: draft.customer_name,
            saved_at: draft.saved_at.into(),
        }
    }
}
