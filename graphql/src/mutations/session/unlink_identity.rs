//! Unlinks an account at a provider of single sign-on, such as that of a former employer.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UnlinkIdentity;

#[Object]
impl UnlinkIdentity {
    /// Lets nobody log in with this identity any more: the viewer's own, as long as a password or another identity lets them
    /// in; for admins anybody's. The role and the organisations that came with it go. Sessions go on. True when it is
    /// unlinked; `NOT_FOUND` when there is none.
    async fn unlink_identity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the identity, from `identities`.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        engine.unlink_identity(actor, ids::input(&id, "id")?).await?;
        Ok(true)
    }
}
