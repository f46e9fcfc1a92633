//! Who of the staff is at a ticket; only the staff are told.

use std::collections::HashMap;

use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Presence, TicketId, UserId},
    store::{in_sight, presence, visible::Visible},
};

impl Engine {
    /// Who of the staff looks at these tickets or writes on them now, those who have been there longest first; tickets at
    /// which nobody is are left out, and to customers nobody is.
    ///
    /// Somebody looks while a stream of [`Engine::presence`] is held on their behalf, and writes for 30 seconds after
    /// each save of a draft. Whoever vanishes without a word is forgotten after 45 seconds.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn presence_of(
        &self,
        actor: &Actor,
        ids: &[TicketId],
    ) -> Result<HashMap<TicketId, Vec<Presence>>> {
        let visible = Visible::to(actor);
        if ids.is_empty() || !visible.sees_internal() {
            return Ok(HashMap::new());
        }
        let mut found = self.presence_at(&visible, ids).await?;
        found.retain(|_, present| !present.is_empty());
        Ok(found)
    }

    /// The same for a single ticket; `None`: it is out of the actor's sight.
    pub(crate) async fn presence_if_seen(
        &self,
        actor: &Actor,
        id: TicketId,
    ) -> Result<Option<Vec<Presence>>> {
        Ok(self.presence_at(&Visible::to(actor), &[id]).await?.remove(&id))
    }

    /// Who is at each of those of these tickets that can be seen.
    async fn presence_at(
        &self,
        visible: &Visible<'_>,
        ids: &[TicketId],
    ) -> Result<HashMap<TicketId, Vec<Presence>>> {
        let db = self.database().ro();
        let seen = in_sight::tickets(db, *visible, ids.iter().map(|id| id.0)).await?;
        let seen: Vec<TicketId> = seen.into_iter().map(TicketId).collect();
        let (looking, writing) = (
            presence::looking(db, &seen, self.now()).await?,
            presence::writing(db, &seen, self.now()).await?,
        );
        let mut found: HashMap<TicketId, Vec<Presence>> = seen.iter().map(|id| (*id, Vec::new())).collect();
        for (here, writes) in
            looking.into_iter().map(|one| (one, false)).chain(writing.into_iter().map(|one| (one, true)))
        {
            let (list, user) = (found.entry(TicketId(here.ticket_id)).or_default(), UserId(here.user_id));
            match list.iter_mut().find(|known| known.user == user) {
                Some(known) => known.writing |= writes,
                None => list.push(Presence { user, writing: writes, since: here.since }),
            }
        }
        for list in found.values_mut() {
            list.sort_by_key(|one| (one.since, one.user));
        }
        Ok(found)
    }
}
