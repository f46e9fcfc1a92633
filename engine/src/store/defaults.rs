//! Language and time zone of those who chose none: they follow the installation's when these change.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::{
    Work,
    entity::{account, setting},
};
use crate::{engine::Engine, error::Result, policy};

/// The row of `setting` that says which defaults the accounts have.
const APPLIED: &str = "account_defaults";

/// Gives the installation's language and time zone to everybody who chose none, if they are not those of the last start.
pub(crate) async fn apply(engine: &Engine) -> Result<()> {
    let settings = engine.settings();
    let wanted = format!("{} {}", settings.brand.locale, settings.brand.time_zone);
    let applied = setting::Entity::find_by_id(APPLIED).one(engine.database().ro()).await?;
    if applied.is_some_and(|row| row.value == wanted) {
        return Ok(());
    }
    let work = Work::begin(engine).await?;
    let (locale, zone) = (account::Column::Locale, account::Column::TimeZone);
    follow(work.tx(), account::Column::LocaleChosen, locale, &settings.brand.locale).await?;
    follow(work.tx(), account::Column::TimeZoneChosen, zone, &settings.brand.time_zone).await?;
    let row = setting::ActiveModel { key: Set(APPLIED.to_owned()), value: Set(wanted) };
    let again = OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(again).exec_without_returning(work.tx()).await?;
    work.commit(policy::housekeeping(), Vec::new()).await
}

async fn follow(
    tx: &impl ConnectionTrait,
    chosen: account::Column,
    column: account::Column,
    default: &str,
) -> Result<()> {
    // Of accounts from before nobody knows: those that differ from the default chose.
    account::Entity::update_many()
        .col_expr(chosen, column.into_expr().ne(default))
        .filter(chosen.is_null())
        .exec(tx)
        .await?;
    account::Entity::update_many()
        .col_expr(column, Expr::value(default))
        .filter(chosen.eq(false))
        .filter(column.ne(default))
        .exec(tx)
        .await?;
    Ok(())
}
