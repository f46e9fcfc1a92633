//! Reads the search language: words, "phrases", `status:open`, `-tag:x`, `created:>2026-11-01`, `sort:due`.
//!
//! A tokenizer by hand, since whatever is not of the language must stay what it is: words to look for. `C:\temp`,
//! `http://…` and `fehler:42` are words; only a key of ours with a value that it cannot have is an error.

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use jiff::{civil::Date, tz::TimeZone};

use crate::{
    content::quoted,
    error::{Error, Result},
    model::{Direction, OrderField, Search, SearchClause, SearchTerm, Sought, Span, TicketOrder, Turn, Whom},
};

/// The most terms and properties that are looked for; what follows only costs.
pub(super) const MOST: usize = 12;

/// The keys of the language.
pub(super) const KEYS: [&str; 15] = [
    "status",
    "assignee",
    "queue",
    "customer",
    "organisation",
    "organization",
    "org",
    "tag",
    "priority",
    "channel",
    "turn",
    "is",
    "created",
    "updated",
    "sort",
];

/// Reads what a person typed, at this moment, in the time zone in which their days begin.
///
/// # Errors
/// `BadInput` for `query`: a key of the language with a value that it cannot have.
pub(crate) fn read(typed: &str, now: DateTime<Utc>, zone: &str) -> Result<Search> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let mut search = Search { number: number(typed), ..Search::default() };
    for token in tokens(typed) {
        let Some((key, value)) = token.key() else {
            let Token { text, quoted, negated } = token;
            if search.terms.len() < MOST {
                search.terms.push(SearchTerm { text: text.to_owned(), exact: quoted, negated });
            }
            continue;
        };
        if key == "sort" {
            search.order = Some(order(value.trim_matches(is_quote))?);
        } else if search.clauses.len() < MOST {
            let sought = sought(&key, value, now, &zone)?;
            search.clauses.push(SearchClause { text: token.text.to_owned(), sought, negated: token.negated });
        }
    }
    Ok(search)
}

/// How much a search asks for, as far as it is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchSize {
    /// Its words; those of a phrase are counted one by one.
    pub words: usize,
    /// Its properties, such as `status:open`.
    pub properties: usize,
}

/// How much a search asks for, told at a glance: it may be less.
#[must_use]
pub fn search_size(typed: &str) -> SearchSize {
    let pieces = || typed.split_whitespace();
    if pieces().nth(2 * MOST).is_some() {
        return SearchSize { words: MOST, properties: MOST };
    }
    let is_property = |piece: &&str| {
        let text = piece.trim_start_matches('-');
        Token { text, quoted: false, negated: false }.key().is_some()
    };
    let properties = pieces().filter(is_property).count();
    let words = pieces().count().saturating_sub(properties);
    SearchSize { words: words.min(MOST), properties: properties.min(MOST) }
}

/// The words of a text alone, whatever else it says.
impl From<&str> for Search {
    fn from(words: &str) -> Self {
        let term = |word: &str| SearchTerm { text: word.to_owned(), exact: false, negated: false };
        Self {
            number: number(words),
            terms: words.split_whitespace().take(MOST).map(term).collect(),
            ..Self::default()
        }
    }
}

/// A piece of what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) quoted: bool,
    negated: bool,
}

impl<'a> Token<'a> {
    /// Its key, if it is one of the language, and its value as it was typed.
    pub(super) fn key(&self) -> Option<(String, &'a str)> {
        let (key, value) = self.text.split_once(':').filter(|_| !self.quoted)?;
        let key = key.to_ascii_lowercase();
        let says = !value.trim_matches(is_quote).is_empty() && !value.starts_with("//");
        (KEYS.contains(&key.as_str()) && says).then_some((key, value))
    }
}

/// Quotes of all kinds; phones set those of a language by themselves.
const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '„' | '“' | '”' | '«' | '»')
}

