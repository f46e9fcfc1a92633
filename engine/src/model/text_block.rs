//! Text blocks and macros.

use serde::{Deserialize, Serialize};

use super::{MacroId, Priority, QueueId, Status, TextBlockId, UserId, Visibility};

/// A piece of text that the staff insert while they write.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextBlock {
    /// Its id.
    pub id: TextBlockId,
    /// Its name; unique for its language.
    pub name: String,
    /// The text, with variables such as `{{customer.name}}`.
    pub text: String,
    /// For whom it is, `de` or `en`; `None`: for every language.
    pub locale: Option<String>,
}

/// A named list of changes to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Macro {
    /// Its id.
    pub id: MacroId,
    /// Its name, unique.
    pub name: String,
    /// What it does, in this order.
    pub changes: Vec<MacroChange>,
}

/// One thing that a macro does to a ticket, as it is kept: a new kind is added, an old one is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum MacroChange {
    /// Write a comment.
    Comment {
        /// The text, with variables such as `{{customer.name}}`.
        text: String,
        /// Who may read it.
        visibility: Visibility,
    },
    /// Set the status.
    Status(Status),
    /// Assign it to this person; `None`: to nobody.
    Assignee(Option<UserId>),
    /// Assign it to whoever applies the macro.
    AssignMe,
    /// Move it to this queue.
    Queue(QueueId),
    /// Set the priority.
    Priority(Priority),
    /// Set the title.
    Title(String),
    /// Add tags.
    AddTags(Vec<String>),
    /// Remove tags.
    RemoveTags(Vec<String>),
    /// Keep the customer's colleagues out, or let them in again.
    IsPrivate(bool),
}

impl MacroChange {
    /// The field of the input that names this change, as in the GraphQL schema.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Comment { .. } => "comment",
            Self::Status(_) => "status",
            Self::Assignee(_) | Self::AssignMe => "assignee",
            Self::Queue(_) => "queue",
            Self::Priority(_) => "priority",
            Self::Title(_) => "title",
            Self::AddTags(_) => "addTags",
            Self::RemoveTags(_) => "removeTags",
            Self::IsPrivate(_) => "isPrivate",
        }
    }
}
