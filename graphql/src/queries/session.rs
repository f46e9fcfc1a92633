//! Why: who am I, and what the forms need to know before anybody has logged in.

use async_graphql::{Context, Object};

use crate::{
    caller,
    error::Failure,
    loaders::{self, Among},
    objects::{EmailSwitch, LetterLink, Limits, PasswordRule, User},
};

#[derive(Default)]
pub(crate) struct SessionQuery;

#[Object]
impl SessionQuery {
    /// The logged-in user; null without a login. `SECOND_FACTOR_REQUIRED` for users who have yet to set up the second
    /// factor that their role requires.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match engine::policy::logged_in(caller::current(ctx)?.anybody()) {
            Ok(viewer) => loaders::user(ctx, viewer.id, Among::One).await,
            Err(engine::Error::Unauthenticated) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The cursor after the latest event. Request it before you read what you show and pass it to `ticketEvents(after:)`,
    /// so that nothing is missed in between. It is different for each request, even if nothing has happened.
    async fn journal_end(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        let (engine, actor) = caller::logged_in(ctx)?;
        engine::policy::in_scope(actor, engine::Scope::Read)?;
        Ok(engine.place_text(engine.journal_end().await?)?)
    }

    /// Whether the link of a password email is still valid. This does not use it up; no login is required.
    async fn password_link_valid(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last part of the link in the email.")] token: String,
    ) -> Result<bool, Failure> {
        Ok(Box::pin(caller::engine(ctx)?.password_link_valid(&token)).await?)
    }

    /// The target of the link in an email that asks the customer about their ticket; null if the link is invalid or has
    /// expired. No login is required.
    async fn letter_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last part of the link in the email.")] token: String,
    ) -> Result<Option<LetterLink>, Failure> {
        Ok(Box::pin(caller::engine(ctx)?.letter_link(&token)).await?.map(LetterLink::from))
    }

    /// The kind of emails that the unsubscribe link of an email turns off, and whether it is off; null if the link is
    /// invalid. No login is required.
    async fn email_switches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last part of the link in the email.")] token: String,
    ) -> Result<Option<Vec<EmailSwitch>>, Failure> {
        let switches = Box::pin(caller::engine(ctx)?.email_switches(&token)).await?;
        Ok(switches.map(|switches| switches.into_iter().map(EmailSwitch::from).collect()))
    }

    /// The requirements for a password; no login is required.
    async fn password_rule(&self, ctx: &Context<'_>) -> Result<PasswordRule, Failure> {
        Ok(caller::engine(ctx)?.settings().accounts.password.into())
    }

    /// The limits for files, and for how long an answer can be taken back; no login is required.
    async fn limits(&self, ctx: &Context<'_>) -> Result<Limits, Failure> {
        let settings = caller::engine(ctx)?.settings();
        Ok(Limits {
            attachment_bytes: bytes(settings.limits.attachment),
            message_bytes: bytes(settings.limits.message),
            undo_seconds: bytes(settings.tickets.undo_send.as_secs()),
        })
    }
}

/// GraphQL's `Int` ends at two gigabytes, and so does what we promise.
fn bytes(limit: u64) -> i32 {
    i32::try_from(limit).unwrap_or(i32::MAX)
}
