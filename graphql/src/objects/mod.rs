//! Why: the types of the schema, each a thin view on one value of the engine.

mod absence;
mod access;
mod attachment;
mod audit_entry;
mod audit_filter;
mod comment;
mod draft;
mod email;
mod email_template;
mod enums;
mod event;
mod link;
mod mail;
mod mail_account;
mod mail_signature;
mod mail_times;
mod mailbox;
mod mailbox_rule;
mod memo;
mod node;
mod notice;
mod notification;
mod organisation;
mod phone;
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
mod unknown_term;
mod user;
mod user_counts;
mod view;

pub(crate) use absence::Absence;
pub(crate) use access::{ApiToken, Identity, Passkey, SecondFactor, Session};
pub(crate) use attachment::Attachment;
pub(crate) use audit_entry::AuditEntry;
pub(crate) use audit_filter::AuditFilter;
pub(crate) use comment::Comment;
pub(crate) use draft::{Draft, DraftFile, NewTicketDraft};
pub(crate) use email::{Email, MailServer, Undeliverable};
pub(crate) use email_template::{EmailDefault, EmailPreview, EmailTemplate};
pub(crate) use enums::{
    AuditAct, Channel, LinkKind, MailContent, ReplyPolicy, Role, SearchProperty, Sharing, SignatureReach,
    TicketEventKind, TicketMark, TicketPriority, TicketStatus, Turn, UserOrderField, UserState, Visibility,
};
pub(crate) use event::{Change, TicketEvent};
pub(crate) use link::{ExternalLink, TicketLink, TicketWarning, warnings};
pub(crate) use mail::{Mail, MailCount, MailFilter};
pub(crate) use mail_account::{MailAccount, MailProvider};
pub(crate) use mail_signature::MailSignature;
pub(crate) use mail_times::{MailPace, MailTimes};
pub(crate) use mailbox::{AfterFetch, MailSender, Mailbox, MailboxFault, MailboxSecurity, OldMail};
pub(crate) use mailbox_rule::{MailboxRuleInput, mailbox_rules};
pub(crate) use memo::Memo;
pub(crate) use node::Node;
pub(crate) use notice::{EmailSwitch, Notice, NoticeChoice};
pub(crate) use notification::{Notification, NotificationFilter};
pub(crate) use organisation::{JoinedByDomain, Organisation};
pub(crate) use phone::PhoneNumber;
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
pub(crate) use ticket_filter::{OrderDirection, TicketFilter, TicketOrder};
pub(crate) use unknown_term::UnknownSearchTerm;
pub(crate) use user::{MergedUser, User};
pub(crate) use user_counts::{UserCounts, UserOrder};
pub(crate) use view::View;

#[cfg(test)]
mod tests {
    use async_graphql::{Context, resolver_utils::ContainerType};

    use super::*;
    use crate::page::List;

    /// How many bytes a field of `T` holds while it is resolved: as many are asked of the allocator and copied for each.
    fn weight<'a, T: ContainerType + 'a>() -> usize {
        fn size<A, B, F>(_: impl Fn(A, B) -> F) -> usize {
            size_of::<F>()
        }
        size(|object: &'a T, ctx: &'a Context<'a>| object.resolve_field(ctx))
    }

    #[test]
    fn the_fields_of_what_stands_in_lists_weigh_little() {
        let weights = [
            ("Ticket", weight::<Ticket>()),
            ("Comment", weight::<Comment>()),
            ("User", weight::<User>()),
            ("Organisation", weight::<Organisation>()),
            ("Queue", weight::<Queue>()),
            ("TicketEvent", weight::<TicketEvent>()),
            ("List<Ticket>", weight::<List<Ticket>>()),
            ("List<Comment>", weight::<List<Comment>>()),
        ];
        // What asks the engine is boxed: inside, it took 4 to 7 KB of each.
        assert!(weights.iter().all(|(_, weight)| *weight <= 2560), "{weights:?}");
    }
}
