//! Ends an API token.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct RevokeApiToken;

#[Object]
impl RevokeApiToken {
    /// Ends an API token and every subscription on its behalf: the viewer's own, for admins anybody's. True when it has
    /// ended; `NOT_FOUND` when there is none.
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the token, from `apiTokens` or `createApiToken`.")] id: ID,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        engine.revoke_api_token(actor, ids::input(&id, "id")?).await?;
        Ok(true)
    }
}
