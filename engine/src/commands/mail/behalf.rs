//! Finds for whom a mail of the staff opens a ticket: whose mail it passes on, or to whom it is addressed.

use super::{receive::Incoming, sender::Sender};
use crate::{
    commands::user::{by_email, find_or_create_customer, is_own_address, join_late},
    content::address::{domain_of, is_usable, normalise},
    error::{Error, Result},
    incoming::{
        authentication::{Verdict, verdict},
        behalf::{Behalf, OfStaff, behalf},
        copied,
        writer::Writer,
    },
    model::{Address, Forwarded, Role, UserId},
    store::Work,
};

/// For whom a mail opens a ticket.
pub(super) enum For {
    /// For its sender.
    Sender,
    /// For the person whose mail it passes on. `proven`: a trusted server vouches for the one who does.
    PassedOn {
        /// Whose.
        customer: UserId,
        /// What they wrote.
        mail: Forwarded,
        /// Whether the customer may be written to on its word.
        proven: bool,
    },
    /// For the person to whom it is addressed.
    Addressed(UserId),
}

/// For whom a mail opens a ticket; the account of that person is made on first contact.
pub(super) async fn opens_for(work: &Work<'_>, incoming: &Incoming, sender: Sender) -> Result<For> {
    let Writer::Sender(from) = &incoming.writer else { return Ok(For::Sender) };
    if !sender.role.is_staff() {
        return Ok(For::Sender);
    }
    let mail = incoming.message();
    let trusted = &work.engine().settings().mail.trusted_authserv;
    let verdict = verdict(&mail.authentication, trusted, domain_of(&from.address));
    let passed_on = match &mail.forwarded {
        Some(forwarded) if is_outsider(work, &forwarded.from).await? => Some(forwarded),
        _ => None,
    };
    let addressed = addressed(work, incoming).await?;
    let decided = behalf(OfStaff {
        works_queue: sender.works_queue(work, incoming.arrived.queue.into()).await?,
        automatic: mail.automatic.is_some() || mail.unattended.is_some(),
        verdict,
        checked: !trusted.is_empty(),
        passes_on: passed_on.is_some(),
        addressed: addressed.is_some(),
    });
    Ok(match (decided, passed_on, addressed) {
        (Behalf::PassedOn, Some(mail), _) => For::PassedOn {
            customer: account(work, &mail.from).await?,
            mail: mail.clone(),
            proven: verdict == Verdict::Pass,
        },
        (Behalf::Addressed, _, Some(person)) => For::Addressed(account(work, &person).await?),
        _ => For::Sender,
    })
}

/// The first person in To who is none of us, unless the desk itself stands there.
async fn addressed(work: &Work<'_>, incoming: &Incoming) -> Result<Option<Address>> {
    let mail = incoming.message();
    for one in &mail.to {
        if is_own_address(work, &one.address).await? {
            return Ok(None);
        }
    }
    for person in copied::people::<String>(&mail.to, &[]) {
        if is_outsider(work, &person).await? {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// Whether the address is a usable one of somebody who is neither staff nor the desk.
async fn is_outsider(work: &Work<'_>, person: &Address) -> Result<bool> {
    let Some(address) = normalise(&person.address).filter(|address| is_usable(address)) else {
        return Ok(false);
    };
    if is_own_address(work, &address).await? {
        return Ok(false);
    }
    let Some(account) = by_email(work, &address).await? else { return Ok(true) };
    let role: Role = account.role.parse().map_err(Error::internal)?;
    Ok(!role.is_staff())
}

async fn account(work: &Work<'_>, person: &Address) -> Result<UserId> {
    let name = Some(person.name.trim()).filter(|name| !name.is_empty());
    let id = find_or_create_customer(work, &person.address, name, None).await?;
    join_late(work, id, &person.address, Verdict::Unknown).await?;
    Ok(id)
}
