//! Makes a queue.

use crate::{
    actor::Actor,
    content::{address, clean_line},
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Queue, QueueId, QueueSettings},
    policy::Action,
    problems::Problems,
    store::{
        Work, audit, mailbox_definitions, people,
        queues::{self, members},
    },
};

/// Longer names break every list.
const LONGEST_NAME: usize = 100;

impl Engine {
    /// Makes a queue, fed by the mail address if one is given; for admins. Every agent works it.
    ///
    /// # Errors
    /// `BadInput` for `name` or `address`; [`Error::Forbidden`].
    pub async fn create_queue(&self, actor: &Actor, name: &str, address: Option<&str>) -> Result<Queue> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let mut problems = Problems::default();
        let name = problems.or_default(clean_name(name))?;
        let address = problems.or_default(address.map(clean_address).transpose())?;

        let work = Work::begin(self).await?;
        if queues::is_name_taken(&work, &name).await? {
            problems.note(Error::name_taken("A queue", &name));
        }
        if let Some(address) = &address {
            if queues::is_address_taken(&work, address).await? {
                problems.note(Error::address_taken(address));
            }
            problems.or_default(refuse_anothers_mailbox(&work, address, None).await)?;
            problems.or_default(refuse_a_persons(&work, "address", address).await)?;
        }
        problems.refuse()?;
        let id: QueueId = work.id()?;
        queues::insert(&work, id, &name, address.as_deref()).await?;
        members::add_every_agent(&work, id).await?;
        let made = Audited::QueueCreated { queue: id, name: Some(name.clone()), address: address.clone() };
        audit::note(&work, actor, made).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(Queue { id, name, address, agreement: None, settings: QueueSettings::default(), active: true })
    }
}

/// Refuses the address of a mailbox that an admin added for another queue.
pub(super) async fn refuse_anothers_mailbox(
    work: &Work<'_>,
    address: &str,
    own: Option<QueueId>,
) -> Result<()> {
    match mailbox_definitions::queue_of_address(work, address).await? {
        Some(other) if Some(other) != own => Err(Error::address_taken(address)),
        Some(_) | None => Ok(()),
    }
}

/// Mail to a person would become tickets, and our letters to them would come back.
pub(in super::super) async fn refuse_a_persons(
    work: &Work<'_>,
    field: &'static str,
    address: &str,
) -> Result<()> {
    let same = people::by_address(work.tx(), address).await?;
    if same.is_none() {
        return Ok(());
    }
    let message =
        format!("{address} is the address of a person. Use an address that belongs only to the queue.");
    Err(Error::bad(field, "address-of-person", message))
}

pub(super) fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::name_required());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::too_long("name", "name-too-long", "name", LONGEST_NAME));
    }
    Ok(name)
}

pub(super) fn clean_address(given: &str) -> Result<String> {
    address::normalise(given).ok_or_else(|| Error::address_invalid("address", given))
}
