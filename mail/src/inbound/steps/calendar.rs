//! An invitation, or an answer to one, as people read it: what, when, where, who and the description, out of iCalendar (RFC 5545,
//! RFC 5546).

use std::sync::LazyLock;

use chrono::NaiveDate;
use engine::content::html_of_text;
use jiff::{civil::DateTime, tz::TimeZone};
use words::{Lang, Texts, format};

use crate::inbound::clean;

/// Of a longer value only the beginning is read; the calendar itself is there as a file.
const LONGEST: usize = 100_000;

/// Of a longer name or address of somebody as well.
const LONGEST_NAME: usize = 300;

/// The answers of more people than this are not told.
const MOST_ATTENDEES: usize = 100;

/// More properties than this has no event, besides those that nobody reads here.
const MOST_PROPERTIES: usize = 1_000;

/// The properties that are read.
const NAMES: [&str; 8] =
    ["ATTENDEE", "COMMENT", "DESCRIPTION", "DTEND", "DTSTART", "LOCATION", "ORGANIZER", "SUMMARY"];

/// The texts for what people answer, propose and cancel.
static TEXTS: LazyLock<Option<Texts>> = LazyLock::new(|| Texts::new(words::common()).ok());

/// Where the readers of a mail are at home.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Home<'a> {
    /// Their time zone, by its IANA name; without one, times stay as they were written.
    pub zone: Option<&'a str>,
    /// Their language; without one, answers and days stay as the standard writes them.
    pub locale: Option<&'a str>,
}

impl Home<'_> {
    fn lang(self) -> Option<Lang> {
        self.locale.and_then(Lang::parse)
    }

    /// What the readers call something; `None`: they have no language, or it has no word for it.
    fn word(self, key: &str) -> Option<String> {
        TEXTS.as_ref()?.get(self.lang()?, key, &[])
    }
}

/// What is done with an event (RFC 5546, 1.4), as far as that is not to invite or to tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    /// An invited person answers.
    Reply,
    /// An invited person proposes another time.
    Counter,
    /// The organiser refuses that.
    DeclineCounter,
    /// An invited person asks how it stands.
    Refresh,
    /// The organiser cancels it.
    Cancel,
}

impl Method {
    const ALL: [Self; 5] = [Self::Reply, Self::Counter, Self::DeclineCounter, Self::Refresh, Self::Cancel];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "REPLY",
            Self::Counter => "COUNTER",
            Self::DeclineCounter => "DECLINECOUNTER",
            Self::Refresh => "REFRESH",
            Self::Cancel => "CANCEL",
        }
    }

    const fn mark(self) -> &'static str {
        match self {
            Self::Reply => "?",
            Self::Counter => "⇄",
            Self::Refresh => "↻",
            Self::DeclineCounter | Self::Cancel => "✗",
        }
    }

    /// That of a calendar.
    fn of(calendar: &str) -> Option<Self> {
        let is = |name: &str| {
            calendar.lines().filter_map(|line| line.split_once(':')).any(|(property, value)| {
                property.trim().eq_ignore_ascii_case("METHOD") && value.trim().eq_ignore_ascii_case(name)
            })
        };
        Self::ALL.into_iter().find(|method| is(method.as_str()))
    }

    /// Whether somebody who was invited sends it; what they write is its remark.
    const fn is_of_invited(self) -> bool {
        matches!(self, Self::Reply | Self::Counter | Self::Refresh)
    }

    /// Who does it, and what: `⇄ Kim <kim@example.org> (proposes another time)`.
    fn told(self, by: Option<&Property<'_>>, home: Home<'_>) -> String {
        let (mark, name) = (self.mark(), self.as_str());
        let word = |key: &str| home.word(&format!("{key}-{name}")).unwrap_or_else(|| name.to_owned());
        match by {
            Some(somebody) => format!("{mark} {} ({})", person(somebody), word("invitation-by")),
            None => format!("{mark} {}", word("invitation-is")),
        }
    }
}

/// An event as text, and the same as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// A line for each of what, when, where and who, and the description below.
    pub text: String,
    /// The same as a list whose entries are named in the language of its readers; without one, as paragraphs.
    pub html: String,
}

/// The event as text; `None`: there is no event in it. Times in UTC are written in the zone of its readers, days and what somebody does
/// in their language.
#[must_use]
pub fn read(source: &str, home: Home<'_>) -> Option<String> {
    Some(Event::of(source, home)?.text())
}

/// The event as text and as HTML; `None`: there is no event in it, or it says nothing.
#[must_use]
pub fn card(source: &str, home: Home<'_>) -> Option<Card> {
    let event = Event::of(source, home)?;
    let text = event.text();
    let html = event.html(home).unwrap_or_else(|| html_of_text(&text));
    Some(Card { text, html }).filter(|card| !card.text.is_empty())
}

/// What is to be said of an event.
struct Event {
    /// Who does what with it, if that is not to invite.
    told: Vec<String>,
    title: Option<String>,
    when: Option<String>,
    place: Option<String>,
    organiser: Option<String>,
    description: Option<String>,
}