pub(super) fn tokens(typed: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let bare = rest.strip_prefix('-').filter(|bare| bare.starts_with(|c: char| !c.is_whitespace()));
        let (negated, begun) = (bare.is_some(), bare.unwrap_or(rest));
        let (text, quoted, after) = phrase(begun).map_or_else(
            || {
                let (text, after) = begun.split_at(end(begun));
                (text, false, after)
            },
            |(text, after)| (text, true, after),
        );
        if !text.is_empty() {
            tokens.push(Token { text, quoted, negated });
        }
        rest = after.trim_start();
    }
    tokens
}

/// What stands in quotes at the beginning of a text, and what follows; `None`: no quotes, or they are not closed.
fn phrase(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(is_quote)?;
    let (phrase, after) = inside.split_once(is_quote)?;
    Some((phrase, after))
}

/// Where the first word of a text ends; what stands in quotes behind a key belongs to it.
fn end(text: &str) -> usize {
    let blank = text.find(char::is_whitespace).unwrap_or(text.len());
    let Some(colon) = text.find(':').filter(|colon| *colon < blank) else { return blank };
    let value = &text[colon + 1..];
    phrase(value).map_or(blank, |(_, after)| text.len() - after.len())
}

/// The number in "10034", "#10034", "[example.org #10034]" or a link to the ticket.
fn number(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let bare =
        typed.trim_start_matches(['#', '(', '[']).trim_end_matches(['.', ',', ';', ':', ')', ']', '/']);
    if !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return bare.parse().ok();
    }
    let (_, mark) = typed.split_once('[').unwrap_or_default();
    let quoted = mark.split_once(']').and_then(|(mark, _)| mark.rsplit_once('#')).map(|(_, number)| number);
    let linked = typed.split_once("/tickets/").map(|(_, path)| path);
    let digits = quoted.or(linked)?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

fn sought(key: &str, typed: &str, now: DateTime<Utc>, zone: &TimeZone) -> Result<Sought> {
    let value = typed.trim_matches(is_quote);
    Ok(match key {
        "status" => Sought::Status(words(key, value, "new, open, pending, resolved or closed")?),
        "priority" => Sought::Priority(words(key, value, "low, normal, high or urgent")?),
        "channel" => Sought::Channel(words(key, value, "email, web, phone or api")?),
        "turn" => match value.to_ascii_lowercase().as_str() {
            "us" | "staff" => Sought::Turn(Turn::Staff),
            "customer" => Sought::Turn(Turn::Customer),
            _ => return Err(bad(key, value, "us or customer")),
        },
        "is" => match value.to_ascii_lowercase().as_str() {
            "unseen" => Sought::Unseen,
            "escalated" => Sought::Escalated,
            "at-risk" => Sought::AtRisk,
            "private" => Sought::Private,
            "watching" => Sought::Watching,
            "mentioned" => Sought::Mentioned,
            _ => return Err(bad(key, value, "unseen, escalated, at-risk, private, watching or mentioned")),
        },
        "assignee" => Sought::Assignee(people(key, value)?),
        "customer" => Sought::Customer(people(key, value)?),
        "queue" => Sought::Queue(names(typed)),
        "tag" => Sought::Tag(names(&typed.to_lowercase())),
        "created" => Sought::Created(span(key, value, now, zone)?),
        "updated" => Sought::Updated(span(key, value, now, zone)?),
        _ => Sought::Organisation(names(typed)),
    })
}

/// `a,b`: either, or what has this very name; in quotes a comma is part of the name.
fn names(typed: &str) -> Vec<String> {
    let name = typed.trim_matches(is_quote).to_owned();
    let parts = typed.split(',').map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<_> =
        if typed.starts_with(is_quote) { Vec::new() } else { parts.map(str::to_owned).collect() };
    if parts.len() > 1 { [vec![name], parts].concat() } else { vec![name] }
}

/// `new,open`: either.
fn words<T: FromStr>(key: &str, value: &str, known: &str) -> Result<Vec<T>> {
    let read = |word: &str| word.to_ascii_uppercase().parse().map_err(|_| bad(key, word, known));
    let words: Vec<T> = several(value).map(read).collect::<Result<_>>()?;
    if words.is_empty() { Err(bad(key, value, known)) } else { Ok(words) }
}

