//! Erases the data of a person for good.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct EraseUser;

#[Object]
impl EraseUser {
    /// Permanently erases a person; for admins. This includes name, addresses, logins, what they wrote with its files and
    /// emails, everything written in the tickets that they opened, drafts and waiting emails. A placeholder replaces the
    /// person; the numbers, times and statuses of the tickets stay for the statistics, as does an entry in the audit log.
    /// What staff members wrote stays, without their name; they must be deactivated first. This cannot be undone.
    async fn erase_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] id: ID,
        #[graphql(desc = "The reason, which is recorded in the audit log.")] reason: String,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.erase_user(actor, ids::input(&id, "id")?, &reason)).await?)
    }
}