impl Event {
    fn of(source: &str, home: Home<'_>) -> Option<Self> {
        let unfolded = unfolded(source);
        let properties = properties(&unfolded)?;
        let find = |name: &str| properties.iter().find(|one| one.name.eq_ignore_ascii_case(name));
        let text =
            |name: &str| find(name).map(|one| unescaped(one.value)).filter(|text| !text.trim().is_empty());
        let attendees: Vec<&Property<'_>> =
            properties.iter().filter(|one| one.name.eq_ignore_ascii_case("ATTENDEE")).collect();
        let method = Method::of(&unfolded);
        let told = match method {
            Some(Method::Reply) => attendees.iter().map(|attendee| answer(attendee, home)).collect(),
            // Of several nobody can tell who proposes it.
            Some(method @ (Method::Counter | Method::Refresh)) => {
                vec![method.told(attendees.first().copied().filter(|_| attendees.len() == 1), home)]
            }
            Some(Method::DeclineCounter) => vec![Method::DeclineCounter.told(find("ORGANIZER"), home)],
            Some(Method::Cancel) | None => Vec::new(),
        };
        let is_told = method.is_some_and(|method| method.is_of_invited() || method == Method::DeclineCounter);
        let remark = if is_told { text("COMMENT") } else { None };
        Some(Self {
            told,
            title: title(method, text("SUMMARY"), home),
            when: find("DTSTART").map(|start| span(start, find("DTEND"), home)),
            place: text("LOCATION"),
            organiser: find("ORGANIZER").filter(|_| !is_told).map(person),
            description: remark.or_else(|| text("DESCRIPTION")),
        })
    }

    fn text(&self) -> String {
        let facts = [&self.title, &self.when, &self.place, &self.organiser];
        let mut lines: Vec<&str> = self.told.iter().map(String::as_str).collect();
        lines.extend(facts.into_iter().flatten().map(String::as_str));
        if let Some(description) = &self.description {
            lines.extend(["", description]);
        }
        lines.join("\n").trim().to_owned()
    }

    /// A list with the class that the pages draw as a card; `None`: nobody knows in which language.
    fn html(&self, home: Home<'_>) -> Option<String> {
        let facts = [
            ("invitation-label-title", &self.title),
            ("invitation-label-when", &self.when),
            ("invitation-label-where", &self.place),
            ("invitation-label-organizer", &self.organiser),
        ];
        let told = self.told.iter().map(|told| ("invitation-label-status", told));
        let facts = facts.into_iter().filter_map(|(label, fact)| Some((label, fact.as_ref()?)));
        let mut html = "<dl class=\"event\">".to_owned();
        for (label, fact) in told.chain(facts) {
            let (label, fact) = (home.word(label)?, html_of_text(fact));
            for piece in ["<dt>", &label, "</dt><dd>", &fact, "</dd>"] {
                html.push_str(piece);
            }
        }
        html.push_str("</dl>");
        html.push_str(&self.description.as_deref().map(html_of_text).unwrap_or_default());
        Some(html)
    }
}

/// Whether a text says of the event what there is to say. Of an invitation programs often repeat what it is about and when; that
/// somebody answers it, proposes another time or cancels it is said nowhere else.
#[must_use]
pub fn is_told(source: &str, text: &str, home: Home<'_>) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = words(text);
    if read(source, home).is_none_or(|card| text.contains(&words(&card))) {
        return true;
    }
    let unfolded = unfolded(source);
    let Some(properties) = properties(&unfolded).filter(|_| Method::of(&unfolded).is_none()) else {
        return false;
    };
    let find = |name: &str| properties.iter().find(|one| one.name.eq_ignore_ascii_case(name));
    let title = find("SUMMARY").map(|one| words(&unescaped(one.value))).filter(|title| !title.is_empty());
    let start = find("DTSTART").map(|one| {
        let local = home.zone.and_then(|zone| in_zone(one.value, zone));
        moment(local.as_deref().unwrap_or(one.value), None).1
    });
    let start = start.filter(|time| !time.is_empty());
    title.is_some_and(|title| text.contains(&title)) && start.is_some_and(|time| names_time(&text, &time))
}

/// Whether a time such as `09:00` stands in a text, also as `9:00`.
fn names_time(text: &str, time: &str) -> bool {
    let short = time.strip_prefix('0').unwrap_or(time);
    text.match_indices(short).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let before = if short == time { before } else { before.strip_suffix('0').unwrap_or(before) };
        !before.ends_with(|last: char| last.is_ascii_digit())
    })
}

/// A calendar without the line breaks inside of values.
fn unfolded(source: &str) -> String {
    source.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
}

/// The properties of its first event.
fn properties(unfolded: &str) -> Option<Vec<Property<'_>>> {
    let (_, event) = unfolded.split_once("BEGIN:VEVENT")?;
    let event = event.split("END:VEVENT").next()?;
    // What an alarm says is not what the event is about.
    let event = event.split("BEGIN:VALARM").next()?;
    let mut attendees = 0;
    let is_read = |one: &Property<'_>| {
        attendees += usize::from(one.name.eq_ignore_ascii_case("ATTENDEE"));
        let known = NAMES.iter().any(|name| one.name.eq_ignore_ascii_case(name));
        known && (attendees <= MOST_ATTENDEES || !one.name.eq_ignore_ascii_case("ATTENDEE"))
    };
    Some(event.lines().filter_map(property).filter(is_read).take(MOST_PROPERTIES).collect())
}

