//! Links an identity at a provider to the account of somebody who is logged in.

use super::sign_in::link;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{NotAdmitted, Vouched},
    policy::Action,
    rules::sign_in::welcome,
    store::{Work, identities, people},
};

impl Engine {
    /// Lets the actor log in with this identity from now on. One that is linked to them already stays as it is.
    ///
    /// # Errors
    /// [`Error::NotAdmitted`]; [`Error::NotFound`] when there is no such provider; [`Error::Unauthenticated`];
    /// [`Error::MissingScope`].
    pub async fn link_identity(&self, actor: &Actor, who: &Vouched) -> Result<()> {
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        let viewer = actor.user().ok_or(Error::Unauthenticated)?;
        let terms = self.provider(&who.provider)?;
        welcome(terms, who)?;
        let work = Work::begin(self).await?;
        if !people::lock(work.tx(), viewer.id).await?.active {
            return Err(NotAdmitted::Deactivated.into());
        }
        match identities::find(work.tx(), &terms.issuer, &who.subject).await? {
            Some(known) if known.user_id == viewer.id.0 => return Ok(()),
            Some(_) => return Err(NotAdmitted::OfAnother.into()),
            None => {}
        }
        link(&work, actor, terms, who, viewer.id).await?.ok_or(NotAdmitted::OfAnother)?;
        work.commit(permit, Vec::new()).await
    }
}
