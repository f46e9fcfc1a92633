//! Takes an identity at a provider from an account.

use sea_orm::EntityTrait;

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, IdentityId},
    policy::Action,
    store::{Work, audit, entity::identity, identities, people},
};

impl Engine {
    /// Lets nobody log in with this identity any more: everybody their own, as long as another identity or a password lets
    /// them in, admins anybody's. Sessions go on.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none that the actor may unlink; `BadInput` for `id`, when nothing else would let
    /// them in; [`Error::Forbidden`]; [`Error::MissingScope`].
    pub async fn unlink_identity(&self, actor: &Actor, id: IdentityId) -> Result<()> {
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        let work = Work::begin(self).await?;
        let row = identity::Entity::find_by_id(id.0).one(work.tx()).await?;
        let row = row.ok_or(Error::NotFound { what: "identity" })?;
        let own = actor.user().is_some_and(|viewer| viewer.id.0 == row.user_id);
        if !own && self.permit(actor, Action::GrantAccess, None).is_err() {
            return Err(Error::NotFound { what: "identity" });
        }
        let account = people::lock(work.tx(), row.user_id.into()).await?;
        let others = identities::of(work.tx(), row.user_id).await?.len() > 1;
        if own && account.password_hash.is_none() && !others {
            let message = "Set a password first; otherwise you could not log in any more.";
            return Err(Error::bad("id", "identity-last", message));
        }
        let provider = self.provider_name(&row.issuer);
        audit::note(&work, actor, Audited::IdentityUnlinked { user: row.user_id.into(), provider }).await?;
        identities::remove(work.tx(), row.id).await?;
        work.commit(permit, Vec::new()).await
    }
}
