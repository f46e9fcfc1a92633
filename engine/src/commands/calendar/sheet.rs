//! What is acceptable of a calendar, and how a change of one is told in the audit log.

use crate::{
    content::clean_line,
    error::{Error, Result},
    model::{Calendar, CalendarId, Change},
    problems::Problems,
    sla::{BusinessTime, Day, Hours, Invalid, Region},
    store::{Work, calendars},
};

/// Longer names break every list.
const LONGEST_NAME: usize = 100;

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::bad(invalid.field, invalid.reason, invalid.message)
    }
}

/// A name as one line.
pub(super) fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::name_required());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::too_long("name", "name-too-long", "name", LONGEST_NAME));
    }
    Ok(name)
}

/// Puts a calendar into the form that is kept, and refuses what is wrong with any of its fields, and a name that another has.
pub(super) async fn checked(work: &Work<'_>, calendar: Calendar) -> Result<Calendar> {
    let mut problems = Problems::default();
    let calendar = tidied(calendar, &mut problems)?;
    if !problems.concern("name") {
        problems.or_default(refuse_taken_name(work, calendar.id, &calendar.name).await)?;
    }
    problems.refuse()?;
    Ok(calendar)
}

/// Refuses a name that another calendar has.
async fn refuse_taken_name(work: &Work<'_>, own: CalendarId, name: &str) -> Result<()> {
    if calendars::is_name_taken(work, own, name).await? {
        return Err(Error::name_taken("A calendar", name));
    }
    Ok(())
}

/// Puts a calendar into the form that is kept, and notes a name that is none and what cannot be counted with.
fn tidied(mut calendar: Calendar, problems: &mut Problems) -> Result<Calendar> {
    calendar.name = problems.or_default(clean_name(&calendar.name))?;
    calendar.time_zone = String::from(calendar.time_zone.trim());
    let region = calendar.holiday_region.as_deref().map(str::trim).filter(|region| !region.is_empty());
    calendar.holiday_region = region.map(|region| {
        Region::parse(region).map_or_else(|| region.to_owned(), |known| known.code().to_owned())
    });
    for day in &mut calendar.holidays {
        day.name = clean_line(&day.name);
    }
    calendar.holidays.sort();
    calendar.holidays.dedup_by(|later, earlier| later.date == earlier.date);
    let hours = |hours: &Hours| (hours.weekday, hours.from.clone());
    calendar.hours.sort_by_key(hours);
    let region = calendar.holiday_region.as_deref();
    let wrong = BusinessTime::problems(&calendar.time_zone, &calendar.hours, &calendar.holidays, region);
    for invalid in wrong {
        problems.note(invalid.into());
    }
    Ok(calendar)
}

/// What is different; all of it, where there was none before.
pub(super) fn changes(before: Option<&Calendar>, after: &Calendar) -> Vec<Change> {
    let told = |calendar: &Calendar| {
        [
            ("name", Some(calendar.name.clone())),
            ("timeZone", Some(calendar.time_zone.clone())),
            ("hours", Some(hours_of(&calendar.hours))),
            ("holidays", Some(days_of(&calendar.holidays)).filter(|days| !days.is_empty())),
            ("holidayRegion", calendar.holiday_region.clone()),
        ]
    };
    let after = told(after);
    let before = before.map_or_else(|| after.clone().map(|(field, _)| (field, None)), told);
    let pairs = before.into_iter().zip(after).filter(|((_, from), (_, to))| from != to);
    pairs.map(|((field, from), (_, to))| Change { field: field.to_owned(), from, to }).collect()
}

fn hours_of(hours: &[Hours]) -> String {
    let told = hours.iter().map(|span| format!("{:?} {}-{}", span.weekday, span.from, span.to));
    told.collect::<Vec<_>>().join(", ")
}

fn days_of(days: &[Day]) -> String {
    days.iter().map(|day| format!("{} {}", day.date, day.name)).collect::<Vec<_>>().join(", ")
}
