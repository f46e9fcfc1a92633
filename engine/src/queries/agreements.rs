//! Agreements and calendars, by name; there are few, so they come all at once. For the staff.

use std::ops::RangeInclusive;

use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Agreement, AgreementId, Calendar, CalendarId},
    policy::{self, Action},
    sla::{BusinessTime, Day},
    store::{agreements, visible::Visible},
};

impl Engine {
    /// Every agreement.
    ///
    /// # Errors
    /// `Forbidden` for customers; `MissingScope`.
    pub async fn agreements(&self, actor: &Actor) -> Result<Vec<Agreement>> {
        staff_alone(actor)?;
        agreements::agreements(self.database().ro(), None).await
    }

    /// Those of these agreements that the actor may see: for customers none.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn agreements_by_id(&self, actor: &Actor, ids: &[AgreementId]) -> Result<Vec<Agreement>> {
        policy::reads_people(actor)?;
        if !Visible::to(actor).sees_all_people() {
            return Ok(Vec::new());
        }
        agreements::agreements(self.database().ro(), Some(ids)).await
    }

    /// Every calendar.
    ///
    /// # Errors
    /// `Forbidden` for customers; `MissingScope`.
    pub async fn calendars(&self, actor: &Actor) -> Result<Vec<Calendar>> {
        staff_alone(actor)?;
        agreements::calendars(self.database().ro()).await
    }

    /// A calendar; `None`: there is none, or the actor may not see it.
    ///
    /// # Errors
    /// `MissingScope`.
    pub async fn calendar(&self, actor: &Actor, id: CalendarId) -> Result<Option<Calendar>> {
        policy::reads_people(actor)?;
        if !Visible::to(actor).sees_all_people() {
            return Ok(None);
        }
        agreements::calendar(self.database().ro(), id).await
    }
}

/// The holidays of a calendar in these years, those of its region included.
///
/// # Errors
/// Internal, when the calendar cannot be counted with.
pub fn holidays_of(calendar: &Calendar, years: RangeInclusive<i32>) -> Result<Vec<Day>> {
    let region = calendar.holiday_region.as_deref();
    let time = BusinessTime::new(&calendar.time_zone, &calendar.hours, &calendar.holidays, region);
    Ok(time.map_err(Error::internal)?.holidays(years))
}

/// Refuses all but the staff; a token that administers may read what it changes.
fn staff_alone(actor: &Actor) -> Result<()> {
    policy::reads_people(actor)?;
    if Visible::to(actor).sees_all_people() {
        return Ok(());
    }
    Err(Error::Forbidden { action: Action::ReadPeople.words() })
}
