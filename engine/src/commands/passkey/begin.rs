//! Asks a browser for a new passkey.

use super::{PasskeyCeremony, Purpose};
use crate::{
    actor::Actor,
    commands::ProveIdentity,
    engine::Engine,
    error::{Error, Result},
    policy::passkey::MOST,
    store::passkeys,
};

impl Engine {
    /// Asks the actor's browser for a new passkey; nothing changes until [`Engine::add_passkey`].
    ///
    /// # Errors
    /// `BadInput` for `password`, `code`, `ceremony` or `credential`, for `passkey` where browsers make none or there are too
    /// many; [`Error::SingleSignOn`] where they could not log in with it; [`Error::RateLimited`]; [`Error::Unauthenticated`];
    /// [`Error::MissingScope`].
    pub async fn begin_passkey(&self, actor: &Actor, shown: ProveIdentity) -> Result<PasskeyCeremony> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        let party = self.relying_party()?;
        self.count_ceremony(viewer.id).await?;
        let (work, account) = self.prove(viewer, shown).await?;
        self.refuse_password(&account)?;
        let known = passkeys::of(work.tx(), account.id).await?;
        if known.len() >= MOST {
            let message = format!("An account can have at most {MOST} passkeys. Remove one first.");
            return Err(Error::bad("passkey", "passkeys-too-many", message));
        }
        let known: Vec<String> = known.into_iter().map(|row| row.credential).collect();
        let question = party.ask_for_new(account.id, (&account.email, &account.name), &known)?;
        work.commit(permit, Vec::new()).await?;
        self.begin_ceremony(Purpose::Add, Some(viewer.id), question).await
    }
}
