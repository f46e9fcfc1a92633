//! The properties that a search asks for, as conditions on `ticket`. Who may not see something may not find it out by
//! searching for it either.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

use super::filter::{channels, escalated, statuses, tagged, unassigned, unseen, updated_at};
use crate::{
    actor::Actor,
    model::{Priority, SearchClause, Sought, Span, Status, Turn, Watching, Whom},
    store::{
        collation,
        entity::{account_address, comment, mention, organisation, queue, ticket, watcher},
        names::{findable, part_of},
        visible::Visible,
    },
};

/// The condition of one property.
pub(super) fn clause_condition(actor: &Actor, clause: &SearchClause, now: DateTime<Utc>) -> Condition {
    let has = sought(actor, &clause.sought, now);
    if !clause.negated {
        return has;
    }
    // Of what a ticket does not have SQL can say neither yes nor no.
    let absent = match &clause.sought {
        Sought::Assignee(_) => Some(ticket::Column::AssigneeId.is_null()),
        Sought::Organisation(_) => Some(ticket::Column::OrganisationId.is_null()),
        _ => None,
    };
    match &clause.sought {
        Sought::Assignee(whom) if whom.contains(&Whom::Nobody) => has.not(),
        _ => Condition::any().add_option(absent).add(has.not()),
    }
}

fn sought(actor: &Actor, sought: &Sought, now: DateTime<Utc>) -> Condition {
    let visible = Visible::to(actor);
    match sought {
        Sought::Status(wanted) => Condition::all().add_option(statuses(wanted)),
        Sought::Channel(wanted) => Condition::all().add_option(channels(wanted)),
        Sought::Priority(wanted) => Condition::all().add(priorities(visible, wanted)),
        Sought::Turn(turn) => of_turn(visible, *turn),
        Sought::Assignee(whom) => any(whom, |whom| assignee(actor, whom)),
        Sought::Customer(whom) => any(whom, |whom| customer(actor, whom)),
        Sought::Queue(names) => any(names, |name| of_queue(visible, name)),
        Sought::Organisation(names) => any(names, |name| of_organisation(visible, name)),
        Sought::Tag(tags) => any(tags, |tag| has_tag(visible, tag)),
        Sought::Created(span) => within(&ticket::Column::CreatedAt.into_expr(), *span),
        Sought::Updated(span) => within(&updated_at(visible), *span),
        Sought::Unseen => unseen(visible, actor, true),
        Sought::Escalated => escalated(visible, true, now),
        Sought::AtRisk => at_risk(visible, now),
        Sought::Private => Condition::all().add(ticket::Column::IsPrivate.eq(true)),
        Sought::Watching => watched(actor),
        Sought::Mentioned => mentions(actor),
    }
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(false))
}

/// One of these; of no values, nothing.
fn any<T>(values: &[T], condition: impl Fn(&T) -> Condition) -> Condition {
    let begin = Condition::any().add(Expr::value(false));
    values.iter().fold(begin, |all, value| all.add(condition(value)))
}

fn priorities(visible: Visible<'_>, wanted: &[Priority]) -> Expr {
    let rank = if visible.sees_internal() {
        ticket::Column::PriorityRank
    } else {
        ticket::Column::PublicPriorityRank
    };
    rank.is_in(wanted.iter().map(|priority| priority.rank()))
}

/// A reply that is held back waits for the staff, whatever the status says.
fn of_turn(visible: Visible<'_>, turn: Turn) -> Condition {
    let theirs: Vec<_> = Status::ALL.iter().copied().filter(|status| status.turn() == turn).collect();
    let by_status = Condition::all().add_option(statuses(&theirs));
    let held = ticket::Column::HeldBackAt;
    match (turn, visible.sees_internal()) {
        (_, false) => by_status,
        (Turn::Staff, true) => Condition::any().add(by_status).add(held.is_not_null()),
        (_, true) => by_status.add(held.is_null()),
    }
}

fn assignee(actor: &Actor, whom: &Whom) -> Condition {
    match whom {
        Whom::Nobody => Condition::all().add(unassigned(true)),
        Whom::Me => person(actor, ticket::Column::AssigneeId),
        Whom::Address(address) => of_address(actor, ticket::Column::AssigneeId, address),
    }
}

