//! The forms of agreements and calendars: how times, hours and holidays are written on the page.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{forms::Posted, view::Named};

pub(super) const PRIORITIES: [&str; 4] = ["URGENT", "HIGH", "NORMAL", "LOW"];
pub(super) const DAYS: [&str; 7] =
    ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
/// The fields of the targets, by priority: response and restoration.
pub(super) const TARGETS: [(&str, &str); 4] = [
    ("response_URGENT", "restoration_URGENT"),
    ("response_HIGH", "restoration_HIGH"),
    ("response_NORMAL", "restoration_NORMAL"),
    ("response_LOW", "restoration_LOW"),
];

#[derive(Debug, Deserialize)]
pub(super) struct Agreement {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) calendar: Id,
    pub(super) targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Id {
    pub(super) id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Target {
    pub(super) priority: String,
    pub(super) response_minutes: Option<u32>,
    pub(super) restoration_minutes: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Calendar {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) time_zone: String,
    pub(super) hours: Vec<Hours>,
    pub(super) holidays: Vec<Holiday>,
    pub(super) own_holidays: Vec<Holiday>,
    pub(super) holiday_region: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Hours {
    weekday: String,
    from: String,
    to: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Holiday {
    date: String,
    name: String,
}

impl Calendar {
    pub(super) fn named(&self) -> Named {
        Named { id: self.id.clone(), name: self.name.clone(), ..Named::default() }
    }

    /// The hours of a day as they stand in its field: `08:00–12:00, 13:00–17:00`.
    pub(super) fn hours_of(&self, weekday: &str) -> String {
        let spans = self.hours.iter().filter(|hours| hours.weekday == weekday);
        spans.map(|hours| format!("{}–{}", hours.from, hours.to)).collect::<Vec<_>>().join(", ")
    }

    /// The holidays of its own, one a line.
    pub(super) fn own_lines(&self) -> String {
        let lines = self.own_holidays.iter().map(|day| format!("{} {}\n", day.date, day.name));
        lines.collect()
    }

    /// All that it leaves out in the next time.
    pub(super) fn listed(&self) -> Vec<Value> {
        self.holidays.iter().map(|day| json!({ "date": day.date, "name": day.name })).collect()
    }
}

/// Minutes as they stand in a field: `1h 30m`.
pub(super) fn written(minutes: Option<u32>) -> String {
    match minutes.map(|minutes| (minutes / 60, minutes % 60)) {
        None => String::new(),
        Some((0, minutes)) => format!("{minutes}m"),
        Some((hours, 0)) => format!("{hours}h"),
        Some((hours, minutes)) => format!("{hours}h {minutes}m"),
    }
}

/// The minutes of `1h 30m`, `8 h`, `45 min` or `90`; an empty field: none.
///
/// # Errors
/// When it is written otherwise.
fn minutes(text: &str) -> Result<Option<i32>, ()> {
    let text: String = text.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    if text.is_empty() {
        return Ok(None);
    }
    let mut rest = text.as_str();
    let mut total = 0_i32;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let next = after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len());
        let (unit, after) = after.split_at(next);
        let factor = match unit {
            "h" | "std" => 60,
            "m" | "min" | "" => 1,
            _ => return Err(()),
        };
        let part = digits.parse::<i32>().ok().and_then(|number| number.checked_mul(factor));
        total = part.and_then(|part| total.checked_add(part)).ok_or(())?;
        rest = after;
    }
    Ok(Some(total))
}

/// The targets that were sent.
///
/// # Errors
/// When one of them is no time.
pub(super) fn targets(posted: &Posted) -> Result<Vec<Value>, ()> {
    let mut targets = Vec::new();
    for (priority, (response, restoration)) in PRIORITIES.iter().zip(TARGETS) {
        let (response, restoration) = (minutes(posted.get(response))?, minutes(posted.get(restoration))?);
        if response.is_some() || restoration.is_some() {
            targets.push(json!({
                "priority": priority, "responseMinutes": response, "restorationMinutes": restoration,
            }));
        }
    }
    Ok(targets)
}

/// The hours that were sent; what is no time is refused by the schema, with the field's name.
pub(super) fn hours(posted: &Posted) -> Vec<Value> {
    let of_day = |weekday: &&'static str| {
        let weekday = *weekday;
        let spans = posted.get(weekday).split([',', ';']).map(str::trim).filter(|span| !span.is_empty());
        let span = move |span: &str| {
            let (from, to) = span.split_once(['–', '-', '—']).unwrap_or((span, ""));
            json!({ "weekday": weekday, "from": time(from), "to": time(to) })
        };
        spans.map(span).collect::<Vec<_>>()
    };
    DAYS.iter().flat_map(of_day).collect()
}

/// `8` and `8:30` as the schema writes them.
fn time(text: &str) -> String {
    let text = text.trim();
    match text.split_once([':', '.']) {
        Some((hour, minute)) => format!("{hour:0>2}:{minute}"),
        None => format!("{text:0>2}:00"),
    }
}

/// The holidays that were sent, one a line: `2026-12-24 Heiligabend` or `24.12.2026 Heiligabend`.
pub(super) fn holidays(posted: &Posted) -> Vec<Value> {
    let lines = posted.get("holidays").lines().map(str::trim).filter(|line| !line.is_empty());
    let day = |line: &str| {
        let (date, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        json!({ "date": date_of(date), "name": name.trim() })
    };
    lines.map(day).collect()
}

fn date_of(text: &str) -> String {
    let parts: Vec<&str> = text.split('.').collect();
    match parts[..] {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    }
}
