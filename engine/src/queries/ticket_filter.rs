//! A filter of tickets as a condition on `ticket`, for lists, counts and whoever follows the journal.

use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr,
};

use crate::{
    actor::Actor,
    model::{Channel, Status, TicketFilter},
    policy::visible::Visible,
    store::{
        entity::{ticket, ticket_tag},
        search::Query,
    },
};

/// What the actor may see of what the filter asks for, to be read in order and by pages.
pub(crate) fn conditions(actor: &Actor, filter: &TicketFilter, backend: DbBackend) -> Condition {
    found(Visible::to(actor), actor, filter, backend).add_option(search(actor, filter, backend, None))
}

/// The same, to be counted.
pub(super) fn to_count(actor: &Actor, filter: &TicketFilter, backend: DbBackend) -> Condition {
    found(Visible::to(actor).counting(), actor, filter, backend)
        .add_option(search(actor, filter, backend, None))
}

/// The same, as far as the `newest` places of each term of the search tell.
pub(super) fn among_newest(
    actor: &Actor,
    filter: &TicketFilter,
    backend: DbBackend,
    newest: u64,
) -> Condition {
    found(Visible::to(actor), actor, filter, backend).add_option(search(actor, filter, backend, Some(newest)))
}

fn search(
    actor: &Actor,
    filter: &TicketFilter,
    backend: DbBackend,
    newest: Option<u64>,
) -> Option<Condition> {
    let typed = filter.search.as_ref()?;
    Some(Query::read(typed).condition(Visible::to(actor).sees_internal(), backend, newest))
}

/// All but the search.
fn found(visible: Visible<'_>, actor: &Actor, filter: &TicketFilter, backend: DbBackend) -> Condition {
    let mut all = Condition::all()
        .add(visible.tickets())
        .add_option(statuses(&filter.status, backend))
        .add_option(filter.queue.map(|id| ticket::Column::QueueId.eq(id.0)))
        .add_option(filter.assignee.map(|id| ticket::Column::AssigneeId.eq(id.0)))
        .add_option(filter.customer.map(|id| ticket::Column::CustomerId.eq(id.0)))
        .add_option(filter.organisation.map(|id| ticket::Column::OrganisationId.eq(id.0)))
        .add_option(filter.created_after.map(|at| ticket::Column::CreatedAt.gte(at)))
        .add_option(filter.created_before.map(|at| ticket::Column::CreatedAt.lt(at)))
        .add_option(filter.updated_after.map(|at| ticket::Column::UpdatedAt.gte(at)))
        .add_option(channels(&filter.channels))
        .add_option(filter.number.map(|number| ticket::Column::Number.eq(number)))
        .add_option(filter.unassigned.map(unassigned))
        .add_option(filter.mine.map(|mine| self::mine(actor, mine)))
        // Nothing is escalated until there are agreements.
        .add_option(filter.escalated.map(|escalated| Expr::value(!escalated)));
    if let Some(tag) = &filter.tag {
        // Tags are words of the staff: to a customer no ticket has any.
        // No tag contains NUL, and PostgreSQL will not even hear of it.
        let may = visible.sees_internal() && !tag.contains('\0');
        all = all.add(if may { tagged(tag) } else { Expr::value(false) });
    }
    all
}

/// SQLite reads several statuses by gathering and sorting all their tickets. That is right for those in work, which
/// are few; as soon as the closed ones are among them, walking the order and skipping is what ends early. The blank
/// text hides the column from its planner then. PostgreSQL decides by its statistics.
fn statuses(statuses: &[Status], backend: DbBackend) -> Option<Expr> {
    let words = || statuses.iter().map(|status| status.as_str());
    match statuses {
        [] => None,
        [one] => Some(ticket::Column::Status.eq(one.as_str())),
        many if backend == DbBackend::Sqlite && many.contains(&Status::Closed) => {
            let hidden = Expr::cust("\"ticket\".\"status\" || ''");
            Some(sea_orm::sea_query::ExprTrait::is_in(hidden, words()))
        }
        _ => Some(ticket::Column::Status.is_in(words())),
    }
}

fn channels(channels: &[Channel]) -> Option<Expr> {
    let words = channels.iter().map(|channel| channel.as_str());
    (!channels.is_empty()).then(|| ticket::Column::Channel.is_in(words))
}

fn unassigned(unassigned: bool) -> Expr {
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

fn tagged(tag: &str) -> Expr {
    let tagged = ticket_tag::Entity::find()
        .select_only()
        .column(ticket_tag::Column::TicketId)
        .filter(ticket_tag::Column::Tag.eq(tag));
    ticket::Column::Id.in_subquery(tagged.into_query())
}
