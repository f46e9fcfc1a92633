//! Links an identity at a provider to the account of somebody who is logged in.

use super::{UnderWay, begin_link::shown_with, sign_in::link};
use crate::{
    actor::Actor,
    commands::second_factor::{Happened, tell_owner},
    engine::Engine,
    error::{Error, Result},
    model::{NotAdmitted, Vouched},
    policy::{self, Action, throttle::SIGN_IN_ONCE},
    rules::sign_in::welcome,
    store::{Work, identities, people, throttle},
};

impl Engine {
    /// Lets the actor log in with this identity from now on, and tells them by email. One that is linked to them already stays as
    /// it is. `under_way` is what [`Engine::start_link`] began, so that nobody links one who has not shown who they are.
    ///
    /// # Errors
    /// [`Error::NotAdmitted`]; [`Error::NotFound`] when there is no such provider; [`Error::Unauthenticated`], also when
    /// somebody else began it, one was linked by it, or the password is another since; [`Error::Forbidden`] for API tokens; [`Error::MissingScope`].
    pub async fn link_identity(&self, actor: &Actor, under_way: &UnderWay, who: &Vouched) -> Result<()> {
        let permit = self.permit(actor, Action::ChangeOwnAccount, None)?;
        let viewer = policy::logged_in(actor)?;
        policy::in_person(viewer)?;
        let leave = under_way.leave().filter(|leave| leave.user == viewer.id);
        let leave = leave.filter(|_| under_way.provider == who.provider).ok_or(Error::Unauthenticated)?;
        let terms = self.provider(&who.provider)?;
        welcome(terms, who)?;
        let work = Work::begin(self).await?;
        let account = people::lock(work.tx(), viewer.id).await?;
        if !account.active {
            return Err(NotAdmitted::Deactivated.into());
        }
        let known = identities::find(work.tx(), &terms.issuer, &who.subject).await?;
        if known.as_ref().is_some_and(|known| known.user_id == viewer.id.0) {
            return Ok(());
        }
        let used = throttle::count(work.tx(), SIGN_IN_ONCE, &leave.once, work.now()).await?.is_err();
        if used || leave.password != shown_with(&account) {
            return Err(Error::Unauthenticated);
        }
        if let Some(known) = known {
            // It stayed with an account that was merged into this one.
            if people::merge_target(work.tx(), known.user_id.into()).await? != Some(viewer.id) {
                return Err(NotAdmitted::OfAnother.into());
            }
            identities::remove(work.tx(), known.id).await?;
        }
        link(&work, actor, terms, who, viewer.id).await?.ok_or(NotAdmitted::OfAnother)?;
        tell_owner(&work, viewer.id, Happened::IdentityLinked(&terms.name)).await?;
        work.commit(permit, Vec::new()).await
    }
}
