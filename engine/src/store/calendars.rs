//! Rows of calendars as they are made and changed; what they say is read in `agreements`.

use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
};

use super::{
    Work, agreements,
    entity::{calendar, calendar_edition},
    locks::Lock as _,
};
use crate::{
    error::{Error, Result},
    model::{Calendar, CalendarId},
};

/// A calendar, locked until the work ends, and which edition of it is in force.
pub(crate) async fn lock(work: &Work<'_>, id: CalendarId) -> Result<(Calendar, i64)> {
    let absent = || Error::NotFound { what: "calendar" };
    let row = calendar::Entity::find_by_id(id.0).locked().one(work.tx()).await?;
    let row = row.ok_or_else(absent)?;
    let calendar = agreements::calendar(work.tx(), id).await?.ok_or_else(absent)?;
    Ok((calendar, row.edition))
}

/// Whether there is such a calendar; whoever changes it waits until the work ends.
pub(crate) async fn hold(work: &Work<'_>, id: CalendarId) -> Result<bool> {
    Ok(calendar::Entity::find_by_id(id.0).held().one(work.tx()).await?.is_some())
}

/// What a calendar is called.
pub(crate) async fn name(work: &Work<'_>, id: CalendarId) -> Result<Option<String>> {
    let row = calendar::Entity::find_by_id(id.0).one(work.tx()).await?;
    Ok(row.map(|row| row.name))
}

/// Whether another calendar has this name.
pub(crate) async fn is_name_taken(work: &Work<'_>, own: CalendarId, name: &str) -> Result<bool> {
    let same = calendar::Entity::find()
        .filter(calendar::Column::Name.eq(name))
        .filter(calendar::Column::Id.ne(own.0));
    Ok(same.one(work.tx()).await?.is_some())
}

/// Writes a new calendar, with what it says as its first edition.
pub(crate) async fn insert(work: &Work<'_>, new: &Calendar) -> Result<()> {
    let row = calendar::ActiveModel {
        id: Set(new.id.into()),
        name: Set(new.name.clone()),
        edition: Set(1),
        created_at: Set(work.now()),
    };
    calendar::Entity::insert(row).exec_without_returning(work.tx()).await?;
    write_edition(work, new, 1).await
}

/// Writes the name of a calendar, and which edition of it is in force.
pub(crate) async fn update(work: &Work<'_>, changed: &Calendar, edition: i64) -> Result<()> {
    let row = calendar::ActiveModel {
        id: Unchanged(changed.id.into()),
        name: Set(changed.name.clone()),
        edition: Set(edition),
        ..Default::default()
    };
    calendar::Entity::update(row).exec(work.tx()).await?;
    Ok(())
}

/// Writes what a calendar says as its next edition.
pub(crate) async fn write_edition(work: &Work<'_>, calendar: &Calendar, number: i64) -> Result<()> {
    let row = calendar_edition::ActiveModel {
        calendar_id: Set(calendar.id.into()),
        edition: Set(number),
        time_zone: Set(calendar.time_zone.clone()),
        hours: Set(serde_json::to_string(&calendar.hours)?),
        holidays: Set(serde_json::to_string(&calendar.holidays)?),
        holiday_region: Set(calendar.holiday_region.clone()),
        created_at: Set(work.now()),
    };
    calendar_edition::Entity::insert(row).exec_without_returning(work.tx()).await?;
    Ok(())
}
