//! Asks the browser of somebody who logs in for a passkey.

use super::challenge;
use crate::{
    commands::passkey::{self, PasskeyCeremony, Purpose},
    engine::Engine,
    error::Result,
    store::{passkeys, people},
};

impl Engine {
    /// Asks a browser for a passkey: with the challenge of [`crate::Error::CodeRequired`], for one of the account whose
    /// password was right; without, for whichever it has. Nothing is kept or counted: answers that do not hold are.
    ///
    /// # Errors
    /// `BadInput` for `challenge`, as in [`Engine::confirm_login`]; for `passkey`, where browsers use none or the account has
    /// none.
    pub async fn begin_passkey_login(&self, challenge: Option<&str>) -> Result<PasskeyCeremony> {
        let party = self.relying_party()?;
        let Some(challenge) = challenge else {
            return self.seal_ceremony(Purpose::Login, None, &party.ask(&[])?);
        };
        let proven = self.proven(challenge)?;
        let account = people::find(self.database().ro(), proven.account.into()).await?;
        let account = account.filter(|account| proven.holds_for(account)).ok_or_else(challenge::expired)?;
        let known = passkeys::of(self.database().ro(), account.id).await?;
        if known.is_empty() {
            return Err(passkey::none());
        }
        let known: Vec<String> = known.into_iter().map(|row| row.credential).collect();
        self.seal_ceremony(Purpose::SecondFactor, Some(account.id.into()), &party.ask(&known)?)
    }
}