fn customer(actor: &Actor, whom: &Whom) -> Condition {
    match whom {
        Whom::Nobody => nothing(),
        Whom::Me => person(actor, ticket::Column::CustomerId),
        Whom::Address(address) => of_address(actor, ticket::Column::CustomerId, address),
    }
}

fn person(actor: &Actor, column: ticket::Column) -> Condition {
    actor.user().map_or_else(nothing, |viewer| Condition::all().add(column.eq(viewer.id.0)))
}

/// Customers know no address but their own.
fn of_address(actor: &Actor, column: ticket::Column, address: &str) -> Condition {
    if !Visible::to(actor).sees_all_people() {
        let own = actor.user().is_some_and(|viewer| viewer.email.eq_ignore_ascii_case(address));
        return if own { person(actor, column) } else { nothing() };
    }
    if address.contains('\0') {
        return nothing();
    }
    let people = account_address::Entity::find()
        .select_only()
        .column(account_address::Column::UserId)
        .filter(account_address::Column::Address.eq(address));
    Condition::all().add(column.in_subquery(people.into_query()))
}

fn watched(actor: &Actor) -> Condition {
    let Some(viewer) = actor.user() else { return nothing() };
    let watched = watcher::Entity::find()
        .select_only()
        .column(watcher::Column::TicketId)
        .filter(watcher::Column::UserId.eq(viewer.id.0))
        .filter(watcher::Column::Kind.ne(Watching::Removed.as_str()));
    Condition::all().add(ticket::Column::Id.in_subquery(watched.into_query()))
}

/// A note names the actor; customers are named in none.
fn mentions(actor: &Actor) -> Condition {
    let Some(viewer) = actor.user().filter(|_| Visible::to(actor).sees_internal()) else { return nothing() };
    let notes = mention::Entity::find()
        .select_only()
        .column(mention::Column::CommentId)
        .filter(mention::Column::UserId.eq(viewer.id.0));
    let tickets = comment::Entity::find()
        .select_only()
        .column(comment::Column::TicketId)
        .filter(comment::Column::Id.in_subquery(notes.into_query()));
    Condition::all().add(ticket::Column::Id.in_subquery(tickets.into_query()))
}

/// An agreed time that is still to be met is nearly over, or over. To customers nothing is at risk.
fn at_risk(visible: Visible<'_>, now: DateTime<Utc>) -> Condition {
    if !visible.sees_internal() {
        return nothing();
    }
    Condition::all().add(ticket::Column::WarnsAt.is_not_null()).add(ticket::Column::WarnsAt.lte(now))
}

fn of_queue(visible: Visible<'_>, name: &str) -> Condition {
    let queues = queue::Entity::find()
        .select_only()
        .column(queue::Column::Id)
        .filter(visible.queues())
        .filter(queue::Column::SortKey.eq(collation::key(name)));
    Condition::all().add(ticket::Column::QueueId.in_subquery(queues.into_query()))
}

/// The organisation of this name or, if there is none, those that have it in their name.
fn of_organisation(visible: Visible<'_>, name: &str) -> Condition {
    let named = organisation::Column::Folded.eq(findable(name));
    let same = organisation::Entity::find().select_only().expr(Expr::value(1)).filter(named.clone());
    let part = Condition::all()
        .add(part_of(organisation::Column::Folded, name))
        .add(Expr::exists(same.into_query()).not());
    let organisations = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Id)
        .filter(visible.organisations())
        .filter(Condition::any().add(named).add(part));
    Condition::all().add(ticket::Column::OrganisationId.in_subquery(organisations.into_query()))
}

/// Tags are words of the staff: to a customer no ticket has any. No tag contains NUL, which PostgreSQL refuses.
fn has_tag(visible: Visible<'_>, tag: &str) -> Condition {
    let may = visible.sees_internal() && !tag.contains('\0');
    Condition::all().add(if may { tagged(tag) } else { Expr::value(false) })
}

fn within(time: &Expr, span: Span) -> Condition {
    Condition::all()
        .add_option(span.from.map(|from| time.clone().gte(from)))
        .add_option(span.before.map(|before| time.clone().lt(before)))
}
