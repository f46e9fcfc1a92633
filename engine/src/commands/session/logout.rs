//! Ends a session.

use crate::{
    actor::{Actor, Via},
    engine::Engine,
    error::{Error, Result},
    policy,
    store::{Work, sessions},
};

impl Engine {
    /// Ends the session that the actor came with; answers whether there was one. An API token is not ended by it.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for nobody.
    pub async fn logout(&self, actor: &Actor) -> Result<bool> {
        let viewer = actor.person().ok_or(Error::Unauthenticated)?;
        let Via::Session(id) = viewer.via else { return Ok(false) };
        let work = Work::begin(self).await?;
        let ended = sessions::end(&work, id).await?;
        work.commit(policy::housekeeping(), Vec::new()).await?;
        Ok(ended)
    }
}
