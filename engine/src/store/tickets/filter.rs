//! A filter of tickets as a condition on `ticket`, for lists, counts and whoever follows the journal.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use super::sought::clause_condition;
use crate::{
    actor::Actor,
    model::{
        Channel, OrderField, OrganisationId, SearchClause, Sought, Status, Ticket, TicketFilter, TicketOrder,
        Turn, Watching,
    },
    rules::{external_id::clean_external_id, texts::clean_tag},
    store::{
        entity::{ticket, ticket_seen, ticket_tag, watcher},
        search::{Query, Recent},
        visible::Visible,
    },
};

/// What the actor may see of what the filter asks for, to be read in order and by pages.
pub(crate) fn conditions(
    actor: &Actor,
    filter: &TicketFilter,
    backend: DbBackend,
    now: DateTime<Utc>,
) -> Condition {
    found(Visible::to(actor).on(backend), actor, filter, now)
        .add_option(search(actor, filter, backend, now, None))
}

/// The same, to be counted.
pub(super) fn to_count(
    actor: &Actor,
    filter: &TicketFilter,
    backend: DbBackend,
    now: DateTime<Utc>,
) -> Condition {
    found(Visible::to(actor).on(backend).counting(), actor, filter, now)
        .add_option(search(actor, filter, backend, now, None))
}

/// The same, as far as the newest entries of the search tell.
pub(super) fn among_newest(
    actor: &Actor,
    filter: &TicketFilter,
    backend: DbBackend,
    now: DateTime<Utc>,
    newest: Recent,
) -> Condition {
    found(Visible::to(actor).on(backend), actor, filter, now).add_option(search(
        actor,
        filter,
        backend,
        now,
        Some(newest),
    ))
}

fn search(
    actor: &Actor,
    filter: &TicketFilter,
    backend: DbBackend,
    now: DateTime<Utc>,
    newest: Option<Recent>,
) -> Option<Condition> {
    let search = filter.search.as_ref()?;
    let words = Query::of(search).condition(Visible::to(actor).sees_internal(), backend, newest);
    let clauses = search.clauses.iter().map(|clause| clause_condition(actor, clause, now));
    Some(clauses.fold(words, |all, clause| Condition::all().add(all).add(clause)))
}

/// All but the search.
fn found(visible: Visible<'_>, actor: &Actor, filter: &TicketFilter, now: DateTime<Utc>) -> Condition {
    let own = actor.user().filter(|viewer| filter.mine == Some(true) && !viewer.role.is_staff());
    let customer = filter.customer.or(own.map(|viewer| viewer.id));
    let covered = visible.covers(customer);
    let mut all = Condition::all()
        .add_option((!covered).then(|| visible.tickets()))
        .add_option(statuses(&filter.status))
        .add_option(filter.queue.map(|id| ticket::Column::QueueId.eq(id.0)))
        .add_option(filter.assignee.map(|id| ticket::Column::AssigneeId.eq(id.0)))
        .add_option(filter.customer.map(|id| ticket::Column::CustomerId.eq(id.0)))
        .add_option(filter.organisation.map(|id| ticket::Column::OrganisationId.eq(id.0)))
        .add_option(of_one(&filter.organisations))
        .add_option(filter.created_after.map(|at| ticket::Column::CreatedAt.gte(at)))
        .add_option(filter.created_before.map(|at| ticket::Column::CreatedAt.lt(at)))
        .add_option(filter.updated_after.map(|at| updated_at(visible).gte(at)))
        .add_option(channels(&filter.channels))
        .add_option(filter.number.map(|number| ticket::Column::Number.eq(number)))
        .add_option(filter.external_id.as_deref().map(called))
        .add_option(filter.unassigned.map(unassigned))
        .add_option(filter.mine.map(|mine| self::mine(actor, mine)))
        .add_option(filter.unseen.map(|unseen| self::unseen(visible, actor, unseen)))
        .add_option(filter.watching.map(|watching| self::watching(actor, watching)))
        .add_option(filter.escalated.map(|escalated| self::escalated(visible, escalated, now)));
    if let Some(tag) = &filter.tag {
        // Tags are words of the staff: to a customer no ticket has any.
        // No tag contains NUL, and PostgreSQL will not even hear of it.
        let may = visible.sees_internal() && !tag.contains('\0');
        all = all.add(if may { tagged(tag) } else { Expr::value(false) });
    }
    all
}

