//! Ends an API token.

use async_graphql::{Context, ID, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct RevokeApiToken;

#[Object]
impl RevokeApiToken {
    /// Revokes an API token and ends all its subscriptions: one of the viewer's, for admins anybody's. Returns true;
    /// `NOT_FOUND` if there is none.
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
