//! Rows of agreements and calendars, and which of them hold for a ticket.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::{
    Work, collation,
    entity::{agreement, agreement_target, calendar, calendar_edition, organisation, queue},
    locks::Lock as _,
};
use crate::{
    error::{Error, Result},
    model::{Agreement, AgreementId, Calendar, CalendarId, Priority, Target},
    sla::{BusinessTime, Hours, Weekday},
};

/// A calendar as it says now.
pub(crate) async fn calendar(db: &impl ConnectionTrait, id: CalendarId) -> Result<Option<Calendar>> {
    let Some(row) = calendar::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    Ok(Some(whole(&row, edition(db, (row.id, row.edition)).await?)?))
}

/// Every calendar, by name.
pub(crate) async fn calendars(db: &impl ConnectionTrait) -> Result<Vec<Calendar>> {
    let mut rows = calendar::Entity::find().all(db).await?;
    rows.sort_by_cached_key(|row| collation::key(&row.name));
    let mut calendars = Vec::with_capacity(rows.len());
    for row in rows {
        calendars.push(whole(&row, edition(db, (row.id, row.edition)).await?)?);
    }
    Ok(calendars)
}

fn whole(row: &calendar::Model, edition: calendar_edition::Model) -> Result<Calendar> {
    Ok(Calendar {
        id: row.id.into(),
        name: row.name.clone(),
        time_zone: edition.time_zone,
        hours: serde_json::from_str(&edition.hours)?,
        holidays: serde_json::from_str(&edition.holidays)?,
        holiday_region: edition.holiday_region,
    })
}

/// What a calendar says, or said in an earlier edition.
pub(crate) async fn edition(db: &impl ConnectionTrait, key: (Uuid, i64)) -> Result<calendar_edition::Model> {
    let found = calendar_edition::Entity::find_by_id(key).one(db).await?;
    found.ok_or_else(|| Error::internal("a calendar lacks its edition"))
}

/// An edition, ready to count with.
pub(crate) fn business_time(row: &calendar_edition::Model) -> Result<BusinessTime> {
    let hours: Vec<Hours> = serde_json::from_str(&row.hours)?;
    let holidays: Vec<_> = serde_json::from_str(&row.holidays)?;
    BusinessTime::new(&row.time_zone, &hours, &holidays, row.holiday_region.as_deref())
        .map_err(Error::internal)
}

/// Agreements with their targets: these, or every one; by name.
pub(crate) async fn agreements(
    db: &impl ConnectionTrait,
    ids: Option<&[AgreementId]>,
) -> Result<Vec<Agreement>> {
    let mut found = agreement::Entity::find();
    let mut of = agreement_target::Entity::find();
    if let Some(ids) = ids {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        found = found.filter(agreement::Column::Id.is_in(ids.clone()));
        of = of.filter(agreement_target::Column::AgreementId.is_in(ids));
    }
    let mut rows = found.all(db).await?;
    rows.sort_by_cached_key(|row| collation::key(&row.name));
    let mut targets: HashMap<Uuid, Vec<Target>> = HashMap::new();
    for row in of.all(db).await? {
        targets.entry(row.agreement_id).or_default().push(target(&row)?);
    }
    let agreement = |row: agreement::Model| {
        let mut targets = targets.remove(&row.id).unwrap_or_default();
        targets.sort_by_key(|target| std::cmp::Reverse(target.priority));
        Agreement { id: row.id.into(), name: row.name, calendar: row.calendar_id.into(), targets }
    };
    Ok(rows.into_iter().map(agreement).collect())
}

fn target(row: &agreement_target::Model) -> Result<Target> {
    Ok(Target {
        priority: row.priority.parse().map_err(Error::internal)?,
        response_minutes: row.response_minutes,
        restoration_minutes: row.restoration_minutes,
    })
}

/// An agreement, locked until the work ends.
pub(crate) async fn lock(work: &Work<'_>, id: AgreementId) -> Result<Agreement> {
    let absent = || Error::NotFound { what: "agreement" };
    agreement::Entity::find_by_id(id.0).locked().one(work.tx()).await?.ok_or_else(absent)?;
    agreements(work.tx(), Some(&[id])).await?.pop().ok_or_else(absent)
}

/// Whether there is such an agreement; whoever changes it waits until the work ends.
pub(crate) async fn hold(work: &Work<'_>, id: AgreementId) -> Result<bool> {
    Ok(agreement::Entity::find_by_id(id.0).held().one(work.tx()).await?.is_some())
}

/// Whether another agreement has this name.
pub(crate) async fn is_name_taken(work: &Work<'_>, own: AgreementId, name: &str) -> Result<bool> {
    let same = agreement::Entity::find()
        .filter(agreement::Column::Name.eq(name))
        .filter(agreement::Column::Id.ne(own.0));
    Ok(same.one(work.tx()).await?.is_some())
}

/// Writes a new agreement with its targets.
pub(crate) async fn insert(work: &Work<'_>, new: &Agreement) -> Result<()> {
    let row = agreement::ActiveModel {
        id: Set(new.id.into()),
        name: Set(new.name.clone()),
        calendar_id: Set(new.calendar.into()),
        created_at: Set(work.now()),
    };
    agreement::Entity::insert(row).exec_without_returning(work.tx()).await?;
    set_targets(work.tx(), new.id, &new.targets).await
}

