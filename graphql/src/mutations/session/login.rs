//! Why: a person who shows their password gets a session.

use async_graphql::{Context, InputObject, Object};

use super::LoginPayload;
use crate::{caller, error::Failure};

#[derive(Default)]
pub(crate) struct Login;

/// Credentials.
#[derive(InputObject)]
struct LoginInput {
    /// The mail address, or the user name.
    email: String,
    /// The password.
    #[graphql(secret)]
    password: String,
    /// Whether the session outlives the browser.
    #[graphql(default_with = "Some(false)")]
    remember: Option<bool>,
    /// What `LoginPayload.device` answered to the last login from this browser or machine: it is let through then while
    /// others fail to guess the password.
    #[graphql(secret)]
    device: Option<String>,
}

#[Object]
impl Login {
    /// Begins a session. A wrong name and a wrong password are not told apart. `CODE_REQUIRED` when the account has a second factor:
    /// `confirmLogin` then takes `extensions.challenge` of that error, and a code. Too many failures for an account from one
    /// network address are `RATE_LIMITED`.
    async fn login(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who logs in, and with which password.")] input: LoginInput,
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