fn several(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn people(key: &str, value: &str) -> Result<Vec<Whom>> {
    let known = if key == "assignee" { "me, none or an email address" } else { "me or an email address" };
    let whom = |word: &str| match word.to_lowercase().as_str() {
        "me" => Ok(Whom::Me),
        "none" if key == "assignee" => Ok(Whom::Nobody),
        address if address.contains('@') => Ok(Whom::Address(address.to_owned())),
        _ => Err(bad(key, word, known)),
    };
    let people: Vec<_> = several(value).map(whom).collect::<Result<_>>()?;
    if people.is_empty() { Err(bad(key, value, known)) } else { Ok(people) }
}

fn order(value: &str) -> Result<TicketOrder> {
    let (turned, field) = value.strip_prefix('-').map_or((false, value), |field| (true, field));
    let (field, usual) = match field.to_ascii_lowercase().as_str() {
        "due" => (OrderField::DueAt, Direction::Asc),
        "updated" => (OrderField::UpdatedAt, Direction::Desc),
        "created" => (OrderField::CreatedAt, Direction::Desc),
        "priority" => (OrderField::Priority, Direction::Desc),
        _ => return Err(bad("sort", value, "due, updated, created or priority")),
    };
    let direction = match (turned, usual) {
        (false, usual) => usual,
        (true, Direction::Asc) => Direction::Desc,
        (true, Direction::Desc) => Direction::Asc,
    };
    Ok(TicketOrder { field, direction })
}

/// `2026-11-01`, `>2026-11-01`, `2026-11-01..2026-11-30`, or an age: `<7d`, `>12h`, `<2w`.
fn span(key: &str, value: &str, now: DateTime<Utc>, zone: &TimeZone) -> Result<Span> {
    let wrong = || bad(key, value, "a date such as 2026-11-01 or >2026-11-01, or an age such as <7d");
    let sign = value.find(|c| !matches!(c, '<' | '>' | '=')).unwrap_or(value.len());
    let (sign, rest) = value.split_at(sign);
    if let Some((first, last)) = rest.split_once("..").filter(|_| sign.is_empty()) {
        let (first, last) = day(first, zone).zip(day(last, zone)).ok_or_else(wrong)?;
        return Ok(Span { from: Some(first.0), before: Some(last.1) });
    }
    if let Some(age) = age(rest) {
        let then = now.checked_sub_signed(age).ok_or_else(wrong)?;
        return match sign {
            "" | "<" | "<=" => Ok(Span { from: Some(then), before: None }),
            ">" | ">=" => Ok(Span { from: None, before: Some(then) }),
            _ => Err(wrong()),
        };
    }
    let (begin, end) = day(rest, zone).ok_or_else(wrong)?;
    Ok(match sign {
        "" | "=" => Span { from: Some(begin), before: Some(end) },
        ">" => Span { from: Some(end), before: None },
        ">=" => Span { from: Some(begin), before: None },
        "<" => Span { from: None, before: Some(begin) },
        "<=" => Span { from: None, before: Some(end) },
        _ => return Err(wrong()),
    })
}

fn age(value: &str) -> Option<TimeDelta> {
    let unit = value.chars().last()?;
    let count: i64 = value.strip_suffix(unit)?.parse().ok().filter(|count| *count >= 0)?;
    match unit {
        'h' => TimeDelta::try_hours(count),
        'd' => TimeDelta::try_days(count),
        'w' => TimeDelta::try_weeks(count),
        _ => None,
    }
}

/// When a day begins, and the next one.
fn day(value: &str, zone: &TimeZone) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let date: Date = value.parse().ok()?;
    let moment = |date: Date| {
        let begin = date.to_zoned(zone.clone()).ok()?;
        DateTime::from_timestamp(begin.timestamp().as_second(), 0)
    };
    Some((moment(date)?, moment(date.tomorrow().ok()?)?))
}

