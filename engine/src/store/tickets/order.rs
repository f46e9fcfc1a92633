//! The orders of tickets, each walked on an index of its own, and the place of a ticket in them.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, sea_query::Expr};

use super::filter::updated_at;
use crate::{
    actor::Actor,
    model::{OrderField, Status, Ticket, TicketOrder},
    store::{
        collation::title_key,
        entity::ticket,
        page::{Key, Ordering, Place},
        visible::Visible,
    },
};

/// How far a status is in the lifecycle, in SQL; [`rank_of`] must count alike, and the migration of the orders has an
/// index of these very words.
const STATUS_RANK: &str = "CASE \"ticket\".\"status\" WHEN 'NEW' THEN 0 WHEN 'OPEN' THEN 1 WHEN 'PENDING' THEN 2 \
                           WHEN 'RESOLVED' THEN 3 ELSE 4 END";

/// When a ticket must keep its next agreed time, in SQL, of which there is an index too; what is never due comes after all
/// others.
const DUE: &str = "coalesce(\"ticket\".\"due_at\", '9999-12-31T23:59:59+00:00')";

/// When a ticket closes itself, in SQL, of which there is an index too: what customers know of what is due.
const CLOSES: &str = "coalesce(\"ticket\".\"auto_close_at\", '9999-12-31T23:59:59+00:00')";

/// Since when a ticket waits for an answer, in SQL, of which there is an index too.
const WAITING: &str = "coalesce(\"ticket\".\"waiting_since\", '9999-12-31T23:59:59+00:00')";

/// The order as the actor may see it: what customers do not see, their lists are not ordered by.
pub(crate) fn ordering(order: TicketOrder, actor: &Actor) -> Ordering {
    let visible = Visible::to(actor);
    let internal = visible.sees_internal();
    let by = |column: ticket::Column| column.into_expr();
    let (name, kind, key) = match order.field {
        OrderField::CreatedAt => ("created", 't', by(ticket::Column::CreatedAt)),
        OrderField::UpdatedAt => ("updated", 't', updated_at(visible)),
        OrderField::Number => ("number", 'n', by(ticket::Column::Number)),
        OrderField::Priority if internal => ("priority", 'n', by(ticket::Column::PriorityRank)),
        OrderField::Priority => ("priority", 'n', by(ticket::Column::PublicPriorityRank)),
        // Cursors of "title" were of another order.
        OrderField::Title => ("titles", 's', by(ticket::Column::TitleKey)),
        OrderField::Status => ("status", 'n', Expr::cust(STATUS_RANK)),
        OrderField::DueAt if internal => ("due", 't', Expr::cust(DUE)),
        OrderField::DueAt => ("closes", 't', Expr::cust(CLOSES)),
        OrderField::WaitingSince if internal => ("waiting", 't', Expr::cust(WAITING)),
        OrderField::WaitingSince => ("waiting", 't', by(ticket::Column::CreatedAt)),
    };
    Ordering { name, kinds: [kind, 'i'], by: (key, by(ticket::Column::Id)), direction: order.direction }
}

/// The place of a ticket in such an order.
pub(crate) fn place(field: OrderField, actor: &Actor, ticket: &Ticket) -> Place {
    let key = match field {
        OrderField::WaitingSince if Visible::to(actor).sees_internal() => {
            Key::Time(ticket.attention.waiting_since.unwrap_or_else(never))
        }
        OrderField::CreatedAt | OrderField::WaitingSince => Key::Time(ticket.created_at),
        OrderField::UpdatedAt => Key::Time(ticket.updated_at),
        OrderField::Number => Key::Number(ticket.number),
        OrderField::Priority => Key::Number(i64::from(ticket.priority.rank())),
        OrderField::Title => Key::Text(title_key(&ticket.title)),
        OrderField::Status => Key::Number(rank_of(ticket.status)),
        OrderField::DueAt if Visible::to(actor).sees_internal() => {
            Key::Time(ticket.due_at.unwrap_or_else(never))
        }
        OrderField::DueAt => Key::Time(ticket.auto_close_at.unwrap_or_else(never)),
    };
    (key, Key::Id(ticket.id.0))
}

/// How far a status is in the lifecycle; [`STATUS_RANK`] in Rust.
const fn rank_of(status: Status) -> i64 {
    match status {
        Status::New => 0,
        Status::Open => 1,
        Status::Pending => 2,
        Status::Resolved => 3,
        Status::Closed => 4,
    }
}

/// When a ticket is due that is never due: later than any other, and a year that both databases can write.
fn never() -> DateTime<Utc> {
    const YEAR_9999: i64 = 253_402_300_799;
    DateTime::from_timestamp(YEAR_9999, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
