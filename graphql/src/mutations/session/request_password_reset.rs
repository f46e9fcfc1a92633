//! Why: the same form serves the first password and a forgotten one, and tells nobody who has an account.

use async_graphql::{Context, Object};

use crate::{caller, error::Failure};

#[derive(Default)]
pub(crate) struct RequestPasswordReset;

#[Object]
impl RequestPasswordReset {
    /// Sends a link to set a password, if the account exists. Always true, even if there were too many requests for this
    /// account. `RATE_LIMITED` after too many requests from one network address.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The email address of the account.")] email: String,
    ) -> Result<bool, Failure> {
        let address = caller::current(ctx)?.client().address.as_deref();
        caller::engine(ctx)?.request_password(&email, address).await?;
        Ok(true)
    }
}
