//! The command palette: commands, places and views found by their letters, tickets and people by the beginnings of their
//! words. With a script it opens over the page; without, it is a page of links.

use std::cmp::Reverse;

use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    acts::acts,
    commands::{PLACES, Place},
    fuzzy::{Fuzzy, best},
};
use crate::{
    app::{App, Shared},
    error::PageError,
    terms::{self, Unknown},
    urls, view,
    visitor::{Member, Visitor},
};

const TICKETS: &str = include_str!("tickets.graphql");
const NUMBER: &str = include_str!("number.graphql");
const VIEWS: &str = include_str!("views.graphql");
const RECENT: &str = include_str!("recent.graphql");
const PEOPLE: &str = include_str!("people.graphql");
/// Commands and places that are shown at most.
const MOST: usize = 8;
/// What begins with all that is typed comes before what only holds its letters, by its name before other words for it: more than
/// letters ever count.
const BEGINS: u32 = 1 << 24;
/// Letters from which on titles are looked for that hold them in order.
const LEAST: usize = 3;
/// Tickets that are shown at most.
const MOST_TICKETS: usize = 6;

/// What is typed, and where.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    /// The path of the page behind.
    #[serde(default)]
    pub(super) here: String,
    /// The row that is pointed at.
    pub(super) at: Option<i32>,
}

/// What is looked for: everything, or one kind alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    All,
    Commands,
    Tickets,
    People,
}

#[derive(Serialize)]
pub(super) struct Group {
    title: String,
    hits: Vec<Hit>,
    /// How often the best of them has [`BEGINS`].
    #[serde(skip)]
    begins: u32,
}

impl Group {
    /// The best of what was found.
    pub(super) fn of(title: String, found: Vec<(u32, Hit)>) -> Self {
        let begins = found.iter().map(|(score, _)| score / BEGINS).max().unwrap_or_default();
        Self { title, hits: best(found.into_iter(), MOST), begins }
    }

    fn plain(title: String, hits: Vec<Hit>) -> Self {
        Self { title, hits, begins: 0 }
    }
}

#[derive(Default, Serialize)]
pub(super) struct Hit {
    pub(super) href: String,
    /// The key that does it, where a script presses it.
    pub(super) press: Option<&'static str>,
    /// What does it on the page behind, where a script clicks it.
    pub(super) click: Option<String>,
    pub(super) keys: Vec<String>,
    pub(super) icon: Option<&'static str>,
    pub(super) shape: Option<String>,
    pub(super) status: Option<String>,
    pub(super) initials: Option<String>,
    pub(super) number: Option<i32>,
    /// The words, in pieces: those that were typed are marked.
    pub(super) pieces: Vec<Piece>,
    pub(super) hint: Option<String>,
}

/// Words of a hit; those that were typed are marked.
#[derive(Serialize)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) hit: bool,
}

#[derive(Deserialize)]
struct Found {
    search: Nodes<Ticket>,
    unknown: Vec<Unknown>,
}

#[derive(Deserialize)]
struct Recent {
    tickets: Nodes<Ticket>,
}

#[derive(Deserialize)]
struct One {
    ticket: Option<Ticket>,
}

#[derive(Deserialize)]
struct People {
    users: Nodes<Person>,
    organisations: Nodes<Name>,
}

#[derive(Deserialize)]
struct Nodes<T> {
    nodes: Vec<T>,
}

#[derive(Deserialize)]
struct Ticket {
    number: i32,
    title: String,
    status: String,
    organisation: Option<Name>,
}

