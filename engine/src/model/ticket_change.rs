//! What can happen to a ticket: a list of these is the input of every command on tickets.

use super::{MacroId, OrganisationId, Priority, QueueId, Status, Upload, UserId, Visibility};

/// One thing that is to happen to a ticket.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TicketChange {
    /// Write a comment.
    Comment(CommentChange),
    /// Set the status; customers may set nothing but CLOSED.
    SetStatus(Status),
    /// Assign it to this person; `None`: to nobody.
    Assign(Option<UserId>),
    /// Assign it to whoever makes the change.
    AssignMe,
    /// Move it to this queue.
    Move(QueueId),
    /// Set the priority.
    Prioritise(Priority),
    /// Set the title.
    Retitle(String),
    /// Replace all tags.
    SetTags(Vec<String>),
    /// Add tags to those it has.
    AddTags(Vec<String>),
    /// Remove tags; those it does not have are ignored.
    RemoveTags(Vec<String>),
    /// Keep the customer's colleagues out, or let them in again.
    SetPrivacy(bool),
    /// Say for which of the customer's organisations it is; `None`: for none. Sharing follows it.
    SetOrganisation(Option<OrganisationId>),
    /// Do what a macro says; for the staff.
    Macro(MacroId),
    /// Set what another system calls it; an empty one takes it away.
    SetExternalId(String),
    /// Close it because its time has come. Only timers do this.
    CloseByTime,
    /// Remind the customer that it closes soon. Only timers do this.
    Remind,
}

impl TicketChange {
    /// The field of the input that names this change, as in the GraphQL schema.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Comment(_) => "comment",
            Self::SetStatus(_) | Self::CloseByTime => "status",
            Self::Assign(_) | Self::AssignMe => "assignee",
            Self::Move(_) => "queue",
            Self::Prioritise(_) => "priority",
            Self::Retitle(_) => "title",
            Self::SetTags(_) => "tags",
            Self::AddTags(_) => "addTags",
            Self::RemoveTags(_) => "removeTags",
            Self::SetPrivacy(_) => "isPrivate",
            Self::SetOrganisation(_) => "organisation",
            Self::Macro(_) => "macro",
            Self::SetExternalId(_) => "externalId",
            Self::Remind => "autoCloseAt",
        }
    }
}

/// A comment that is to be written.
#[derive(Debug, Clone)]
pub struct CommentChange {
    /// The text; may be empty if there are files.
    pub text: String,
    /// Who may read it; INTERNAL is for staff only.
    pub visibility: Visibility,
    /// Files that belong to it.
    pub attachments: Vec<Upload>,
    /// Whether a person wrote it to be read; anything but [`Nature::Written`] comes by mail.
    pub nature: Nature,
    /// Whether the mail that it came by holds more than its text.
    pub has_more: bool,
}

impl Default for CommentChange {
    fn default() -> Self {
        Self {
            text: String::new(),
            visibility: Visibility::Public,
            attachments: Vec::new(),
            nature: Nature::Written,
            has_more: false,
        }
    }
}

/// How a comment came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Somebody wrote it.
    Written,
    /// A machine wrote it, such as an absence notice: it changes nothing and notifies nobody.
    Automatic,
    /// It is shown to the staff only, until they have decided what it is.
    HeldBack,
}
