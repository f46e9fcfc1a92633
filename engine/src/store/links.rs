//! Rows of links between tickets.

use std::collections::HashSet;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, TryInsertResult, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{Work, entity::ticket_link};
use crate::{
    error::{Error, Result},
    model::{LinkId, LinkKind, TicketId, TicketLink},
    rules::links::{kept, reverse},
};

/// So many tickets are looked at in the search for a circle; longer lines of descent are taken as they are.
const LOOKED_AT: usize = 1_000;

/// Adds a link, kept in its one direction; `false`: it was there already.
pub(crate) async fn add(work: &Work<'_>, ticket: TicketId, kind: LinkKind, other: TicketId) -> Result<bool> {
    let (ticket, kind, other) = kept(kind, ticket, other);
    let row = ticket_link::ActiveModel {
        id: Set(work.id::<LinkId>()?.into()),
        ticket_id: Set(ticket.into()),
        other_id: Set(other.into()),
        kind: Set(kind.as_str().to_owned()),
        created_at: Set(work.now()),
    };
    let ends = [ticket_link::Column::TicketId, ticket_link::Column::OtherId, ticket_link::Column::Kind];
    let inserted = ticket_link::Entity::insert_many([row])
        .on_conflict(OnConflict::columns(ends).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(work.tx());
    Ok(matches!(inserted.await?, TryInsertResult::Inserted(count) if count > 0))
}

/// The link of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: LinkId) -> Result<Option<ticket_link::Model>> {
    Ok(ticket_link::Entity::find_by_id(id.0).one(db).await?)
}

/// Removes a link.
pub(crate) async fn remove(work: &Work<'_>, id: LinkId) -> Result<()> {
    ticket_link::Entity::delete_by_id(id.0).exec(work.tx()).await?;
    Ok(())
}

/// Whether there is this very link, in the direction in which it is kept.
pub(crate) async fn exists(
    db: &impl ConnectionTrait,
    (ticket, kind, other): (TicketId, LinkKind, TicketId),
) -> Result<bool> {
    let found = ticket_link::Entity::find()
        .filter(ticket_link::Column::TicketId.eq(ticket.0))
        .filter(ticket_link::Column::OtherId.eq(other.0))
        .filter(ticket_link::Column::Kind.eq(kind.as_str()));
    Ok(found.one(db).await?.is_some())
}

/// Whether `ancestor` is the parent of a ticket, or of one of its parents, or is the ticket itself.
pub(crate) async fn descends_from(
    db: &impl ConnectionTrait,
    ticket: TicketId,
    ancestor: TicketId,
) -> Result<bool> {
    let mut seen = HashSet::from([ticket.0]);
    let mut front = vec![ticket.0];
    while !front.is_empty() && seen.len() < LOOKED_AT {
        if seen.contains(&ancestor.0) {
            return Ok(true);
        }
        let parents: Vec<Uuid> = ticket_link::Entity::find()
            .select_only()
            .column(ticket_link::Column::TicketId)
            .filter(ticket_link::Column::OtherId.is_in(front))
            .filter(ticket_link::Column::Kind.eq(LinkKind::ParentOf.as_str()))
            .into_tuple()
            .all(db)
            .await?;
        front = parents.into_iter().filter(|parent| seen.insert(*parent)).collect();
    }
    Ok(seen.contains(&ancestor.0))
}

/// The links of these tickets, in the order in which they were added.
pub(crate) async fn of(db: &impl ConnectionTrait, tickets: &[Uuid]) -> Result<Vec<ticket_link::Model>> {
    let either = Condition::any()
        .add(ticket_link::Column::TicketId.is_in(tickets.iter().copied()))
        .add(ticket_link::Column::OtherId.is_in(tickets.iter().copied()));
    let found = ticket_link::Entity::find().filter(either).order_by_asc(ticket_link::Column::Id);
    Ok(found.all(db).await?)
}

/// How many links a ticket has.
pub(crate) async fn count(db: &impl ConnectionTrait, ticket: TicketId) -> Result<u64> {
    let either = Condition::any()
        .add(ticket_link::Column::TicketId.eq(ticket.0))
        .add(ticket_link::Column::OtherId.eq(ticket.0));
    Ok(ticket_link::Entity::find().filter(either).count(db).await?)
}

/// A link as it is seen from one of its ends.
pub(crate) fn seen_from(row: &ticket_link::Model, ticket: TicketId) -> Result<TicketLink> {
    let kind: LinkKind = row.kind.parse().map_err(Error::internal)?;
    let from_first = row.ticket_id == ticket.0;
    Ok(TicketLink {
        id: row.id.into(),
        ticket,
        kind: if from_first { kind } else { reverse(kind) },
        other: if from_first { row.other_id } else { row.ticket_id }.into(),
    })
}
