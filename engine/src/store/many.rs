//! Statements over many rows or values, in pieces: a database bounds how many values one statement may carry.

use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, sea_query::OnConflict,
};

/// How many rows or values one statement takes. SQLite allows 32,766 values, and no table has more than fifty columns.
pub(crate) const AT_ONCE: usize = 500;

/// Inserts a row unless another has its key; answers whether it is new: of two who bring it at once, one is.
pub(crate) async fn insert_new<A>(
    tx: &DatabaseTransaction,
    row: A,
    key: &mut OnConflict,
) -> Result<bool, DbErr>
where
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let known = key.do_nothing().to_owned();
    Ok(A::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await? == 1)
}

/// Inserts these rows, however many there are.
pub(crate) async fn insert<A>(
    tx: &DatabaseTransaction,
    mut rows: Vec<A>,
    conflict: Option<OnConflict>,
) -> Result<(), DbErr>
where
    A: ActiveModelTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(AT_ONCE));
        let mut insert = A::Entity::insert_many(std::mem::replace(&mut rows, rest));
        if let Some(conflict) = &conflict {
            insert = insert.on_conflict(conflict.clone());
        }
        insert.exec_without_returning(tx).await?;
    }
    Ok(())
}
