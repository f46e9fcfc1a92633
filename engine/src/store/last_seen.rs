//! When people last used the installation: noted with each session that begins or goes on, kept when it ends.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::entity::{account_seen, session};
use crate::{error::Result, model::UserId};

/// Notes that a person is here now.
pub(crate) async fn note(tx: &DatabaseTransaction, user: Uuid, now: DateTime<Utc>) -> Result<()> {
    let row = account_seen::ActiveModel { user_id: Set(user), seen_at: Set(now) };
    let known = OnConflict::column(account_seen::Column::UserId)
        .update_column(account_seen::Column::SeenAt)
        .to_owned();
    account_seen::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// The same of the person of a session.
pub(crate) async fn note_session(tx: &DatabaseTransaction, session: Uuid, now: DateTime<Utc>) -> Result<()> {
    match session::Entity::find_by_id(session).one(tx).await? {
        Some(row) => note(tx, row.user_id, now).await,
        None => Ok(()),
    }
}

/// When these people were last here.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    users: &[UserId],
) -> Result<HashMap<UserId, DateTime<Utc>>> {
    let seen = account_seen::Entity::find()
        .filter(account_seen::Column::UserId.is_in(users.iter().map(|user| user.0)))
        .all(db)
        .await?;
    Ok(seen.into_iter().map(|row| (row.user_id.into(), row.seen_at)).collect())
}

/// Forgets it.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    account_seen::Entity::delete_many().filter(account_seen::Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}
