//! Counts of all that there is, for whoever watches over the server: by kind, whoever it is of.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::{
    entity::{email_template, incoming_mail, letter, ticket_tally, timer_fault},
    tickets::tally,
};
use crate::error::Result;

/// Mails that are owed or were sent, by state.
pub(crate) async fn letters(db: &impl ConnectionTrait) -> Result<Vec<(String, i64)>> {
    count::<letter::Entity>(db, letter::Column::State).await
}

/// Mails taken in, by outcome.
pub(crate) async fn mails(db: &impl ConnectionTrait) -> Result<Vec<(String, i64)>> {
    count::<incoming_mail::Entity>(db, incoming_mail::Column::Outcome).await
}

/// Tickets by status, from the tally; of a status there may be none.
pub(crate) async fn tickets(db: &impl ConnectionTrait) -> Result<Vec<(String, i64)>> {
    let tickets = ticket_tally::Entity::find()
        .select_only()
        .column(ticket_tally::Column::Status)
        .expr_as(tally::sum(), "count")
        .group_by(ticket_tally::Column::Status);
    Ok(tickets.into_tuple().all(db).await?)
}

/// Tickets that a timer can do nothing with, by timer.
pub(crate) async fn set_aside(db: &impl ConnectionTrait) -> Result<Vec<(String, i64)>> {
    count::<timer_fault::Entity>(db, timer_fault::Column::Timer).await
}

/// Emails with words of one's own that could not be used since they were saved.
pub(crate) async fn failing_templates(db: &impl ConnectionTrait) -> Result<u64> {
    let failing = email_template::Entity::find().filter(email_template::Column::FailedAt.is_not_null());
    Ok(failing.count(db).await?)
}

async fn count<E: EntityTrait>(db: &impl ConnectionTrait, kind: E::Column) -> Result<Vec<(String, i64)>> {
    let rows = E::find().select_only().column(kind).column_as(kind.count(), "count").group_by(kind);
    Ok(rows.into_tuple().all(db).await?)
}
