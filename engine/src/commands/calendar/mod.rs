//! Calendars of business hours: how they come about and change.

mod create;
mod holidays;
mod sheet;
mod update;

pub use create::CreateCalendar;
pub use update::UpdateCalendar;
