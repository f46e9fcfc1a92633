//! Asks the browser of somebody who logs in for a passkey.

use async_graphql::{Context, Object};

use crate::{caller, error::Failure, mutations::passkey::PasskeyCeremony};

#[derive(Default)]
pub(crate) struct BeginPasskeyLogin;

#[Object]
impl BeginPasskeyLogin {
    /// Asks a browser for a passkey, to log in with it: after the password, for one of the account; otherwise for whichever it
    /// has. `BAD_USER_INPUT` on `challenge` when the log-in has to begin anew, and on `passkey` where browsers use none or the
    /// account has none.
    async fn begin_passkey_login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`extensions.challenge` of the error `CODE_REQUIRED`, after the password.", secret)]
        challenge: Option<String>,
    ) -> Result<PasskeyCeremony, Failure> {
        Ok(caller::engine(ctx)?.begin_passkey_login(challenge.as_deref()).await?.into())
    }
}
