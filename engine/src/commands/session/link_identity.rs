//! Links an identity at a provider to the account of somebody who is logged in.

use super::{UnderWay, sign_in::link};
use crate::{
    actor::Actor,
    commands::second_factor::{Happened, tell_owner},
    engine::Engine,
    error::{Error, Result},
    model::{NotAdmitted, Vouched},
    policy::{self, Action},
    rules::sign_in::welcome,
    store::{Work, identities, people},
};

impl Engine {
    /// Lets the actor log in with this identity from now on, and tells them by email. One that is linked to them already stays as
    /// it is. `under_way` is what [`Engine::start_link`] began, so that nobody links one who has not shown who they are.
    ///
    /// # Errors
    /// [`Error::NotAdmitted`]; [`Error::NotFound`] when there is no such provider; [`Error::Unauthenticated`], also when
    /// somebody else began it; [`Error::Forbidden`] for API tokens; [`Error::MissingScope`].
    pub async fn link_identity(&self, actor: &Actor, under_way: &UnderWay, who: &Vouched) -> Result<()> {
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        let viewer = policy::logged_in(actor)?;
        policy::in_person(viewer)?;
        if under_way.link() != Some(viewer.id) || under_way.provider != who.provider {
            return Err(Error::Unauthenticated);
        }
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
        tell_owner(&work, viewer.id, Happened::IdentityLinked(&terms.name)).await?;
        work.commit(permit, Vec::new()).await
    }
}
