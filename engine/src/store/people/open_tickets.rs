//! How many open tickets people have opened, and how many are assigned to them.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select, sea_query::ExprTrait as _,
};
use uuid::Uuid;

use crate::{
    error::Result,
    model::{Status, UserId},
    store::{
        entity::{ticket, ticket_tally},
        tickets::tally,
    },
};

/// The columns of [`opened`] and [`assigned`].
pub(super) const OWNER: &str = "owner_id";
const NUMBER: &str = "number";

/// How many open tickets these people have opened.
pub(crate) async fn opened_by(db: &impl ConnectionTrait, users: &[UserId]) -> Result<HashMap<UserId, i64>> {
    let theirs = ticket::Column::CustomerId.is_in(users.iter().map(|user| user.0));
    let counted: Vec<(Uuid, i64)> = opened().filter(theirs).into_tuple().all(db).await?;
    Ok(counted.into_iter().map(|(user, number)| (user.into(), number)).collect())
}

/// How many open tickets are assigned to these people.
pub(crate) async fn assigned_to(db: &impl ConnectionTrait, users: &[UserId]) -> Result<HashMap<UserId, i64>> {
    let theirs = ticket_tally::Column::AssigneeId.is_in(users.iter().map(|user| user.0));
    let counted: Vec<(Uuid, i64)> = assigned().filter(theirs).into_tuple().all(db).await?;
    Ok(counted.into_iter().map(|(user, number)| (user.into(), number)).collect())
}

/// Who has opened tickets that are open, under [`OWNER`], and how many, under [`NUMBER`].
pub(super) fn opened() -> Select<ticket::Entity> {
    ticket::Entity::find()
        .select_only()
        .column_as(ticket::Column::CustomerId, OWNER)
        .expr_as(ticket::Column::Id.into_expr().count(), NUMBER)
        .filter(ticket::Column::Status.is_in(Status::ACTIVE.map(Status::as_str)))
        .filter(ticket::Column::MergedIntoId.is_null())
        .group_by(ticket::Column::CustomerId)
}

/// The same of those to whom open tickets are assigned.
pub(super) fn assigned() -> Select<ticket_tally::Entity> {
    ticket_tally::Entity::find()
        .select_only()
        .column_as(ticket_tally::Column::AssigneeId, OWNER)
        .expr_as(tally::sum(), NUMBER)
        .filter(ticket_tally::Column::AssigneeId.is_not_null())
        .filter(ticket_tally::Column::Status.is_in(Status::ACTIVE.map(Status::as_str)))
        .group_by(ticket_tally::Column::AssigneeId)
}
