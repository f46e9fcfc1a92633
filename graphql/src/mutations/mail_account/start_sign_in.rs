//! The mutation `startMailSignIn`.

use async_graphql::{Context, Object, SimpleObject};

use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct StartMailSignIn;

/// Where to sign in.
#[derive(Clone, Debug, SimpleObject)]
struct StartMailSignInPayload {
    /// The provider's page. It sends the browser back to `/admin/mail/callback` with a state and a code.
    url: String,
}

#[Object]
impl StartMailSignIn {
    /// Begins the sign-in at a provider of mail, so that an account can be used by tokens. What the browser brings back is good
    /// once, for a quarter of an hour, and for the session or token that has begun. For admins.
    async fn start_mail_sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account, or the address of a mailbox that is fetched with it.")]
        account: String,
        #[graphql(
            desc = "The provider's name in the configuration, where accounts of several are called so."
        )]
        provider: Option<String>,
    ) -> Result<StartMailSignInPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let url = engine.start_mail_sign_in(actor, &account, provider.as_deref()).await?;
        Ok(StartMailSignInPayload { url })
    }
}
