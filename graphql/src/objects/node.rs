//! Why: anything that has an id can be fetched again by it.

use async_graphql::{ID, Interface};

use crate::objects::{
    Agreement, Attachment, AuditEntry, Calendar, Comment, EmailTemplate, Macro, Mail, Organisation, Queue,
    TextBlock, Ticket, TicketEvent, User, View,
};

/// An object with an id.
#[derive(Clone, Debug, Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque; unique across all types."))]
pub(crate) enum Node {
    Organisation(Organisation),
    User(User),
    Queue(Queue),
    Ticket(Ticket),
    Comment(Comment),
    Attachment(Attachment),
    TicketEvent(TicketEvent),
    Mail(Mail),
    AuditEntry(AuditEntry),
    Calendar(Calendar),
    Agreement(Agreement),
    View(View),
    TextBlock(TextBlock),
    Macro(Macro),
    EmailTemplate(EmailTemplate),
}
