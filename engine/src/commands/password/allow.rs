//! Who may have a password where a role logs in by single sign-on alone.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Role, UserId},
    policy::{self, Action},
    store::{
        Work, audit,
        entity::account,
        logins,
        people::{self, changes},
        sessions,
    },
};

impl Engine {
    /// Lets a person log in by password although their role logs in by single sign-on alone, or no longer; answers whether
    /// that changed anything. It is the way in when no provider answers, and for the command line alone: an admin who could
    /// allow it on a page could allow it to themselves. Taking it back ends their sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for all but the system.
    pub async fn allow_password(&self, actor: &Actor, id: UserId, allowed: bool) -> Result<bool> {
        let permit = self.permit(actor, Action::GrantAccess, None)?;
        if !actor.is_internal() {
            return Err(Error::Forbidden { action: "allow passwords here; use the command line" });
        }
        let work = Work::begin(self).await?;
        let row = people::lock(work.tx(), id).await?;
        if row.password_allowed == allowed {
            return Ok(false);
        }
        if self.refuse_password(&row).is_err() {
            // Those from before have ended, and allowing the password makes none of them come back.
            sessions::end_barred(&work, id).await?;
        }
        changes::allow_password(&work, id, allowed).await?;
        if !allowed {
            logins::end_all(work.tx(), id.into()).await?;
        }
        audit::note(&work, actor, Audited::PasswordAllowed { user: id, allowed }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(true)
    }

    /// Whether the actor may log in by a password, and change it; always, but for roles that log in by single sign-on alone.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody.
    pub async fn password_allowed(&self, actor: &Actor) -> Result<bool> {
        let viewer = policy::logged_in(actor)?;
        let row = people::find(self.database().ro(), viewer.id).await?;
        Ok(row.is_some_and(|row| self.refuse_password(&row).is_ok()))
    }

    /// Refuses passwords and passkeys of an account that logs in by single sign-on alone.
    ///
    /// # Errors
    /// [`Error::SingleSignOn`].
    pub(crate) fn refuse_password(&self, account: &account::Model) -> Result<()> {
        let role: Role = account.role.parse().map_err(Error::internal)?;
        let alone = self.settings().accounts.single_sign_on.contains(&role) && !account.password_allowed;
        if alone { Err(Error::SingleSignOn) } else { Ok(()) }
    }
}
