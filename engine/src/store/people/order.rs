//! The orders of people, and the place of a person in them. The one by name walks an index; the others are asked for by admins,
//! and are one pass over the accounts.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryResult, QuerySelect,
    QueryTrait as _, Select,
    sea_query::{Expr, ExprTrait as _},
};

use super::{
    open_tickets::{self, OWNER},
    states,
};
use crate::{
    error::Result,
    model::{UserOrder, UserOrderField},
    store::{
        entity::{account, account_seen, membership, organisation},
        page::{Key, Ordering},
        rows::Person,
    },
};

/// The place of a person's organisation and, within it, their own. Keys of names are hexadecimal digits: who has no organisation
/// comes after them.
const ORGANISATION: &str = "coalesce(\"organisation\".\"sort_key\", '~') || ' ' || \"account\".\"sort_key\"";

/// Admins, agents, customers: the words stand in this order in the alphabet, too. There is an index of these very words.
const ROLE: &str = "\"account\".\"role\" || ' ' || \"account\".\"sort_key\"";

/// When somebody was last seen; who never was, before all others.
const SEEN: &str = "coalesce(\"account_seen\".\"seen_at\", '1970-01-01T00:00:00+00:00')";

/// How many open tickets somebody has, by the words of [`OPENED`] and [`ASSIGNED`].
const OPEN: &str = "CASE WHEN \"account\".\"role\" = 'CUSTOMER' THEN coalesce(\"opened\".\"number\", 0) \
                    ELSE coalesce(\"assigned\".\"number\", 0) END";
const OPENED: &str = "opened";
const ASSIGNED: &str = "assigned";

/// The column with the place of a row.
const PLACE: &str = "place";

/// The order as pages are cut from it, at this moment.
pub(crate) fn ordering(order: UserOrder, now: DateTime<Utc>) -> Ordering {
    let (name, kind) = match order.field {
        UserOrderField::Name => ("person", 's'),
        UserOrderField::Email => ("person-email", 's'),
        UserOrderField::Organisation => ("person-organisation", 's'),
        UserOrderField::Role => ("person-role", 's'),
        UserOrderField::LastSeen => ("person-seen", 't'),
        UserOrderField::State => ("person-state", 'n'),
        UserOrderField::OpenTickets => ("person-open", 'n'),
    };
    let by = (place(order.field, now), account::Column::Id.into_expr());
    Ordering { name, kinds: [kind, 'i'], by, direction: order.direction }
}

fn place(field: UserOrderField, now: DateTime<Utc>) -> Expr {
    match field {
        UserOrderField::Name => account::Column::SortKey.into_expr(),
        UserOrderField::Email => account::Column::Email.into_expr(),
        UserOrderField::Organisation => Expr::cust(ORGANISATION),
        UserOrderField::Role => Expr::cust(ROLE),
        UserOrderField::LastSeen => Expr::cust(SEEN),
        UserOrderField::State => states::rank(now),
        UserOrderField::OpenTickets => Expr::cust(OPEN),
    }
}

/// Joins what the order needs beside the account and their first membership, which is joined already, and selects the place.
pub(super) fn with_place(
    found: Select<account::Entity>,
    field: UserOrderField,
    now: DateTime<Utc>,
) -> Select<account::Entity> {
    let found = found.expr_as(place(field, now), PLACE);
    match field {
        UserOrderField::Name | UserOrderField::Email | UserOrderField::Role | UserOrderField::State => found,
        UserOrderField::OpenTickets => with_numbers(found),
        UserOrderField::Organisation => {
            let organisation = membership::Entity::belongs_to(organisation::Entity)
                .from(membership::Column::OrganisationId)
                .to(organisation::Column::Id)
                .into();
            found.join(JoinType::LeftJoin, organisation)
        }
        UserOrderField::LastSeen => {
            let seen = account::Entity::belongs_to(account_seen::Entity)
                .from(account::Column::Id)
                .to(account_seen::Column::UserId)
                .into();
            found.join(JoinType::LeftJoin, seen)
        }
    }
}

/// Joins how many open tickets there are of each, counted once for all: open tickets are few beside the closed ones.
fn with_numbers(mut found: Select<account::Entity>) -> Select<account::Entity> {
    let of = |name: &'static str| Expr::col((name, OWNER)).eq(account::Column::Id.into_expr());
    let (opened, assigned) = (open_tickets::opened().into_query(), open_tickets::assigned().into_query());
    let query = sea_orm::QueryTrait::query(&mut found);
    query.join_subquery(JoinType::LeftJoin, opened, OPENED, of(OPENED));
    query.join_subquery(JoinType::LeftJoin, assigned, ASSIGNED, of(ASSIGNED));
    found
}

/// Reads the people with their places.
pub(super) async fn read(
    db: &impl ConnectionTrait,
    found: Select<account::Entity>,
    field: UserOrderField,
) -> Result<Vec<(Person, Key)>> {
    if field == UserOrderField::LastSeen {
        let rows = found.into_model::<Placed<DateTime<Utc>>>().all(db).await?;
        return Ok(rows.into_iter().map(|row| (row.person, Key::Time(row.place))).collect());
    }
    if matches!(field, UserOrderField::State | UserOrderField::OpenTickets) {
        let rows = found.into_model::<Placed<i64>>().all(db).await?;
        return Ok(rows.into_iter().map(|row| (row.person, Key::Number(row.place))).collect());
    }
    let rows = found.into_model::<Placed<String>>().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.person, Key::Text(row.place))).collect())
}

/// A person, and where they stand.
struct Placed<T> {
    person: Person,
    place: T,
}

impl<T: sea_orm::TryGetable> FromQueryResult for Placed<T> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { person: Person::from_query_result(row, prefix)?, place: row.try_get(prefix, PLACE)? })
    }
}
