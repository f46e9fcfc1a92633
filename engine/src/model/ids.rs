//! Identifiers as types of their own, so that a user's id cannot stand where a ticket's belongs.

use std::{fmt, str::FromStr};

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A company that is served.
    OrganisationId,
    /// A person: customer, agent or admin.
    UserId,
    /// A ticket; not the number that people quote, and never shown to them.
    TicketId,
    /// A contribution to a ticket.
    CommentId,
    /// A file of a comment.
    AttachmentId,
    /// A file of a draft.
    DraftFileId,
    /// A queue.
    QueueId,
    /// A line of the journal.
    EventId,
    /// A log-in.
    SessionId,
    /// An API token.
    TokenId,
    /// As whom a provider of single sign-on knows a person.
    IdentityId,
    /// A passkey.
    PasskeyId,
    /// A mail that is owed.
    LetterId,
    /// Something of which a member of the staff is told.
    NotificationId,
    /// A line of the audit log.
    AuditId,
    /// A calendar of business hours.
    CalendarId,
    /// An agreement.
    AgreementId,
    /// A saved search.
    ViewId,
    /// A text block.
    TextBlockId,
    /// A macro.
    MacroId,
    /// An email with words of one's own.
    EmailTemplateId,
    /// A mail that arrived, as the ledger knows it.
    MailId,
    /// What a provider of mail has granted.
    MailGrantId,
    /// A mailbox that an admin added.
    MailboxId,
    /// A link between two tickets.
    LinkId,
    /// A link from a ticket to another system.
    ExternalLinkId,
}
