//! Who has to do with the ticket that a mail points to, as it is now: whether its sender, or the one whose letter they answer, may read
//! it or takes part in it, and whether it is addressed to somebody who does.

use std::collections::HashSet;

use super::pointers::LOOKED_UP;
use crate::{
    commands::user::{by_email, is_own_address},
    content::address::normalise,
    error::{Error, Result},
    model::{IncomingMessage, Role, UserId, Watching},
    policy::{self, Action},
    routing::Candidate,
    store::{
        Work,
        entity::{account, ticket},
        people, reply_addresses, tickets, watchers,
    },
};

/// Whether an account is one of the staff.
pub(super) fn is_of_staff(account: &account::Model) -> bool {
    account.role.parse::<Role>().is_ok_and(Role::is_staff)
}

/// Whether somebody who is none of the staff takes part in a ticket: as its customer, as a watcher who reads it, or since they have
/// written in it, as long as they may read it. Who was taken off, or to whom it is not shared any more, takes no part, whatever they
/// wrote before.
pub(super) async fn takes_part(work: &Work<'_>, row: &ticket::Model, person: UserId) -> Result<bool> {
    if people::find(work.tx(), person).await?.is_some_and(|account| is_of_staff(&account)) {
        return Ok(false);
    }
    if row.customer_id == person.0 {
        return Ok(true);
    }
    match watchers::of(work.tx(), row.id, person).await? {
        Some(Watching::Reader) => Ok(true),
        Some(Watching::Removed) => Ok(false),
        Some(Watching::Follower) | None => Ok(tickets::takes_part(work.tx(), row.id.into(), person).await?
            && may_read(work, row, person).await?),
    }
}

/// To whom a mail that points to a ticket is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Addressed {
    /// To the desk and the staff alone.
    Desk,
    /// To somebody who takes part in the ticket, as well.
    Party,
    /// To people who take no part in it.
    Others,
}

/// To whom a mail is addressed, of those who have to do with a ticket or not. An address that only its delivery names makes nobody
/// another one.
pub(super) async fn addressed(
    work: &Work<'_>,
    mail: &IncomingMessage,
    row: &ticket::Model,
) -> Result<Addressed> {
    let named = mail.addressees.iter().map(|one| (one.address.as_str(), true));
    let delivered = mail.recipients.iter().map(|address| (address.as_str(), false));
    let (mut seen, mut found) = (HashSet::new(), Addressed::Desk);
    for (address, by_writer) in named.chain(delivered) {
        let Some(address) = normalise(address).filter(|address| seen.insert(address.clone())) else {
            continue;
        };
        if seen.len() > LOOKED_UP {
            break;
        }
        if is_own_address(work, &address).await? {
            continue;
        }
        let account = by_email(work, &address).await?;
        if account.as_ref().is_some_and(is_of_staff) {
            continue;
        }
        let party = match account {
            Some(account) => takes_part(work, row, account.id.into()).await?,
            None => false,
        };
        if party || reply_addresses::is_of_ticket(work.tx(), row.id, &address).await? {
            return Ok(Addressed::Party);
        }
        if by_writer {
            found = Addressed::Others;
        }
    }
    Ok(found)
}

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
