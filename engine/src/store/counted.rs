//! How many rows a query finds.

use sea_orm::{
    ConnectionTrait, EntityTrait, QuerySelect, Select,
    sea_query::{Expr, Func},
};

use crate::error::Result;

/// The query by which the rows are counted that another one finds.
pub(crate) fn counted<E: EntityTrait>(found: Select<E>) -> Select<E> {
    found.select_only().expr(Func::count(Expr::value(1)))
}

/// How many rows a query finds.
pub(crate) async fn count<E: EntityTrait>(db: &impl ConnectionTrait, found: Select<E>) -> Result<u64> {
    let count = counted(found).into_tuple::<i64>().one(db).await?.unwrap_or_default();
    Ok(u64::try_from(count).unwrap_or_default())
}
