//! What is shown while a new ticket is typed: to the staff who calls and what they have open already, to customers what is
//! like it.

use std::collections::HashSet;

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::similar::similar;
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    view::{self, Named, NamedChoice},
    visitor::{Member, Visitor},
};

const LOOK: &str = include_str!("look.graphql");
const OPEN: &str = include_str!("open_tickets.graphql");
/// People, and tickets, that are shown at most.
const MOST: usize = 6;
/// Letters of a word by which two titles are alike.
const WORD: usize = 4;

/// What is typed so far.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    title: String,
}

/// What is known of the caller.
#[derive(Debug, Default, Serialize)]
pub(super) struct Look {
    /// Those whom the words fit.
    pub(super) matches: Vec<Customer>,
    /// The one whose address was given.
    known: Option<Customer>,
    /// What the known one has open, the most similar first.
    open: Vec<Open>,
    /// Whether one of these is about the same.
    pub(super) similar: bool,
    /// Between which organisations is chosen, where the known one belongs to several.
    choice: Vec<NamedChoice>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Customer {
    pub(super) name: String,
    pub(super) email: String,
    organisation: Option<String>,
    #[serde(skip)]
    organisations: Vec<Named>,
}

impl Customer {
    /// Whether it has to be said for which organisation they ask.
    pub(super) fn has_several(&self) -> bool {
        self.organisations.len() > 1
    }
}

impl Look {
    /// Whether the known one belongs to several organisations.
    pub(super) fn offers_choice(&self) -> bool {
        !self.choice.is_empty()
    }

    /// With this organisation picked.
    pub(super) fn picked(mut self, organisation: &str) -> Self {
        for one in &mut self.choice {
            one.selected = one.named.id == organisation;
        }
        self
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    number: i32,
    title: String,
    status: String,
    shape: String,
    updated_at: String,
    assignee: Option<String>,
    /// How many words its title has in common with the new one.
    alike: usize,
}

#[derive(Deserialize)]
struct Found {
    users: Nodes<Person>,
    organisations: Nodes<Organisation>,
}

#[derive(Deserialize)]
struct Nodes<T> {
    nodes: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    name: String,
    email: String,
    is_staff: bool,
    organisation: Option<Name>,
    #[serde(default)]
    organisations: Vec<Named>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Organisation {
    name: String,
    members: Nodes<Person>,
}

#[derive(Deserialize)]
struct Tickets {
    search: Nodes<Ticket>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ticket {
    number: i32,
    title: String,
    status: String,
    updated_at: String,
    assignee: Option<Name>,
}

/// `GET /tickets/new/look`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let title = app.say(&visitor, "new-ticket", &[]);
    if !viewer.is_staff {
        let similar = similar(&app, &visitor, &asked.title).await?;
        let data = json!({ "similar": similar, "sought": false });
        return Ok(app.show(&visitor, StatusCode::OK, "new-similar", &title, data));
    }
    let look = look(&app, &visitor, &asked.q, &asked.title).await?;
    Ok(app.show(&visitor, StatusCode::OK, "new-look", &title, json!({ "look": look, "errors": {} })))
}

/// Looks for the caller by name, address or organisation, and for what they have open.
pub(super) async fn look(app: &App, visitor: &Visitor, typed: &str, title: &str) -> Result<Look, Failure> {
    let typed: String = typed.trim().chars().take(200).collect();
    if typed.chars().count() < 2 {
        return Ok(Look::default());
    }
    let found: Found = app.api.run(visitor, LOOK, json!({ "query": typed })).await?;
    let members = found.organisations.nodes.into_iter().flat_map(|organisation| {
        let name = organisation.name;
        organisation.members.nodes.into_iter().map(move |person| customer(person, Some(name.clone())))
    });
    let people = found.users.nodes.into_iter().map(|person| customer(person, None));
    let mut seen = HashSet::new();
    let mut matches: Vec<Customer> = people.chain(members).flatten().collect();
    matches.retain(|one| seen.insert(one.email.to_lowercase()));
    let known = matches.iter().find(|one| one.email.eq_ignore_ascii_case(&typed)).cloned();
    matches.truncate(MOST);
    let mut look = Look { matches, known, ..Look::default() };
    if let Some(known) = &look.known {
        if known.has_several() {
            look.choice = view::named_choices(known.organisations.clone(), "");
        }
        look.open = open(app, visitor, &known.email, title).await?;
        look.similar = look.open.iter().any(|one| one.alike > 0);
        look.matches.clear();
    }
    Ok(look)
}

fn customer(person: Person, organisation: Option<String>) -> Option<Customer> {
    let organisation = person.organisation.map(|organisation| organisation.name).or(organisation);
    (!person.is_staff && !person.email.is_empty()).then_some(Customer {
        name: person.name,
        email: person.email,
        organisation,
        organisations: person.organisations,
    })
}

async fn open(app: &App, visitor: &Visitor, email: &str, title: &str) -> Result<Vec<Open>, Failure> {
    let query = format!("customer:{email} status:new,open,pending sort:-updated");
    let found: Tickets = app.api.run(visitor, OPEN, json!({ "query": query })).await?;
    let wanted = words(title);
    let open = |ticket: Ticket| Open {
        number: ticket.number,
        shape: view::shape(&ticket.status),
        status: ticket.status,
        alike: words(&ticket.title).intersection(&wanted).count(),
        title: ticket.title,
        updated_at: ticket.updated_at,
        assignee: ticket.assignee.map(|assignee| assignee.name),
    };
    let mut all: Vec<Open> = found.search.nodes.into_iter().map(open).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.alike));
    all.truncate(MOST);
    Ok(all)
}

/// The words of a title that say something.
fn words(title: &str) -> HashSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() >= WORD).collect()
}
