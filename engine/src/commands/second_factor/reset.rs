//! Removes the second factor of somebody who lost it.

use super::{Happened, tell_owner};
use crate::{
    actor::Actor,
    commands::token::revoke_tokens,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, User, UserId},
    policy::{self, Action},
    store::{Work, audit, logins, people, second_factors},
};

impl Engine {
    /// Removes the second factor of a person who can show neither a code nor a recovery code; for admins, and for the command
    /// line. The person logs in with the password alone, and sets up a new one if the role requires it. Their sessions and API
    /// tokens end, since a lost phone may hold one.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `id`, if it is the actor's own account; [`Error::Forbidden`];
    /// [`Error::MissingScope`].
    pub async fn reset_second_factor(&self, actor: &Actor, id: UserId) -> Result<User> {
        let permit = self.permit_to(actor, Action::GrantAccess, policy::words::RESET_SECOND_FACTOR)?;
        if actor.user().is_some_and(|viewer| viewer.id == id) {
            let message =
                "You cannot reset your own second factor. Turn it off in your profile or ask another admin.";
            return Err(Error::bad("id", "reset-oneself", message));
        }
        let work = Work::begin(self).await?;
        people::lock(work.tx(), id).await?;
        if second_factors::remove(work.tx(), id.into()).await? {
            logins::end_all(work.tx(), id.into()).await?;
            revoke_tokens(&work, actor, id).await?;
            audit::note(&work, actor, Audited::SecondFactorReset { user: id }).await?;
            tell_owner(&work, id, Happened::Reset).await?;
            work.commit(permit, Vec::new()).await?;
        }
        let mut found = self.users_by_id(actor, &[id]).await?;
        found.remove(&id).ok_or(Error::NotFound { what: "user" })
    }
}
