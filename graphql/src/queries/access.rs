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
    /// The viewer's own sessions, the one used last first; those of another `user` for admins.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For admins: whose sessions; without it, the viewer's own.")] user: Option<ID>,
    ) -> Result<Vec<Session>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(Box::pin(engine.sessions(actor, user)).await?.into_iter().map(Session::from).collect())
    }

    /// How the viewer's second factor stands; also for those who are answered `SECOND_FACTOR_REQUIRED` otherwise.
    async fn second_factor(&self, ctx: &Context<'_>) -> Result<SecondFactor, Failure> {
        let (engine, actor) = person(ctx)?;
        Ok(Box::pin(engine.second_factor(actor)).await?.into())
    }

    /// Whether the viewer may log in by a password or a passkey, and change them: false where their role logs in by single
    /// sign-on alone.
    async fn password_allowed(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.password_allowed(actor)).await?)
    }

    /// Of what the viewer may be told, and how they chose to be.
    async fn notices(&self, ctx: &Context<'_>) -> Result<Vec<NoticeChoice>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.notices(actor)).await?.into_iter().map(NoticeChoice::from).collect())
    }

    /// When the viewer gets emails of what stands in `notices`.
    async fn mail_times(&self, ctx: &Context<'_>) -> Result<MailTimes, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.mail_times(actor)).await?.into())
    }

    /// What stands below the viewer's public answers from the pages, above the signature of the queue; null for nothing of their own, and
    /// for customers.
    async fn own_signature(&self, ctx: &Context<'_>) -> Result<Option<String>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.own_signature(actor)).await?)
    }

    /// In which of the queues that the viewer works `ownSignature` is sent at all; NOWHERE for customers.
    async fn signature_reach(&self, ctx: &Context<'_>) -> Result<SignatureReach, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.signature_reach(actor)).await?.into())
    }

    /// The viewer's own API tokens, the newest first; those of another `user` for admins. A token needs the scope `admin`
    /// to list tokens.
    async fn api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For admins: whose tokens; without it, the viewer's own.")] user: Option<ID>,
    ) -> Result<Vec<ApiToken>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(Box::pin(engine.api_tokens(actor, user)).await?.into_iter().map(ApiToken::from).collect())
    }

    /// The accounts at providers of single sign-on with which the viewer can log in, the oldest first; those of another
    /// `user` for admins.
    async fn identities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For admins: whose; without it, the viewer's own.")] user: Option<ID>,
    ) -> Result<Vec<Identity>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let user = ids::optional(user.as_ref(), "user")?;
        Ok(Box::pin(engine.identities(actor, user)).await?.into_iter().map(Identity::from).collect())
    }
}
