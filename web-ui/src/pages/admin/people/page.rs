//! Everybody whom the installation knows, for admins: found by name, address or organisation, narrowed by role or state, a page at a time.

use axum::{
    extract::{Query, State},
    http::{StatusCode, Uri},
    response::{Redirect, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    asked::{Asked, Chip},
    place::Place,
};
use crate::{
    app::{App, Shared},
    error::PageError,
    pages::admin::sections::{Cut, PageInfo, admins_only, sections},
    view,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
pub(crate) const ROLES: [&str; 3] = ["CUSTOMER", "AGENT", "ADMIN"];

/// The columns: their text, their class, and by what they sort.
const COLUMNS: [(&str, &str, Option<&str>); 7] = [
    ("admin-name", "", Some("name")),
    ("admin-email", "address", Some("email")),
    ("admin-organisation", "", Some("organisation")),
    ("admin-role", "", Some("role")),
    ("people-last", "opt", Some("seen")),
    ("people-open", "r", Some("open")),
    ("people-state", "", Some("state")),
];

#[derive(Deserialize)]
struct Answer {
    counts: Counts,
    people: People,
}

#[derive(Deserialize)]
struct Counts {
    all: u64,
    roles: Vec<RoleCount>,
    states: Vec<StateCount>,
}

#[derive(Deserialize)]
struct RoleCount {
    role: String,
    count: u64,
}

#[derive(Deserialize)]
struct StateCount {
    state: String,
    count: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct People {
    page_info: PageInfo,
    nodes: Vec<Person>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all(deserialize = "camelCase"))]
struct Person {
    id: String,
    name: String,
    email: String,
    role: String,
    is_staff: bool,
    is_role_address: bool,
    is_unknown_sender: bool,
    state: Option<String>,
    invited_at: Option<DateTime<Utc>>,
    last_seen_at: Option<DateTime<Utc>>,
    open_tickets: Option<u64>,
    mail_failed: Option<DateTime<Utc>>,
    organisation: Option<Organisation>,
}

#[derive(Deserialize, Serialize)]
struct Organisation {
    name: String,
}

/// `GET /admin`: the administration begins with people.
pub(crate) async fn first(Member(_, viewer): Member) -> Result<Redirect, PageError> {
    admins_only(&viewer)?;
    Ok(Redirect::to("/admin/people"))
}

/// `GET /admin/people`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let list = list(&app, &visitor, (&asked, &cut), None).await?;
    let title = app.say(&visitor, "section-people", &[]);
    let data = json!({ "list": list, "sections": sections(&app, &visitor) });
    Ok(app.frame(&visitor, StatusCode::OK, "admin/people", &title, data).await)
}

/// The list as it is shown, also beside one who was chosen from it.
async fn list(
    app: &App,
    visitor: &Visitor,
    (asked, cut): (&Asked, &Cut),
    chosen: Option<&str>,
) -> Result<Value, PageError> {
    let mut variables = cut.variables();
    asked.add_to(&mut variables);
    let Answer { counts, people } = app.api.run(visitor, PAGE, variables).await?;
    let chip = asked.chip();
    let total = counts.of(chip);
    let from = asked.from(cut);
    let rows = people.nodes.len() as u64;
    Ok(json!({
        "query": asked.query(),
        "suffix": Place::of(visitor).suffix(),
        "beside": asked.beside_search(),
        "chips": chips(asked, &counts),
        "columns": columns(asked),
        "orders": orders(asked),
        "besideOrder": asked.beside_order(),
        "count": total,
        "from": from,
        "to": (from + rows).saturating_sub(1),
        "people": people.nodes.iter().map(|person| shown(person, chosen)).collect::<Vec<_>>(),
        "pager": asked.pager(&people.page_info, cut),
    }))
}

/// The list from which somebody came to a person, as the address of that person's page names it. Without it the person is shown
/// all the same: a cursor in an old address may not be valid any more.
pub(crate) async fn beside(app: &App, visitor: &Visitor, chosen: &str) -> Option<Value> {
    let here: Uri = visitor.here.as_str().parse().ok()?;
    let Query(asked) = Query::<Asked>::try_from_uri(&here).ok()?;
    let Query(cut) = Query::<Cut>::try_from_uri(&here).ok()?;
    list(app, visitor, (&asked, &cut), Some(chosen)).await.ok()
}

impl Counts {
    /// How many people there are under a chip.
    fn of(&self, chip: Chip) -> u64 {
        match chip {
            Chip::All => self.all,
            Chip::Role(role) => {
                self.roles.iter().find(|counted| counted.role == role).map_or(0, |counted| counted.count)
            }
            Chip::State(state) => {
                self.states.iter().find(|counted| counted.state == state).map_or(0, |counted| counted.count)
            }
        }
    }
}

/// All, each role, and each state in which something is to be done, as links.
fn chips(asked: &Asked, counts: &Counts) -> Vec<Value> {
    let shown = |chip: Chip| {
        let count = counts.of(chip);
        let current = asked.chip() == chip;
        // A state in which nobody is says nothing.
        let says = count > 0 || current || !matches!(chip, Chip::State(_));
        says.then(
            || json!({ "key": chip.key(), "href": asked.under(chip), "count": count, "current": current }),
        )
    };
    Chip::each().filter_map(shown).collect()
}

fn columns(asked: &Asked) -> Vec<Value> {
    let shown = |(key, class, sort): &(&str, &str, Option<&'static str>)| {
        let order = sort.and_then(|sort| asked.sorted_by(sort));
        json!({
            "key": key, "class": class, "sort": order,
            "href": sort.map(|sort| asked.sorted(sort)),
        })
    };
    COLUMNS.iter().map(shown).collect()
}

/// The orders for where there is no head of a table to click on.
fn orders(asked: &Asked) -> Vec<Value> {
    let key =
        |word: &str| COLUMNS.iter().find(|(_, _, sort)| *sort == Some(word)).map_or("", |(key, ..)| *key);
    let shown = |(word, down, selected): (&'static str, bool, bool)| {
        let (sign, arrow) = if down { ("-", "↓") } else { ("", "↑") };
        json!({ "value": format!("{sign}{word}"), "key": key(word), "arrow": arrow, "selected": selected })
    };
    asked.orders().into_iter().map(shown).collect()
}

fn shown(person: &Person, chosen: Option<&str>) -> Value {
    let state = person.state.as_deref().unwrap_or_default();
    json!({
        "id": person.id, "chosen": chosen == Some(person.id.as_str()), "name": person.name, "email": person.email, "role": person.role,
        "initials": view::initials(&person.name), "staff": person.is_staff,
        // Nobody sets a password for an address that several read; that it is one says more than that none is set.
        "roleAddress": person.is_role_address && !matches!(state, "DEACTIVATED" | "UNREACHABLE"),
        "unknown": person.is_unknown_sender, "state": state, "kind": kind(state), "invitedAt": person.invited_at,
        "lastSeenAt": person.last_seen_at,
        "open": person.open_tickets.unwrap_or_default(), "mailFailed": person.mail_failed,
        "organisation": person.organisation.as_ref().map(|own| &own.name),
    })
}

/// The colour of the chip of a state.
pub(crate) fn kind(state: &str) -> &'static str {
    match state {
        "ACTIVE" => "good",
        "DEACTIVATED" | "UNREACHABLE" => "bad",
        _ => "warn",
    }
}
