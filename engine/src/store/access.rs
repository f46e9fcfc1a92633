//! What lets people in, as lists show it: sessions and API tokens.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{api_token, session};
use crate::{error::Result, model::UserId};

/// The sessions of a user that have not ended, the one used last first.
pub(crate) async fn sessions(
    db: &impl ConnectionTrait,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::UserId.eq(user.0))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::Id)
        .all(db)
        .await?)
}

/// The API tokens of a user, the newest first; without one, those of everybody.
pub(crate) async fn tokens(db: &impl ConnectionTrait, user: Option<UserId>) -> Result<Vec<api_token::Model>> {
    let mut tokens = api_token::Entity::find();
    if let Some(user) = user {
        tokens = tokens.filter(api_token::Column::UserId.eq(user.0));
    }
    let tokens = tokens.order_by_desc(api_token::Column::CreatedAt).order_by_desc(api_token::Column::Id);
    Ok(tokens.all(db).await?)
}
