//! Sends an email of a ticket again.

use async_graphql::{Context, ID, Object};

use super::TicketPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct ResendEmail;

#[Object]
impl ResendEmail {
    /// Sends an email of a ticket that failed, was held or was withdrawn again, to the current address of the person. Staff
    /// only. `id` is that of one of the ticket's `unsentEmails`.
    async fn resend_email(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the email, from `unsentEmails` of its ticket.")] id: ID,
    ) -> Result<TicketPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = engine.resend_letter(actor, ids::input(&id, "id")?).await?;
        let ticket = engine.tickets_by_id(actor, &[id]).await?.remove(&id);
        Ok(ticket.ok_or_else(|| Failure::not_found("ticket"))?.into())
    }
}
