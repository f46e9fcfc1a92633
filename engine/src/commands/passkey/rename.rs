//! Gives a passkey another name.

use super::clean_name;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Passkey, PasskeyId},
    store::{Work, passkeys, people},
};

impl Engine {
    /// Renames a passkey of the actor's own.
    ///
    /// # Errors
    /// `BadInput` for `name`; [`Error::NotFound`]; [`Error::Unauthenticated`]; [`Error::MissingScope`].
    pub async fn rename_passkey(&self, actor: &Actor, id: PasskeyId, name: &str) -> Result<Passkey> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        let name = clean_name(name)?;
        let work = Work::begin(self).await?;
        people::lock_own(work.tx(), viewer.id).await?;
        let row = passkeys::find(work.tx(), viewer.id.into(), id.into()).await?;
        let row = passkeys::rename(work.tx(), row.ok_or(Error::NotFound { what: "passkey" })?, name).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(passkeys::shown(row))
    }
}
