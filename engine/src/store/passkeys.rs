//! Rows of passkeys, and of what browsers are being asked, each of which is good once.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    entity::{passkey, passkey_ceremony},
    many,
};
use crate::{error::Result, model::Passkey};

/// Those of a person, the oldest first.
pub(crate) async fn of(db: &impl ConnectionTrait, user: Uuid) -> Result<Vec<passkey::Model>> {
    let all = passkey::Entity::find()
        .filter(passkey::Column::UserId.eq(user))
        .order_by_asc(passkey::Column::CreatedAt)
        .order_by_asc(passkey::Column::Id);
    Ok(all.all(db).await?)
}

/// Those of these people.
pub(super) async fn of_people(db: &impl ConnectionTrait, users: &[Uuid]) -> Result<Vec<passkey::Model>> {
    let keys = passkey::Entity::find().filter(passkey::Column::UserId.is_in(users.iter().copied()));
    Ok(keys.all(db).await?)
}

/// Whether a person has one.
pub(crate) async fn exist(db: &impl ConnectionTrait, user: Uuid) -> Result<bool> {
    Ok(passkey::Entity::find().filter(passkey::Column::UserId.eq(user)).count(db).await? > 0)
}

/// One of a person's own.
pub(crate) async fn find(db: &impl ConnectionTrait, user: Uuid, id: Uuid) -> Result<Option<passkey::Model>> {
    let own = passkey::Entity::find_by_id(id).filter(passkey::Column::UserId.eq(user));
    Ok(own.one(db).await?)
}

/// The one that browsers call so, whoever's it is.
pub(crate) async fn by_credential(db: &impl ConnectionTrait, id: &str) -> Result<Option<passkey::Model>> {
    Ok(passkey::Entity::find().filter(passkey::Column::CredentialId.eq(id)).one(db).await?)
}

/// Keeps a new one; answers whether it is new.
pub(crate) async fn keep(tx: &DatabaseTransaction, row: passkey::Model) -> Result<bool> {
    let key = &mut OnConflict::column(passkey::Column::CredentialId);
    Ok(many::insert_new(tx, row.into_active_model(), key).await?)
}

/// Notes that its owner showed it, and what is to be kept of it from now on.
pub(crate) async fn used(
    tx: &DatabaseTransaction,
    row: passkey::Model,
    credential: Option<String>,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut row = row.into_active_model();
    row.last_used_at = Set(Some(now));
    if let Some(credential) = credential {
        row.credential = Set(credential);
    }
    row.update(tx).await?;
    Ok(())
}

/// Gives it another name.
pub(crate) async fn rename(
    tx: &DatabaseTransaction,
    row: passkey::Model,
    name: String,
) -> Result<passkey::Model> {
    let mut row = row.into_active_model();
    row.name = Set(name);
    Ok(row.update(tx).await?)
}

/// Removes one.
pub(crate) async fn remove(tx: &DatabaseTransaction, id: Uuid) -> Result<()> {
    passkey::Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

/// Removes all of a person, and whatever they are being asked; answers whether there were any.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: Uuid) -> Result<bool> {
    passkey_ceremony::Entity::delete_many()
        .filter(passkey_ceremony::Column::UserId.eq(user))
        .exec(tx)
        .await?;
    let gone = passkey::Entity::delete_many().filter(passkey::Column::UserId.eq(user)).exec(tx).await?;
    Ok(gone.rows_affected > 0)
}

/// Keeps what a browser is being asked; what was never answered goes on the occasion.
pub(crate) async fn ask(
    tx: &DatabaseTransaction,
    row: passkey_ceremony::Model,
    now: DateTime<Utc>,
) -> Result<()> {
    passkey_ceremony::Entity::delete_many()
        .filter(passkey_ceremony::Column::ExpiresAt.lte(now))
        .exec(tx)
        .await?;
    passkey_ceremony::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes what a browser was asked, once; of several who answer at once one succeeds.
pub(crate) async fn take(
    tx: &DatabaseTransaction,
    token_hash: &str,
) -> Result<Option<passkey_ceremony::Model>> {
    let Some(row) = passkey_ceremony::Entity::find_by_id(token_hash.to_owned()).one(tx).await? else {
        return Ok(None);
    };
    let gone = passkey_ceremony::Entity::delete_by_id(token_hash.to_owned()).exec(tx).await?;
    Ok((gone.rows_affected == 1).then_some(row))
}

/// A passkey as its owner may see it.
pub(crate) fn shown(row: passkey::Model) -> Passkey {
    Passkey { id: row.id.into(), name: row.name, created_at: row.created_at, last_used_at: row.last_used_at }
}
