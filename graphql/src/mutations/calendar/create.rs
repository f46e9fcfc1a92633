//! Makes a calendar of business hours.

use async_graphql::{Context, InputObject, Object};

use super::{BusinessHoursInput, CalendarPayload, HolidayInput, beside, days, hours};
use crate::{caller::logged_in, error::Failure};

#[derive(Default)]
pub(crate) struct CreateCalendar;

/// A new calendar.
#[derive(InputObject)]
struct CalendarInput {
    /// Its unique name; at most 100 characters.
    name: String,
    /// IANA name of the time zone of the hours, such as `Europe/Berlin`.
    time_zone: String,
    /// The business hours: 1 to 100 periods; a day can have several.
    hours: Vec<BusinessHoursInput>,
    /// Days without business hours; at most 1000.
    holidays: Option<Vec<HolidayInput>>,
    /// The country or region whose public holidays have no business hours either: `DE`, `DE-BY` and the other Länder, `AT`
    /// or `CH`.
    holiday_region: Option<String>,
}

#[Object]
impl CreateCalendar {
    /// Creates a calendar; for admins.
    async fn create_calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar.")] input: CalendarInput,
    ) -> Result<CalendarPayload, Failure> {
        let (engine, actor) = logged_in(ctx)?;
        let mut calendar = engine::CreateCalendar {
            name: input.name,
            time_zone: input.time_zone,
            hours: hours(input.hours),
            holidays: Vec::new(),
            holiday_region: input.holiday_region,
        };
        match days(input.holidays.unwrap_or_default()) {
            Ok(holidays) => calendar.holidays = holidays,
            Err(date) => return Err(beside(date, engine.check_calendar(actor, calendar).await)),
        }
        Ok(engine.create_calendar(actor, calendar).await?.into())
    }
}
