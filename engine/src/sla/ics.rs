//! Reads holidays from an iCalendar file (RFC 5545): all-day events, also over several days and every year.

use chrono::{Datelike, Months, NaiveDate};

use super::Day;

/// How many years ahead an event that comes every year is entered.
const YEARS: u32 = 10;

/// A longer event is no holiday.
const LONGEST: u32 = 60;

/// More days than a calendar can hold.
const MOST: usize = 1_000;

/// Why a file gives no holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadIcs {
    /// It is something else.
    #[error("The file is not a valid iCalendar file.")]
    NotACalendar,
    /// None of its events is a day.
    #[error("The iCalendar file contains no all-day events.")]
    NoDays,
    /// It holds more than a calendar can.
    #[error("The iCalendar file contains more than 1000 days.")]
    TooMany,
}

#[derive(Default)]
struct Event {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    name: String,
    yearly: bool,
    until: Option<NaiveDate>,
}

/// The all-day events of a file, in order, each day once. Events with a time of day are left out. One that comes every year
/// is entered from its first year on until ten years after `today`.
///
/// # Errors
/// [`BadIcs`].
pub fn holidays_of_ics(text: &str, today: NaiveDate) -> Result<Vec<Day>, BadIcs> {
    let lines = unfolded(text.trim_start_matches('\u{feff}'));
    if !lines.iter().any(|line| line.trim().eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(BadIcs::NotACalendar);
    }
    let mut days = Vec::new();
    let mut event: Option<Event> = None;
    for line in &lines {
        let Some((key, value)) = line.split_once(':') else { continue };
        let name = key.split(';').next().unwrap_or_default().to_ascii_uppercase();
        match (name.as_str(), value.trim().to_ascii_uppercase().as_str()) {
            ("BEGIN", "VEVENT") => event = Some(Event::default()),
            ("END", "VEVENT") => {
                days.extend(event.take().into_iter().flat_map(|event| days_of(&event, today)));
                if days.len() > MOST {
                    return Err(BadIcs::TooMany);
                }
            }
            (name, _) => {
                if let Some(event) = &mut event {
                    note(event, name, value);
                }
            }
        }
    }
    days.sort_unstable();
    days.dedup_by(|later, earlier| later.date == earlier.date);
    if days.is_empty() { Err(BadIcs::NoDays) } else { Ok(days) }
}

fn note(event: &mut Event, name: &str, value: &str) {
    match name {
        "DTSTART" => event.from = date(value),
        "DTEND" => event.to = date(value),
        "SUMMARY" => event.name = unescaped(value),
        "RRULE" => {
            let rule = value.to_ascii_uppercase();
            event.yearly = rule.split(';').any(|part| part == "FREQ=YEARLY");
            let until = rule.split(';').find_map(|part| part.strip_prefix("UNTIL="));
            event.until = until.and_then(|until| until.get(..8)).and_then(date);
        }
        _ => {}
    }
}

fn days_of(event: &Event, today: NaiveDate) -> Vec<Day> {
    let Some(first) = event.from else { return Vec::new() };
    let length = event.to.map_or(1, |to| to.signed_duration_since(first).num_days()).max(1);
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    if length > LONGEST {
        return Vec::new();
    }
    let last_year = today.year() + i32::try_from(YEARS).unwrap_or_default();
    let years = if event.yearly { u32::try_from(last_year - first.year()).unwrap_or(0).min(200) } else { 0 };
    let starts = (0..=years).filter_map(|year| {
        let start = first.checked_add_months(Months::new(12 * year))?;
        // The 29th of February comes every fourth year only.
        (start.day() == first.day() && event.until.is_none_or(|until| start <= until)).then_some(start)
    });
    let long_ago = today.year() - 1;
    let days = starts.flat_map(|start| start.iter_days().take(length as usize));
    let recent = days.filter(|day| !event.yearly || day.year() >= long_ago);
    recent.map(|date| Day { date, name: event.name.clone() }).collect()
}

/// `20261225`, and nothing with a time of day.
fn date(value: &str) -> Option<NaiveDate> {
    let value = value.trim();
    (value.len() == 8).then(|| NaiveDate::parse_from_str(value, "%Y%m%d").ok()).flatten()
}

/// Long lines are folded: what begins with a blank goes on where the line before ended.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn unescaped(value: &str) -> String {
    let plain = value.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ";");
    let plain = plain.replace("\\\\", "\\");
    let line: String = plain.chars().filter(|letter| !letter.is_control()).take(100).collect();
    line.trim().to_owned()
}
