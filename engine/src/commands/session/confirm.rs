//! Ends a log-in that asked for a second factor.

use super::{
    NewSession, OpenedBy, challenge, open_session,
    tries::{CodeKind, log_failure},
};
use crate::{
    commands::second_factor::{Happened, Shown, consume, tell_owner},
    engine::Engine,
    error::{Error, Result},
    model::{Audited, UserId},
    policy,
    store::{Work, audit, confirmed_devices::Factor, people, second_factors, throttle},
};

/// What is shown beside the password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfirmLogin {
    /// What [`Error::CodeRequired`] carried.
    pub challenge: String,
    /// A code of the app, or a recovery code.
    pub code: String,
    /// As in [`crate::Login::user_agent`].
    pub user_agent: Option<String>,
    /// As in [`crate::Login::address`].
    pub address: Option<String>,
    /// As in [`crate::Login::device`].
    pub device: Option<String>,
}

impl Engine {
    /// Begins the session of a log-in for which [`Engine::login`] or [`Engine::reset_password`] asked a code. A code is good
    /// once. Wrong ones are counted for the account, and few are let through within an hour; those at a browser that is known
    /// for it are counted apart.
    ///
    /// # Errors
    /// `BadInput` for `code`, if it is wrong or was used, and for `challenge`, if that is unknown, too old, or the password has
    /// changed since; [`Error::RateLimited`] after too many wrong codes.
    pub async fn confirm_login(&self, input: ConfirmLogin) -> Result<NewSession> {
        let proven = self.proven(&input.challenge)?;
        let account = people::find(self.database().ro(), proven.account.into()).await?;
        let account = account.filter(|account| proven.holds_for(account)).ok_or_else(challenge::expired)?;
        let id = UserId::from(account.id);
        let from = (input.device.as_deref(), input.address.as_deref());
        let tried = self.place_of(Some(&account), "", from).await?;
        let kind = CodeKind::of(&input.code);
        let place = tried.place_for(kind);
        if let Err(error) = self.count_code(id, place, kind).await {
            log_failure(input.address.as_deref(), Some(id));
            return Err(error);
        }

        let work = Work::begin(self).await?;
        let account = people::lock(work.tx(), id).await?;
        if !proven.holds_for(&account) || second_factors::methods(work.tx(), account.id).await?.is_empty() {
            return Err(challenge::expired());
        }
        self.refuse_password(&account)?;
        let shown = consume(&work, account.id, &input.code).await?;
        let factor = match shown {
            Shown::Code => Factor::App,
            Shown::Recovery => {
                audit::note_own(&work, id, Audited::RecoveryCodeUsed { user: id }).await?;
                tell_owner(&work, id, Happened::RecoveryCodeUsed).await?;
                Factor::Recovery
            }
            Shown::Wrong => {
                drop(work);
                log_failure(input.address.as_deref(), Some(id));
                return Err(wrong_code());
            }
        };
        self.forgive_code(&work, id, place, kind).await?;
        self.forgive_login(&work, &tried).await?;
        throttle::sweep(work.tx(), work.now()).await?;
        let (agent, device) = (input.user_agent.as_deref(), input.device.as_deref());
        let by = OpenedBy::Password { remember: proven.remember, with: Some(factor) };
        let session = open_session(&work, account, by, agent, device).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(session)
    }
}

/// The code is neither that of the app nor a recovery code, or it was used.
pub(crate) fn wrong_code() -> Error {
    Error::bad("code", "code-wrong", "The code is incorrect or was already used.")
}
