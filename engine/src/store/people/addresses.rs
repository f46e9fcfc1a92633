//! Rows of addresses: which lead to whom, be it the main one of an account, a further one or a former one.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::{
    error::Result,
    model::UserId,
    store::{
        constraint::violates,
        entity::{account, account_address},
        many,
    },
};

/// The account that an address leads to, be it the main one, a further one or a former one. `address` is normalised.
pub(crate) async fn by_address(db: &impl ConnectionTrait, address: &str) -> Result<Option<account::Model>> {
    Ok(of_address(address).one(db).await?)
}

/// The account that an address leads to.
pub(super) fn of_address(address: &str) -> Select<account::Entity> {
    let owner = account_address::Entity::find()
        .select_only()
        .column(account_address::Column::UserId)
        .filter(account_address::Column::Address.eq(address));
    account::Entity::find().filter(account::Column::Id.in_subquery(owner.into_query()))
}

/// Every address that leads to a user: the main one, and the others sorted.
pub(crate) async fn addresses(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<String>> {
    Ok(addresses_of(db, &[user]).await?.remove(&user).unwrap_or_default())
}

/// The same of many.
pub(crate) async fn addresses_of(
    db: &impl ConnectionTrait,
    users: &[UserId],
) -> Result<HashMap<UserId, Vec<String>>> {
    let mut all: HashMap<UserId, Vec<String>> = HashMap::new();
    for some in users.chunks(many::AT_ONCE) {
        let ids = || some.iter().map(|user| user.0);
        let mains: Vec<(Uuid, String)> = account::Entity::find()
            .select_only()
            .columns([account::Column::Id, account::Column::Email])
            .filter(account::Column::Id.is_in(ids()))
            .into_tuple()
            .all(db)
            .await?;
        all.extend(mains.into_iter().map(|(user, email)| (user.into(), vec![email])));
        let rows = account_address::Entity::find()
            .filter(account_address::Column::UserId.is_in(ids()))
            .order_by_asc(account_address::Column::Address);
        for row in rows.all(db).await? {
            let known = all.entry(row.user_id.into()).or_default();
            if !known.contains(&row.address) {
                known.push(row.address);
            }
        }
    }
    Ok(all)
}

/// Lets an address lead to a user; answers whether it leads to nobody else: of two who give the same one at once, the second
/// one learns it from the constraint.
pub(crate) async fn lead(tx: &DatabaseTransaction, user: UserId, address: &str) -> Result<bool> {
    let row = account_address::ActiveModel { address: Set(address.to_owned()), user_id: Set(user.into()) };
    match account_address::Entity::insert(row).exec_without_returning(tx).await {
        Err(cause) if violates(&cause, "address") => Ok(false),
        done => Ok(done.map(|_| true)?),
    }
}

/// The addresses that lead to a user, those alone.
pub(crate) async fn led_to(tx: &DatabaseTransaction, user: UserId) -> Result<Vec<String>> {
    Ok(account_address::Entity::find()
        .select_only()
        .column(account_address::Column::Address)
        .filter(account_address::Column::UserId.eq(user.0))
        .order_by_asc(account_address::Column::Address)
        .into_tuple()
        .all(tx)
        .await?)
}

/// Lets addresses lead to a user no more.
pub(crate) async fn lead_no_more(
    tx: &DatabaseTransaction,
    user: UserId,
    addresses: &[&String],
) -> Result<()> {
    account_address::Entity::delete_many()
        .filter(account_address::Column::UserId.eq(user.0))
        .filter(account_address::Column::Address.is_in(addresses.iter().map(|address| address.as_str())))
        .exec(tx)
        .await?;
    Ok(())
}
