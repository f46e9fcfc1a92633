//! Changes a text block.

use super::check::{changes, refuse_taken_name, tidied};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, TextBlock, TextBlockId},
    policy::Action,
    store::{Work, audit, text_blocks},
};

/// What is changed of a text block; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateTextBlock {
    /// Its name.
    pub name: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Its language; `Some(None)`: every language.
    pub locale: Option<Option<String>>,
}

impl Engine {
    /// Changes a text block; for admins.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`]; `BadInput` for `name`, `text` or `locale`; [`crate::Error::Forbidden`].
    pub async fn update_text_block(
        &self,
        actor: &Actor,
        id: TextBlockId,
        input: UpdateTextBlock,
    ) -> Result<TextBlock> {
        let permit = self.permit(actor, Action::ManageTexts, None)?;
        let work = Work::begin(self).await?;
        let before = text_blocks::lock_text_block(work.tx(), id).await?;
        let after = tidied(
            self.settings(),
            &TextBlock {
                id,
                name: input.name.unwrap_or_else(|| before.name.clone()),
                text: input.text.unwrap_or_else(|| before.text.clone()),
                locale: input.locale.unwrap_or_else(|| before.locale.clone()),
            },
        )?;
        let changes = changes(Some(&before), Some(&after));
        if changes.is_empty() {
            return Ok(before);
        }
        refuse_taken_name(&work, &after).await?;
        text_blocks::update_text_block(&work, &after).await?;
        audit::note(&work, actor, Audited::TextBlockChanged { text_block: id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(after)
    }
}
