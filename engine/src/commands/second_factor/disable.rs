//! Turns a second factor off.

use super::{Happened, ProveIdentity, tell_owner};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::Audited,
    store::{audit, passkeys, second_factors},
};

impl Engine {
    /// Turns the actor's authenticator app off; its secret is gone, and so are the recovery codes unless there are passkeys.
    /// Answers whether there was one.
    ///
    /// # Errors
    /// `BadInput` for `password` or `code`; [`Error::Forbidden`] where the role requires one and there is no passkey; [`Error::RateLimited`];
    /// [`Error::Unauthenticated`]; [`Error::MissingScope`].
    pub async fn disable_second_factor(&self, actor: &Actor, shown: ProveIdentity) -> Result<bool> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        let required = self.settings().accounts.second_factor.contains(&viewer.role);
        if required && !passkeys::exist(self.database().ro(), viewer.id.into()).await? {
            let action = "turn off two-factor authentication; your role requires it";
            return Err(Error::Forbidden { action });
        }
        let (work, account) = self.prove(viewer, shown).await?;
        let has_passkeys = passkeys::exist(work.tx(), account.id).await?;
        if required && !has_passkeys {
            return Err(Error::Forbidden {
                action: "remove your last second factor; your role requires one",
            });
        }
        let had_one = second_factors::remove_app(work.tx(), account.id).await?;
        if !has_passkeys {
            second_factors::remove_codes(work.tx(), account.id).await?;
        }
        if had_one {
            audit::note(&work, actor, Audited::SecondFactorDisabled { user: viewer.id }).await?;
            let happened = if has_passkeys { Happened::AppRemoved } else { Happened::Disabled };
            tell_owner(&work, viewer.id, happened).await?;
        }
        work.commit(permit, Vec::new()).await?;
        Ok(had_one)
    }
}
