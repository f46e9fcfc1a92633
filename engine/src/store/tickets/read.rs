//! Tickets as the actor may see them, with what stands beside them: one, many by id, and a page of a list.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use uuid::Uuid;

use super::{
    beside::Reading,
    filter::{among_newest, branches, conditions, to_count},
};
use crate::{
    actor::Actor,
    error::Result,
    model::{Beside, Neighbours, Ticket, TicketFilter, TicketId, TicketOrder},
    store::{
        entity::{ticket, ticket_merge},
        page::Window,
        search::{Query, attempts, recent},
        visible::Visible,
    },
};

/// The ticket of a number; `None`: there is none, or the actor may not see it.
pub(crate) async fn of_number(
    db: &impl ConnectionTrait,
    actor: &Actor,
    number: i64,
    beside: Beside,
) -> Result<Option<(Ticket, Neighbours)>> {
    one(db, actor, ticket::Column::Number.eq(number), beside).await
}

/// The ticket of an id; `None`: there is none, or the actor may not see it.
pub(crate) async fn of_id(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: TicketId,
    beside: Beside,
) -> Result<Option<(Ticket, Neighbours)>> {
    one(db, actor, ticket::Column::Id.eq(id.0), beside).await
}

async fn one(
    db: &impl ConnectionTrait,
    actor: &Actor,
    wanted: Expr,
    beside: Beside,
) -> Result<Option<(Ticket, Neighbours)>> {
    let condition = Condition::all().add(wanted).add(Visible::to(actor).tickets());
    let reading = Reading::new(actor, db.get_database_backend(), beside);
    let picked = ticket::Entity::find().filter(condition).into_query();
    let (mut found, near) = reading.all(db, reading.statement(picked, None)).await?;
    Ok(found.pop().map(|ticket| (ticket, near)))
}

/// Those of these tickets that the actor may see.
pub(crate) async fn of_ids(
    db: &impl ConnectionTrait,
    actor: &Actor,
    ids: &[TicketId],
) -> Result<Vec<Ticket>> {
    let wanted = ticket::Column::Id.is_in(ids.iter().map(|id| id.0));
    let picked = ticket::Entity::find().filter(wanted).filter(Visible::to(actor).tickets());
    let reading = Reading::new(actor, db.get_database_backend(), Beside::default());
    let statement = reading.statement(picked.into_query(), None);
    Ok(reading.all(db, statement).await?.0)
}

/// The rows of those of these tickets that are theirs to see.
pub(crate) async fn rows(
    db: &impl ConnectionTrait,
    visible: Visible<'_>,
    ids: &[Uuid],
) -> Result<Vec<ticket::Model>> {
    let found = ticket::Entity::find()
        .filter(ticket::Column::Id.is_in(ids.iter().copied()))
        .filter(visible.tickets());
    Ok(found.all(db).await?)
}

/// Into which ticket that of a number was merged, whoever asks.
pub(crate) async fn merged_into(db: &impl ConnectionTrait, number: i64) -> Result<Option<TicketId>> {
    let target: Option<Option<Uuid>> = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::MergedIntoId)
        .filter(ticket::Column::Number.eq(number))
        .into_tuple()
        .one(db)
        .await?;
    Ok(target.flatten().map(Into::into))
}

/// The tickets that were merged into this one, whoever asks.
pub(crate) async fn merged_from(db: &impl ConnectionTrait, target: TicketId) -> Result<Vec<TicketId>> {
    let merged = ticket_merge::Entity::find()
        .select_only()
        .column(ticket_merge::Column::SourceId)
        .filter(ticket_merge::Column::TargetId.eq(target.0))
        .filter(ticket_merge::Column::UndoneAt.is_null());
    let merged: Vec<Uuid> = merged.into_tuple().all(db).await?;
    Ok(merged.into_iter().map(Into::into).collect())
}

/// A list of tickets of which a window is asked for.
pub(crate) struct List<'a> {
    /// Who asks.
    pub(crate) actor: &'a Actor,
    /// What they ask for.
    pub(crate) filter: &'a TicketFilter,
    /// In which order.
    pub(crate) order: TicketOrder,
    /// Which part of the list.
    pub(crate) window: &'a Window,
    /// The time by which what is late is told from what is not.
    pub(crate) now: DateTime<Utc>,
}

impl List<'_> {
    /// The tickets of the window, and one more, which tells whether the list goes on.
    pub(crate) async fn read(
        &self,
        db: &impl ConnectionTrait,
        beside: Beside,
    ) -> Result<(Vec<Ticket>, Neighbours)> {
        let backend = db.get_database_backend();
        let reading = Reading::new(self.actor, backend, beside);
        let words = self.filter.search.as_ref().is_some_and(|search| Query::of(search).looks_for_words());
        let newest_first = words && self.order == TicketOrder::default() && !self.window.is_backward();
        for count in attempts(backend).iter().filter(|_| newest_first) {
            let Some(recent) = recent(db, *count).await? else { break };
            let found = among_newest(self.actor, self.filter, backend, self.now, recent);
            let picked = self.window.narrow(ticket::Entity::find().filter(found)).into_query();
            let (tickets, near) = reading.all(db, reading.statement(picked, Some(self.window))).await?;
            let told = tickets.last().is_some_and(|last| last.created_at > recent.since);
            if told && self.window.is_full(&tickets) {
                return Ok((tickets, near));
            }
        }
        reading.all(db, self.statement(backend, beside)).await
    }

    /// The one statement that reads the window.
    pub(crate) fn statement(&self, backend: DbBackend, beside: Beside) -> SelectStatement {
        let part = |part: &TicketFilter| {
            ticket::Entity::find().filter(conditions(self.actor, part, backend, self.now))
        };
        let picked = match branches(self.filter, self.order) {
            Some(branches) => self.window.narrow_union(branches.iter().map(part)),
            None => self.window.narrow(part(self.filter)).into_query(),
        };
        Reading::new(self.actor, backend, beside).statement(picked, Some(self.window))
    }

    /// How many tickets lie between the ends of the window, counted up to `most`.
    pub(crate) async fn within(&self, db: &impl ConnectionTrait, most: u64) -> Result<u64> {
        let wanted = to_count(self.actor, self.filter, db.get_database_backend(), self.now);
        let found = ticket::Entity::find().filter(wanted).filter(self.window.bounds()).select_only();
        let found = found.column(ticket::Column::Number).limit(most);
        Ok(found.into_tuple::<i64>().all(db).await?.len() as u64)
    }
}