/// Whether the filter asks for this ticket, all but the search: the same as [`found`] of a ticket that is at hand.
pub(crate) fn fits(actor: &Actor, filter: &TicketFilter, ticket: &Ticket, now: DateTime<Utc>) -> bool {
    let is = |wanted: Option<bool>| wanted.unwrap_or(true);
    let internal = Visible::to(actor).sees_internal();
    (filter.status.is_empty() || filter.status.contains(&ticket.status))
        && (filter.channels.is_empty() || filter.channels.contains(&ticket.channel))
        && is(filter.queue.map(|id| ticket.queue == id))
        && is(filter.assignee.map(|id| ticket.assignee == Some(id)))
        && is(filter.customer.map(|id| ticket.customer == id))
        && is(filter.organisation.map(|id| ticket.organisation == Some(id)))
        && (filter.organisations.is_empty()
            || ticket.organisation.is_some_and(|id| filter.organisations.contains(&id)))
        && is(filter.created_after.map(|at| ticket.created_at >= at))
        && is(filter.created_before.map(|at| ticket.created_at < at))
        && is(filter
            .updated_after
            .map(|at| if internal { ticket.updated_at } else { ticket.public.updated_at } >= at))
        && is(filter.number.map(|number| ticket.number == number))
        && is(filter.external_id.as_deref().map(|id| ticket.external_id.as_deref() == Some(id.trim())))
        && is(filter.unassigned.map(|unassigned| ticket.assignee.is_none() == unassigned))
        && is(filter.mine.map(|mine| is_of(actor, ticket) == mine))
        && is(filter
            .escalated
            .map(|escalated| (internal && ticket.escalates_at.is_some_and(|at| at < now)) == escalated))
        && is(filter
            .tag
            .as_ref()
            .map(|tag| internal && clean_tag(tag).is_some_and(|tag| ticket.tags.contains(&tag))))
}

fn is_of(actor: &Actor, ticket: &Ticket) -> bool {
    actor.user().is_some_and(|viewer| {
        if viewer.role.is_staff() { ticket.assignee == Some(viewer.id) } else { ticket.customer == viewer.id }
    })
}

/// Another system calls it so. PostgreSQL refuses NUL, which no external id contains.
fn called(external_id: &str) -> Expr {
    match clean_external_id(external_id) {
        Ok(Some(id)) => ticket::Column::ExternalId.eq(id),
        Ok(None) | Err(_) => Expr::value(false),
    }
}

/// The time of the last change that the actor may see.
pub(super) fn updated_at(visible: Visible<'_>) -> Expr {
    let column =
        if visible.sees_internal() { ticket::Column::UpdatedAt } else { ticket::Column::PublicUpdatedAt };
    column.into_expr()
}

/// An agreed time has passed and is still to be met. To customers nothing is escalated.
pub(super) fn escalated(visible: Visible<'_>, escalated: bool, now: DateTime<Utc>) -> Condition {
    if !visible.sees_internal() {
        return Condition::all().add(Expr::value(!escalated));
    }
    let passed = Condition::all()
        .add(ticket::Column::EscalatesAt.is_not_null())
        .add(ticket::Column::EscalatesAt.lt(now));
    if escalated { passed } else { passed.not() }
}

/// The actor watches it.
fn watching(actor: &Actor, watching: bool) -> Condition {
    let Some(viewer) = actor.user() else { return Condition::all().add(Expr::value(!watching)) };
    let watched = watcher::Entity::find()
        .select_only()
        .column(watcher::Column::TicketId)
        .filter(watcher::Column::UserId.eq(viewer.id.0))
        .filter(watcher::Column::Kind.ne(Watching::Removed.as_str()));
    let condition = Condition::all().add(ticket::Column::Id.in_subquery(watched.into_query()));
    if watching { condition } else { condition.not() }
}

/// Something of the customer's is unanswered, and the actor has not seen it. To customers nothing is unseen.
pub(super) fn unseen(visible: Visible<'_>, actor: &Actor, unseen: bool) -> Condition {
    let Some(viewer) = actor.user().filter(|_| visible.sees_internal()) else {
        return Condition::all().add(Expr::value(!unseen));
    };
    let seen = ticket_seen::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(ticket_seen::Column::UserId.eq(viewer.id.0))
        .filter(ticket_seen::Column::TicketId.into_expr().eq(ticket::Column::Id.into_expr()))
        .filter(
            ticket_seen::Column::CustomerPosts.into_expr().gte(ticket::Column::CustomerPosts.into_expr()),
        );
    let condition = Condition::all()
        .add(ticket::Column::CustomerWroteAt.is_not_null())
        .add(Expr::exists(seen.into_query()).not());
    if unseen { condition } else { condition.not() }
}

