//! Removes a passkey.

use crate::{
    actor::Actor,
    commands::{
        ProveIdentity,
        second_factor::{Happened, tell_owner},
    },
    engine::Engine,
    error::{Error, Result},
    model::{Audited, PasskeyId},
    store::{audit, passkeys, second_factors},
};

impl Engine {
    /// Removes a passkey of the actor's own. With the last second factor the recovery codes go as well, and the password is
    /// enough again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `password`, `code`, `ceremony` or `credential`; [`Error::Forbidden`] for the last
    /// second factor where the role requires one; [`Error::RateLimited`]; [`Error::Unauthenticated`]; [`Error::MissingScope`].
    pub async fn remove_passkey(&self, actor: &Actor, id: PasskeyId, shown: ProveIdentity) -> Result<()> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        let missing = || Error::NotFound { what: "passkey" };
        passkeys::find(self.database().ro(), viewer.id.into(), id.into()).await?.ok_or_else(missing)?;
        let (work, account) = self.prove(viewer, shown).await?;
        let row = passkeys::find(work.tx(), account.id, id.into()).await?.ok_or_else(missing)?;
        passkeys::remove(work.tx(), row.id).await?;
        if second_factors::methods(work.tx(), account.id).await?.is_empty() {
            if self.settings().accounts.second_factor.contains(&viewer.role) {
                return Err(Error::Forbidden {
                    action: "remove your last second factor; your role requires one",
                });
            }
            second_factors::remove_codes(work.tx(), account.id).await?;
        }
        audit::note(&work, actor, Audited::PasskeyRemoved { user: viewer.id }).await?;
        tell_owner(&work, viewer.id, Happened::PasskeyRemoved).await?;
        work.commit(permit, Vec::new()).await
    }
}
