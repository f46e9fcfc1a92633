//! Whether the sender of a mail, or the one whose letter they answer, may read the ticket that it points to, as it is now.

use crate::{
    error::{Error, Result},
    model::{UserId, Watching},
    policy::{self, Action},
    routing::Candidate,
    store::{Work, entity::ticket, tickets, watchers},
};

/// Whether this person may read the ticket now, whatever letters they had about it.
pub(super) async fn may_read(work: &Work<'_>, row: &ticket::Model, person: UserId) -> Result<bool> {
    let reader =
        || async { Ok::<_, Error>(watchers::of(work.tx(), row.id, person).await? == Some(Watching::Reader)) };
    if row.customer_id == person.0 || reader().await? {
        return Ok(true);
    }
    let actor = match work.engine().actor_of(person).await {
        Ok(actor) => actor,
        Err(Error::NotFound { .. }) => return Ok(false),
        Err(error) => return Err(error),
    };
    let subject = tickets::subject(work.tx(), &actor, Some(row)).await?;
    Ok(policy::check(&actor, Action::ReadTicket, Some(&subject)).is_ok())
}

/// What points to a ticket by a letter to somebody else than the sender: it ends with the right of that reader, unless the sender
/// takes part in the ticket or reads it themselves. Who was taken off has other mailboxes, and friends.
pub(super) async fn outlived(
    work: &Work<'_>,
    found: Candidate,
    reader: UserId,
    sender: Option<UserId>,
) -> Result<Candidate> {
    if found.sender_takes_part {
        return Ok(found);
    }
    let Some(row) = tickets::find(work.tx(), found.ticket).await? else { return Ok(found) };
    for person in [Some(reader), sender].into_iter().flatten() {
        if may_read(work, &row, person).await? {
            return Ok(found);
        }
    }
    Ok(Candidate { shut_out: true, ..found })
}
