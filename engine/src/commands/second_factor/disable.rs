//! Turns a second factor off.

use super::{Happened, ProveIdentity, tell_owner};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::Audited,
    store::{audit, second_factors},
};

impl Engine {
    /// Turns the actor's second factor off; its secret and the recovery codes are gone. Answers whether there was one.
    ///
    /// # Errors
    /// `BadInput` for `password` or `code`; [`Error::Forbidden`] where the role requires one; [`Error::RateLimited`];
    /// [`Error::Unauthenticated`]; [`Error::MissingScope`].
    pub async fn disable_second_factor(&self, actor: &Actor, shown: ProveIdentity) -> Result<bool> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        if self.settings().second_factor.contains(&viewer.role) {
            let action = "turn two-factor authentication off: your role requires it";
            return Err(Error::Forbidden { action });
        }
        let (work, account) = self.prove(viewer, shown).await?;
        let had_one = second_factors::remove(work.tx(), account.id).await?;
        if had_one {
            audit::note(&work, actor, Audited::SecondFactorDisabled { user: viewer.id }).await?;
            tell_owner(&work, viewer.id, Happened::Disabled).await?;
        }
        work.commit(permit, Vec::new()).await?;
        Ok(had_one)
    }
}