/// On `ticket`, whatever its order: see [`branches`] for lists.
pub(super) fn statuses(statuses: &[Status]) -> Option<Expr> {
    match statuses {
        [] => None,
        [one] => Some(ticket::Column::Status.eq(one.as_str())),
        many => Some(ticket::Column::Status.is_in(many.iter().map(|status| status.as_str()))),
    }
}

fn of_one(organisations: &[OrganisationId]) -> Option<Expr> {
    match organisations {
        [] => None,
        [one] => Some(ticket::Column::OrganisationId.eq(one.0)),
        several => Some(ticket::Column::OrganisationId.is_in(several.iter().map(|one| one.0))),
    }
}

pub(super) fn channels(channels: &[Channel]) -> Option<Expr> {
    let words = channels.iter().map(|channel| channel.as_str());
    (!channels.is_empty()).then(|| ticket::Column::Channel.is_in(words))
}

/// What waits for the staff and nothing else, in two parts that are counted quickly: those of which the status says so, and
/// of the others those in which a reply is held back. `None`: the filter asks for something else.
pub(super) fn waiting(
    actor: &Actor,
    filter: &TicketFilter,
    backend: DbBackend,
    now: DateTime<Utc>,
) -> Option<(TicketFilter, Option<Condition>)> {
    let search = filter.search.as_ref()?;
    let alone = search.number.is_none() && search.terms.is_empty() && filter.status.is_empty();
    let [SearchClause { sought: Sought::Turn(Turn::Staff), negated: false, .. }] = search.clauses.as_slice()
    else {
        return None;
    };
    let ours: Vec<Status> =
        Status::ALL.iter().copied().filter(|status| status.turn() == Turn::Staff).collect();
    let all = TicketFilter { search: None, ..filter.clone() };
    // Said as what the status is not: a list of the others would lead SQLite to the index of the statuses, and so to
    // nearly all tickets, instead of to that of the few that are held back.
    let held = || {
        to_count(actor, &all, backend, now)
            .add(ticket::Column::HeldBackAt.is_not_null())
            .add(ticket::Column::Status.is_not_in(ours.iter().map(|status| status.as_str())))
    };
    let held = Visible::to(actor).sees_internal().then(held);
    alone.then(|| (TicketFilter { status: ours.clone(), ..all.clone() }, held))
}

/// What a list of the newest asks for, in parts whose order an index has: a part for each status. `None`: the whole is
/// one such part.
pub(super) fn branches(filter: &TicketFilter, order: TicketOrder) -> Option<Vec<TicketFilter>> {
    let several = filter.status.len() > 1 && order.field == OrderField::CreatedAt && filter.search.is_none();
    several.then(|| {
        let mut statuses = filter.status.clone();
        statuses.sort_unstable();
        statuses.dedup();
        let part = |status| TicketFilter { status: vec![status], ..filter.clone() };
        statuses.into_iter().map(part).collect()
    })
}

pub(super) fn unassigned(unassigned: bool) -> Expr {
    if unassigned { ticket::Column::AssigneeId.is_null() } else { ticket::Column::AssigneeId.is_not_null() }
}

/// A customer opened it; it is assigned to somebody of the staff. The system has nothing of its own.
fn mine(actor: &Actor, mine: bool) -> Condition {
    let Some(viewer) = actor.user() else { return Condition::all().add(Expr::value(!mine)) };
    let own = if viewer.role.is_staff() {
        // Compared with nobody, SQL would answer neither yes nor no.
        Condition::all()
            .add(ticket::Column::AssigneeId.is_not_null())
            .add(ticket::Column::AssigneeId.eq(viewer.id.0))
    } else {
        Condition::all().add(ticket::Column::CustomerId.eq(viewer.id.0))
    };
    if mine { own } else { own.not() }
}

/// On `ticket`: it has this tag.
pub(crate) fn tagged(tag: &str) -> Expr {
    let tagged = ticket_tag::Entity::find()
        .select_only()
        .column(ticket_tag::Column::TicketId)
        .filter(ticket_tag::Column::Tag.eq(clean_tag(tag).unwrap_or_default()));
    ticket::Column::Id.in_subquery(tagged.into_query())
}
