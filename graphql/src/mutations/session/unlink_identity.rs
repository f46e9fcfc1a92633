//! Unlinks an account at a provider of single sign-on, such as that of a former employer.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UnlinkIdentity;

#[Object]
impl UnlinkIdentity {
    /// Unlinks an identity, so that nobody can log in with it any more: one of the viewer's, if they can still log in with
    /// a password or another identity; for admins anybody's. The role and the organisations that came with it are removed.
    /// Sessions continue. Returns true; `NOT_FOUND` if there is none.
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
