//! Keeps a passkey that a browser made.

use std::fmt;

use super::{PasskeyAnswer, Purpose, clean_name, wrong_passkey};
use crate::{
    actor::Actor,
    commands::second_factor::{Happened, new_codes, tell_owner},
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Passkey, PasskeyId},
    store::{Work, audit, entity, passkeys, people, second_factors},
};

/// A passkey that a browser made, and what its owner calls it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddPasskey {
    /// What the browser answered to [`Engine::begin_passkey`].
    pub answer: PasskeyAnswer,
    /// What its owner calls it.
    pub name: String,
}

/// A passkey that was added.
#[derive(Clone, PartialEq, Eq)]
pub struct AddedPasskey {
    /// The passkey.
    pub passkey: Passkey,
    /// Recovery codes, this once, if it is the first second factor; otherwise those before go on.
    pub recovery_codes: Vec<String>,
}

impl fmt::Debug for AddedPasskey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AddedPasskey").field("passkey", &self.passkey).finish_non_exhaustive()
    }
}

impl Engine {
    /// Adds the passkey that the actor's browser made. From then on the password alone lets nobody in: a passkey, a code of
    /// the app or a recovery code is asked for after it. Sessions go on.
    ///
    /// # Errors
    /// `BadInput` for `name`; for `ceremony`, when it was begun by somebody else, is too old or was answered; for
    /// `credential`, when the answer does not hold or the passkey is known already; [`Error::Unauthenticated`];
    /// [`Error::MissingScope`].
    pub async fn add_passkey(&self, actor: &Actor, input: AddPasskey) -> Result<AddedPasskey> {
        let (permit, viewer) = self.permit_own_login(actor)?;
        let name = clean_name(&input.name)?;
        let user = viewer.id;
        let asked = self.end_ceremony(&input.answer.ceremony, Purpose::Add, Some(user)).await?;
        let made = self.relying_party()?.made(&asked, &input.answer.credential)?.ok_or_else(wrong_passkey)?;
        let work = Work::begin(self).await?;
        people::lock(work.tx(), user).await?;
        let first = second_factors::methods(work.tx(), user.into()).await?.is_empty();
        let row = entity::passkey::Model {
            id: work.id::<PasskeyId>()?.into(),
            user_id: user.into(),
            credential_id: made.credential_id,
            credential: made.credential,
            name,
            created_at: work.now(),
            last_used_at: None,
        };
        if !passkeys::keep(work.tx(), row.clone()).await? {
            let message = "This passkey is already in use.";
            return Err(Error::bad("credential", "passkey-known", message));
        }
        let recovery_codes = if first { new_codes(self, &work, user).await? } else { Vec::new() };
        audit::note(&work, actor, Audited::PasskeyAdded { user }).await?;
        tell_owner(&work, user, Happened::PasskeyAdded).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(AddedPasskey { passkey: passkeys::shown(row), recovery_codes })
    }
}
