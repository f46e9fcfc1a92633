//! Emails with words of one's own, and what an email says.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    caller::logged_in,
    error::Failure,
    ids,
    loaders::{self, Among},
    objects::Queue,
    scalars::DateTime,
};

/// What an email says.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct EmailPreview {
    /// The subject.
    subject: String,
    /// The plain text.
    text: String,
    /// The HTML, a whole page.
    html: String,
}

impl From<engine::EmailTexts> for EmailPreview {
    fn from(texts: engine::EmailTexts) -> Self {
        Self { subject: texts.subject, text: texts.text, html: texts.html }
    }
}

/// The default templates of an email; custom templates use the same syntax.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct EmailDefault {
    /// The kind of email, such as `confirmation`.
    pub(crate) kind: String,
    /// The template of the subject.
    pub(crate) subject: String,
    /// The template of the plain text.
    pub(crate) text: String,
    /// The template of the HTML.
    pub(crate) html: String,
}

/// A custom email template. An empty part uses the default.
#[derive(Clone, Debug)]
pub(crate) struct EmailTemplate(pub(crate) engine::EmailTemplate);

/// A custom email template. An empty part uses the default.
#[Object]
impl EmailTemplate {
    /// Opaque; unique across all types.
    pub(crate) async fn id(&self) -> ID {
        ids::id(self.0.id)
    }

    /// The kind of email, such as `confirmation`.
    async fn kind(&self) -> String {
        self.0.kind.as_str().to_lowercase()
    }

    /// The language, such as `de` or `en`.
    async fn locale(&self) -> &str {
        &self.0.locale
    }

    /// The queue that it applies to; null for every queue without its own template.
    async fn queue(&self, ctx: &Context<'_>) -> Result<Option<Queue>, Failure> {
        match self.0.queue {
            Some(queue) => loaders::queue(ctx, queue, Among::Many).await,
            None => Ok(None),
        }
    }

    /// The template of the subject; empty for the default.
    async fn subject(&self) -> &str {
        &self.0.own.subject
    }

    /// The template of the plain text; empty for the default.
    async fn text(&self) -> &str {
        &self.0.own.text
    }

    /// The template of the HTML; empty for the default.
    async fn html(&self) -> &str {
        &self.0.own.html
    }

    /// When it was saved.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }

    /// Whether the default has changed since this was saved.
    async fn default_changed(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let (engine, _) = logged_in(ctx)?;
        Ok(engine.default_email_now(self.0.kind, &self.0.locale)? != self.0.base)
    }

    /// A sample written with the default at the time when this was saved.
    async fn default_then(&self) -> EmailPreview {
        self.0.base.clone().into()
    }

    /// When an email could not be written with it and used the default instead; null if never since it was saved.
    async fn failed_at(&self) -> Option<DateTime> {
        self.0.failed_at.map(DateTime)
    }

    /// Why.
    async fn failure(&self) -> Option<&str> {
        self.0.failure.as_deref()
    }
}
