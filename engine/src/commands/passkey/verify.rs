//! Verifies the answer of a passkey, whatever it was asked for, and tells its owner of a copy.

use uuid::Uuid;

use crate::{
    commands::second_factor::{Happened, tell_owner},
    engine::Engine,
    error::{Error, Result},
    model::{Audited, UserId},
    policy::{
        self,
        passkey::{Answered, Invalid},
    },
    store::{Work, audit, passkeys},
};

impl Engine {
    /// Of which passkey of this user, who is locked, the answer is one. One that is right is noted as used.
    pub(crate) async fn verify_passkey(
        &self,
        work: &Work<'_>,
        user: Uuid,
        asked: &str,
        answered: &Answered,
    ) -> Result<Result<Uuid, Invalid>> {
        let row = passkeys::by_credential(work.tx(), &answered.credential_id()).await?;
        let Some(row) = row.filter(|row| row.user_id == user) else { return Ok(Err(Invalid::Wrong)) };
        if answered.user().is_some_and(|named| named != user) {
            return Ok(Err(Invalid::Wrong));
        }
        match self.relying_party()?.holds(asked, answered, &row.credential)? {
            Ok(changed) => {
                let id = row.id;
                passkeys::used(work.tx(), row, changed, work.now()).await?;
                Ok(Ok(id))
            }
            Err(invalid) => Ok(Err(invalid)),
        }
    }

    /// Records that there seems to be a copy of a passkey, and tells its owner; answers the error for whoever showed it.
    pub(crate) async fn report_copy(&self, user: UserId) -> Result<Error> {
        let work = Work::begin(self).await?;
        audit::note_own(&work, user, Audited::PasskeyRefused { user }).await?;
        tell_owner(&work, user, Happened::PasskeyRefused).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        tracing::warn!(account = %user, "a passkey was refused: its signature counter ran backwards");
        Ok(wrong_passkey())
    }
}

/// Whatever is wrong with the answer of a passkey.
pub(crate) fn wrong_passkey() -> Error {
    Error::bad("credential", "passkey-wrong", "This passkey was not accepted.")
}
