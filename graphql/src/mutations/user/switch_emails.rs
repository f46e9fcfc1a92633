//! People switch off emails by the link of one of them.

use async_graphql::{Context, InputObject, Object};

use crate::{caller, error::Failure, objects::EmailSwitch};

/// What the reader of an email chooses by its link.
#[derive(Debug, InputObject)]
pub(crate) struct SwitchEmailsInput {
    /// The last part of the link in the email.
    #[graphql(secret)]
    token: String,
    /// Whether emails of this kind are sent to them from now on.
    email: bool,
}

#[derive(Default)]
pub(crate) struct SwitchEmails;

#[Object]
impl SwitchEmails {
    /// Switches emails of the kind of one email off or on, for its reader. No login is needed; the link allows nothing else.
    /// `BAD_USER_INPUT` on `token` if the link does not work.
    async fn switch_emails(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link of the email and the choice.")] input: SwitchEmailsInput,
    ) -> Result<Vec<EmailSwitch>, Failure> {
        let switched = caller::engine(ctx)?.switch_emails(&input.token, input.email).await?;
        Ok(switched.into_iter().map(EmailSwitch::from).collect())
    }
}
