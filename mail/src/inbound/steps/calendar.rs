//! An invitation, or an answer to one, as people read it: what, when, where, who and the description, out of iCalendar (RFC 5545,
//! RFC 5546).

use std::sync::LazyLock;

use jiff::{civil::DateTime, tz::TimeZone};
use words::{Lang, Texts};

/// The texts for what people answer.
static TEXTS: LazyLock<Option<Texts>> = LazyLock::new(|| Texts::new(words::common()).ok());

/// Where the readers of a mail are at home.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Home<'a> {
    /// Their time zone, by its IANA name; without one, times stay as they were written.
    pub zone: Option<&'a str>,
    /// Their language; without one, an answer stays a word of the standard.
    pub locale: Option<&'a str>,
}

/// The event as text; `None`: there is no event in it. Times in UTC are written in the zone of its readers, what somebody answers in
/// their language.
#[must_use]
pub fn read(source: &str, home: Home<'_>) -> Option<String> {
    let zone = home.zone;
    let unfolded = source.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let (_, event) = unfolded.split_once("BEGIN:VEVENT")?;
    let event = event.split("END:VEVENT").next()?;
    // What an alarm says is not what the event is about.
    let event = event.split("BEGIN:VALARM").next()?;
    let properties: Vec<Property<'_>> = event.lines().filter_map(property).collect();
    let find = |name: &str| properties.iter().find(|one| one.name.eq_ignore_ascii_case(name));
    let text = |name: &str| find(name).map(|one| unescaped(one.value)).filter(|text| !text.trim().is_empty());
    let mut lines = Vec::new();
    let method = |name: &str| {
        let line = format!("METHOD:{name}");
        unfolded.lines().any(|written| written.trim().eq_ignore_ascii_case(&line))
    };
    let cancelled = method("CANCEL");
    let answers = method("REPLY") || method("COUNTER");
    if answers {
        let attendees = properties.iter().filter(|one| one.name.eq_ignore_ascii_case("ATTENDEE"));
        lines.extend(attendees.map(|attendee| answer(attendee, home.locale)));
    }
    let summary = text("SUMMARY").unwrap_or_default();
    lines.push(if cancelled { format!("✗ {summary}") } else { summary });
    if let Some(start) = find("DTSTART") {
        lines.push(span(start, find("DTEND"), zone));
    }
    lines.extend(text("LOCATION"));
    lines.extend(find("ORGANIZER").filter(|_| !answers).map(person));
    let remark = if answers { text("COMMENT") } else { None };
    if let Some(description) = remark.or_else(|| text("DESCRIPTION")) {
        lines.extend([String::new(), description]);
    }
    Some(lines.join("\n").trim().to_owned())
}

struct Property<'a> {
    name: &'a str,
    parameters: &'a str,
    value: &'a str,
}

fn property(line: &str) -> Option<Property<'_>> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let (head, value) = line.split_at_checked(colon?.0)?;
    let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
    Some(Property { name: name.trim(), parameters, value: value.strip_prefix(':').unwrap_or(value).trim() })
}

impl Property<'_> {
    fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.parameters.split(';').filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim_matches('"'))
            .next()
    }
}

/// Who answers an invitation, and what: `ACCEPTED`, `DECLINED` and their like (RFC 5545, 3.2.12).
fn answer(attendee: &Property<'_>, locale: Option<&str>) -> String {
    let status = attendee.parameter("PARTSTAT").unwrap_or("NEEDS-ACTION").to_ascii_uppercase();
    let mark = match status.as_str() {
        "ACCEPTED" => "✓",
        "DECLINED" => "✗",
        _ => "?",
    };
    let text = |lang: Lang| TEXTS.as_ref()?.get(lang, &format!("invitation-{status}"), &[]);
    let word = locale.and_then(Lang::parse).and_then(text).unwrap_or(status);
    format!("{mark} {} ({word})", person(attendee))
}

/// From when until when: in `zone` what is given in UTC, the rest with the zone as it stands there.
fn span(start: &Property<'_>, end: Option<&Property<'_>>, zone: Option<&str>) -> String {
    let local = zone.and_then(|zone| {
        let begins = in_zone(start.value, zone)?;
        let ends = match end {
            Some(end) => Some(in_zone(end.value, zone)?),
            None => None,
        };
        Some((begins, ends, zone))
    });
    if let Some((begins, ends, zone)) = local {
        return between(&begins, ends.as_deref(), Some(zone));
    }
    let zone = start.parameter("TZID").or_else(|| start.value.ends_with('Z').then_some("UTC"));
    between(start.value, end.map(|end| end.value), zone)
}

/// A time in UTC, written in the same way for another zone.
fn in_zone(value: &str, zone: &str) -> Option<String> {
    let utc = DateTime::strptime("%Y%m%dT%H%M%SZ", value).ok()?.to_zoned(TimeZone::UTC).ok()?;
    let local = utc.with_time_zone(TimeZone::get(zone).ok()?);
    Some(local.strftime("%Y%m%dT%H%M%S").to_string())
}

fn between(start: &str, end: Option<&str>, zone: Option<&str>) -> String {
    let (day, time) = moment(start);
    let mut text = [day.as_str(), time.as_str()].join(" ").trim().to_owned();
    if let Some(end) = end {
        let (last, until) = moment(end);
        let until =
            if last == day { until } else { [last.as_str(), until.as_str()].join(" ").trim().to_owned() };
        if !until.is_empty() {
            text = format!("{text} – {until}");
        }
    }
    zone.map_or_else(|| text.clone(), |zone| format!("{text} ({zone})"))
}

/// `20261201T100000Z` as a day and a time.
fn moment(value: &str) -> (String, String) {
    let (day, time) = value.split_once('T').unwrap_or((value, ""));
    let day = match (day.get(..4), day.get(4..6), day.get(6..8)) {
        (Some(year), Some(month), Some(date)) => format!("{year}-{month}-{date}"),
        _ => day.to_owned(),
    };
    let time = match (time.get(..2), time.get(2..4)) {
        (Some(hours), Some(minutes)) => format!("{hours}:{minutes}"),
        _ => String::new(),
    };
    (day, time)
}

fn person(somebody: &Property<'_>) -> String {
    let address = somebody.value.trim_start_matches("mailto:").trim_start_matches("MAILTO:");
    match somebody.parameter("CN") {
        Some(name) if name != address => format!("{name} <{address}>"),
        _ => address.to_owned(),
    }
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => text.push('\n'),
                other => text.extend(other),
            },
            _ => text.push(c),
        }
    }
    text
}
