//! Calendars.

mod create;
mod holidays;
mod update;

use serde_json::{Value, json};

/// Monday to Friday from 8 to 12 and from 13 to 17 in Berlin.
pub(crate) fn office(name: &str) -> Value {
    let days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"];
    let hours: Vec<_> = days
        .iter()
        .flat_map(|day| {
            [("08:00", "12:00"), ("13:00", "17:00")]
                .map(|(from, to)| json!({ "weekday": day, "from": from, "to": to }))
        })
        .collect();
    json!({ "name": name, "timeZone": "Europe/Berlin", "hours": hours })
}

pub(crate) const CREATE: &str = "mutation($i: CalendarInput!) { createCalendar(input: $i) { calendar {
    id name timeZone hours { weekday from to } holidays { date name } ownHolidays { date } holidayRegion } } }";
