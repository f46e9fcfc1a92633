//! Makes a text block.

use async_graphql::{Context, InputObject, Object};

use super::TextBlockPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct CreateTextBlock;

/// A new text block.
#[derive(InputObject)]
struct TextBlockInput {
    /// Its name, unique within its language; at most 100 characters.
    name: String,
    /// The text, at most 20,000 characters, with variables: `{{agent.name}}`, `{{brand.name}}`, `{{customer.email}}`,
    /// `{{customer.name}}`, `{{organisation.name}}`, `{{queue.name}}`, `{{ticket.number}}`, `{{ticket.title}}`,
    /// `{{ticket.url}}`. Others are refused.
    text: String,
    /// Its language, such as `de` or `en`; null for every language.
    locale: Option<String>,
}

#[Object]
impl CreateTextBlock {
    /// Creates a text block; for admins.
    async fn create_text_block(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text block.")] input: TextBlockInput,
    ) -> Result<TextBlockPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let TextBlockInput { name, text, locale } = input;
        Ok(engine.create_text_block(actor, engine::CreateTextBlock { name, text, locale }).await?.into())
    }
}
