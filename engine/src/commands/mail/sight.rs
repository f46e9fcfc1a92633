//! Whether the sender of a mail may read the ticket that it points to, as it is now.

use crate::{
    error::{Error, Result},
    model::{UserId, Watching},
    policy::{self, Action},
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
