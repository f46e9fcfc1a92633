//! The mutation `startMailSignIn`.

use async_graphql::{Context, Object, SimpleObject};

use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct StartMailSignIn;

/// Where to sign in.
#[derive(Clone, Debug, SimpleObject)]
struct StartMailSignInPayload {
    /// The URL of the provider's page. It sends the browser back to `/admin/mail/callback` with a state and a code.
    url: String,
}

#[Object]
impl StartMailSignIn {
    /// Starts the sign-in at a mail provider, so that an account can be used with tokens. The response that the browser
    /// brings back is valid once, for 15 minutes, and only for the session or token that started it. For admins.
    async fn start_mail_sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account, or the address of a mailbox that is fetched with it.")]
        account: String,
        #[graphql(
            desc = "The provider's name in the configuration, if accounts of several providers have this name."
        )]
        provider: Option<String>,
    ) -> Result<StartMailSignInPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let url = engine.start_mail_sign_in(actor, &account, provider.as_deref()).await?;
        Ok(StartMailSignInPayload { url })
    }
}
