//! A mail that is held is let in.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids, loaders::Among, objects::Mail};

#[derive(Default)]
pub(crate) struct ReleaseMail;

#[Object]
impl ReleaseMail {
    /// Releases a held email: it becomes a ticket or a comment, with an account for its sender, as if it arrived now.
    /// Calling it again returns the email as it is. For the staff of its queue.
    async fn release_mail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the email, from `mails`.")] id: ID,
    ) -> Result<Mail, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let row = engine.release_mail(actor, ids::input(&id, "id")?).await?;
        Ok(Mail { row, among: Among::One })
    }
}
