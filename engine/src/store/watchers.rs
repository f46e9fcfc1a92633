//! Rows of watchers: who is told of a ticket beside its customer and its assignee.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::entity::watcher;
use crate::{
    error::Result,
    model::{UserId, Watching},
};

/// Whether a user may read a ticket because they watch it.
pub(crate) async fn may_read(db: &impl ConnectionTrait, ticket: Uuid, user: UserId) -> Result<bool> {
    let found = watcher::Entity::find_by_id((ticket, user.0))
        .filter(watcher::Column::Kind.eq(Watching::Reader.as_str()));
    Ok(found.count(db).await? > 0)
}
