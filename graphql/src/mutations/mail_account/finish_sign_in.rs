//! The mutation `finishMailSignIn`.

use async_graphql::{Context, Object};
use engine::MailSecret;

use super::MailAccountPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct FinishMailSignIn;

#[Object]
impl FinishMailSignIn {
    /// Completes the sign-in at a mail provider: the account is used from now on. For the admin who started it.
    async fn finish_mail_sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The `state` that the browser brought back.")] state: String,
        #[graphql(desc = "The `code` that the browser brought back.")] code: String,
    ) -> Result<MailAccountPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let account = engine.finish_mail_sign_in(actor, &state, &MailSecret::new(code)).await?;
        Ok(MailAccountPayload { account })
    }
}
