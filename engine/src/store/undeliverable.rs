//! Rows of addresses that mail does not reach: marked when a mail comes back, cleared when the address works again.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    entity::{account, undeliverable_address},
    many,
};
use crate::{
    content::address::normalise,
    error::Result,
    model::{Undeliverable, UserId},
};

/// Marks an address with what the server said. Since when it is not reached stays as it is.
pub(crate) async fn mark(
    tx: &DatabaseTransaction,
    address: &str,
    now: DateTime<Utc>,
    words: &str,
) -> Result<()> {
    let row = undeliverable_address::ActiveModel {
        address: Set(key(address)),
        since: Set(now),
        words: Set(words.to_owned()),
    };
    let known = OnConflict::column(undeliverable_address::Column::Address)
        .update_column(undeliverable_address::Column::Words)
        .to_owned();
    undeliverable_address::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes the marks of these addresses away; answers whether there was one.
pub(crate) async fn clear(
    tx: &DatabaseTransaction,
    addresses: impl IntoIterator<Item = &str>,
) -> Result<bool> {
    let keys = addresses.into_iter().map(key);
    let gone = undeliverable_address::Entity::delete_many()
        .filter(undeliverable_address::Column::Address.is_in(keys))
        .exec(tx)
        .await?;
    Ok(gone.rows_affected > 0)
}

/// Whether mail does not reach an address.
pub(crate) async fn is_marked(db: &impl ConnectionTrait, address: &str) -> Result<bool> {
    Ok(undeliverable_address::Entity::find_by_id(key(address)).one(db).await?.is_some())
}

/// The marks of the main addresses of these people.
pub(crate) async fn of_people(
    db: &impl ConnectionTrait,
    ids: &[UserId],
) -> Result<HashMap<UserId, Undeliverable>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(many::AT_ONCE) {
        let people: Vec<(Uuid, String)> = accounts(db, ids).await?;
        let keys = people.iter().map(|(_, address)| key(address));
        let marks = undeliverable_address::Entity::find()
            .filter(undeliverable_address::Column::Address.is_in(keys))
            .all(db)
            .await?;
        let marks: HashMap<&str, &undeliverable_address::Model> =
            marks.iter().map(|mark| (mark.address.as_str(), mark)).collect();
        for (id, address) in &people {
            if let Some(mark) = marks.get(key(address).as_str()) {
                let mark = Undeliverable { since: mark.since, words: mark.words.clone() };
                found.insert((*id).into(), mark);
            }
        }
    }
    Ok(found)
}

async fn accounts(db: &impl ConnectionTrait, ids: &[UserId]) -> Result<Vec<(Uuid, String)>> {
    let of = account::Entity::find().filter(account::Column::Id.is_in(ids.iter().map(|id| id.0)));
    Ok(of.all(db).await?.into_iter().map(|account| (account.id, account.email)).collect())
}

/// An address as it is kept here, whatever its case.
fn key(address: &str) -> String {
    normalise(address).unwrap_or_else(|| address.trim().to_lowercase())
}
