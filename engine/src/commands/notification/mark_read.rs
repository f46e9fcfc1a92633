//! Marks notifications as read.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::NotificationId,
    policy::{self, Action},
    store::{
        Work,
        notifications::{self, Read},
    },
};

/// How many can be named at once.
const MOST: usize = 100;

impl Engine {
    /// Marks the actor's notifications as read: these, or all. What was read before, and what is somebody else's, stays as it
    /// is; answers how many were not read.
    ///
    /// # Errors
    /// `Forbidden` for customers, who have none; `BadInput` for `ids` if there are too many; `MissingScope`.
    pub async fn mark_notifications_read(
        &self,
        actor: &Actor,
        ids: Option<&[NotificationId]>,
    ) -> Result<u64> {
        let permit = self.permit(actor, Action::ReadNotifications, None)?;
        let viewer = policy::logged_in(actor)?;
        if ids.is_some_and(|ids| ids.len() > MOST) {
            let message = format!("At most {MOST} ids can be given at once.");
            return Err(Error::bad("ids", "ids-too-many", message));
        }
        let work = Work::begin(self).await?;
        let which = ids.map_or(Read::All, Read::These);
        let read = notifications::read(work.tx(), viewer.id, which, work.now()).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(read)
    }
}
