//! What lets people in, so that its owner can see it and end it.

use async_graphql::{Context, ID, Object};

use crate::{
    caller::{logged_in, person},
    error::Failure,
    ids,
    objects::{ApiToken, Identity, MailTimes, NoticeChoice, SecondFactor, Session, SignatureReach},
};

#[derive(Default)]
pub(crate) struct AccessQuery;

#[Object]
impl AccessQuery {
    /// The viewer's sessions, most recently used first; for admins, also those of another `user`.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For admins: the user; by default the viewer.")] user: Option<ID>,
    ) -> Result<Vec<Session>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(Box::pin(engine.sessions(actor, user)).await?.into_iter().map(Session::from).collect())
    }

    /// The state of the viewer's second factor; also for users who otherwise get `SECOND_FACTOR_REQUIRED`.
    async fn second_factor(&self, ctx: &Context<'_>) -> Result<SecondFactor, Failure> {
        let (engine, actor) = person(ctx)?;
        Ok(Box::pin(engine.second_factor(actor)).await?.into())
    }

    /// Whether the viewer can log in with a password or a passkey, and change them: false if their role can log in only
    /// with single sign-on.
    async fn password_allowed(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.password_allowed(actor)).await?)
    }

    /// What the viewer can be notified of, and their choices.
    async fn notices(&self, ctx: &Context<'_>) -> Result<Vec<NoticeChoice>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.notices(actor)).await?.into_iter().map(NoticeChoice::from).collect())
    }

    /// When the viewer gets emails about the `notices`.
    async fn mail_times(&self, ctx: &Context<'_>) -> Result<MailTimes, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.mail_times(actor)).await?.into())
    }

    /// The viewer's signature below public answers from the pages, above that of the queue; null for none, and for
    /// customers.
    async fn own_signature(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.own_signature(actor)).await?)
    }

    /// In which queues of the viewer `ownSignature` is sent; NOWHERE for customers.
    async fn signature_reach(&self, ctx: &Context<'_>) -> Result<SignatureReach, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.signature_reach(actor)).await?.into())
    }

    /// The viewer's API tokens, newest first; for admins, also those of another `user`. A token needs the scope `admin` to
    /// list tokens.
    async fn api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For admins: the user; by default the viewer.")] user: Option<ID>,
    ) -> Result<Vec<ApiToken>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(Box::pin(engine.api_tokens(actor, user)).await?.into_iter().map(ApiToken::from).collect())
    }

    /// The viewer's accounts at single sign-on providers, oldest first; for admins, also those of another `user`.
    async fn identities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For admins: the user; by default the viewer.")] user: Option<ID>,
    ) -> Result<Vec<Identity>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(Box::pin(engine.identities(actor, user)).await?.into_iter().map(Identity::from).collect())
    }
}
