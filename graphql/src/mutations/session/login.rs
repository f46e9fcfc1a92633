//! Why: a person who shows their password gets a session.

use async_graphql::{Context, InputObject, Object};

use super::LoginPayload;
use crate::{caller, error::Failure, weights::Weighed};

#[derive(Default)]
pub(crate) struct Login;

/// Credentials.
#[derive(InputObject)]
struct LoginInput {
    /// The email address or username.
    email: String,
    /// The password.
    #[graphql(secret)]
    password: String,
    /// Whether the session outlives the browser.
    #[graphql(default_with = "Some(false)")]
    remember: Option<bool>,
    /// `LoginPayload.device` of the last login from this browser or machine. It can then log in even while others guess the
    /// password.
    #[graphql(secret)]
    device: Option<String>,
}

#[Object]
impl Login {
    /// Starts a session. A wrong name and a wrong password give the same error. `CODE_REQUIRED` if the account has a second
    /// factor: then call `confirmLogin` with `extensions.challenge` of that error and a code. `RATE_LIMITED` after too many
    /// failures for an account from one network address.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The credentials.")] input: LoginInput,
    ) -> Result<LoginPayload, Failure> {
        let client = caller::current(ctx)?.client();
        let login = engine::Login {
            identifier: input.email,
            password: input.password,
            remember: input.remember.unwrap_or_default(),
            user_agent: client.user_agent.clone(),
            address: client.address.clone(),
            device: input.device,
        };
        Ok(caller::engine(ctx)?.login(login).await?.into())
    }
}
