//! An account at a provider of single sign-on, linked as its owner does it.

use engine::{Result, Vouched};

use crate::{given::Given, second_factor::shown};

impl Given<'_> {
    /// Links an identity to the account of somebody who has no second factor.
    ///
    /// # Errors
    /// As the engine.
    pub async fn identity(&self, actor: &engine::Actor, who: &Vouched) -> Result<()> {
        let leave = self.engine().begin_link(actor, &who.provider, shown(None)).await?;
        let begun = self.engine().start_link(actor, &who.provider, &leave)?;
        self.engine().link_identity(actor, &begun.under_way, who).await
    }
}
