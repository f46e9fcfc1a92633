//! Why: a partner's program acts for its user, within scopes.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use crate::{
    caller::logged_in, error::Failure, ids, mutations::second_factor::IdentityInput, scalars::DateTime,
    weights::Weighed,
};

#[derive(Default)]
pub(crate) struct CreateApiToken;

/// A new API token.
#[derive(InputObject)]
struct CreateApiTokenInput {
    /// A name for it.
    name: String,
    /// What it is allowed to do, within the rights of its user: `tickets:read`, `tickets:write`, `admin`.
    scopes: Vec<String>,
    /// When it expires; by default never.
    expires_at: Option<DateTime>,
    /// Proof of identity; not needed within 15 minutes of the login.
    identity: Option<IdentityInput>,
}

/// A token that works as "Authorization: Bearer …".
#[derive(Clone, Debug, SimpleObject)]
struct ApiTokenPayload {
    /// The secret; shown only once.
    token: String,
    /// Its id, which is not secret.
    id: ID,
}

#[Object]
impl CreateApiToken {
    /// Creates an API token that acts for the viewer, who must have logged in: API tokens cannot create tokens
    /// (`FORBIDDEN`). `BAD_USER_INPUT` on `identity` if the login is older than 15 minutes and no proof is given, and on
    /// `password` or `code`.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The name, the scopes and the expiry of the token.")] input: CreateApiTokenInput,
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
