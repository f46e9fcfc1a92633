//! The mutation `cancelMailSignIn`.

use async_graphql::{Context, Object};

use super::MailAccountPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct CancelMailSignIn;

#[Object]
impl CancelMailSignIn {
    /// Cancels a sign-in at a mail provider from which the browser came back without a code. Only for the admin who started
    /// it, like `finishMailSignIn`.
    async fn cancel_mail_sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The `state` that the browser brought back.")] state: String,
    ) -> Result<MailAccountPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(MailAccountPayload { account: engine.cancel_mail_sign_in(actor, &state).await? })
    }
}
