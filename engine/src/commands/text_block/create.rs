//! Makes a text block.

use super::check::{changes, refuse_taken_name, tidied};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, TextBlock},
    policy::Action,
    store::{Work, audit, text_blocks},
};

/// What a text block is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateTextBlock {
    /// Its name; no other of the same language may have it.
    pub name: String,
    /// The text, with variables such as `{{customer.name}}`.
    pub text: String,
    /// `de` or `en`; `None`: for every language.
    pub locale: Option<String>,
}

impl Engine {
    /// Makes a text block; for admins.
    ///
    /// # Errors
    /// `BadInput` for `name`, `text` or `locale`; [`crate::Error::Forbidden`].
    pub async fn create_text_block(&self, actor: &Actor, input: CreateTextBlock) -> Result<TextBlock> {
        let permit = self.permit(actor, Action::ManageTexts, None)?;
        let work = Work::begin(self).await?;
        let CreateTextBlock { name, text, locale } = input;
        let block = tidied(self.settings(), &TextBlock { id: work.id()?, name, text, locale })?;
        refuse_taken_name(&work, &block).await?;
        text_blocks::insert_text_block(&work, &block).await?;
        let changes = changes(None, Some(&block));
        audit::note(&work, actor, Audited::TextBlockChanged { text_block: block.id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(block)
    }
}
