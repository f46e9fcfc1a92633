//! A mail that is held is set aside for good.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids, loaders::Among, objects::Mail};

#[derive(Default)]
pub(crate) struct DiscardMail;

#[Object]
impl DiscardMail {
    /// Discards a held email; it stays in the ledger as IGNORED. Calling it again returns the email as it is. For the staff
    /// of its queue.
    async fn discard_mail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the email, from `mails`.")] id: ID,
    ) -> Result<Mail, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let row = engine.discard_mail(actor, ids::input(&id, "id")?).await?;
        Ok(Mail { row, among: Among::One })
    }
}
