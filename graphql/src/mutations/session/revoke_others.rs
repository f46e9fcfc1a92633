//! Ends the sessions of every other browser, such as after a machine was lost.

use async_graphql::{Context, Object};

use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct RevokeOtherSessions;

#[Object]
impl RevokeOtherSessions {
    /// Ends all sessions of the viewer except this one, with their subscriptions; returns how many.
    async fn revoke_other_sessions(&self, ctx: &Context<'_>) -> Result<u64, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(engine.revoke_other_sessions(actor).await?)
    }
}
