//! What can be done to calendars.

mod create;
mod holidays;
mod update;

use async_graphql::{InputObject, SimpleObject};
pub(crate) use create::CreateCalendar;
use engine::content::quoted;
pub(crate) use holidays::ImportHolidays;
pub(crate) use update::UpdateCalendar;

use crate::{
    error::Failure,
    objects::{Calendar, Weekday},
};

/// A period of business hours.
#[derive(InputObject)]
struct BusinessHoursInput {
    /// The day.
    weekday: Weekday,
    /// When it starts, such as `08:00`.
    from: String,
    /// When it ends, such as `17:00`; `24:00` is the end of the day.
    to: String,
}

/// A day without business hours.
#[derive(InputObject)]
struct HolidayInput {
    /// The day, such as `2026-12-25`.
    date: String,
    /// Its name.
    name: String,
}

/// The resulting calendar.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct CalendarPayload {
    /// The calendar.
    calendar: Calendar,
}

impl From<engine::Calendar> for CalendarPayload {
    fn from(calendar: engine::Calendar) -> Self {
        Self { calendar: Calendar(calendar) }
    }
}

fn hours(given: Vec<BusinessHoursInput>) -> Vec<engine::sla::Hours> {
    let span = |hours: BusinessHoursInput| engine::sla::Hours {
        weekday: hours.weekday.into(),
        from: hours.from,
        to: hours.to,
    };
    given.into_iter().map(span).collect()
}

fn days(given: Vec<HolidayInput>) -> Result<Vec<engine::sla::Day>, Failure> {
    let day = |day: HolidayInput| {
        let date = day.date.trim().parse().map_err(|_| {
            Failure::bad_input(
                "holidays",
                format!("{} is not a valid date. Use a date such as 2026-12-25.", quoted(&day.date)),
            )
        })?;
        Ok(engine::sla::Day { date, name: day.name })
    };
    given.into_iter().map(day).collect()
}

/// A date that is none, with what else is wrong with the calendar before it; who may not even ask learns neither.
fn beside(date: Failure, checked: engine::Result<()>) -> Failure {
    match checked {
        Ok(()) => date,
        Err(error) if error.code() == engine::Code::BadUserInput => Failure::of(&error).and(date),
        Err(error) => Failure::of(&error),
    }
}
