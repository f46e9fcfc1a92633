//! Why: the places where tickets can wait.

use async_graphql::{Context, Object};

use crate::{
    caller::logged_in,
    error::Failure,
    limits,
    objects::{MailServer, Mailbox, Queue},
};

#[derive(Default)]
pub(crate) struct QueueQuery;

#[Object]
impl QueueQuery {
    /// The queues that the viewer may see, by name.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn queues(&self, ctx: &Context<'_>) -> Result<Vec<Queue>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.queues(actor).await?.into_iter().map(Queue).collect())
    }

    /// The health of the mailboxes that are fetched; for admins.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn mailboxes(&self, ctx: &Context<'_>) -> Result<Vec<Mailbox>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.mailbox_health(actor).await?.into_iter().map(Mailbox::from).collect())
    }

    /// The health of the outgoing mail server, and what waits for it; for admins.
    async fn mail_server(&self, ctx: &Context<'_>) -> Result<MailServer, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.mail_server_health(actor).await?.into())
    }
}
