//! Ends the sessions of every other browser.

use crate::{
    actor::{Actor, Via},
    engine::Engine,
    error::Result,
    policy::{self, Action},
    store::{Work, confirmed_devices, sessions},
};

impl Engine {
    /// Ends all sessions of the actor but the one that asks, and with them every subscription on their behalf; answers how
    /// many.
    ///
    /// # Errors
    /// [`crate::Error::Unauthenticated`] for nobody; [`crate::Error::Forbidden`] for a token without the scope `admin`.
    pub async fn revoke_other_sessions(&self, actor: &Actor) -> Result<u64> {
        let viewer = policy::logged_in(actor)?;
        let permit = self.permit(actor, Action::MakeToken, None)?;
        let work = Work::begin(self).await?;
        let own = match viewer.via {
            Via::Session(id) => Some(id),
            Via::Token(_) | Via::Letter | Via::Local => None,
        };
        let ended = sessions::end_others(&work, viewer.id, own).await?;
        confirmed_devices::forget_all(work.tx(), viewer.id.into()).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(ended)
    }
}
