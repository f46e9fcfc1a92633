//! Writes to the addresses of a person again, after mail to them came back.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, User, UserId},
    policy::Action,
    store::{Work, audit, people, reply_addresses, undeliverable},
};

impl Engine {
    /// Forgets that mail to a person came back: letters go to them again from now on, also where they asked for letters about
    /// a ticket. Somebody of whom nothing of that kind is known is answered as they are.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for all but staff; [`Error::MissingScope`].
    pub async fn try_address(&self, actor: &Actor, id: UserId) -> Result<User> {
        let permit = self.permit(actor, Action::HandleMail, None)?;
        let work = Work::begin(self).await?;
        people::lock(work.tx(), id).await?;
        let mut addresses = people::addresses(work.tx(), id).await?;
        addresses.extend(reply_addresses::all_of(work.tx(), id).await?);
        if undeliverable::clear(work.tx(), addresses.iter().map(String::as_str)).await? {
            audit::note(&work, actor, Audited::AddressTried { user: id }).await?;
            work.commit(permit, Vec::new()).await?;
        }
        let mut found = self.users_by_id(actor, &[id]).await?;
        found.remove(&id).ok_or(Error::NotFound { what: "user" })
    }
}
