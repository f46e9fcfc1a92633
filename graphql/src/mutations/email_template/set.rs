//! Gives an email words of one's own, or takes them away again.

use async_graphql::{Context, ID, InputObject, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct SetEmailTemplate;

/// A custom template for an email.
#[derive(InputObject)]
struct EmailTemplateInput {
    /// The kind of email, such as `confirmation` or `changed`; see `emailDefaults`.
    kind: String,
    /// The language, such as `de` or `en`.
    locale: String,
    /// The queue that it applies to; null for every queue without its own template.
    queue: Option<ID>,
    /// The template of the subject, on one line, with the ticket number; null or empty for the default.
    subject: Option<String>,
    /// The template of the plain text, with the link; null or empty for the default.
    text: Option<String>,
    /// The template of the HTML, with the link; styles can be inline. Null or empty for the default.
    html: Option<String>,
}

#[Object]
impl SetEmailTemplate {
    /// Sets a custom template for an email; for admins. Takes effect immediately. If subject, text and HTML are all empty,
    /// the default applies again. A syntax error, an unknown variable, a missing number or link, and HTML that would run
    /// scripts or load something are refused, and `extensions.field` names the part.
    async fn set_email_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The email and its template.")] input: EmailTemplateInput,
    ) -> Result<bool, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let own = engine::EmailTexts {
            subject: input.subject.unwrap_or_default(),
            text: input.text.unwrap_or_default(),
            html: input.html.unwrap_or_default(),
        };
        let queue = ids::optional(input.queue.as_ref(), "queue")?;
        let set = engine::SetEmailTemplate { kind: input.kind, locale: input.locale, queue, own };
        engine.set_email_template(actor, set).await?;
        Ok(true)
    }
}
