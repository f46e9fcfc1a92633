//! The mutation `disconnectMailAccount`.

use async_graphql::{Context, Object};

use super::MailAccountPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct DisconnectMailAccount;

#[Object]
impl DisconnectMailAccount {
    /// Deletes the tokens that a mail provider issued for an account; the provider is not notified. Does nothing if there
    /// are none. For admins.
    async fn disconnect_mail_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account, or the address of a mailbox that is fetched with it.")]
        account: String,
        #[graphql(
            desc = "The provider's name in the configuration, if accounts of several providers have this name."
        )]
        provider: Option<String>,
    ) -> Result<MailAccountPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        engine.disconnect_mail_account(actor, &account, provider.as_deref()).await?;
        Ok(MailAccountPayload { account })
    }
}
