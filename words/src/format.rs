//! Dates, spans of time, sizes and numbers, written as a reader of the language expects them (pure, no clock).
//!
//! Times come in as UTC with the name of the reader's zone (`Europe/Berlin`). A name that is not in the IANA data base
//! counts as UTC: the zone comes from a person's settings, and a wrong entry there must not lose a page or a mail.

mod amount;
mod brief;
mod relative;
mod when;

pub use amount::{bytes, number, percent};
pub use brief::{age, days_until, due_time};
pub use relative::relative;
pub use when::{
    calendar_day, calendar_day_and_month, date, date_time, short, weekday_calendar_day, weekday_date_time,
};
