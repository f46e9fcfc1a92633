//! Rows of memos: one about each customer.

use std::collections::{HashMap, HashSet};

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    entity::{
        account,
        memo::{ActiveModel, Column, Entity, Model},
    },
    many,
};
use crate::{
    error::Result,
    model::{Memo, Role, UserId},
};

/// The memos about those of these people who are customers: who joined the staff since must not read what was kept about them.
pub(crate) async fn of_people(db: &impl ConnectionTrait, people: &[Uuid]) -> Result<HashMap<UserId, Memo>> {
    let mut found = HashMap::new();
    for some in people.chunks(many::AT_ONCE) {
        let rows = Entity::find().filter(Column::UserId.is_in(some.iter().copied())).all(db).await?;
        if rows.is_empty() {
            continue;
        }
        let customers: HashSet<Uuid> = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Id.is_in(rows.iter().map(|row| row.user_id)))
            .filter(account::Column::Role.eq(Role::Customer.as_str()))
            .into_tuple::<Uuid>()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let theirs = rows.into_iter().filter(|row| customers.contains(&row.user_id));
        found.extend(theirs.map(|row| (row.user_id.into(), memo(row))));
    }
    Ok(found)
}

/// The memo about one person.
pub(crate) async fn of(db: &impl ConnectionTrait, user: Uuid) -> Result<Option<Memo>> {
    Ok(Entity::find_by_id(user).one(db).await?.map(memo))
}

fn memo(row: Model) -> Memo {
    Memo {
        text: row.text,
        version: row.version,
        changed_by: row.changed_by.map(Into::into),
        changed_at: row.changed_at,
    }
}

/// Puts a memo in the place of the one before.
pub(crate) async fn put(tx: &DatabaseTransaction, user: Uuid, memo: &Memo) -> Result<()> {
    let row = ActiveModel {
        user_id: Set(user),
        text: Set(memo.text.clone()),
        version: Set(memo.version),
        changed_by: Set(memo.changed_by.map(Into::into)),
        changed_at: Set(memo.changed_at),
    };
    let again = OnConflict::column(Column::UserId)
        .update_columns([Column::Text, Column::Version, Column::ChangedBy, Column::ChangedAt])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Adds what is kept in mind about one account to that about another, when both are one person's. The first keeps its own, in case they
/// are parted again.
pub(crate) async fn join(tx: &DatabaseTransaction, from: Uuid, to: Uuid) -> Result<()> {
    let Some(added) = of(tx, from).await?.filter(|memo| !memo.text.is_empty()) else { return Ok(()) };
    let joined = match of(tx, to).await? {
        Some(known) if known.text.is_empty() => Memo { version: known.version + 1, ..added },
        Some(known) => {
            let text = format!("{}\n\n{}", known.text, added.text);
            Memo { text, version: known.version + 1, ..known }
        }
        None => Memo { version: 1, ..added },
    };
    put(tx, to, &joined).await
}

/// Forgets what is kept in mind about a person.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    Entity::delete_by_id(user).exec(tx).await?;
    Ok(())
}
