//! Why: the types of the schema, each a thin view on one value of the engine.

mod access;
mod attachment;
mod audit_entry;
mod comment;
mod draft;
mod email;
mod email_template;
mod enums;
mod event;
mod link;
mod mail;
mod mail_account;
mod mailbox;
mod node;
mod notice;
mod notification;
mod organisation;
mod policy;
mod presence;
mod queue;
mod rating;
mod report;
mod sla;
mod standing;
mod status_choice;
mod text_block;
mod ticket;
mod ticket_change;
mod ticket_filter;
mod user;
mod view;

pub(crate) use access::{ApiToken, Identity, SecondFactor, Session};
pub(crate) use attachment::Attachment;
pub(crate) use audit_entry::AuditEntry;
pub(crate) use comment::Comment;
pub(crate) use draft::{Draft, NewTicketDraft};
pub(crate) use email::{Email, MailServer, Undeliverable};
pub(crate) use email_template::{EmailDefault, EmailPreview, EmailTemplate};
pub(crate) use enums::{
    Channel, LinkKind, MailContent, ReplyPolicy, Role, Sharing, TicketEventKind, TicketMark, TicketPriority,
    TicketStatus, Turn, Visibility,
};
pub(crate) use event::{Change, TicketEvent};
pub(crate) use link::{ExternalLink, TicketLink, TicketWarning, warnings};
pub(crate) use mail::{Mail, MailFilter};
pub(crate) use mail_account::MailAccount;
pub(crate) use mailbox::{MailSender, Mailbox};
pub(crate) use node::Node;
pub(crate) use notice::{Notice, NoticeChoice};
pub(crate) use notification::{Notification, NotificationFilter};
pub(crate) use organisation::{JoinedByDomain, Organisation};
pub(crate) use policy::{Limits, PasswordRule};
pub(crate) use presence::Presence;
pub(crate) use queue::{PrivacyNotice, Queue};
pub(crate) use rating::{LetterLink, Rating, TicketRating};
pub(crate) use report::Report;
pub(crate) use sla::{Agreement, Calendar, SlaClock, Weekday};
pub(crate) use standing::Standing;
pub(crate) use status_choice::StatusChoice;
pub(crate) use text_block::{Macro, TextBlock};
pub(crate) use ticket::Ticket;
pub(crate) use ticket_change::{TicketChangeInput, changes};
pub(crate) use ticket_filter::{TicketFilter, TicketOrder};
pub(crate) use user::User;
pub(crate) use view::View;
