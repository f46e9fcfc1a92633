//! Rows of API tokens, of which only hashes are kept.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};
use uuid::Uuid;

use super::{Work, entity::api_token};
use crate::{
    error::Result,
    model::{TokenId, UserId},
};

/// What a token is made of.
pub(crate) struct NewApiToken {
    pub(crate) id: TokenId,
    pub(crate) user: UserId,
    pub(crate) name: String,
    pub(crate) token_hash: String,
    /// Separated by blanks.
    pub(crate) scopes: String,
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

/// Keeps a new token.
pub(crate) async fn add(work: &Work<'_>, new: NewApiToken) -> Result<()> {
    let row = api_token::ActiveModel {
        id: Set(new.id.into()),
        user_id: Set(new.user.into()),
        name: Set(new.name),
        token_hash: Set(new.token_hash),
        scopes: Set(new.scopes),
        created_at: Set(work.now()),
        expires_at: Set(new.expires_at),
        last_used_at: Set(None),
    };
    api_token::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// The token of an id.
pub(crate) async fn find(db: &impl ConnectionTrait, id: TokenId) -> Result<Option<api_token::Model>> {
    Ok(api_token::Entity::find_by_id(id.0).one(db).await?)
}

/// The tokens of a user.
pub(crate) async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<api_token::Model>> {
    Ok(api_token::Entity::find().filter(api_token::Column::UserId.eq(user.0)).all(db).await?)
}

/// Ends a token.
pub(crate) async fn end(work: &Work<'_>, id: TokenId) -> Result<()> {
    api_token::Entity::delete_by_id(id.0).exec(work.tx()).await?;
    Ok(())
}

/// Ends every API token of a user.
pub(crate) async fn end_all(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    api_token::Entity::delete_many().filter(api_token::Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}
