//! Language and time zone of those who chose none: they follow the installation's when these change.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{Work, entity::account, named_values};
use crate::{engine::Engine, error::Result, policy};

/// The row of `setting` that says which defaults the accounts have.
const APPLIED: &str = "account_defaults";

/// Gives the installation's language and time zone to everybody who chose none, if they are not those of the last start.
pub(crate) async fn apply(engine: &Engine) -> Result<()> {
    let settings = engine.settings();
    let wanted = format!("{} {}", settings.brand.locale, settings.brand.time_zone);
    let applied = named_values::get(engine.database().ro(), APPLIED).await?;
    if applied.as_ref() == Some(&wanted) {
        return Ok(());
    }
    let work = Work::begin(engine).await?;
    let (locale, zone) = (account::Column::Locale, account::Column::TimeZone);
    follow(work.tx(), account::Column::LocaleChosen, locale, &settings.brand.locale).await?;
    follow(work.tx(), account::Column::TimeZoneChosen, zone, &settings.brand.time_zone).await?;
    named_values::put(&work, APPLIED, wanted).await?;
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
