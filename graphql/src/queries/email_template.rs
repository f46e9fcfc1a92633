//! Emails with words of one's own.

use async_graphql::{Context, ID, Object};
use engine::LetterKind;

use crate::{
    caller::logged_in,
    error::Failure,
    ids, limits,
    objects::{EmailDefault, EmailPreview, EmailTemplate},
};

#[derive(Default)]
pub(crate) struct EmailTemplateQuery;

#[Object]
impl EmailTemplateQuery {
    /// Every custom email template; for the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn email_templates(&self, ctx: &Context<'_>) -> Result<Vec<EmailTemplate>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        Ok(Box::pin(engine.email_templates(actor)).await?.into_iter().map(EmailTemplate).collect())
    }

    /// Every kind of email with its default templates; for the staff.
    #[graphql(complexity = "limits::all(child_complexity)")]
    async fn email_defaults(&self, ctx: &Context<'_>) -> Result<Vec<EmailDefault>, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let show = |kind: &LetterKind| {
            let engine::EmailTexts { subject, text, html } = engine.default_email(actor, *kind)?;
            Ok(EmailDefault { kind: kind.as_str().to_lowercase(), subject, text, html })
        };
        LetterKind::ALL.iter().map(show).collect()
    }

    /// A preview of an email; for the staff. Without `subject`, `text` and `html` it uses the current templates; with one
    /// of them it uses these, and refuses what cannot be saved.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field in the schema")]
    async fn preview_email(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The kind of email, such as `confirmation`.")] kind: String,
        #[graphql(desc = "The language, such as `de` or `en`.")] locale: String,
        #[graphql(desc = "The queue; null for that of the ticket, or no particular one.")] queue: Option<ID>,
        #[graphql(desc = "The template of the subject; empty for the default.")] subject: Option<String>,
        #[graphql(desc = "The template of the plain text; empty for the default.")] text: Option<String>,
        #[graphql(desc = "The template of the HTML; empty for the default.")] html: Option<String>,
        #[graphql(
            desc = "The number of a ticket that the viewer can see, to use its data; null for a sample."
        )]
        number: Option<i64>,
    ) -> Result<EmailPreview, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let given = subject.is_some() || text.is_some() || html.is_some();
        let own = given.then(|| engine::EmailTexts {
            subject: subject.unwrap_or_default(),
            text: text.unwrap_or_default(),
            html: html.unwrap_or_default(),
        });
        let queue = ids::optional(queue.as_ref(), "queue")?;
        let preview = engine::PreviewEmail { kind, locale, queue, own, number };
        Ok(Box::pin(engine.preview_email(actor, preview)).await?.into())
    }
}
