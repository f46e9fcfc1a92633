//! A session that lasts long exchanges its token for a new one.

use async_graphql::{Context, Object, SimpleObject};

use crate::{caller, error::Failure, scalars::DateTime};

#[derive(Default)]
pub(crate) struct RenewSession;

/// A session with its new token.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RenewedSession {
    /// Works from now on instead of the one before; its first 33 characters are those of the one before. It is not shown
    /// again.
    token: String,
    /// When it ends by itself.
    expires_at: DateTime,
}

#[Object]
impl RenewSession {
    /// Exchanges the token of a session that was begun with `remember` for a new one, once a day; null: the token stays.
    /// The one before is good until the new one is used. Used later, it is taken for stolen, and the session ends.
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
