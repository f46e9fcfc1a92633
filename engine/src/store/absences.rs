//! Rows of absences, read on the day that it is for each person.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use uuid::Uuid;

use super::{
    entity::{absence, account},
    many,
};
use crate::{
    error::{Error, Result},
    model::{Absence, Role, UserId},
    rules::absence::{self as rule, today},
};

/// When those of these people are away who belong to the staff; without what is over.
pub(crate) async fn of_people(
    db: &impl ConnectionTrait,
    people: &[Uuid],
    now: DateTime<Utc>,
) -> Result<HashMap<UserId, Absence>> {
    let mut found = HashMap::new();
    for some in people.chunks(many::AT_ONCE) {
        let rows = absence::Entity::find().filter(absence::Column::UserId.is_in(some.iter().copied()));
        let rows = rows.all(db).await?;
        if rows.is_empty() {
            continue;
        }
        let theirs = account::Column::Id.is_in(rows.iter().map(|row| row.user_id));
        let accounts = account::Entity::find().filter(theirs).all(db).await?;
        let accounts: HashMap<Uuid, account::Model> =
            accounts.into_iter().map(|account| (account.id, account)).collect();
        for row in rows {
            if let Some(account) = accounts.get(&row.user_id)
                && let Some(absence) = read(&row, account, now)?
            {
                found.insert(row.user_id.into(), absence);
            }
        }
    }
    Ok(found)
}

/// Whether somebody is away now.
pub(crate) async fn is_away(db: &impl ConnectionTrait, user: UserId, now: DateTime<Utc>) -> Result<bool> {
    let found = of_people(db, &[user.0], now).await?;
    Ok(found.get(&user).is_some_and(|absence| absence.now))
}

fn read(row: &absence::Model, account: &account::Model, now: DateTime<Utc>) -> Result<Option<Absence>> {
    let role: Role = account.role.parse().map_err(Error::internal)?;
    if !role.is_staff() {
        return Ok(None);
    }
    let day = |text: &str| text.parse::<NaiveDate>().map_err(Error::internal);
    let until = row.last_day.as_deref().map(day).transpose()?;
    Ok(rule::told(day(&row.first_day)?, until, today(&account.time_zone, now)))
}

/// Keeps the first and the last day of an absence in the place of the one before.
pub(crate) async fn put(
    tx: &DatabaseTransaction,
    user: Uuid,
    (from, until): (NaiveDate, Option<NaiveDate>),
) -> Result<()> {
    let row = absence::ActiveModel {
        user_id: Set(user),
        first_day: Set(from.to_string()),
        last_day: Set(until.map(|until| until.to_string())),
    };
    let again = OnConflict::column(absence::Column::UserId)
        .update_columns([absence::Column::FirstDay, absence::Column::LastDay])
        .to_owned();
    absence::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets the absence of a person.
pub(crate) async fn forget(tx: &DatabaseTransaction, user: Uuid) -> Result<()> {
    absence::Entity::delete_by_id(user).exec(tx).await?;
    Ok(())
}
