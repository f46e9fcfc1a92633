//! Finds the queue of a new ticket, and makes those that the configuration names.

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::QueueId,
    policy,
    store::{
        Reading, Work,
        entity::queue,
        people,
        queues::{self, Sought, members},
    },
};

impl Engine {
    /// Makes the queue of a name if it is missing, with every agent as its member, and keeps its address up to date.
    pub(crate) async fn ensure_queue(&self, name: &str, address: Option<&str>) -> Result<()> {
        let known = queues::sought(self.database().ro(), Sought::Called(name)).await?;
        let address = address.map(str::to_lowercase);
        if let Some(address) = &address {
            self.warn_of_a_persons(name, address).await?;
        }
        if known.is_some_and(|known| address.is_none() || known.address == address) {
            return Ok(());
        }
        let work = Work::begin(self).await?;
        queues::take_address(&work, address.as_deref(), name).await?;
        let id: QueueId = work.id()?;
        queues::insert_or_readdress(&work, id, name, address.as_deref()).await?;
        if queues::find(work.tx(), id).await?.is_some() {
            members::add_every_agent(&work, id).await?;
        }
        work.commit(policy::housekeeping(), Vec::new()).await
    }

    /// A mailbox with the address of a person makes tickets of our own letters to them: the operator is told.
    async fn warn_of_a_persons(&self, queue: &str, address: &str) -> Result<()> {
        if let Some(person) = people::by_address(self.database().ro(), address).await? {
            tracing::warn!(user = %person.id, queue, "the address of this queue's mailbox is also that of a person: \
                our mail to them comes back as tickets; give the person another address or switch the account off");
        }
        Ok(())
    }

    /// The queue of an id, if the actor sees it; without one the queue of the first mailbox, or the oldest.
    pub(crate) async fn queue_or_first(
        &self,
        work: &Work<'_>,
        actor: &Actor,
        id: Option<QueueId>,
    ) -> Result<QueueId> {
        let which = self.sought(actor, id);
        let found = queues::sought(work.tx(), which).await?;
        Ok(usable(which, found)?.id.into())
    }

    /// The same as a row, for who only asks.
    pub(crate) async fn row_or_first(
        &self,
        db: &Reading,
        actor: &Actor,
        id: Option<QueueId>,
    ) -> Result<queue::Model> {
        let which = self.sought(actor, id);
        let found = queues::sought(db, which).await?;
        usable(which, found)
    }

    fn sought<'a>(&'a self, actor: &'a Actor, id: Option<QueueId>) -> Sought<'a> {
        match (id, self.settings().mail.mailboxes.first()) {
            (Some(id), _) => Sought::Seen(id, actor),
            (None, Some(mailbox)) => Sought::Called(&mailbox.queue),
            (None, None) => Sought::First,
        }
    }
}

/// Refuses a queue that is absent or hidden, and one that was asked for and takes no new tickets.
fn usable(which: Sought<'_>, found: Option<queue::Model>) -> Result<queue::Model> {
    match (which, found) {
        (Sought::Seen(..), Some(queue)) if !queue.active => Err(Error::queue_inactive()),
        (_, Some(queue)) => Ok(queue),
        (Sought::Seen(..), None) => Err(Error::queue_unknown()),
        (Sought::Called(_), None) => Err(Error::internal("a queue of the configuration is missing")),
        (Sought::First, None) => Err(Error::internal("there is no queue")),
    }
}
