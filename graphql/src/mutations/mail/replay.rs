//! A mail that was set aside is processed after all.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids, loaders::Among, objects::Mail};

#[derive(Default)]
pub(crate) struct ReplayMail;

#[Object]
impl ReplayMail {
    /// Processes a held, ignored or failed email again. One that became a ticket or a comment is returned as it is. For the
    /// staff of its queue.
    async fn replay_mail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the email, from `mails`.")] id: ID,
    ) -> Result<Mail, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let row = engine.replay_mail(actor, ids::input(&id, "id")?).await?;
        Ok(Mail { row, among: Among::One })
    }
}
