//! Gives an email words of one's own, or takes them away again.

use async_graphql::{Context, ID, InputObject, Object};

use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct SetEmailTemplate;

/// An email, and what it is to say.
#[derive(InputObject)]
struct EmailTemplateInput {
    /// Which kind of email, such as `confirmation` or `changed`; see `emailDefaults`.
    kind: String,
    /// In which language, such as `de` or `en`.
    locale: String,
    /// For the tickets of this queue alone; null: of every queue that has no template of its own.
    queue: Option<ID>,
    /// The template of the subject, in one line, with the ticket's number; null or empty: the default's.
    subject: Option<String>,
    /// The template of the plain text, with the link; null or empty: the default's.
    text: Option<String>,
    /// The template of the HTML, with the link; styles may be inline. Null or empty: the default's.
    html: Option<String>,
}

#[Object]
impl SetEmailTemplate {
    /// Gives an email words of one's own, in force at once; for admins. If subject, text and HTML are all empty, the default
    /// is in force again. A syntax error, a variable that this email does not have, a missing number or link, and HTML that
    /// would execute or load something are refused, and `extensions.field` names the part.
    async fn set_email_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The email, and what it is to say.")] input: EmailTemplateInput,
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
