//! Asks the browser of somebody who is logged in for one of their passkeys.

use super::{PasskeyCeremony, Purpose};
use crate::{actor::Actor, engine::Engine, error::Result, store::passkeys};

impl Engine {
    /// Asks the actor's browser for one of their passkeys; the answer goes into [`crate::ProveIdentity`].
    ///
    /// # Errors
    /// `BadInput` for `passkey`, where browsers use none, or they have none; [`crate::Error::RateLimited`];
    /// [`crate::Error::Unauthenticated`]; [`crate::Error::MissingScope`].
    pub async fn begin_passkey_proof(&self, actor: &Actor) -> Result<PasskeyCeremony> {
        let (_, viewer) = self.permit_own_login(actor)?;
        let party = self.relying_party()?;
        self.count_ceremony(viewer.id).await?;
        let known = passkeys::of(self.database().ro(), viewer.id.into()).await?;
        if known.is_empty() {
            return Err(super::none());
        }
        let known: Vec<String> = known.into_iter().map(|row| row.credential).collect();
        self.begin_ceremony(Purpose::Proof, Some(viewer.id), party.ask(&known)?).await
    }
}
