//! Makes new recovery codes.

use super::{ProveIdentity, new_codes};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::Audited,
    store::{audit, second_factors},
};

impl Engine {
    /// Makes new recovery codes for the actor and answers them, this once; those before are of no use any more.
    ///
    /// # Errors
    /// `BadInput` for `password` or `code`, and for `code` without a second factor; [`Error::RateLimited`];
    /// [`Error::Unauthenticated`]; [`Error::MissingScope`].
    pub async fn renew_recovery_codes(&self, actor: &Actor, shown: ProveIdentity) -> Result<Vec<String>> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        let (work, account) = self.prove(viewer, shown).await?;
        if second_factors::methods(work.tx(), account.id).await?.is_empty() {
            let message = "Two-factor authentication is off, so there are no recovery codes.";
            return Err(Error::bad("code", "second-factor-off", message));
        }
        let codes = new_codes(self, &work, viewer.id).await?;
        audit::note(&work, actor, Audited::RecoveryCodesRenewed { user: viewer.id }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(codes)
    }
}
