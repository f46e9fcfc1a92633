//! Asks the browser of somebody who logs in for a passkey.

use async_graphql::{Context, Object};

use crate::{caller, error::Failure, mutations::passkey::PasskeyCeremony};

#[derive(Default)]
pub(crate) struct BeginPasskeyLogin;

#[Object]
impl BeginPasskeyLogin {
    /// Requests a passkey from a browser, to log in with it: after the password, one of the account; otherwise any.
    /// `BAD_USER_INPUT` on `challenge` if the login has to be started again, and on `passkey` if passkeys are not available
    /// or the account has none.
    async fn begin_passkey_login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`extensions.challenge` of the error `CODE_REQUIRED`, after the password.", secret)]
        challenge: Option<String>,
    ) -> Result<PasskeyCeremony, Failure> {
        Ok(caller::engine(ctx)?.begin_passkey_login(challenge.as_deref()).await?.into())
    }
}
