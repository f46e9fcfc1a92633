//! Changes a calendar, and with it every open ticket that is counted on it.

use super::sheet::{changes, checked};
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Audited, Calendar, CalendarId},
    policy::Action,
    sla::{Day, Hours},
    store::{
        Work, agreements, audit, calendars,
        clocks::{self, Affected},
    },
};

/// What is changed of a calendar; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpdateCalendar {
    /// Its name.
    pub name: Option<String>,
    /// The zone of its hours.
    pub time_zone: Option<String>,
    /// All of its hours.
    pub hours: Option<Vec<Hours>>,
    /// All holidays that were entered.
    pub holidays: Option<Vec<Day>>,
    /// The region of its public holidays; `Some(None)`: none.
    pub holiday_region: Option<Option<String>>,
}

impl Engine {
    /// Changes a calendar; for admins. The clocks of open tickets, and the times at which tickets close after business days,
    /// are counted again; clocks that have ended stay as they are.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `name`, `timeZone`, `hours`, `holidays` or `holidayRegion`; [`Error::Forbidden`].
    pub async fn update_calendar(
        &self,
        actor: &Actor,
        id: CalendarId,
        input: UpdateCalendar,
    ) -> Result<Calendar> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        clocks::note_in_turn(work.tx()).await?;
        let (before, edition) = calendars::lock(&work, id).await?;
        let after = checked(&work, with(&before, input)).await?;
        let changes = changes(Some(&before), &after);
        if changes.is_empty() {
            return Ok(before);
        }
        let counts = Calendar { name: before.name.clone(), ..after.clone() } != before;
        let edition = edition + i64::from(counts);
        calendars::update(&work, &after, edition).await?;
        if counts {
            calendars::write_edition(&work, &after, edition).await?;
            clocks::recount(work.tx(), Affected::Calendar(id), work.now()).await?;
        }
        audit::note(&work, actor, Audited::CalendarChanged { calendar: id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        self.recount_now().await;
        Ok(after)
    }

    /// Looks at a change of a calendar without making it, for an interface that has found something wrong with one of its fields
    /// already.
    ///
    /// # Errors
    /// Those of [`Engine::update_calendar`].
    pub async fn check_calendar_change(
        &self,
        actor: &Actor,
        id: CalendarId,
        input: UpdateCalendar,
    ) -> Result<()> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let before = agreements::calendar(work.tx(), id).await?;
        let before = before.ok_or(Error::NotFound { what: "calendar" })?;
        checked(&work, with(&before, input)).await.map(drop)
    }
}

fn with(before: &Calendar, input: UpdateCalendar) -> Calendar {
    Calendar {
        id: before.id,
        name: input.name.unwrap_or_else(|| before.name.clone()),
        time_zone: input.time_zone.unwrap_or_else(|| before.time_zone.clone()),
        hours: input.hours.unwrap_or_else(|| before.hours.clone()),
        holidays: input.holidays.unwrap_or_else(|| before.holidays.clone()),
        holiday_region: input.holiday_region.unwrap_or_else(|| before.holiday_region.clone()),
    }
}
