//! Tickets: one, a page, many by id, and how many there are.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryResult, QuerySelect,
    Select,
    sea_query::{CaseStatement, Expr, Func},
};

use super::{
    conditions,
    page::{Key, Ordering, Place, Window},
    tally,
    ticket_filter::{among_newest, to_count},
};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{OrderField, Page, Paging, Status, Ticket, TicketFilter, TicketId, TicketOrder},
    policy::visible::Visible,
    store::{
        entity::ticket,
        news::{self, TAGS},
        rows,
        search::Query,
    },
};

/// How many of the newest places of a term a search looks at before it looks at all. A page of the newest tickets that
/// have a common word is found in these; only a rare word, or a page far back, wants more.
const NEWEST: [u64; 2] = [1_000, 20_000];

impl Engine {
    /// The ticket of a number; `None`: there is none, or the actor may not know of it.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn ticket(&self, actor: &Actor, number: i64) -> Result<Option<Ticket>> {
        let condition =
            Condition::all().add(ticket::Column::Number.eq(number)).add(Visible::to(actor).tickets());
        let row =
            self.with_tags(actor).filter(condition).into_model::<Row>().one(self.database().ro()).await?;
        row.map(Row::ticket).transpose()
    }

    /// A page of the tickets that the actor may see and that the filter asks for; one query, whatever the page shows.
    ///
    /// # Errors
    /// `BadInput` for `first`, `last`, `after` or `before`.
    pub async fn tickets(
        &self,
        actor: &Actor,
        filter: &TicketFilter,
        order: TicketOrder,
        paging: &Paging,
    ) -> Result<Page<Ticket>> {
        let window = Window::read(paging, ordering(order))?;
        let backend = self.database().backend();
        if let Some(typed) = &filter.search
            && order == TicketOrder::default()
            && !window.is_backward()
        {
            let query = Query::read(typed);
            for newest in NEWEST {
                let complete_after = query.complete_after(self.database().ro(), newest).await?;
                let found = among_newest(actor, filter, backend, newest);
                let tickets = self.read_tickets(actor, &window, found).await?;
                let told =
                    |at| window.is_full(&tickets) && tickets.last().is_some_and(|last| last.created_at > at);
                if complete_after.is_none_or(told) {
                    return Ok(window.page(tickets, |ticket| place(order.field, ticket)));
                }
            }
        }
        let tickets = self.read_tickets(actor, &window, conditions(actor, filter, backend)).await?;
        Ok(window.page(tickets, |ticket| place(order.field, ticket)))
    }

    async fn read_tickets(&self, actor: &Actor, window: &Window, found: Condition) -> Result<Vec<Ticket>> {
        let found = window.narrow(self.with_tags(actor).filter(found));
        let rows = found.into_model::<Row>().all(self.database().ro()).await?;
        rows.into_iter().map(Row::ticket).collect()
    }

    /// How many tickets the actor may see that the filter asks for; exact. For what the desk counts this reads the tally
    /// and costs the same however many tickets there are.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn count_tickets(&self, actor: &Actor, filter: &TicketFilter) -> Result<u64> {
        if let Some(groups) = tally::groups(actor, filter) {
            let sum = groups.into_tuple::<i64>().one(self.database().ro()).await?.unwrap_or_default();
            return Ok(u64::try_from(sum).unwrap_or_default());
        }
        let found = ticket::Entity::find().filter(to_count(actor, filter, self.database().backend()));
        self.count(found).await
    }

    /// Those of these tickets that the actor may see.
    ///
    /// # Errors
    /// Internal alone.
    pub async fn tickets_by_id(&self, actor: &Actor, ids: &[TicketId]) -> Result<HashMap<TicketId, Ticket>> {
        let wanted = ticket::Column::Id.is_in(ids.iter().map(|id| id.0));
        let found = self.with_tags(actor).filter(wanted).filter(Visible::to(actor).tickets());
        let rows = found.into_model::<Row>().all(self.database().ro()).await?;
        rows.into_iter().map(|row| row.ticket().map(|ticket| (ticket.id, ticket))).collect()
    }

    /// How many rows a query finds.
    pub(super) async fn count<E: EntityTrait>(&self, found: Select<E>) -> Result<u64> {
        let counted = found.select_only().expr(Func::count(Expr::value(1))).into_tuple::<i64>();
        let count = counted.one(self.database().ro()).await?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Tickets, each with its tags in one text, so that a page stays one query. Customers see no tags.
    fn with_tags(&self, actor: &Actor) -> Select<ticket::Entity> {
        let found = ticket::Entity::find();
        if !Visible::to(actor).sees_internal() {
            return found.expr_as(Expr::value(None::<String>), TAGS);
        }
        found.expr_as(news::tags(self.database().backend()), TAGS)
    }
}

struct Row {
    row: ticket::Model,
    tags: Option<String>,
}

impl FromQueryResult for Row {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            row: ticket::Model::from_query_result(result, prefix)?,
            tags: result.try_get(prefix, TAGS)?,
        })
    }
}

impl Row {
    fn ticket(self) -> Result<Ticket> {
        rows::ticket(self.row, news::split(self.tags.as_deref()))
    }
}

fn ordering(order: TicketOrder) -> Ordering {
    let by = |column: ticket::Column| column.into_expr();
    let (name, kind, key) = match order.field {
        OrderField::CreatedAt => ("created", 't', by(ticket::Column::CreatedAt)),
        OrderField::UpdatedAt => ("updated", 't', by(ticket::Column::UpdatedAt)),
        OrderField::Number => ("number", 'n', by(ticket::Column::Number)),
        OrderField::Priority => ("priority", 'n', by(ticket::Column::PriorityRank)),
        OrderField::Title => ("title", 's', by(ticket::Column::Title)),
        OrderField::Status => ("status", 'n', status_rank()),
        OrderField::DueAt => {
            ("due", 't', Func::coalesce([by(ticket::Column::AutoCloseAt), Expr::value(never())]).into())
        }
    };
    Ordering { name, kinds: [kind, 'i'], by: (key, by(ticket::Column::Id)), direction: order.direction }
}

fn place(field: OrderField, ticket: &Ticket) -> Place {
    let key = match field {
        OrderField::CreatedAt => Key::Time(ticket.created_at),
        OrderField::UpdatedAt => Key::Time(ticket.updated_at),
        OrderField::Number => Key::Number(ticket.number),
        OrderField::Priority => Key::Number(i64::from(ticket.priority.rank())),
        OrderField::Title => Key::Text(ticket.title.clone()),
        OrderField::Status => Key::Number(rank_of(ticket.status)),
        OrderField::DueAt => Key::Time(ticket.auto_close_at.unwrap_or_else(never)),
    };
    (key, Key::Id(ticket.id.0))
}

/// How far a status is in the lifecycle; the database must count as [`status_rank`] does.
fn rank_of(status: Status) -> i64 {
    (0..).zip(Status::ALL).find(|(_, one)| **one == status).map_or(0, |(rank, _)| rank)
}

/// [`rank_of`] in SQL.
fn status_rank() -> Expr {
    let ranks = CaseStatement::new();
    let ranks = Status::ALL.iter().fold(ranks, |ranks, status| {
        ranks.case(ticket::Column::Status.eq(status.as_str()), Expr::value(rank_of(*status)))
    });
    ranks.into()
}

/// When a ticket is due that is never due: later than any other, and a year that both databases can write.
fn never() -> DateTime<Utc> {
    const YEAR_9999: i64 = 253_402_300_799;
    DateTime::from_timestamp(YEAR_9999, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
