//! Logs a person in by a passkey: after the password, or without one.

use super::{
    NewSession, OpenedBy,
    challenge::{self, Proven},
    open_session,
    tries::{CodeKind, log_failure},
};
use crate::{
    commands::passkey::{PasskeyAnswer, Purpose, wrong_passkey},
    engine::Engine,
    error::Result,
    model::UserId,
    policy::{
        self,
        passkey::{Answered, Invalid},
    },
    store::{Work, entity::account, passkeys, people, throttle},
};

/// What a person logs in with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasskeyLogin {
    /// What the browser answered to [`Engine::begin_passkey_login`].
    pub answer: PasskeyAnswer,
    /// What [`crate::Error::CodeRequired`] carried, after the password; without, the passkey alone lets them in.
    pub challenge: Option<String>,
    /// As in [`crate::Login::remember`]; after the password, what was said with that counts.
    pub remember: bool,
    /// As in [`crate::Login::user_agent`].
    pub user_agent: Option<String>,
    /// As in [`crate::Login::address`].
    pub address: Option<String>,
    /// As in [`crate::Login::device`].
    pub device: Option<String>,
}

impl Engine {
    /// Begins a session by a passkey: it ends a log-in that asked for a second factor, or is one by itself, since the passkey
    /// has asked for a finger, a face or a PIN. A passkey of somebody else, one of an account that is switched off and one
    /// that nobody knows give the same error. Tries are counted as those with a recovery code or a password are.
    ///
    /// # Errors
    /// `BadInput` for `credential`, when the passkey is not accepted, for `ceremony`, when it was not begun for this, is too
    /// old or was answered, and for `challenge`, as in [`Engine::confirm_login`]; [`crate::Error::SingleSignOn`], as in [`Engine::login`];
    /// [`crate::Error::RateLimited`].
    pub async fn login_with_passkey(&self, input: PasskeyLogin) -> Result<NewSession> {
        let proven = input.challenge.as_deref().map(|challenge| self.proven(challenge)).transpose()?;
        let account = match &proven {
            Some(proven) => Some(self.account_of(proven).await?),
            None => None,
        };
        let owner = account.as_ref().map(|account| UserId::from(account.id));
        let purpose = if proven.is_some() { Purpose::SecondFactor } else { Purpose::Login };
        let asked = self.sealed_ceremony(&input.answer.ceremony, purpose, owner)?;
        let answered = Answered::read(&input.answer.credential);
        let account = match (account, &answered) {
            (None, Some(answered)) => self.holder(answered).await?,
            (account, _) => account,
        };
        let id = account.as_ref().map(|account| UserId::from(account.id));
        let from = (input.device.as_deref(), input.address.as_deref());
        let tried = self.place_of(account.as_ref(), "passkey", from).await?;
        let kind = CodeKind::Passkey;
        let counted = match (&proven, id) {
            (Some(_), Some(id)) => self.count_code(id, tried.place_for(kind), kind).await,
            _ => self.wait_to_log_in(&tried).await,
        };
        let failed = |error| {
            log_failure(input.address.as_deref(), id);
            Err(error)
        };
        if let Err(error) = counted {
            return failed(error);
        }
        self.use_ceremony(&input.answer.ceremony).await?;
        let (Some(id), Some(answered)) = (id, answered) else { return failed(wrong_passkey()) };

        let work = Work::begin(self).await?;
        let account = people::lock(work.tx(), id).await?;
        if proven.as_ref().is_some_and(|proven| !proven.holds_for(&account)) {
            return Err(challenge::expired());
        }
        let verified = self.verify_passkey(&work, account.id, &asked, &answered).await?;
        if verified == Err(Invalid::Copied) {
            drop(work);
            let error = self.report_copy(id).await?;
            return failed(error);
        }
        let (Ok(passkey), true) = (verified, account.active) else { return failed(wrong_passkey()) };
        self.refuse_password(&account)?;
        if proven.is_some() {
            self.forgive_code(&work, id, tried.place_for(kind), kind).await?;
        }
        self.forgive_login(&work, &tried).await?;
        throttle::sweep(work.tx(), work.now()).await?;
        let by = OpenedBy::Passkey {
            remember: proven.map_or(input.remember, |proven| proven.remember),
            id: passkey,
        };
        let session =
            open_session(&work, account, by, input.user_agent.as_deref(), input.device.as_deref()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(session)
    }

    /// The account whose password was right.
    async fn account_of(&self, proven: &Proven) -> Result<account::Model> {
        let account = people::find(self.database().ro(), proven.account.into()).await?;
        account.filter(|account| proven.holds_for(account)).ok_or_else(challenge::expired)
    }

    /// The account that a passkey names, if it is one of that account.
    async fn holder(&self, answered: &Answered) -> Result<Option<account::Model>> {
        let db = self.database().ro();
        let row = passkeys::by_credential(db, &answered.credential_id()).await?;
        let Some(row) = row.filter(|row| answered.user() == Some(row.user_id)) else { return Ok(None) };
        people::find(db, row.user_id.into()).await
    }
}
