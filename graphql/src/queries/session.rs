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
    /// Who is logged in; null without a login. `SECOND_FACTOR_REQUIRED` for those who have yet to set up the second factor that
    /// their role requires.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<User>, Failure> {
        match engine::policy::logged_in(caller::current(ctx)?.anybody()) {
            Ok(viewer) => loaders::user(ctx, viewer.id, Among::One).await,
            Err(engine::Error::Unauthenticated) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The place in the journal behind everything that has happened by now. Ask for it before you read what you show,
    /// and give it to `ticketEvents(after:)`: then nothing falls between the two. It is another text at each request, also
    /// where nothing happened.
    async fn journal_end(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        let (engine, actor) = caller::logged_in(ctx)?;
        engine::policy::in_scope(actor, engine::Scope::Read)?;
        Ok(engine.place_text(engine.journal_end().await?)?)
    }

    /// Whether the link of a password mail still works. Asking does not use it up; no login is needed.
    async fn password_link_valid(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last part of the link in the email.")] token: String,
    ) -> Result<bool, Failure> {
        Ok(Box::pin(caller::engine(ctx)?.password_link_valid(&token)).await?)
    }

    /// What the link of an email leads to that asks the customer what became of their ticket; null if the link does not work
    /// any more. Asking changes nothing; no login is needed.
    async fn letter_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last part of the link in the email.")] token: String,
    ) -> Result<Option<LetterLink>, Failure> {
        Ok(Box::pin(caller::engine(ctx)?.letter_link(&token)).await?.map(LetterLink::from))
    }

    /// What the link in the head of an email switches off, and whether it is; null if the link does not work. Asking changes
    /// nothing; no login is needed.
    async fn email_switches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The last part of the link in the email.")] token: String,
    ) -> Result<Option<Vec<EmailSwitch>>, Failure> {
        let switches = Box::pin(caller::engine(ctx)?.email_switches(&token)).await?;
        Ok(switches.map(|switches| switches.into_iter().map(EmailSwitch::from).collect()))
    }

    /// What a password must have; no login is needed.
    async fn password_rule(&self, ctx: &Context<'_>) -> Result<PasswordRule, Failure> {
        Ok(caller::engine(ctx)?.settings().accounts.password.into())
    }

    /// How large files may be, and for how long an answer can be taken back; no login is needed.
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
