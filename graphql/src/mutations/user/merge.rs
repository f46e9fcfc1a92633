//! Merges two accounts of one person, and parts them again.

use async_graphql::{Context, ID, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct MergeUsers;

#[Object]
impl MergeUsers {
    /// Merges one account into another; for admins. Tickets, comments, addresses, watched tickets and drafts move, and the
    /// organisation, unless the other account has one. Email from its addresses then belongs to the other account; its
    /// logins end. Staff can be merged only with staff, customers only with customers.
    async fn merge_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account that is merged into the other.")] from: ID,
        #[graphql(desc = "The account that stays.")] into: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let (from, into) = (ids::input(&from, "from")?, ids::input(&into, "into")?);
        Ok(Box::pin(engine.merge_users(actor, from, into)).await?.into())
    }

    /// Separates an account from the one that it was merged into; for admins. It gets back what came with it. What was
    /// added since stays with the other account.
    async fn unmerge_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account that was merged into another.")] id: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.unmerge_user(actor, ids::input(&id, "id")?)).await?.into())
    }
}
