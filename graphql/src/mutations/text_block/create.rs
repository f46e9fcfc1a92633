//! Makes a text block.

use async_graphql::{Context, InputObject, Object};

use super::TextBlockPayload;
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct CreateTextBlock;

/// A text block to be made.
#[derive(InputObject)]
struct TextBlockInput {
    /// Its name, unique for its language; at most 100 characters.
    name: String,
    /// The text, with variables: `{{agent.name}}`, `{{brand.name}}`, `{{customer.email}}`, `{{customer.name}}`,
    /// `{{organisation.name}}`, `{{queue.name}}`, `{{ticket.number}}`, `{{ticket.title}}`, `{{ticket.url}}`. Any other is
    /// refused. At most 20,000 characters.
    text: String,
    /// The language that it is for, such as `de` or `en`; null: every language.
    locale: Option<String>,
}

#[Object]
impl CreateTextBlock {
    /// Makes a text block; for admins.
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
