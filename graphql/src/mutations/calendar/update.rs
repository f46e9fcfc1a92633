//! Changes a calendar of business hours.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};

use super::{BusinessHoursInput, CalendarPayload, HolidayInput, beside, days, hours};
use crate::{caller::logged_in, error::Failure, ids, weights::Weighed};

/// What of a calendar the clocks of tickets are counted by.
const COUNTED: [&str; 4] = ["timeZone", "hours", "holidays", "holidayRegion"];

#[derive(Default)]
pub(crate) struct UpdateCalendar;

/// The changes; omitted fields stay as they are.
#[derive(InputObject)]
struct UpdateCalendarInput {
    /// The calendar.
    id: ID,
    /// The new name; at most 100 characters.
    name: Option<String>,
    /// The new time zone.
    time_zone: Option<String>,
    /// The new business hours; they replace all. At most 100 periods.
    hours: Option<Vec<BusinessHoursInput>>,
    /// The new days without business hours; they replace all that were entered. At most 1000.
    holidays: Option<Vec<HolidayInput>>,
    /// The new region of the public holidays; null for none.
    holiday_region: MaybeUndefined<String>,
}

#[Object]
impl UpdateCalendar {
    /// Changes a calendar; for admins. The clocks of open tickets, and the times at which tickets close after business
    /// days, are recalculated; clocks that have ended stay as they are.
    #[graphql(
        complexity = "Weighed::new(__ctx, __variables_definition, __field).recounts(&COUNTED, child_complexity)"
    )]
    async fn update_calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar and the changes.")] input: UpdateCalendarInput,
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
