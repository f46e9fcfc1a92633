//! A person who has a second factor shows a code after the password, and gets a session.

use async_graphql::{Context, InputObject, Object};

use super::LoginPayload;
use crate::{caller, error::Failure};

#[derive(Default)]
pub(crate) struct ConfirmLogin;

/// What is shown beside the password.
#[derive(InputObject)]
struct ConfirmLoginInput {
    /// `extensions.challenge` of the error `CODE_REQUIRED`; it works for five minutes.
    #[graphql(secret)]
    challenge: String,
    /// The code of the authenticator app, or a recovery code. Each is good once.
    #[graphql(secret)]
    code: String,
    /// As in `login`.
    #[graphql(secret)]
    device: Option<String>,
}

#[Object]
impl ConfirmLogin {
    /// Begins the session for which `login` or `resetPassword` answered `CODE_REQUIRED`. `BAD_USER_INPUT` on `code` when it is
    /// wrong or was used, on `challenge` when the log-in has to begin anew; too many wrong codes for an account are
    /// `RATE_LIMITED`.
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
