//! People switch off emails by the link of one of them.

use async_graphql::{Context, InputObject, Object};

use crate::{caller, error::Failure, objects::EmailSwitch};

/// The choice of the reader of an email by its unsubscribe link.
#[derive(Debug, InputObject)]
pub(crate) struct SwitchEmailsInput {
    /// The last part of the link in the email.
    #[graphql(secret)]
    token: String,
    /// Whether they receive emails of this kind from now on.
    email: bool,
}

#[derive(Default)]
pub(crate) struct SwitchEmails;

#[Object]
impl SwitchEmails {
    /// Turns emails of the kind of one email off or on, for its reader. No login is required; the link allows nothing else.
    /// `BAD_USER_INPUT` on `token` if the link is invalid.
    async fn switch_emails(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of the email and the choice.")] input: SwitchEmailsInput,
    ) -> Result<Vec<EmailSwitch>, Failure> {
        let switched = caller::engine(ctx)?.switch_emails(&input.token, input.email).await?;
        Ok(switched.into_iter().map(EmailSwitch::from).collect())
    }
}
