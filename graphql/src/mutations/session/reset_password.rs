//! Why: the link of a password mail sets a new password, once, and logs in with it.

use async_graphql::{Context, InputObject, Object};

use super::LoginPayload;
use crate::{caller, error::Failure};

#[derive(Default)]
pub(crate) struct ResetPassword;

/// The link of the mail, and the password to be.
#[derive(InputObject)]
struct ResetPasswordInput {
    /// The last part of the link in the mail.
    #[graphql(secret)]
    token: String,
    /// The new password; `passwordRule` tells what it must have.
    #[graphql(secret)]
    password: String,
}

#[Object]
impl ResetPassword {
    /// Sets a password by the link of a mail. The link works once, and every other session of the account ends.
    /// `CODE_REQUIRED` when the account has a second factor: the password is set then, and `confirmLogin` logs in.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token of the link and the new password.")] input: ResetPasswordInput,
    ) -> Result<LoginPayload, Failure> {
        Ok(caller::engine(ctx)?.reset_password(&input.token, &input.password).await?.into())
    }
}
