//! Why: the same form serves the first password and a forgotten one, and tells nobody who has an account.

use async_graphql::{Context, Object};

use crate::{caller, error::Failure};

#[derive(Default)]
pub(crate) struct RequestPasswordReset;

#[Object]
impl RequestPasswordReset {
    /// Sends a link to set a password, if there is such an account; true in any case.
    async fn request_password_reset(&self, ctx: &Context<'_>, email: String) -> Result<bool, Failure> {
        caller::engine(ctx)?.request_password(&email).await?;
        Ok(true)
    }
}
