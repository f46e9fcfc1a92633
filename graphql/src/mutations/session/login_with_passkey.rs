//! A person logs in by a passkey, after the password or without one.

use async_graphql::{Context, InputObject, Object};

use super::LoginPayload;
use crate::{caller, error::Failure, mutations::passkey::PasskeyAnswerInput};

#[derive(Default)]
pub(crate) struct LoginWithPasskey;

/// A passkey, and with what it is shown.
#[derive(InputObject)]
struct PasskeyLoginInput {
    /// What the browser answered to `beginPasskeyLogin`.
    answer: PasskeyAnswerInput,
    /// `extensions.challenge` of the error `CODE_REQUIRED`, as it was given to `beginPasskeyLogin`.
    #[graphql(secret)]
    challenge: Option<String>,
    /// Whether the session outlives the browser; after a password, what was said with that counts.
    #[graphql(default_with = "Some(false)")]
    remember: Option<bool>,
    /// As in `login`.
    #[graphql(secret)]
    device: Option<String>,
}

#[Object]
impl LoginWithPasskey {
    /// Begins a session by a passkey: it takes the place of the code after the password, or of both. `BAD_USER_INPUT` on
    /// `credential` when it is not accepted, on `ceremony` when it was answered or is too old, on `challenge` when the log-in
    /// has to begin anew; too many failures are `RATE_LIMITED`.
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
