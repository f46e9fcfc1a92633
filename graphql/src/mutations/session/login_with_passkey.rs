//! A person logs in by a passkey, after the password or without one.

use async_graphql::{Context, InputObject, Object};

use super::LoginPayload;
use crate::{caller, error::Failure, mutations::passkey::PasskeyAnswerInput};

#[derive(Default)]
pub(crate) struct LoginWithPasskey;

/// A login with a passkey.
#[derive(InputObject)]
struct PasskeyLoginInput {
    /// The browser's response to `beginPasskeyLogin`.
    answer: PasskeyAnswerInput,
    /// `extensions.challenge` of the error `CODE_REQUIRED`, as passed to `beginPasskeyLogin`.
    #[graphql(secret)]
    challenge: Option<String>,
    /// Whether the session outlives the browser; after a password, the choice made there applies.
    #[graphql(default_with = "Some(false)")]
    remember: Option<bool>,
    /// As in `login`.
    #[graphql(secret)]
    device: Option<String>,
}

#[Object]
impl LoginWithPasskey {
    /// Starts a session with a passkey, which replaces the code after the password, or both. `BAD_USER_INPUT` on
    /// `credential` if it is not accepted, on `ceremony` if it was already used or has expired, on `challenge` if the login
    /// has to be started again. `RATE_LIMITED` after too many failures.
    async fn login_with_passkey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passkey.")] input: PasskeyLoginInput,
    ) -> Result<LoginPayload, Failure> {
        let client = caller::current(ctx)?.client();
        let login = engine::PasskeyLogin {
            answer: input.answer.into(),
            challenge: input.challenge,
            remember: input.remember.unwrap_or_default(),
            user_agent: client.user_agent.clone(),
            address: client.address.clone(),
            device: input.device,
        };
        Ok(caller::engine(ctx)?.login_with_passkey(login).await?.into())
    }
}