/// Writes name and calendar of an agreement.
pub(crate) async fn update(work: &Work<'_>, changed: &Agreement) -> Result<()> {
    let row = agreement::ActiveModel {
        id: Unchanged(changed.id.into()),
        name: Set(changed.name.clone()),
        calendar_id: Set(changed.calendar.into()),
        ..Default::default()
    };
    agreement::Entity::update(row).exec(work.tx()).await?;
    Ok(())
}

/// Puts `targets` in the place of an agreement's targets.
pub(crate) async fn set_targets(
    tx: &DatabaseTransaction,
    agreement: AgreementId,
    targets: &[Target],
) -> Result<()> {
    let old = agreement_target::Column::AgreementId.eq(agreement.0);
    agreement_target::Entity::delete_many().filter(old).exec(tx).await?;
    let rows: Vec<_> = targets
        .iter()
        .map(|target| agreement_target::ActiveModel {
            agreement_id: Set(agreement.into()),
            priority: Set(target.priority.as_str().to_owned()),
            response_minutes: Set(target.response_minutes),
            restoration_minutes: Set(target.restoration_minutes),
        })
        .collect();
    if !rows.is_empty() {
        agreement_target::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What holds for a ticket now.
pub(crate) struct InForce {
    pub(crate) agreement: agreement::Model,
    pub(crate) target: Option<Target>,
    pub(crate) edition: calendar_edition::Model,
}

/// The agreement of the organisation, else that of the queue. Whoever changes one of the rows that are read here waits until
/// this work ends, and then counts this ticket again.
pub(crate) async fn in_force(
    tx: &DatabaseTransaction,
    queue: Uuid,
    organisation: Option<Uuid>,
    priority: Priority,
) -> Result<Option<InForce>> {
    let mut id = None;
    if let Some(organisation) = organisation {
        let row = organisation::Entity::find_by_id(organisation).held().one(tx).await?;
        id = row.and_then(|row| row.agreement_id);
    }
    if id.is_none() {
        let row = queue::Entity::find_by_id(queue).held().one(tx).await?;
        id = row.and_then(|row| row.agreement_id);
    }
    let Some(id) = id else { return Ok(None) };
    let agreement = agreement::Entity::find_by_id(id).held().one(tx).await?;
    let Some(agreement) = agreement else { return Ok(None) };
    let target = agreement_target::Entity::find_by_id((id, priority.as_str().to_owned())).one(tx).await?;
    let target = target.as_ref().map(self::target).transpose()?;
    let edition = edition_in_force(tx, agreement.calendar_id).await?;
    Ok(edition.map(|edition| InForce { agreement, target, edition }))
}

async fn edition_in_force(
    tx: &DatabaseTransaction,
    calendar: Uuid,
) -> Result<Option<calendar_edition::Model>> {
    let row = calendar::Entity::find_by_id(calendar).held().one(tx).await?;
    match row {
        Some(row) => Ok(Some(edition(tx, (row.id, row.edition)).await?)),
        None => Ok(None),
    }
}

/// The calendar on which business days are counted in a queue: that of the queue's agreement, else the first that was made,
/// else Monday to Friday from 8 to 17 in `time_zone`.
pub(crate) async fn closing_calendar(
    tx: &DatabaseTransaction,
    queue: Uuid,
    time_zone: &str,
) -> Result<BusinessTime> {
    let row = queue::Entity::find_by_id(queue).held().one(tx).await?;
    let edition = match closing_calendar_id(tx, row).await? {
        Some(id) => edition_in_force(tx, id).await?,
        None => None,
    };
    edition.map_or_else(|| usual(time_zone), |edition| business_time(&edition))
}

/// The same for somebody who only asks: nothing is locked.
pub(crate) async fn closing_calendar_now(
    db: &impl ConnectionTrait,
    queue: Uuid,
    time_zone: &str,
) -> Result<BusinessTime> {
    let row = queue::Entity::find_by_id(queue).one(db).await?;
    let row = match closing_calendar_id(db, row).await? {
        Some(id) => calendar::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    match row {
        Some(row) => business_time(&edition(db, (row.id, row.edition)).await?),
        None => usual(time_zone),
    }
}

async fn closing_calendar_id(db: &impl ConnectionTrait, queue: Option<queue::Model>) -> Result<Option<Uuid>> {
    let agreement = match queue.and_then(|queue| queue.agreement_id) {
        Some(id) => agreement::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    if let Some(agreement) = agreement {
        return Ok(Some(agreement.calendar_id));
    }
    let oldest =
        calendar::Entity::find().order_by_asc(calendar::Column::CreatedAt).order_by_asc(calendar::Column::Id);
    Ok(oldest.one(db).await?.map(|row| row.id))
}

fn usual(time_zone: &str) -> Result<BusinessTime> {
    let hours = Weekday::ALL[..5].iter().map(|weekday| Hours {
        weekday: *weekday,
        from: "08:00".to_owned(),
        to: "17:00".to_owned(),
    });
    let hours: Vec<_> = hours.collect();
    BusinessTime::new(time_zone, &hours, &[], None)
        .or_else(|_| BusinessTime::new("UTC", &hours, &[], None))
        .map_err(Error::internal)
}
