//! Who changed what in the installation; for admins.

use async_graphql::{Context, ID, Object};
use engine::{
    AgreementId, AuditSubject, CalendarId, EmailTemplateId, MacroId, MailId, MailboxId, OrganisationId,
    QueueId, TextBlockId, TicketId, UserId, ViewId,
};

use crate::{
    caller::logged_in,
    error::Failure,
    ids::{self, Global},
    limits,
    objects::{AuditEntry, AuditFilter},
    page::{List, Of, list, paging},
};

#[derive(Default)]
pub(crate) struct AuditQuery;

#[Object]
impl AuditQuery {
    /// Who changed what in the installation, newest first; for admins. `subject` is a person, an organisation, a queue, a
    /// calendar, an agreement, a view, a text block, a macro, an email template, a mailbox or an incoming email.
    #[graphql(complexity = "limits::page(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "the arguments are the schema's")]
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only entries about this object; by default all.")] subject: Option<ID>,
        #[graphql(desc = "A filter; by default all.")] filter: Option<AuditFilter>,
        #[graphql(desc = "The number of items on the page, 0 to 100; by default 50.")] first: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page starts with the next one.")] after: Option<String>,
        #[graphql(
            desc = "The number of items from the end of the list or before `before`, 0 to 100; not together with `first`."
        )]
        last: Option<i32>,
        #[graphql(desc = "The cursor of an item; the page ends with the one before it.")] before: Option<
            String,
        >,
    ) -> Result<List<AuditEntry>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let subject = subject.as_ref().map(read).transpose()?;
        let filter = filter.unwrap_or_default().into_engine(subject)?;
        let page =
            Box::pin(engine.audit_entries(actor, &filter, &paging(first, after, last, before)?)).await?;
        Ok(list(page, Of::Audit(filter), AuditEntry))
    }

    /// The kinds of the entries in the audit log, such as `ROLE_CHANGED`, by name; for admins.
    async fn audit_kinds(&self, ctx: &Context<'_>) -> Result<Vec<String>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.audit_kinds(actor)).await?)
    }
}

fn read(id: &ID) -> Result<AuditSubject, Failure> {
    let subject = match ids::split(id) {
        Some((name, key)) if name == UserId::TYPE => key.parse().ok().map(AuditSubject::User),
        Some((name, key)) if name == OrganisationId::TYPE => key.parse().ok().map(AuditSubject::Organisation),
        Some((name, key)) if name == QueueId::TYPE => key.parse().ok().map(AuditSubject::Queue),
        Some((name, key)) if name == CalendarId::TYPE => key.parse().ok().map(AuditSubject::Calendar),
        Some((name, key)) if name == TextBlockId::TYPE => key.parse().ok().map(AuditSubject::TextBlock),
        Some((name, key)) if name == EmailTemplateId::TYPE => {
            key.parse().ok().map(AuditSubject::EmailTemplate)
        }
        Some((name, key)) if name == MacroId::TYPE => key.parse().ok().map(AuditSubject::Macro),
        Some((name, key)) if name == ViewId::TYPE => key.parse().ok().map(AuditSubject::View),
        Some((name, key)) if name == AgreementId::TYPE => key.parse().ok().map(AuditSubject::Agreement),
        Some((name, key)) if name == MailId::TYPE => key.parse().ok().map(AuditSubject::Mail),
        Some((name, key)) if name == TicketId::TYPE => key.parse().ok().map(AuditSubject::Ticket),
        Some((name, key)) if name == MailboxId::TYPE => key.parse().ok().map(AuditSubject::Mailbox),
        _ => None,
    };
    let refused = "Invalid id; expected that of a user, an organisation, a queue, a calendar, an agreement, a ticket or a mail.";
    subject.ok_or_else(|| Failure::bad_input("subject", refused))
}
