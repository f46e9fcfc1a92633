//! Changes a text block.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::TextBlockPayload;
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UpdateTextBlock;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateTextBlockInput {
    /// The text block.
    id: ID,
    /// The new name; at most 100 characters.
    name: Option<String>,
    /// The new text; at most 20,000 characters.
    text: Option<String>,
    /// The new language, such as `de` or `en`; null for every language.
    locale: MaybeUndefined<String>,
}

#[Object]
impl UpdateTextBlock {
    /// Changes a text block; for admins.
    async fn update_text_block(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text block and the changes.")] input: UpdateTextBlockInput,
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
