//! A line of the audit log.

use std::borrow::Cow;

use async_graphql::{Context, ID, Object};

use crate::{
    error::Failure,
    ids,
    loaders::{self, Among},
    objects::{AuditAct, Change, Node, User},
    scalars::DateTime,
};

/// A change to the installation: who, what and when.
#[derive(Clone, Debug)]
pub(crate) struct AuditEntry(pub(crate) engine::AuditEntry);

/// A change to the installation: who, what and when.
#[Object]
impl AuditEntry {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// When it happened.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// Who did it; null for the system.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match self.0.actor {
            Some(id) => loaders::user(ctx, id, Among::Many).await,
            None => Ok(None),
        }
    }

    /// How it was done, such as `web`, `api` or `system`.
    async fn via(&self) -> &str {
        self.0.via.as_str()
    }

    /// What happened, such as `ROLE_CHANGED` or `MEMBERSHIP_CHANGED`; later versions add kinds.
    async fn kind(&self) -> &str {
        self.0.audited.kind()
    }

    /// The action, where `kind` covers several, such as the pausing of a mailbox; null otherwise.
    async fn act(&self) -> Option<AuditAct> {
        self.0.audited.act().map(AuditAct::from)
    }

    /// The id of the subject, even if it no longer exists; null for a mail account.
    async fn subject_id(&self) -> Option<ID> {
        Some(match self.0.audited.subject() {
            engine::AuditSubject::User(id) => ids::id(id),
            engine::AuditSubject::Organisation(id) => ids::id(id),
            engine::AuditSubject::Queue(id) => ids::id(id),
            engine::AuditSubject::Mail(id) => ids::id(id),
            engine::AuditSubject::Calendar(id) => ids::id(id),
            engine::AuditSubject::Agreement(id) => ids::id(id),
            engine::AuditSubject::View(id) => ids::id(id),
            engine::AuditSubject::TextBlock(id) => ids::id(id),
            engine::AuditSubject::Macro(id) => ids::id(id),
            engine::AuditSubject::EmailTemplate(id) => ids::id(id),
            engine::AuditSubject::Mailbox(id) => ids::id(id),
            engine::AuditSubject::Ticket(id) => ids::id(id),
            engine::AuditSubject::MailAccount(_) => return None,
        })
    }

    /// The name of the subject, if it was recorded with the change: the address of a mailbox, the mail account, the name of
    /// a view, a text block or a macro if it changed, the number of a ticket such as `#10034`. Null for what `subject`
    /// names.
    async fn subject_name(&self) -> Option<String> {
        self.0.audited.subject_name().map(Cow::into_owned)
    }

    /// The person, organisation, queue, calendar, agreement, view, text block, macro, email template or incoming email that
    /// it is about; for a token, its user.
    async fn subject(&self, ctx: &Context<'_>) -> Result<Option<Node>, Failure> {
        Ok(match self.0.audited.subject() {
            engine::AuditSubject::User(id) => loaders::user(ctx, id, Among::Many).await?.map(Node::from),
            engine::AuditSubject::Organisation(id) => {
                loaders::organisation(ctx, id, Among::Many).await?.map(Node::from)
            }
            engine::AuditSubject::Queue(id) => loaders::queue(ctx, id, Among::Many).await?.map(Node::from),
            engine::AuditSubject::Mail(id) => loaders::mail(ctx, id).await?.map(Node::from),
            engine::AuditSubject::Calendar(id) => loaders::calendar(ctx, id).await?.map(Node::from),
            engine::AuditSubject::TextBlock(id) => loaders::text_block(ctx, id).await?.map(Node::from),
            engine::AuditSubject::EmailTemplate(id) => {
                loaders::email_template(ctx, id).await?.map(Node::from)
            }
            engine::AuditSubject::Macro(id) => loaders::macro_by_id(ctx, id).await?.map(Node::from),
            engine::AuditSubject::View(id) => loaders::view(ctx, id).await?.map(Node::from),
            engine::AuditSubject::Agreement(id) => loaders::agreement(ctx, id).await?.map(Node::from),
            // What changed names the account, the mailbox or the ticket.
            engine::AuditSubject::MailAccount(_)
            | engine::AuditSubject::Mailbox(_)
            | engine::AuditSubject::Ticket(_) => None,
        })
    }

    /// What changed.
    async fn changes(&self) -> Vec<Change> {
        self.0.changes.iter().map(Change::of).collect()
    }
}
