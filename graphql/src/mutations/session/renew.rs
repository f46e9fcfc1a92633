//! A session that lasts long exchanges its token for a new one.

use async_graphql::{Context, Object, SimpleObject};

use crate::{caller, error::Failure, scalars::DateTime};

#[derive(Default)]
pub(crate) struct RenewSession;

/// A session with its new token.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RenewedSession {
    /// Replaces the old token; its first 33 characters are the same. It is not shown again.
    token: String,
    /// When it expires.
    expires_at: DateTime,
}

#[Object]
impl RenewSession {
    /// Exchanges the token of a session that was started with `remember` for a new one, once a day; null if the token
    /// stays. The old token works until the new one is used. If it is used later, it is considered stolen, and the session
    /// ends.
    async fn renew_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session's token.", secret)] token: String,
    ) -> Result<Option<RenewedSession>, Failure> {
        let renewed = caller::engine(ctx)?.renew_session(&token).await?;
        let show = |new: engine::RenewedSession| RenewedSession {
            token: new.token,
            expires_at: new.expires_at.into(),
        };
        Ok(renewed.map(show))
    }
}
