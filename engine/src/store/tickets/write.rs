//! Rows of tickets as they are written: opened, changed, and given other times.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    DbErr, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
};

use crate::{
    error::{Error, Result},
    model::TicketId,
    rules::external_id::external_id_taken,
    store::{Work, constraint::violates, entity::ticket},
};

/// Writes a new ticket.
pub(crate) async fn insert(work: &Work<'_>, row: &ticket::Model) -> Result<()> {
    let active = row.clone().into_active_model().reset_all();
    ticket::Entity::insert(active).exec_without_returning(work.tx()).await.map_err(external_id_raced)?;
    Ok(())
}

/// Writes what is different in a ticket since `before`.
pub(crate) async fn update(work: &Work<'_>, before: ticket::Model, row: &ticket::Model) -> Result<()> {
    // Only what is different: each further column would be written into its indexes anew.
    let mut changed = before.into_active_model();
    for column in ticket::Column::iter() {
        changed.set_if_not_equals(column, row.get(column));
    }
    changed.update_without_returning(work.tx()).await.map_err(external_id_raced)?;
    Ok(())
}

/// Of two who give the same external id at once the second one learns it from the constraint.
fn external_id_raced(cause: DbErr) -> Error {
    if violates(&cause, "external_id") { external_id_taken("ticket") } else { cause.into() }
}

/// Counts a change of a ticket that stands in none of its columns; `public`: its customer sees it.
pub(crate) async fn count_change(
    work: &Work<'_>,
    mut row: ticket::Model,
    public: bool,
) -> Result<ticket::Model> {
    row.updated_at = work.now();
    row.version += 1;
    if public {
        row.public_updated_at = work.now();
        row.public_version += 1;
    }
    let changed = ticket::ActiveModel {
        id: Unchanged(row.id),
        updated_at: Set(row.updated_at),
        version: Set(row.version),
        public_updated_at: Set(row.public_updated_at),
        public_version: Set(row.public_version),
        ..Default::default()
    };
    changed.update(work.tx()).await?;
    Ok(row)
}

/// Takes away who is responsible for a ticket, and counts that as a change that its customer sees.
pub(crate) async fn unassign(work: &Work<'_>, row: &ticket::Model) -> Result<()> {
    let ended = ticket::ActiveModel {
        id: Unchanged(row.id),
        assignee_id: Set(None),
        updated_at: Set(work.now()),
        version: Set(row.version + 1),
        public_updated_at: Set(work.now()),
        public_version: Set(row.public_version + 1),
        ..Default::default()
    };
    ended.update(work.tx()).await?;
    Ok(())
}

/// Writes when a ticket closes itself, and counts that as a change that its customer sees.
pub(crate) async fn move_closing(
    work: &Work<'_>,
    row: &ticket::Model,
    closes: Option<DateTime<Utc>>,
) -> Result<ticket::Model> {
    let mut moved = row.clone().into_active_model();
    moved.auto_close_at = Set(closes);
    // Who was reminded of another time is reminded of this one.
    moved.reminded_at = Set(None);
    moved.updated_at = Set(work.now());
    moved.version = Set(row.version + 1);
    moved.public_updated_at = Set(work.now());
    moved.public_version = Set(row.public_version + 1);
    Ok(moved.update(work.tx()).await?)
}

/// Writes until when a ticket is due, and when somebody is told of that, as its row says.
pub(crate) async fn set_due(work: &Work<'_>, row: &ticket::Model) -> Result<()> {
    let due = ticket::ActiveModel {
        id: Unchanged(row.id),
        due_at: Set(row.due_at),
        escalates_at: Set(row.escalates_at),
        warns_at: Set(row.warns_at),
        ..Default::default()
    };
    due.update(work.tx()).await?;
    Ok(())
}

/// Notes that the customer of a ticket needs no reminder any more of when it closes itself.
pub(crate) async fn mark_reminded(work: &Work<'_>, ticket: TicketId) -> Result<()> {
    let mark = ticket::ActiveModel {
        id: Unchanged(ticket.0),
        reminded_at: Set(Some(work.now())),
        ..Default::default()
    };
    mark.update(work.tx()).await?;
    Ok(())
}
