//! Why: a partner's program acts for its user, within scopes.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use crate::{
    caller::logged_in, error::Failure, ids, mutations::second_factor::IdentityInput, scalars::DateTime,
};

#[derive(Default)]
pub(crate) struct CreateApiToken;

/// A new API token.
#[derive(InputObject)]
struct CreateApiTokenInput {
    /// A name to recognise it by.
    name: String,
    /// What it may do of what its user may: `tickets:read`, `tickets:write`, `admin`.
    scopes: Vec<String>,
    /// When it expires; never by default.
    expires_at: Option<DateTime>,
    /// Who it is, shown once more; not needed within 15 minutes after the log-in.
    identity: Option<IdentityInput>,
}

/// A token that works as "Authorization: Bearer …".
#[derive(Clone, Debug, SimpleObject)]
struct ApiTokenPayload {
    /// The secret; shown this once.
    token: String,
    /// Its id, which is no secret.
    id: ID,
}

#[Object]
impl CreateApiToken {
    /// Creates an API token that acts for the viewer, who has logged in: API tokens create none (`FORBIDDEN`). `BAD_USER_INPUT` on
    /// `identity` when the log-in is older than 15 minutes and nothing is shown, and on `password` or `code`.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The name, the scopes and the end of the token.")] input: CreateApiTokenInput,
    ) -> Result<ApiTokenPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let token = engine::CreateApiToken {
            name: input.name,
            scopes: input.scopes,
            expires_at: input.expires_at.map(|at| at.0),
            for_user: None,
            identity: input.identity.map(Into::into),
        };
        let (token, id) = engine.create_api_token(actor, token).await?;
        Ok(ApiTokenPayload { token, id: ids::id(id) })
    }
}
