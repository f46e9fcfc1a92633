//! Makes a calendar.

use uuid::Uuid;

use super::sheet::{changes, checked};
use crate::{
    actor::Actor,
    engine::Engine,
    error::Result,
    model::{Audited, Calendar, CalendarId},
    policy::Action,
    sla::{Day, Hours},
    store::{Work, audit, calendars},
};

/// What a calendar is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreateCalendar {
    /// Its name; no other may have it.
    pub name: String,
    /// IANA name of the zone on whose wall clocks the hours are read.
    pub time_zone: String,
    /// The business hours; several a day if wanted.
    pub hours: Vec<Hours>,
    /// Days on which nothing counts.
    pub holidays: Vec<Day>,
    /// The country or part of it whose public holidays do not count either, such as `DE-BY`.
    pub holiday_region: Option<String>,
}

impl CreateCalendar {
    fn into_calendar(self, id: CalendarId) -> Calendar {
        let Self { name, time_zone, hours, holidays, holiday_region } = self;
        Calendar { id, name, time_zone, hours, holidays, holiday_region }
    }
}

impl Engine {
    /// Makes a calendar; for admins.
    ///
    /// # Errors
    /// `BadInput` for `name`, `timeZone`, `hours`, `holidays` or `holidayRegion`; [`crate::Error::Forbidden`].
    pub async fn create_calendar(&self, actor: &Actor, input: CreateCalendar) -> Result<Calendar> {
        let permit = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        let calendar = checked(&work, input.into_calendar(work.id()?)).await?;
        calendars::insert(&work, &calendar).await?;
        let (id, changes) = (calendar.id, changes(None, &calendar));
        audit::note(&work, actor, Audited::CalendarCreated { calendar: id, changes }).await?;
        work.commit(permit, Vec::new()).await?;
        Ok(calendar)
    }

    /// Looks at a calendar without making it, for an interface that has found something wrong with one of its fields already.
    ///
    /// # Errors
    /// Those of [`Engine::create_calendar`].
    pub async fn check_calendar(&self, actor: &Actor, input: CreateCalendar) -> Result<()> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let work = Work::begin(self).await?;
        checked(&work, input.into_calendar(CalendarId(Uuid::nil()))).await.map(drop)
    }
}
