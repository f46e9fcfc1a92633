//! Rows of links to set a password: whose they are, and when they end.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Work,
    entity::{account, password_link},
};
use crate::{error::Result, model::UserId};

/// Keeps the hash of a new link, and removes those of the user that have expired.
pub(crate) async fn keep(
    work: &Work<'_>,
    user: UserId,
    token_hash: String,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    password_link::Entity::delete_many()
        .filter(password_link::Column::UserId.eq(user.0))
        .filter(password_link::Column::ExpiresAt.lte(work.now()))
        .exec(work.tx())
        .await?;
    let row = password_link::ActiveModel {
        token_hash: Set(token_hash),
        user_id: Set(user.into()),
        created_at: Set(work.now()),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    password_link::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Whose link this is, if it still works; it works on.
pub(crate) async fn owner(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<account::Model>> {
    let link = password_link::Entity::find_by_id(token_hash.to_owned())
        .filter(password_link::Column::UsedAt.is_null())
        .filter(password_link::Column::ExpiresAt.gt(now))
        .one(db)
        .await?;
    let Some(link) = link else { return Ok(None) };
    let owner = account::Entity::find_by_id(link.user_id).one(db).await?;
    Ok(owner.filter(|owner| owner.active))
}

/// Uses a link up; of several who try at once one succeeds.
pub(crate) async fn consume(work: &Work<'_>, token_hash: &str) -> Result<bool> {
    let now = work.now();
    let used = password_link::Entity::update_many()
        .col_expr(password_link::Column::UsedAt, Expr::value(now))
        .filter(password_link::Column::TokenHash.eq(token_hash))
        .filter(password_link::Column::UsedAt.is_null())
        .filter(password_link::Column::ExpiresAt.gt(now))
        .exec(work.tx())
        .await?;
    Ok(used.rows_affected == 1)
}

/// Makes every link that a user was sent useless.
pub(crate) async fn end_all(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    password_link::Entity::delete_many().filter(password_link::Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}
