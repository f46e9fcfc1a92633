//! Erases the data of a person for good.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct EraseUser;

#[Object]
impl EraseUser {
    /// Erases a person for good, for admins: name, addresses, log-ins, what they wrote with its files and emails, everything
    /// written in the tickets that they opened, drafts and waiting emails. A placeholder stands in their place; the tickets
    /// with their numbers, times and statuses stay for the statistics, and so does an entry in the audit log. What members
    /// of the staff wrote stays, without their name; they must be deactivated first. It cannot be undone.
    async fn erase_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
        #[graphql(desc = "Why; it stands in the audit log.")] reason: String,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.erase_user(actor, ids::input(&id, "id")?, &reason)).await?)
    }
}