#[derive(Deserialize)]
struct Person {
    name: String,
    email: String,
    organisation: Option<Name>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Views {
    views: Vec<Saved>,
}

/// A saved view. How many tickets it holds is not asked: there is a question for each key that is pressed.
#[derive(Deserialize)]
struct Saved {
    id: String,
    name: String,
}

/// `GET /desk/find`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let typed: String = asked.q.trim().chars().take(200).collect();
    let (kind, words) = match typed.chars().next() {
        Some('>') => (Kind::Commands, &typed[1..]),
        Some('#') => (Kind::Tickets, &typed[1..]),
        Some('@') => (Kind::People, &typed[1..]),
        _ => (Kind::All, typed.as_str()),
    };
    let words = words.trim();
    let scripted = headers.contains_key("x-fragment");
    let wants = |one| kind == Kind::All || kind == one;
    let (mut groups, mut unknown) = (Vec::new(), Vec::new());
    if wants(Kind::Commands) {
        groups.extend(acts(&app, &visitor, &asked, words, scripted).await);
        groups.push(places(&app, &visitor, words).await);
        // The first of all is what Enter does.
        groups.sort_by_key(|group: &Group| Reverse(group.begins));
    }
    if wants(Kind::Tickets) && !words.is_empty() {
        let (hits, strange) = tickets(&app, &visitor, words).await;
        unknown = strange;
        groups.push(Group::plain(app.say(&visitor, "find-tickets", &[]), hits));
    }
    if wants(Kind::People) && !words.is_empty() {
        let hits = people(&app, &visitor, words).await;
        groups.push(Group::plain(app.say(&visitor, "find-people", &[]), hits));
    }
    groups.retain(|group| !group.hits.is_empty());
    // Over the page they are chosen with the arrow keys; on a page of their own they are links.
    let page = json!({ "query": typed, "groups": groups, "unknown": unknown, "links": !scripted });
    let title = app.say(&visitor, "find-title", &[]);
    let data = json!({ "page": page });
    if scripted {
        return Ok(app.show(&visitor, StatusCode::OK, "desk-hits", &title, data));
    }
    Ok(app.frame(&visitor, StatusCode::OK, "desk/find", &title, data).await)
}

/// Where one can go: the places of the desk, and the views that were saved.
async fn places(app: &App, visitor: &Visitor, words: &str) -> Group {
    let admin = visitor.viewer.as_ref().is_some_and(|viewer| viewer.role == "ADMIN");
    let open = PLACES.iter().filter(|place| admin || !place.href.starts_with("/admin"));
    let named = open.map(|place: &Place| {
        let keys = place.keys.split_whitespace().map(str::to_owned).collect();
        let hit = Hit { href: place.href.to_owned(), keys, icon: Some(place.icon), ..Hit::default() };
        (app.say(visitor, place.key, &[]), place.also, hit)
    });
    let views = app.api.run(visitor, VIEWS, json!({})).await;
    let Views { views } = views.unwrap_or_else(|failure| {
        tracing::warn!(message = failure.message, "the palette has no saved views");
        Views { views: Vec::new() }
    });
    let views = views.into_iter().map(|view| {
        let href = format!("/desk?{}", urls::query(&[("saved", &view.id)]));
        (view.name, None, Hit { href, icon: Some("inbox"), ..Hit::default() })
    });
    let mut fuzzy = Fuzzy::new(words);
    let found = named.chain(views).filter_map(|(name, also, hit)| {
        let also = also.map(|also| app.say(visitor, also, &[]));
        let (score, pieces) = named_so(&mut fuzzy, (&name, also.as_deref()), words)?;
        Some((score, Hit { pieces, ..hit }))
    });
    Group::of(app.say(visitor, "find-places", &[]), found.collect())
}

/// The ticket of a number, and those that a search finds, with what its terms do not name. A search that cannot be read finds
/// nothing.
async fn tickets(app: &App, visitor: &Visitor, words: &str) -> (Vec<Hit>, Vec<String>) {
    let (mut found, mut strange) = (Vec::new(), Vec::new());
    if let Ok(number) = words.parse::<i32>()
        && let Ok(One { ticket: Some(ticket) }) =
            app.api.run(visitor, NUMBER, json!({ "number": number })).await
    {
        found.push(ticket);
    }
    let exact = found.first().map(|ticket| ticket.number);
    if let Ok(Found { search, unknown }) = app.api.run(visitor, TICKETS, json!({ "query": words })).await {
        strange = terms::unknown(app, visitor, &unknown);
        found.extend(search.nodes.into_iter().filter(|ticket| Some(ticket.number) != exact));
    }
    if found.is_empty() && words.chars().count() >= LEAST {
        return (by_letters(app, visitor, words).await, strange);
    }
    (found.into_iter().map(|ticket| ticket_hit(ticket, words)).collect(), strange)
}

/// Of the tickets that changed last, those whose titles hold these letters in order.
async fn by_letters(app: &App, visitor: &Visitor, words: &str) -> Vec<Hit> {
    let Ok(Recent { tickets }) = app.api.run(visitor, RECENT, json!({})).await else { return Vec::new() };
    let mut fuzzy = Fuzzy::new(words);
    let fits = tickets.nodes.into_iter().filter_map(|ticket| {
        let (score, pieces) = fuzzy.look(&ticket.title)?;
        Some((score, Hit { pieces, ..ticket_hit(ticket, words) }))
    });
    best(fits, MOST_TICKETS)
}

