//! Merges two accounts of one person, and parts them again.

use async_graphql::{Context, ID, Object};

use super::UserPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct MergeUsers;

#[Object]
impl MergeUsers {
    /// Makes everything of one account that of another, for admins: tickets, comments, addresses, watched tickets, drafts,
    /// and the organisation, unless the other has one. Mail from its addresses is the other's from then on; its log-ins
    /// end. Staff can be merged with staff alone, customers with customers.
    async fn merge_users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account that is merged into the other.")] from: ID,
        #[graphql(desc = "The account that has everything afterwards.")] into: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let (from, into) = (ids::input(&from, "from")?, ids::input(&into, "into")?);
        Ok(Box::pin(engine.merge_users(actor, from, into)).await?.into())
    }

    /// Parts an account from the one that it was merged into, for admins: it gets back what came with it. What was added
    /// since stays with the other.
    async fn unmerge_user(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account that was merged into another.")] id: ID,
    ) -> Result<UserPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.unmerge_user(actor, ids::input(&id, "id")?)).await?.into())
    }
}
