//! Makes watchers of the people that a customer copies in, and of a colleague who answers.

use super::{pointers::LOOKED_UP, receive::Incoming};
use crate::{
    commands::user::{by_email, find_or_create_customer, is_own_address},
    content::{
        address::{domain_of, organisational_domain},
        open_domain::is_free_mail,
    },
    error::{Error, Result},
    incoming::{authentication::Verdict, copied},
    model::{Address, Cause, EventChange, EventKind, FromTo, Role, TicketId, UserId, Watching},
    policy::throttle::{new_senders, new_senders_of_domain},
    store::{
        NewEvent, Work,
        entity::{account, ticket},
        memberships, people, throttle, watchers,
    },
};

/// Makes watchers of those to whom `by`, who may show the ticket to others, addressed the mail; answers who is new.
pub(super) async fn watch(
    work: &Work<'_>,
    incoming: &Incoming,
    row: &ticket::Model,
    by: UserId,
) -> Result<Vec<EventChange>> {
    let mail = incoming.message();
    if !incoming.arrived.cc_watches || mail.automatic.is_some() || is_forged(work, incoming) {
        return Ok(Vec::new());
    }
    // Where the desk was copied in without the others' knowledge, they are told of nothing.
    if !names_us(work, &mail.addressees).await? {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    for person in copied::people(&mail.addressees, &work.engine().settings().mail.role_addresses) {
        if watchers::count(work.tx(), row.id.into()).await? >= watchers::MOST {
            break;
        }
        if is_own_address(work, &person.address).await? || is_contact(work, &person.address) {
            continue;
        }
        let Some(account) = account_of(work, &person).await? else { continue };
        let themselves = account.id == by.0 || account.id == row.customer_id;
        if !themselves && let Some(change) = begin(work, row, account).await? {
            changes.push(change);
        }
    }
    Ok(changes)
}

/// Whether the desk is one of those to whom a mail says that it is addressed.
async fn names_us(work: &Work<'_>, addressees: &[Address]) -> Result<bool> {
    for one in addressees.iter().take(LOOKED_UP) {
        if is_own_address(work, &one.address).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes a watcher of a colleague of the customer who answers: of the same organisation, or of the same domain if that is a
/// company's. A ticket that was made private is not opened to anybody by their own answer.
pub(super) async fn watch_writer(
    work: &Work<'_>,
    incoming: &Incoming,
    row: &ticket::Model,
    writer: UserId,
) -> Result<Option<EventChange>> {
    let full = watchers::count(work.tx(), row.id.into()).await? >= watchers::MOST;
    if !incoming.arrived.cc_watches || row.is_private || full || is_forged(work, incoming) {
        return Ok(None);
    }
    let customer = people::find(work.tx(), row.customer_id.into()).await?;
    let writer = people::find(work.tx(), writer).await?;
    let (Some(customer), Some(writer)) = (customer, writer) else { return Ok(None) };
    if customer.id == writer.id || !are_colleagues(work, row, &customer, &writer).await? {
        return Ok(None);
    }
    begin(work, row, writer).await
}

async fn are_colleagues(
    work: &Work<'_>,
    row: &ticket::Model,
    customer: &account::Model,
    writer: &account::Model,
) -> Result<bool> {
    if let Some(organisation) = row.organisation_id
        && memberships::belongs(work.tx(), writer.id.into(), organisation.into()).await?
    {
        return Ok(true);
    }
    Ok(is_of_same_company(work, &customer.email, &writer.email))
}

/// Whether two addresses are of one domain, and that is a company's.
fn is_of_same_company(work: &Work<'_>, one: &str, other: &str) -> bool {
    let domain = |address: &str| organisational_domain(domain_of(address)).to_owned();
    let free = &work.engine().settings().mail.free_mail_domains;
    domain(one) == domain(other) && !is_free_mail(&domain(other), free)
}

/// Whether somebody, with an account or without, is a colleague of a ticket's customer; of a private one nobody is.
pub(super) async fn is_colleague(
    work: &Work<'_>,
    row: &ticket::Model,
    (account, address): (Option<UserId>, &str),
) -> Result<bool> {
    let Some(customer) = people::find(work.tx(), row.customer_id.into()).await? else { return Ok(false) };
    if row.is_private {
        return Ok(false);
    }
    let account = match account {
        Some(account) => people::find(work.tx(), account).await?,
        None => None,
    };
    match account {
        Some(writer) => are_colleagues(work, row, &customer, &writer).await,
        None => Ok(is_of_same_company(work, &customer.email, address)),
    }
}

/// Makes a customer a watcher who may read the ticket, unless they were taken off.
async fn begin(work: &Work<'_>, row: &ticket::Model, account: account::Model) -> Result<Option<EventChange>> {
    let role: Role = account.role.parse().map_err(Error::internal)?;
    if role.is_staff() || !account.active {
        return Ok(None);
    }
    match watchers::of(work.tx(), row.id, account.id.into()).await? {
        Some(Watching::Reader | Watching::Removed) => return Ok(None),
        Some(Watching::Follower) | None => {}
    }
    watchers::set(work.tx(), row.id.into(), account.id.into(), Watching::Reader, work.now()).await?;
    Ok(Some(EventChange::Watchers(FromTo::now(account.id.into()))))
}

/// The account of a person, made for a new one as far as new senders are let in.
async fn account_of(work: &Work<'_>, person: &Address) -> Result<Option<account::Model>> {
    if let Some(known) = by_email(work, &person.address).await? {
        return Ok(Some(known));
    }
    let settings = work.engine().settings();
    let domain = organisational_domain(domain_of(&person.address));
    let of_domain = new_senders_of_domain(settings.mail.new_senders_per_domain);
    let all = new_senders(settings.mail.new_senders_per_hour);
    let pass = work.is_quiet()
        || throttle::count(work.tx(), of_domain, domain, work.now()).await?.is_ok()
            && throttle::count(work.tx(), all, "", work.now()).await?.is_ok();
    if !pass {
        return Ok(None);
    }
    let name = Some(person.name.trim()).filter(|name| !name.is_empty());
    let id = find_or_create_customer(work, &person.address, name, None).await?;
    people::find(work.tx(), id).await
}

/// The line of the journal that tells who watches now.
pub(super) fn event(ticket: TicketId, actor: UserId, changes: Vec<EventChange>) -> NewEvent {
    NewEvent {
        kind: EventKind::Changed,
        ticket,
        actor: Some(actor),
        cause: Cause::Mail,
        comment: None,
        changes,
        internal: false,
    }
}

/// Whether a trusted server says that the sender did not write it.
pub(super) fn is_forged(work: &Work<'_>, incoming: &Incoming) -> bool {
    incoming.verdict(work) == Verdict::Fail
}

/// Whether our letters name this address as the one to turn to.
fn is_contact(work: &Work<'_>, address: &str) -> bool {
    work.engine().settings().brand.contact.to_lowercase().contains(address)
}
