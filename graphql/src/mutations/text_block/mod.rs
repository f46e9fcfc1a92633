//! What can be done to text blocks.

mod create;
mod delete;
mod update;

use async_graphql::SimpleObject;
pub(crate) use create::CreateTextBlock;
pub(crate) use delete::DeleteTextBlock;
pub(crate) use update::UpdateTextBlock;

use crate::objects::TextBlock;

/// The resulting text block.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct TextBlockPayload {
    /// The text block.
    text_block: TextBlock,
}

impl From<engine::TextBlock> for TextBlockPayload {
    fn from(text_block: engine::TextBlock) -> Self {
        Self { text_block: TextBlock(text_block) }
    }
}
