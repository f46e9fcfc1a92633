//! Who was sent a link, by which a password is chosen, that still works.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

use crate::{error::Result, model::UserId, store::entity::password_link};

/// The links that still work.
pub(super) fn open_links(now: DateTime<Utc>) -> Select<password_link::Entity> {
    password_link::Entity::find()
        .filter(password_link::Column::UsedAt.is_null())
        .filter(password_link::Column::ExpiresAt.gt(now))
}

/// When these people were sent the newest link that still works.
pub(crate) async fn newest(
    db: &impl ConnectionTrait,
    users: &[UserId],
    now: DateTime<Utc>,
) -> Result<HashMap<UserId, DateTime<Utc>>> {
    let links = open_links(now).filter(password_link::Column::UserId.is_in(users.iter().map(|user| user.0)));
    let mut invited: HashMap<UserId, DateTime<Utc>> = HashMap::new();
    for row in links.all(db).await? {
        let newest = invited.entry(row.user_id.into()).or_insert(row.created_at);
        *newest = Ord::max(row.created_at, *newest);
    }
    Ok(invited)
}
