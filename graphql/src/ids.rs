//! Why: ids in the API are opaque, unique over all types, and refused with the field's name when they are not ours.

use std::{fmt, str::FromStr};

use async_graphql::{ID, MaybeUndefined};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use engine::{
    AgreementId, AttachmentId, AuditId, CalendarId, CommentId, DraftFileId, EmailTemplateId, EventId,
    ExternalLinkId, IdentityId, LetterId, LinkId, MacroId, MailId, MailboxId, NotificationId, OrganisationId,
    PasskeyId, QueueId, SessionId, TextBlockId, TicketId, TokenId, UserId, ViewId,
};

use crate::error::Failure;

/// An id of the engine that has a name in the schema.
pub(crate) trait Global: fmt::Display + FromStr + Copy {
    /// The GraphQL type that it identifies.
    const TYPE: &'static str;
}

macro_rules! global {
    ($($id:ty => $name:literal),+ $(,)?) => {$(
        impl Global for $id { const TYPE: &'static str = $name; }
    )+};
}

global! {
    OrganisationId => "Organisation",
    UserId => "User",
    TicketId => "Ticket",
    CommentId => "Comment",
    AttachmentId => "Attachment",
    DraftFileId => "DraftFile",
    EventId => "TicketEvent",
    LetterId => "Email",
    NotificationId => "Notification",
    QueueId => "Queue",
    TokenId => "ApiToken",
    IdentityId => "Identity",
    PasskeyId => "Passkey",
    SessionId => "Session",
    MailId => "Mail",
    MailboxId => "Mailbox",
    AuditId => "AuditEntry",
    CalendarId => "Calendar",
    AgreementId => "Agreement",
    LinkId => "TicketLink",
    ExternalLinkId => "ExternalLink",
    ViewId => "View",
    TextBlockId => "TextBlock",
    MacroId => "Macro",
    EmailTemplateId => "EmailTemplate",
}

/// The id as clients see it.
pub(crate) fn id<T: Global>(id: T) -> ID {
    ID(URL_SAFE_NO_PAD.encode(format!("{}:{id}", T::TYPE)))
}

/// The type's name and the rest of a client's id; nothing when it was never ours.
pub(crate) fn split(id: &str) -> Option<(String, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
    let (name, rest) = text.split_once(':')?;
    Some((name.to_owned(), rest.to_owned()))
}

/// The engine's id in one that clients see as that of this type: for commands beside the API, which take both.
#[must_use]
pub fn engine_id(of: &str, id: &str) -> Option<String> {
    split(id).filter(|(name, _)| name == of).map(|(_, rest)| rest)
}

/// Reads a client's id as that of a `T`.
pub(crate) fn parse<T: Global>(id: &str) -> Option<T> {
    let (name, rest) = split(id)?;
    if name == T::TYPE { rest.parse().ok() } else { None }
}

/// Reads an id out of the input's `field`.
pub(crate) fn input<T: Global>(id: &ID, field: &'static str) -> Result<T, Failure> {
    parse(id).ok_or_else(|| Failure::bad_input(field, format!("Invalid {} id.", T::TYPE)))
}

/// Reads an id out of the input's `field`, if there is one.
pub(crate) fn optional<T: Global>(id: Option<&ID>, field: &'static str) -> Result<Option<T>, Failure> {
    id.map(|id| input(id, field)).transpose()
}

/// Reads what an input's `field` puts in the place of an id: `None`: it stays; `Some(None)`: there is to be none.
#[expect(
    clippy::option_option,
    reason = "left out, null and an id are three answers, and the engine takes them so"
)]
pub(crate) fn replaced<T: Global>(
    id: &MaybeUndefined<ID>,
    field: &'static str,
) -> Result<Option<Option<T>>, Failure> {
    match id {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(id) => input(id, field).map(|id| Some(Some(id))),
    }
}
