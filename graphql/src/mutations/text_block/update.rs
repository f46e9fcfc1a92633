//! Changes a text block.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::TextBlockPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UpdateTextBlock;

/// What is to be different; what is left out stays.
#[derive(InputObject)]
struct UpdateTextBlockInput {
    /// Which text block.
    id: ID,
    /// Another name; at most 100 characters.
    name: Option<String>,
    /// Another text; at most 20,000 characters.
    text: Option<String>,
    /// Another language, such as `de` or `en`; null: every language.
    locale: MaybeUndefined<String>,
}

#[Object]
impl UpdateTextBlock {
    /// Changes a text block; for admins.
    async fn update_text_block(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which text block, and what is to be different.")] input: UpdateTextBlockInput,
    ) -> Result<TextBlockPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.id, "id")?;
        let locale = match input.locale {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(locale) => Some(Some(locale)),
        };
        let update = engine::UpdateTextBlock { name: input.name, text: input.text, locale };
        Ok(engine.update_text_block(actor, id, update).await?.into())
    }
}
