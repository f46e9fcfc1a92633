//! Business time: the calendar, the clocks, the delays, and an oracle that walks minute by minute.

mod calendar;
mod clock;
mod delay;
mod histories;
mod holidays;
mod ics;

use chrono::{DateTime, Utc};
use engine::sla::{BusinessTime, Day, Hours, Weekday};

/// A time as it is written in RFC 3339.
fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// The same hours on several days.
fn on(days: &[Weekday], spans: &[(&str, &str)]) -> Vec<Hours> {
    let span = |weekday, (from, to): &(&str, &str)| Hours {
        weekday,
        from: (*from).to_owned(),
        to: (*to).to_owned(),
    };
    days.iter().flat_map(|day| spans.iter().map(move |hours| span(*day, hours))).collect()
}

/// Monday to Friday.
fn workdays(spans: &[(&str, &str)]) -> Vec<Hours> {
    on(&Weekday::ALL[..5], spans)
}

fn day(date: &str, name: &str) -> Day {
    Day { date: date.parse().expect("a date"), name: name.to_owned() }
}

/// Monday to Friday, 8 to 17, in Berlin.
fn office() -> BusinessTime {
    BusinessTime::new("Europe/Berlin", &workdays(&[("08:00", "17:00")]), &[], None).expect("a calendar")
}
