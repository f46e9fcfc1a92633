//! Who has a second factor: the actor themselves, and for admins everybody.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{SecondFactor, UserId},
    policy::{self, Action},
    store::{passkeys, second_factors},
};

impl Engine {
    /// How the actor's own second factor stands; also for those who have yet to set one up.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody.
    pub async fn second_factor(&self, actor: &Actor) -> Result<SecondFactor> {
        let viewer = actor.person().ok_or(Error::Unauthenticated)?;
        let db = self.database().ro();
        let row = second_factors::find(db, viewer.id.into()).await?;
        let codes = second_factors::codes_left(db, viewer.id.into()).await?;
        let passkeys = passkeys::of(db, viewer.id.into()).await?;
        Ok(SecondFactor {
            enabled_at: row.and_then(|row| row.enabled_at),
            recovery_codes: codes,
            required: self.settings().accounts.second_factor.contains(&viewer.role),
            passkeys: passkeys.into_iter().map(passkeys::shown).collect(),
            passkeys_available: self.passkeys_available(),
        })
    }

    /// Whether browsers use passkeys at the address of this installation: it is encrypted, and has a name.
    #[must_use]
    pub fn passkeys_available(&self) -> bool {
        self.relying_party().is_ok()
    }

    /// Since when these people have a second factor, as far as the actor may know; without those who have none.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn second_factors_of(
        &self,
        actor: &Actor,
        users: &[UserId],
    ) -> Result<HashMap<UserId, DateTime<Utc>>> {
        let own = actor.user().map(|viewer| viewer.id);
        let of_all = policy::check(actor, Action::GrantAccess, None).is_ok();
        let shown: Vec<Uuid> =
            users.iter().filter(|user| of_all || Some(**user) == own).map(|user| user.0).collect();
        second_factors::since(self.database().ro(), &shown).await
    }
}
