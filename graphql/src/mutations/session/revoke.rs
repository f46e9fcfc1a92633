//! Ends a session of another browser, such as one on a lost phone.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct RevokeSession;

#[Object]
impl RevokeSession {
    /// Ends a session and every subscription on its behalf: the viewer's own, for admins anybody's. True when it has
    /// ended; `NOT_FOUND` when there is none.
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
