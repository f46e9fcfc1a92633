//! Rows of who looks at a ticket, and who writes on it.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    IntoActiveModel, JoinType, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::entity::{account, draft, presence};
use crate::{
    error::Result,
    model::{Role, TicketId, UserId},
};

/// How often whoever looks at a ticket is noted again.
pub(crate) const BEAT: std::time::Duration = std::time::Duration::from_secs(15);

/// For how long a note holds: two of them may be lost.
const HOLDS: TimeDelta = TimeDelta::seconds(45);

/// How long after the last save of a draft its author counts as writing.
const WRITES: TimeDelta = TimeDelta::seconds(30);

/// Somebody at a ticket.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Here {
    pub(crate) ticket_id: Uuid,
    pub(crate) user_id: Uuid,
    pub(crate) since: DateTime<Utc>,
}

/// Notes that somebody looks at a ticket; they do so since the first of these notes that followed each other.
pub(crate) async fn note(
    tx: &DatabaseTransaction,
    node: String,
    ticket: TicketId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = presence::Model { ticket_id: ticket.0, user_id: user.0, node, since: now, seen_at: now };
    let kept = (presence::Entity, presence::Column::Since);
    let since =
        Expr::case(Expr::col((presence::Entity, presence::Column::SeenAt)).gte(now - HOLDS), Expr::col(kept))
            .finally(now);
    let again = OnConflict::columns([presence::Column::TicketId, presence::Column::UserId])
        .update_columns([presence::Column::Node, presence::Column::SeenAt])
        .value(presence::Column::Since, since)
        .to_owned();
    let insert = presence::Entity::insert(row.into_active_model().reset_all()).on_conflict(again);
    insert.exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets that somebody looks at a ticket, unless another process has noted it since.
pub(crate) async fn forget(
    tx: &DatabaseTransaction,
    node: &str,
    ticket: TicketId,
    user: UserId,
) -> Result<()> {
    presence::Entity::delete_by_id((ticket.0, user.0))
        .filter(presence::Column::Node.eq(node))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether there are notes that hold no more.
pub(crate) async fn has_old(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    let old = presence::Entity::find().filter(presence::Column::SeenAt.lt(now - HOLDS));
    Ok(old.one(db).await?.is_some())
}

/// Removes them.
pub(crate) async fn forget_old(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<()> {
    let old = presence::Entity::delete_many().filter(presence::Column::SeenAt.lt(now - HOLDS));
    old.exec(tx).await?;
    Ok(())
}

/// Who of the staff looks at these tickets.
pub(crate) async fn looking(
    db: &impl ConnectionTrait,
    tickets: &[TicketId],
    now: DateTime<Utc>,
) -> Result<Vec<Here>> {
    let found = presence::Entity::find()
        .select_only()
        .columns([presence::Column::TicketId, presence::Column::UserId, presence::Column::Since])
        .join(
            JoinType::InnerJoin,
            presence::Entity::belongs_to(account::Entity)
                .from(presence::Column::UserId)
                .to(account::Column::Id)
                .into(),
        )
        .filter(presence::Column::TicketId.is_in(tickets.iter().map(|id| id.0)))
        .filter(presence::Column::SeenAt.gte(now - HOLDS))
        .filter(account::Column::Role.ne(Role::Customer.as_str()))
        .filter(account::Column::Active.eq(true));
    Ok(found.into_model().all(db).await?)
}

/// Who of the staff writes on these tickets, and since when the newest text of each is saved.
pub(crate) async fn writing(
    db: &impl ConnectionTrait,
    tickets: &[TicketId],
    now: DateTime<Utc>,
) -> Result<Vec<Here>> {
    let found = draft::Entity::find()
        .select_only()
        .columns([draft::Column::TicketId, draft::Column::UserId])
        .column_as(draft::Column::SavedAt, "since")
        .join(
            JoinType::InnerJoin,
            draft::Entity::belongs_to(account::Entity)
                .from(draft::Column::UserId)
                .to(account::Column::Id)
                .into(),
        )
        .filter(draft::Column::TicketId.is_in(tickets.iter().map(|id| id.0)))
        .filter(draft::Column::SavedAt.gte(now - WRITES))
        .filter(draft::Column::Text.ne(""))
        .filter(account::Column::Role.ne(Role::Customer.as_str()))
        .filter(account::Column::Active.eq(true));
    Ok(found.into_model().all(db).await?)
}
