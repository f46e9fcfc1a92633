//! A person who has a second factor shows a code after the password, and gets a session.

use async_graphql::{Context, InputObject, Object};

use super::LoginPayload;
use crate::{caller, error::Failure};

#[derive(Default)]
pub(crate) struct ConfirmLogin;

/// The second factor of a login.
#[derive(InputObject)]
struct ConfirmLoginInput {
    /// `extensions.challenge` of the error `CODE_REQUIRED`; it works for five minutes.
    #[graphql(secret)]
    challenge: String,
    /// The code from the authenticator app, or a recovery code. Each works once.
    #[graphql(secret)]
    code: String,
    /// As in `login`.
    #[graphql(secret)]
    device: Option<String>,
}

#[Object]
impl ConfirmLogin {
    /// Starts the session after `login` or `resetPassword` returned `CODE_REQUIRED`. `BAD_USER_INPUT` on `code` if it is
    /// incorrect or was already used, on `challenge` if the login has to be started again. `RATE_LIMITED` after too many
    /// wrong codes for an account.
    async fn confirm_login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The challenge and the code.")] input: ConfirmLoginInput,
    ) -> Result<LoginPayload, Failure> {
        let client = caller::current(ctx)?.client();
        let confirm = engine::ConfirmLogin {
            challenge: input.challenge,
            code: input.code,
            user_agent: client.user_agent.clone(),
            address: client.address.clone(),
            device: input.device,
        };
        Ok(caller::engine(ctx)?.confirm_login(confirm).await?.into())
    }
}
