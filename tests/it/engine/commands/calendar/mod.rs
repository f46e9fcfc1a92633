//! Calendars.

mod create;
mod holidays;
mod update;