/// What it is about, and whether that is cancelled.
fn title(method: Option<Method>, summary: Option<String>, home: Home<'_>) -> Option<String> {
    if method != Some(Method::Cancel) {
        return summary;
    }
    let mark = Method::Cancel.mark();
    Some(match (home.word("invitation-is-CANCEL"), summary) {
        (Some(word), Some(summary)) => format!("{mark} {word}: {summary}"),
        (Some(word), None) => format!("{mark} {word}"),
        (None, summary) => format!("{mark} {}", summary.unwrap_or_default()),
    })
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
    let value = clean::clip(value.strip_prefix(':').unwrap_or(value).trim(), LONGEST);
    Some(Property { name: name.trim(), parameters, value })
}

impl Property<'_> {
    fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.parameters.split(';').filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| clean::clip(value.trim_matches('"'), LONGEST_NAME))
            .next()
    }
}

/// Who answers an invitation, and what: `ACCEPTED`, `DECLINED` and their like (RFC 5545, 3.2.12).
fn answer(attendee: &Property<'_>, home: Home<'_>) -> String {
    let status = attendee.parameter("PARTSTAT").unwrap_or("NEEDS-ACTION").to_ascii_uppercase();
    let mark = match status.as_str() {
        "ACCEPTED" => "✓",
        "DECLINED" => "✗",
        _ => "?",
    };
    let word = home.word(&format!("invitation-{status}")).unwrap_or(status);
    format!("{mark} {} ({word})", person(attendee))
}

/// From when until when: in the zone of the readers what is given in UTC, the rest with the zone as it stands there.
fn span(start: &Property<'_>, end: Option<&Property<'_>>, home: Home<'_>) -> String {
    let local = home.zone.and_then(|zone| {
        let begins = in_zone(start.value, zone)?;
        let ends = match end {
            Some(end) => Some(in_zone(end.value, zone)?),
            None => None,
        };
        Some((begins, ends, zone))
    });
    if let Some((begins, ends, zone)) = local {
        return between(&begins, ends.as_deref(), (Some(zone), home.lang()));
    }
    let zone = start.parameter("TZID").or_else(|| start.value.ends_with('Z').then_some("UTC"));
    between(start.value, end.map(|end| end.value), (zone, home.lang()))
}

/// A time in UTC, written in the same way for another zone.
fn in_zone(value: &str, zone: &str) -> Option<String> {
    let utc = DateTime::strptime("%Y%m%dT%H%M%SZ", value).ok()?.to_zoned(TimeZone::UTC).ok()?;
    let local = utc.with_time_zone(TimeZone::get(zone).ok()?);
    Some(local.strftime("%Y%m%dT%H%M%S").to_string())
}

fn between(start: &str, end: Option<&str>, (zone, lang): (Option<&str>, Option<Lang>)) -> String {
    let (day, time) = moment(start, lang);
    let apart = if lang.is_some() { ", " } else { " " };
    let written = |day: String, time: String| match (day.is_empty(), time.is_empty()) {
        (false, false) => format!("{day}{apart}{time}"),
        _ => day + &time,
    };
    let until = end
        .map(|end| moment(&last(start, end), lang))
        .map(|(last, until)| if last == day { until } else { written(last, until) });
    let mut text = written(day, time);
    if let Some(until) = until.filter(|until| !until.is_empty()) {
        text = format!("{text} – {until}");
    }
    zone.map_or_else(|| text.clone(), |zone| format!("{text} ({zone})"))
}

/// The last day of an event of whole days, which ends with the day after (RFC 5545, 3.6.1); any other time as it is.
fn last(start: &str, end: &str) -> String {
    let before = if end.contains('T') { None } else { date(end).and_then(|day| day.pred_opt()) };
    let within = before.filter(|before| date(start).is_none_or(|start| start <= *before));
    within.map_or_else(|| end.to_owned(), |day| day.format("%Y%m%d").to_string())
}

/// `20261201`
fn date(day: &str) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| day.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(number(0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(4, 6)?, number(6, 8)?)
}

/// `20261201T100000Z` as a day and a time, in a language or as the standard has it.
fn moment(value: &str, lang: Option<Lang>) -> (String, String) {
    let (day, time) = value.split_once('T').unwrap_or((value, ""));
    let day = match (date(day), lang) {
        (Some(date), Some(lang)) => format::weekday_calendar_day(lang, date),
        (Some(date), None) => date.to_string(),
        (None, _) => day.to_owned(),
    };
    let time = match (time.get(..2), time.get(2..4)) {
        (Some(hours), Some(minutes)) => format!("{hours}:{minutes}"),
        _ => String::new(),
    };
    (day, time)
}

fn person(somebody: &Property<'_>) -> String {
    let address = somebody.value.trim_start_matches("mailto:").trim_start_matches("MAILTO:");
    let address = clean::clip(address, LONGEST_NAME);
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
