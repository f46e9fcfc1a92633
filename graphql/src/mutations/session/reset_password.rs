//! Why: the link of a password mail sets a new password, once, and logs in with it.

use async_graphql::{Context, InputObject, Object};

use super::LoginPayload;
use crate::{caller, error::Failure, weights::Weighed};

#[derive(Default)]
pub(crate) struct ResetPassword;

/// The link of the email and the new password.
#[derive(InputObject)]
struct ResetPasswordInput {
    /// The last part of the link in the email.
    #[graphql(secret)]
    token: String,
    /// The new password; see `passwordRule`.
    #[graphql(secret)]
    password: String,
}

#[Object]
impl ResetPassword {
    /// Sets a password with the link of an email. The link works once, and all other sessions of the account end.
    /// `CODE_REQUIRED` if the account has a second factor: the password is set, and `confirmLogin` logs in.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).passwords(child_complexity)"
    )]
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token of the link and the new password.")] input: ResetPasswordInput,
    ) -> Result<LoginPayload, Failure> {
        Ok(caller::engine(ctx)?.reset_password(&input.token, &input.password).await?.into())
    }
}
