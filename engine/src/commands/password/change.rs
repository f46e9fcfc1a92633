//! Changes one's own password, by showing the one that holds.

use super::check_rule;
use crate::{
    actor::{Actor, Via},
    engine::Engine,
    error::{Error, Result},
    model::Audited,
    policy::{self, Action, throttle::PASSWORD_CHANGES},
    store::{
        Work, audit, confirmed_devices, password_links,
        people::{self, changes},
        sessions, throttle,
    },
};

impl Engine {
    /// Sets the caller's own password. Their other sessions and all password links end; the session that calls goes on.
    ///
    /// # Errors
    /// `BadInput` for `current`, when it is not the password that holds; [`Error::SingleSignOn`]; [`Error::WeakPassword`];
    /// [`Error::RateLimited`] after too many wrong ones; [`Error::Forbidden`] for API tokens.
    pub async fn change_password(&self, actor: &Actor, current: String, new: String) -> Result<()> {
        let permit = self.permit(actor, Action::MakeToken, None)?;
        let viewer = policy::logged_in(actor)?;
        policy::in_person(viewer)?;
        check_rule(self, &new)?;
        self.count_change(viewer.id.to_string()).await?;
        let row = people::find(self.database().ro(), viewer.id).await?;
        if let Some(row) = &row {
            self.refuse_password(row)?;
        }
        let held = row.and_then(|row| row.password_hash);
        if !self.hashing().verify(current, held.clone()).await? {
            return Err(wrong());
        }
        let hash = self.hashing().hash(self.rng(), new).await?;

        let work = Work::begin(self).await?;
        let row = people::lock(work.tx(), viewer.id).await?;
        if row.password_hash != held {
            return Err(wrong());
        }
        changes::set_password(&work, viewer.id, hash).await?;
        let this = match viewer.via {
            Via::Session(id) => Some(id),
            Via::Token(_) | Via::Letter | Via::Local => None,
        };
        sessions::end_others(&work, viewer.id, this).await?;
        password_links::end_all(work.tx(), viewer.id.into()).await?;
        confirmed_devices::forget_all(work.tx(), viewer.id.into()).await?;
        throttle::reset_everywhere(work.tx(), PASSWORD_CHANGES, &viewer.id.to_string()).await?;
        audit::note(&work, actor, Audited::PasswordSet { user: viewer.id }).await?;
        work.commit(permit, Vec::new()).await
    }

    /// Counts a try before it is made, so that many at once are no way round the limit.
    pub(crate) async fn count_change(&self, subject: String) -> Result<()> {
        let work = Work::begin(self).await?;
        let counted = throttle::count_at(work.tx(), PASSWORD_CHANGES, (&subject, ""), work.now()).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        counted.map_err(|retry_after| Error::RateLimited { retry_after })
    }
}

fn wrong() -> Error {
    Error::bad("current", "current-password-wrong", "The current password is incorrect.")
}
