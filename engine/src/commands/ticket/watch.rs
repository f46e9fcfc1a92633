//! Makes somebody watch a ticket.

use crate::{
    actor::Actor,
    commands::{
        rated::use_quota,
        user::{by_email, find_or_create_customer, is_in_force, is_own_address},
    },
    content::address::{self, domain_of},
    engine::Engine,
    error::{Error, Result},
    incoming::copied::is_machine,
    model::{EventChange, EventKind, FromTo, Role, Ticket, UserId, Watching},
    policy::{self, Action, rates::Rated},
    store::{NewEvent, Work, domains, entity::ticket, memberships, people, tickets, watchers},
};

impl Engine {
    /// Makes somebody watch a ticket, by default the actor: they are told of what happens in public, and a customer among them may read it and
    /// answer. Staff add anybody, the customer of a ticket adds colleagues, and whoever sees it adds themselves; a customer
    /// who adds themselves watches as long as they see the ticket.
    ///
    /// # Errors
    /// `NotFound` for a ticket that is absent or hidden; `Forbidden` for a customer who adds somebody to another's ticket;
    /// `BadInput` for `user` or `email`, and for `number` when enough people watch the ticket.
    pub async fn watch_ticket(
        &self,
        actor: &Actor,
        number: i64,
        user: Option<UserId>,
        email: Option<String>,
    ) -> Result<Ticket> {
        let oneself = actor.user().map(|viewer| viewer.id);
        let themselves = email.is_none() && (user.is_none() || user == oneself);
        let mut work = Work::begin(self).await?;
        let action = if themselves { Action::Watch } else { Action::ChooseWatchers };
        let (mut ticket, permit) = work.ticket(actor, number, action).await?;
        use_quota(&mut work, actor, Rated::Comments, 1).await?;
        let by_staff = actor.user().is_none_or(|viewer| viewer.role.is_staff());
        let user = match (user, email) {
            (Some(_), Some(_)) => {
                let message = "Give either user or email, not both.";
                return Err(Error::bad("email", "watcher-twice", message));
            }
            (None, None) => oneself.ok_or_else(|| policy::turned_away(actor))?,
            (Some(user), None) if themselves || by_staff => user,
            (Some(user), None) => colleague(&work, &ticket.row, user, "user").await?,
            (None, Some(email)) if by_staff => invited(&work, &email).await?,
            (None, Some(email)) => colleague_at(&work, &ticket.row, &email).await?,
        };
        let (row, events) = add(&work, actor, ticket.row, user, themselves).await?;
        ticket.row = row;
        work.commit(permit, events).await?;
        ticket.shown(actor)
    }
}

async fn add(
    work: &Work<'_>,
    actor: &Actor,
    row: ticket::Model,
    user: UserId,
    themselves: bool,
) -> Result<(ticket::Model, Vec<NewEvent>)> {
    let account = people::find(work.tx(), user).await?;
    let unknown = || Error::bad("user", "watcher-unknown", "Active account not found.");
    let account = account.filter(|account| account.active).ok_or_else(unknown)?;
    let role: Role = account.role.parse().map_err(Error::internal)?;
    if role == Role::Agent && !tickets::is_member(work.tx(), row.queue_id, user).await? {
        let message = "This agent does not work the queue of the ticket.";
        return Err(Error::bad("user", "watcher-not-in-queue", message));
    }
    let kind = if role == Role::Customer && !themselves { Watching::Reader } else { Watching::Follower };
    let before = watchers::of(work.tx(), row.id, user).await?;
    let known = matches!(before, Some(Watching::Reader)) || before == Some(kind);
    if known || row.customer_id == user.0 {
        return Ok((row, Vec::new()));
    }
    let is_new = before != Some(Watching::Follower);
    if is_new && watchers::count(work.tx(), row.id.into()).await? >= watchers::MOST {
        let message = format!("At most {} people can watch a ticket.", watchers::MOST);
        return Err(Error::bad("number", "watchers-too-many", message));
    }
    watchers::set(work.tx(), row.id.into(), user, kind, work.now()).await?;
    let event = changed(actor, &row, role, FromTo::now(user));
    let row = tickets::count_change(work, row, role == Role::Customer).await?;
    Ok((row, if is_new { vec![event] } else { Vec::new() }))
}

/// The line of the journal that tells who watches now, or no longer; of staff who watch, customers are not told.
pub(super) fn changed(actor: &Actor, row: &ticket::Model, role: Role, watcher: FromTo<UserId>) -> NewEvent {
    NewEvent {
        kind: EventKind::Changed,
        ticket: row.id.into(),
        actor: actor.user().map(|viewer| viewer.id),
        cause: actor.cause(),
        comment: None,
        changes: vec![EventChange::Watchers(watcher)],
        internal: role.is_staff(),
    }
}

/// The account of an address, made if it is new.
async fn invited(work: &Work<'_>, email: &str) -> Result<UserId> {
    let address = address::normalise(email).ok_or_else(|| Error::email_invalid("email", email))?;
    if is_in_force(work, &address).await? {
        let message = format!("{address} is an address of this installation. Use the person's own address.");
        return Err(Error::bad("email", "email-own", message));
    }
    if is_machine(&address) {
        let message = format!("{address} is an automated address and cannot watch a ticket.");
        return Err(Error::bad("email", "email-machine", message));
    }
    find_or_create_customer(work, &address, None, None).await
}

/// A member of the ticket's organisation. Whether another account exists is not told.
async fn colleague(
    work: &Work<'_>,
    row: &ticket::Model,
    user: UserId,
    field: &'static str,
) -> Result<UserId> {
    let theirs = match row.organisation_id {
        Some(organisation) => memberships::belongs(work.tx(), user, organisation.into()).await?,
        None => false,
    };
    if theirs { Ok(user) } else { Err(not_a_colleague(field)) }
}

/// The colleague with this address: a member of the ticket's organisation, or somebody new at one of its domains.
async fn colleague_at(work: &Work<'_>, row: &ticket::Model, email: &str) -> Result<UserId> {
    let refused = || not_a_colleague("email");
    let address = address::normalise(email).ok_or_else(refused)?;
    if let Some(known) = by_email(work, &address).await? {
        return colleague(work, row, known.id.into(), "email").await;
    }
    let owner = domains::owner(work.tx(), domain_of(&address)).await?;
    let theirs = owner.is_some_and(|owner| Some(owner.0) == row.organisation_id);
    if !theirs || is_own_address(work, &address).await? {
        return Err(refused());
    }
    if is_machine(&address) {
        let message = format!("{address} is an automated address and cannot watch a ticket.");
        return Err(Error::bad("email", "email-machine", message));
    }
    find_or_create_customer(work, &address, None, None).await
}

fn not_a_colleague(field: &'static str) -> Error {
    let message = "Only members of the ticket's organisation can be added.";
    Error::bad(field, "watcher-not-colleague", message)
}
