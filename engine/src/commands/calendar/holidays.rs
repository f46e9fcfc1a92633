//! Adds the holidays of an iCalendar file to a calendar.

use super::UpdateCalendar;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{Calendar, CalendarId},
    policy::Action,
    sla::holidays_of_ics,
    store::agreements,
};

impl Engine {
    /// Adds the all-day events of an iCalendar file to the holidays of a calendar; for admins. What is there already stays.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `BadInput` for `ics` or, if there are too many, `holidays`; [`Error::Forbidden`].
    pub async fn import_holidays(&self, actor: &Actor, id: CalendarId, ics: &str) -> Result<Calendar> {
        let _ = self.permit(actor, Action::ManageHouse, None)?;
        let found = holidays_of_ics(ics, self.now().date_naive());
        let found = found.map_err(|error| Error::bad("ics", "ics-unreadable", error.to_string()))?;
        let known = agreements::calendar(self.database().ro(), id).await?;
        let mut holidays = known.ok_or(Error::NotFound { what: "calendar" })?.holidays;
        holidays.extend(found);
        let input = UpdateCalendar { holidays: Some(holidays), ..UpdateCalendar::default() };
        self.update_calendar(actor, id, input).await
    }
}
