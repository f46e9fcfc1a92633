//! Ends a session of another browser, such as one on a lost phone.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct RevokeSession;

#[Object]
impl RevokeSession {
    /// Ends a session and all its subscriptions: one of the viewer's, for admins anybody's. Returns true; `NOT_FOUND` if
    /// there is none.
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the session, from `sessions`.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        engine.revoke_session(actor, ids::input(&id, "id")?).await?;
        Ok(true)
    }
}