fn ticket_hit(ticket: Ticket, words: &str) -> Hit {
    Hit {
        href: format!("/tickets/{}", ticket.number),
        shape: Some(view::shape(&ticket.status)),
        pieces: pieces(&ticket.title, words).unwrap_or_else(|| plain(&ticket.title)),
        status: Some(ticket.status),
        number: Some(ticket.number),
        hint: ticket.organisation.map(|organisation| organisation.name),
        ..Hit::default()
    }
}

/// People and organisations, each with their tickets.
async fn people(app: &App, visitor: &Visitor, words: &str) -> Vec<Hit> {
    let Ok(People { users, organisations }) = app.api.run(visitor, PEOPLE, json!({ "query": words })).await
    else {
        return Vec::new();
    };
    let desk = |query: String| format!("/desk?{}", urls::query(&[("q", &query)]));
    let person = |one: Person| Hit {
        href: desk(format!("customer:{}", one.email)),
        initials: Some(view::initials(&one.name)),
        pieces: pieces(&one.name, words).unwrap_or_else(|| plain(&one.name)),
        hint: Some(one.organisation.map_or(one.email, |organisation| organisation.name)),
        ..Hit::default()
    };
    let organisation = |one: Name| Hit {
        href: desk(format!("organisation:\"{}\"", one.name.replace('"', ""))),
        icon: Some("building"),
        pieces: pieces(&one.name, words).unwrap_or_else(|| plain(&one.name)),
        ..Hit::default()
    };
    let people = users.nodes.into_iter().filter(|one| !one.email.is_empty()).map(person);
    people.chain(organisations.nodes.into_iter().map(organisation)).collect()
}

/// How well something is called what is typed, by its name or by other words for it, of which whole beginnings count alone; with its
/// name in pieces, and [`BEGINS`] as often as it deserves. `None`: it is called otherwise.
pub(super) fn named_so(
    fuzzy: &mut Fuzzy,
    (name, also): (&str, Option<&str>),
    typed: &str,
) -> Option<(u32, Vec<Piece>)> {
    let begun = if pieces(name, typed).is_some() { 2 * BEGINS } else { 0 };
    let by_name = fuzzy.look(name).map(|(score, letters)| (score + begun, letters));
    let others = also.into_iter().flat_map(|also| also.split(", "));
    let fitting = others.filter(|word| pieces(word, typed).is_some());
    let by_word = fitting.filter_map(|word| fuzzy.look(word)).map(|(score, _)| score + BEGINS).max();
    match (by_name, by_word) {
        (Some((score, pieces)), word) => Some((score.max(word.unwrap_or_default()), pieces)),
        (None, Some(score)) => Some((score, plain(name))),
        (None, None) => None,
    }
}

fn plain(text: &str) -> Vec<Piece> {
    vec![Piece { text: text.to_owned(), hit: false }]
}

/// A text whose words begin with all that is typed, in any order, with those beginnings marked; `None`: it does not fit.
fn pieces(text: &str, typed: &str) -> Option<Vec<Piece>> {
    let typed: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let mut open: Vec<&String> = typed.iter().collect();
    let mut pieces = Vec::new();
    for (place, word) in text.split(' ').enumerate() {
        if place > 0 {
            pieces.push(Piece { text: " ".to_owned(), hit: false });
        }
        let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let begin = word.len() - bare.len();
        let same = open.iter().position(|typed| bare.to_lowercase().starts_with(*typed));
        let Some(same) = same else {
            pieces.push(Piece { text: word.to_owned(), hit: false });
            continue;
        };
        let letters = open.remove(same).chars().count();
        let end = bare.char_indices().nth(letters).map_or(word.len(), |(at, _)| begin + at);
        pieces.push(Piece { text: word[..begin].to_owned(), hit: false });
        pieces.push(Piece { text: word[begin..end].to_owned(), hit: true });
        pieces.push(Piece { text: word[end..].to_owned(), hit: false });
    }
    pieces.retain(|piece| !piece.text.is_empty());
    open.is_empty().then_some(pieces)
}