fn bad(key: &str, value: &str, known: &str) -> Error {
    let value: String = value.chars().take(100).collect();
    let term = format!("{key}:{value}");
    let message = format!("{} is not a valid search term. Use {known}.", quoted(&term));
    Error::BadTerm { term, message }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::*;
    use crate::model::{Channel, Priority, Status};

    fn now() -> DateTime<Utc> {
        "2026-11-28T12:00:00Z".parse().expect("a time")
    }

    fn search(typed: &str) -> Search {
        read(typed, now(), "Europe/Berlin").expect("it is read")
    }

    fn terms(typed: &str) -> Vec<(String, bool, bool)> {
        let search = search(typed);
        assert!(search.clauses.is_empty(), "{typed:?}: {search:?}");
        search.terms.into_iter().map(|term| (term.text, term.exact, term.negated)).collect()
    }

    #[test]
    fn words_and_phrases_are_terms() {
        let term = |text: &str, exact, negated| (text.to_owned(), exact, negated);
        for (typed, read) in [
            ("etik druck", vec![term("etik", false, false), term("druck", false, false)]),
            ("\"Motor Zwei\" -kran", vec![term("Motor Zwei", true, false), term("kran", false, true)]),
            ("„Motor Zwei“", vec![term("Motor Zwei", true, false)]),
            ("-\"a b\"", vec![term("a b", true, true)]),
            ("\"open", vec![term("\"open", false, false)]),
            (
                r"C:\temp http://a.example/x",
                vec![term(r"C:\temp", false, false), term("http://a.example/x", false, false)],
            ),
            ("fehler:42 a:b", vec![term("fehler:42", false, false), term("a:b", false, false)]),
            ("Status: offen", vec![term("Status:", false, false), term("offen", false, false)]),
            ("status://x", vec![term("status://x", false, false)]),
            ("a,b", vec![term("a,b", false, false)]),
            ("- -- -", vec![term("-", false, false), term("-", false, true), term("-", false, false)]),
            ("", vec![]),
            ("\"\"", vec![]),
        ] {
            assert_eq!(terms(typed), read, "{typed:?}");
        }
    }

    #[test]
    fn keys_are_properties() {
        let address = |text: &str| Whom::Address(text.to_owned());
        for (typed, sought, negated) in [
            ("status:open", Sought::Status(vec![Status::Open]), false),
            ("Status:new,OPEN", Sought::Status(vec![Status::New, Status::Open]), false),
            ("-status:closed", Sought::Status(vec![Status::Closed]), true),
            ("assignee:me", Sought::Assignee(vec![Whom::Me]), false),
            (
                "assignee:none,a@b.example",
                Sought::Assignee(vec![Whom::Nobody, address("a@b.example")]),
                false,
            ),
            ("customer:A@b.example", Sought::Customer(vec![address("a@b.example")]), false),
            ("queue:Support", Sought::Queue(vec!["Support".to_owned()]), false),
            ("queue:\"Second level\"", Sought::Queue(vec!["Second level".to_owned()]), false),
            ("organisation:„Lotus AG“", Sought::Organisation(vec!["Lotus AG".to_owned()]), false),
            ("tag:vpn", Sought::Tag(vec!["vpn".to_owned()]), false),
            ("tag:\"a, b\"", Sought::Tag(vec!["a, b".to_owned()]), false),
            ("tag:a,b", Sought::Tag(vec!["a,b".to_owned(), "a".to_owned(), "b".to_owned()]), false),
            ("priority:high", Sought::Priority(vec![Priority::High]), false),
            ("channel:email", Sought::Channel(vec![Channel::Email]), false),
            ("turn:us", Sought::Turn(Turn::Staff), false),
            ("is:unseen", Sought::Unseen, false),
            ("-is:watching", Sought::Watching, true),
            ("is:mentioned", Sought::Mentioned, false),
            ("is:at-risk", Sought::AtRisk, false),
        ] {
            let clauses = search(typed).clauses;
            assert_eq!(clauses.len(), 1, "{typed:?}");
            assert_eq!((&clauses[0].sought, clauses[0].negated), (&sought, negated), "{typed:?}");
        }
        let mixed = search("queue:\"Second level\" drucker status:open \"a b\"");
        assert_eq!((mixed.clauses.len(), mixed.terms.len()), (2, 2));
    }

    #[test]
    fn dates_begin_in_the_zone_and_ages_now() {
        for (value, from, before) in [
            ("2026-11-01", Some("2026-10-31T23:00:00Z"), Some("2026-11-01T23:00:00Z")),
            (">2026-11-01", Some("2026-11-01T23:00:00Z"), None),
            (">=2026-11-01", Some("2026-10-31T23:00:00Z"), None),
            ("<2026-07-01", None, Some("2026-06-30T22:00:00Z")),
            ("<=2026-07-01", None, Some("2026-07-01T22:00:00Z")),
            ("2026-07-01..2026-07-02", Some("2026-06-30T22:00:00Z"), Some("2026-07-02T22:00:00Z")),
            ("<7d", Some("2026-11-21T12:00:00Z"), None),
            (">12h", None, Some("2026-11-28T00:00:00Z")),
        ] {
            let time = |time: Option<&str>| time.map(|time| time.parse().expect("a time"));
            let span = Span { from: time(from), before: time(before) };
            let clauses = search(&format!("updated:{value}")).clauses;
            assert_eq!(clauses[0].sought, Sought::Updated(span), "{value}");
        }
    }

    #[test]
    fn a_value_that_a_key_cannot_have_is_an_error_of_the_query() {
        for typed in [
            "status:offen",
            "status:,",
            "priority:7",
            "channel:fax",
            "turn:me",
            "is:nice",
            "created:gestern",
            "created:>2026-13-01",
            "updated:><7d",
            "updated:<99999999999999999d",
            "assignee:anna",
            "sort:title",
        ] {
            let error = read(typed, now(), "UTC").expect_err(typed);
            let key = typed.split_once(':').map(|(key, _)| key);
            let of_term = error.term().and_then(|term| term.split_once(':')).map(|(key, _)| key);
            assert_eq!((error.field(), of_term), (Some("query"), key), "{error}");
        }
    }

    #[test]
    fn numbers_are_read_from_whatever_is_pasted() {
        for (typed, found) in [
            ("10034", Some(10034)),
            (" #10034 ", Some(10034)),
            ("10034.", Some(10034)),
            ("[example.org #10034]", Some(10034)),
            ("Re: [example.org #10034] Printer", Some(10034)),
            ("https://desk.example/tickets/10034#c2", Some(10034)),
            ("10034 printer", None),
            ("#", None),
            ("[1] and #x", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(number(typed), found, "{typed:?}");
        }
    }

    #[test]
    fn the_size_of_a_search_is_at_least_what_is_looked_for() {
        let long = (0..40).map(|n| format!("-x{n}")).collect::<Vec<_>>().join(" ");
        for (typed, words, properties) in [
            ("", 0, 0),
            ("druck -bitte \"zwei Worte\"", 4, 0),
            ("status:open -tag:vpn fehler:42", 1, 2),
            ("organisation:\"Lotus AG\"", 1, 1),
            (&*"druck ".repeat(15), MOST, 0),
            (&*long, MOST, MOST),
        ] {
            assert_eq!(search_size(typed), SearchSize { words, properties }, "{typed:?}");
            let read = search(typed);
            assert!(read.terms.len() <= words && read.clauses.len() <= properties, "{typed:?}");
        }
    }

    #[test]
    fn the_order_is_read() {
        let order = |typed: &str| search(typed).order.map(|order| (order.field, order.direction));
        assert_eq!(order("sort:due"), Some((OrderField::DueAt, Direction::Asc)));
        assert_eq!(order("x sort:-updated"), Some((OrderField::UpdatedAt, Direction::Asc)));
        assert_eq!(order("x"), None);
    }
}
