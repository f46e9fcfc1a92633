//! Why: the places where tickets can wait.

use async_graphql::{Context, ID, Object};
use engine::is_called;

use crate::{
    caller::logged_in,
    error::Failure,
    ids, limits,
    objects::{MailAccount, MailProvider, MailSender, MailServer, Mailbox, PrivacyNotice, Queue},
};

#[derive(Default)]
pub(crate) struct QueueQuery;

#[Object]
impl QueueQuery {
    /// The queues that the viewer can see, by name.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn queues(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only those whose name or address contains each of these words; case and accents are ignored."
        )]
        search: Option<String>,
    ) -> Result<Vec<Queue>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let all = Box::pin(engine.queues(actor)).await?.into_iter();
        let found = all.filter(|one| {
            is_called(search.as_deref(), &[&one.name, one.address.as_deref().unwrap_or_default()])
        });
        Ok(found.map(Queue).collect())
    }

    /// The privacy notice for new tickets in this queue, or an earlier version of it; null if the version does not exist.
    async fn privacy_notice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The queue; defaults to the first one.")] queue: Option<ID>,
        #[graphql(desc = "A version from `Ticket.noticeVersion`; `queue` is then ignored.")] version: Option<
            String,
        >,
    ) -> Result<Option<PrivacyNotice>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let found = match version {
            Some(version) => Box::pin(engine.privacy_notice_of_version(actor, &version)).await?,
            None => {
                Some(Box::pin(engine.privacy_notice(actor, ids::optional(queue.as_ref(), "queue")?)).await?)
            }
        };
        Ok(found.map(PrivacyNotice::from))
    }

    /// The mailboxes and their health: those in the configuration file, then those added by admins; for admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mailboxes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only those whose address or queue name contains each of these words; case and accents are ignored."
        )]
        search: Option<String>,
    ) -> Result<Vec<Mailbox>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let all = Box::pin(engine.mailbox_health(actor)).await?.into_iter();
        let found = all.filter(|one| is_called(search.as_deref(), &[&one.health.name, &one.queue]));
        Ok(found.map(Mailbox).collect())
    }

    /// The mail providers in the configuration file, by name; for admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mail_providers(&self, ctx: &Context<'_>) -> Result<Vec<MailProvider>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.mail_providers(actor)?.into_iter().map(MailProvider::from).collect())
    }

    /// Whether passwords of mailboxes can be stored: the operator has set a key to encrypt them. For admins.
    async fn mailbox_passwords_kept(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.keeps_mailbox_passwords(actor)?)
    }

    /// The accounts at mail providers that use tokens: those in the configuration in its order, then those of mailboxes
    /// added by admins; for admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mail_accounts(&self, ctx: &Context<'_>) -> Result<Vec<MailAccount>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.mail_accounts(actor)).await?.into_iter().map(MailAccount).collect())
    }

    /// The addresses that emails are sent from: that of the installation, then those of queues; for admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mail_senders(&self, ctx: &Context<'_>) -> Result<Vec<MailSender>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.mail_senders(actor)).await?.into_iter().map(MailSender::from).collect())
    }

    /// The health of the outgoing mail server and its waiting emails; for admins.
    async fn mail_server(&self, ctx: &Context<'_>) -> Result<MailServer, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.mail_server_health(actor)).await?.into())
    }
}
