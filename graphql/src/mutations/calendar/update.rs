//! Changes a calendar of business hours.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::{BusinessHoursInput, CalendarPayload, HolidayInput, beside, days, hours};
use crate::{caller::logged_in, error::Failure, ids};

#[derive(Default)]
pub(crate) struct UpdateCalendar;

/// What is to be different; what is left out stays.
#[derive(InputObject)]
struct UpdateCalendarInput {
    /// Which calendar.
    id: ID,
    /// Another name; at most 100 characters.
    name: Option<String>,
    /// Another time zone.
    time_zone: Option<String>,
    /// Other business hours, all of them; at most 100 spans.
    hours: Option<Vec<BusinessHoursInput>>,
    /// Other days on which nothing counts, all that are entered; at most 1000.
    holidays: Option<Vec<HolidayInput>>,
    /// Another region whose public holidays do not count; null: none.
    holiday_region: MaybeUndefined<String>,
}

#[Object]
impl UpdateCalendar {
    /// Changes a calendar; for admins. The clocks of open tickets, and the times at which tickets close after business days,
    /// are counted again; clocks that have ended stay as they are.
    async fn update_calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which calendar, and what is to be different.")] input: UpdateCalendarInput,
    ) -> Result<CalendarPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let id = ids::input(&input.id, "id")?;
        let mut update = engine::UpdateCalendar {
            name: input.name,
            time_zone: input.time_zone,
            hours: input.hours.map(hours),
            holidays: None,
            holiday_region: input.holiday_region.as_opt_deref().map(|region| region.map(str::to_owned)),
        };
        match input.holidays.map(days).transpose() {
            Ok(holidays) => update.holidays = holidays,
            Err(date) => return Err(beside(date, engine.check_calendar_change(actor, id, update).await)),
        }
        Ok(engine.update_calendar(actor, id, update).await?.into())
    }
}
