//! Ends a session of another browser.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, SessionId},
    policy::Action,
    store::{Work, audit, confirmed_devices, sessions},
};

impl Engine {
    /// Ends a session at once, and with it every subscription on its behalf: everybody their own, admins anybody's. Its browser
    /// is counted with all others then.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none that the actor may end; [`Error::Forbidden`] for a token without the scope
    /// `admin`.
    pub async fn revoke_session(&self, actor: &Actor, id: SessionId) -> Result<()> {
        let permit = self.permit(actor, Action::MakeToken, None)?;
        let work = Work::begin(self).await?;
        let session = sessions::find(work.tx(), id).await?;
        let session = session.ok_or(Error::NotFound { what: "session" })?;
        let own = actor.user().is_some_and(|viewer| viewer.id.0 == session.user_id);
        if !own && self.permit(actor, Action::MakeAdminToken, None).is_err() {
            return Err(Error::NotFound { what: "session" });
        }
        if !own {
            audit::note(&work, actor, Audited::SessionRevoked { user: session.user_id.into() }).await?;
        }
        sessions::end(&work, id).await?;
        confirmed_devices::forget_session(work.tx(), id.0).await?;
        work.commit(permit, Vec::new()).await
    }
}
