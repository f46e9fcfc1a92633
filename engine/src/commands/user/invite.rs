//! Invites somebody who cannot log in yet, for the first time or once more.

use super::{
    check::refuse_gone,
    create::{invite, refuse_useless_password},
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Role, User, UserId},
    policy::{Action, throttle::INVITATIONS, words},
    store::{Work, audit, entity::account, identities, passkeys, people, throttle, undeliverable},
};

impl Engine {
    /// Sends somebody who has no password, passkey or identity of a provider a link to set a password: agents invite customers,
    /// admins anybody. Nobody gets more than a few of these emails a day.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `id` when the person can log in already, is deactivated, cannot be reached, or logs in by
    /// single sign-on alone; [`Error::RateLimited`]; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn invite_user(&self, actor: &Actor, id: UserId) -> Result<User> {
        // Who may invite nobody learns nothing about which accounts exist.
        let mut permit = self.permit_to(actor, Action::PrepareCustomer, words::INVITE)?;
        let work = Work::begin(self).await?;
        let account = people::lock(work.tx(), id).await?;
        let role: Role = account.role.parse().map_err(Error::internal)?;
        if role.is_staff() {
            permit = self.permit_to(actor, Action::AppointStaff, words::INVITE_STAFF)?;
        }
        may_be_invited(&work, &account).await?;
        let counted = throttle::count(work.tx(), INVITATIONS, &id.to_string(), work.now()).await?;
        counted.map_err(|retry_after| Error::RateLimited { retry_after })?;
        audit::note(&work, actor, Audited::UserInvited { user: id }).await?;
        invite(&work, id).await?;
        let user = people::user(work.tx(), account).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(user)
    }
}

/// Refuses those to whom the email would be of no use.
async fn may_be_invited(work: &Work<'_>, account: &account::Model) -> Result<()> {
    let refused = |reason, message: &str| Err(Error::bad("id", reason, message));
    refuse_gone(account)?;
    if !account.active {
        return refused("invite-inactive", "This account is deactivated.");
    }
    if can_log_in(work, account).await? {
        return refused("invite-needless", "This person can already log in.");
    }
    if work.engine().refuse_password(account).is_err() {
        return refuse_useless_password(false, true);
    }
    if undeliverable::is_marked(work.tx(), &account.email).await? {
        return refused("invite-unreachable", "Emails to this address cannot be delivered.");
    }
    Ok(())
}

/// By a password, a passkey, or a provider who knows them.
async fn can_log_in(work: &Work<'_>, account: &account::Model) -> Result<bool> {
    if account.password_hash.is_some() || passkeys::exist(work.tx(), account.id).await? {
        return Ok(true);
    }
    identities::exist(work.tx(), account.id).await
}
