//! Hands out the secret of a second factor, to be confirmed by a code.

use std::fmt;

use super::{ProveIdentity, code::sealed};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    policy::second_factor::{SECRET_BYTES, set_up},
    store::second_factors,
};

/// What an authenticator app needs; it is shown this once.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactorSetUp {
    /// The secret, in base 32, to be typed.
    pub secret: String,
    /// The same as an `otpauth` address, to be shown as a QR code.
    pub uri: String,
}

impl fmt::Debug for SecondFactorSetUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecondFactorSetUp(…)")
    }
}

impl Engine {
    /// Makes the secret of a second factor for the actor, to be confirmed within an hour by [`Engine::confirm_second_factor`];
    /// until then nothing changes. Who has one already shows a code of it, and goes on using it until the new one is
    /// confirmed.
    ///
    /// # Errors
    /// `BadInput` for `password` or `code`; [`crate::Error::RateLimited`]; [`crate::Error::Unauthenticated`];
    /// [`crate::Error::MissingScope`].
    pub async fn begin_second_factor(
        &self,
        actor: &Actor,
        shown: ProveIdentity,
    ) -> Result<SecondFactorSetUp> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        let (work, account) = self.prove(viewer, shown).await?;
        let mut secret = [0; SECRET_BYTES];
        self.rng().fill(&mut secret)?;
        let (uri, text) = set_up(&secret, &self.settings().brand.name, &account.email)?;
        let sealed = sealed(self.secret(), account.id, &secret)?;
        second_factors::pend(work.tx(), account.id, sealed, work.now()).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(SecondFactorSetUp { secret: text, uri })
    }
}
