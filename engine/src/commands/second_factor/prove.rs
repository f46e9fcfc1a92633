//! Asks once more who it is before a second factor changes: by the password, and by a code where there is one already; or by
//! a passkey, which is as good as both.

use chrono::TimeDelta;

use super::{Shown, consume};
use crate::{
    actor::{Actor, Via, Viewer},
    commands::{
        passkey::{PasskeyAnswer, Purpose, wrong_passkey},
        session::{CodeKind, wrong_code},
    },
    engine::Engine,
    error::{Error, Result},
    model::{Audited, LoginMethod},
    policy::{
        passkey::{Answered, Invalid},
        throttle::PASSWORD_CHANGES,
    },
    store::{Work, audit, entity::account, people, second_factors, sessions, throttle},
};

/// Where the codes of somebody who is logged in are counted.
const PLACE: &str = "logged in";

/// How long a log-in proves by itself who it is, of somebody who has nothing else to show.
const FRESH: TimeDelta = TimeDelta::minutes(15);

/// What somebody shows who is logged in already.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ProveIdentity {
    /// Their password; an account without one is not asked for it.
    pub password: String,
    /// A code of the app or a recovery code, if they have a second factor.
    pub code: Option<String>,
    /// What a passkey of theirs answered to [`Engine::begin_passkey_proof`]; nothing else is asked for then.
    pub passkey: Option<PasskeyAnswer>,
}

impl std::fmt::Debug for ProveIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProveIdentity(…)")
    }
}

impl Engine {
    /// Checks a passkey, or the password and, if there is a second factor, the code; answers the account, locked in a new unit of work.
    ///
    /// # Errors
    /// `BadInput` for `password` (also where there is none and the log-in is too old), `code`, `ceremony` or `credential`; [`Error::RateLimited`] after too many wrong ones.
    pub(crate) async fn prove<'e>(
        &'e self,
        viewer: &Viewer,
        shown: ProveIdentity,
    ) -> Result<(Work<'e>, account::Model)> {
        if let Some(answer) = shown.passkey {
            return self.prove_with_passkey(viewer, &answer).await;
        }
        let subject = viewer.id.to_string();
        let row = people::find(self.database().ro(), viewer.id).await?;
        let held = row.and_then(|row| self.usable_password(&row));
        if held.is_some() {
            self.count_change(subject.clone()).await?;
            if !self.hashing().verify(shown.password, held.clone()).await? {
                return Err(wrong_password());
            }
        }
        let has_one = !second_factors::methods(self.database().ro(), viewer.id.into()).await?.is_empty();
        let code = shown.code.filter(|code| !code.trim().is_empty());
        if let (true, Some(code)) = (has_one, &code) {
            self.count_code(viewer.id, PLACE, CodeKind::of(code)).await?;
        }
        if held.is_none() && !has_one {
            self.expect_fresh_login(viewer, "password").await?;
        }

        let work = Work::begin(self).await?;
        let row = people::lock(work.tx(), viewer.id).await?;
        if self.usable_password(&row) != held {
            return Err(wrong_password());
        }
        let methods = second_factors::methods(work.tx(), row.id).await?;
        if !methods.is_empty() {
            let code = code.ok_or_else(|| missing_code(&methods))?;
            match consume(&work, row.id, &code).await? {
                Shown::Code => {}
                Shown::Recovery => {
                    audit::note_own(&work, viewer.id, Audited::RecoveryCodeUsed { user: viewer.id }).await?;
                }
                Shown::Wrong => return Err(wrong_code()),
            }
            self.forgive_code(&work, viewer.id, PLACE, CodeKind::of(&code)).await?;
        }
        throttle::reset_everywhere(work.tx(), PASSWORD_CHANGES, &subject).await?;
        Ok((work, row))
    }

    /// Begins a unit of work for something that wants a proof of whoever is logged in, unless the log-in is fresh. `field` is
    /// where the proof is given.
    ///
    /// # Errors
    /// As [`Engine::prove`]; `BadInput` for `field` without a proof, when the log-in is too old.
    pub(crate) async fn prove_or_fresh<'e>(
        &'e self,
        actor: &Actor,
        shown: Option<ProveIdentity>,
        field: &'static str,
    ) -> Result<Work<'e>> {
        let session = actor.user().filter(|viewer| matches!(viewer.via, Via::Session(_)));
        match (session, shown) {
            (Some(viewer), Some(shown)) => Ok(self.prove(viewer, shown).await?.0),
            (Some(viewer), None) if !self.is_fresh(viewer).await? => {
                let message = "Your login is older than 15 minutes. Confirm your identity again.";
                Err(Error::bad(field, "identity-required", message))
            }
            _ => Work::begin(self).await,
        }
    }

    /// The password that an account can be asked for; where the role logs in by single sign-on alone, one on record is of no use.
    fn usable_password(&self, account: &account::Model) -> Option<String> {
        account.password_hash.clone().filter(|_| self.refuse_password(account).is_ok())
    }

    /// Where nothing else can be shown, the log-in itself is the proof, as long as it is fresh: a session that was left open
    /// must not give another person a way in of their own. `field` asks for that way.
    ///
    /// # Errors
    /// `BadInput` for `field`.
    pub(crate) async fn expect_fresh_login(&self, viewer: &Viewer, field: &'static str) -> Result<()> {
        if self.is_fresh(viewer).await? {
            return Ok(());
        }
        let message = "Your login is older than 15 minutes. Log in again to do this.";
        Err(Error::bad(field, "log-in-again", message))
    }

    /// Whether somebody has just logged in. Of the program that runs the engine, nothing is asked.
    async fn is_fresh(&self, viewer: &Viewer) -> Result<bool> {
        match viewer.via {
            Via::Session(id) => {
                let row = sessions::find(self.database().ro(), id).await?;
                Ok(row.is_some_and(|row| row.created_at + FRESH > self.now()))
            }
            Via::Token(_) | Via::Letter => Ok(false),
            Via::Local => Ok(true),
        }
    }

    async fn prove_with_passkey<'e>(
        &'e self,
        viewer: &Viewer,
        answer: &PasskeyAnswer,
    ) -> Result<(Work<'e>, account::Model)> {
        let asked = self.end_ceremony(&answer.ceremony, Purpose::Proof, Some(viewer.id)).await?;
        self.count_code(viewer.id, PLACE, CodeKind::Passkey).await?;
        let answered = Answered::read(&answer.credential).ok_or_else(wrong_passkey)?;
        let work = Work::begin(self).await?;
        let row = people::lock(work.tx(), viewer.id).await?;
        match self.verify_passkey(&work, row.id, &asked, &answered).await? {
            Ok(_) => {}
            Err(Invalid::Wrong) => return Err(wrong_passkey()),
            Err(Invalid::Copied) => {
                drop(work);
                return Err(self.report_copy(viewer.id).await?);
            }
        }
        self.forgive_code(&work, viewer.id, PLACE, CodeKind::Passkey).await?;
        Ok((work, row))
    }
}

fn missing_code(methods: &[LoginMethod]) -> Error {
    if methods.contains(&LoginMethod::App) {
        Error::bad("code", "code-missing", "A code from your authenticator app is required.")
    } else {
        Error::bad("code", "passkey-missing", "A passkey or a recovery code is required.")
    }
}

fn wrong_password() -> Error {
    Error::bad("password", "password-wrong", "The password is incorrect.")
}
