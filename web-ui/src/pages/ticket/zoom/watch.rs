//! Who else sees a ticket and is told of it: its watchers, and whether it is private.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    answer::{Name, Ticket},
    page::{self, Told},
    send::{answer, change},
};
use crate::{
    app::{App, Shared},
    error::PageError,
    forms::{MemberForm, Posted},
    visitor::{Viewer, Visitor},
};

const WATCH: &str = include_str!("watch.graphql");
const UNWATCH: &str = include_str!("unwatch.graphql");
const FIND: &str = include_str!("find_watcher.graphql");

/// Somebody who may be meant by a name.
#[derive(Debug, Deserialize)]
pub(crate) struct Candidate {
    id: String,
    name: String,
    email: String,
    active: bool,
    organisation: Option<Name>,
}

#[derive(Deserialize)]
struct Found {
    users: Nodes,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Candidate>,
}

/// `POST /tickets/{number}/privacy`: the tick of the ticket's customer.
pub(crate) async fn privacy(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    let input = json!({ "number": number, "isPrivate": posted.get("is_private") == "true" });
    change(&app, &visitor, &viewer, number, input, BTreeMap::new()).await
}

/// `POST /tickets/{number}/watch`: whom the form names, by address or for the staff by name; without that the viewer.
pub(crate) async fn watch(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    let who = posted.get("who").trim();
    let typed = BTreeMap::from([("who", who.to_owned())]);
    let variables = match named(&posted, &viewer) {
        Named::Oneself => json!({ "number": number }),
        Named::Person(id) => json!({ "number": number, "user": id }),
        Named::Address(email) => json!({ "number": number, "email": email }),
        Named::Name(name) => {
            let Found { users } = app.api.run(&visitor, FIND, json!({ "query": name })).await?;
            let mut found: Vec<Candidate> = users.nodes.into_iter().filter(|one| one.active).collect();
            match found.pop() {
                Some(one) if found.is_empty() => json!({ "number": number, "user": one.id }),
                last => {
                    found.extend(last);
                    return which(&app, &visitor, &viewer, number, (found, typed)).await;
                }
            }
        }
    };
    let done = app.api.run::<Value>(&visitor, WATCH, variables).await;
    answer(&app, &visitor, &viewer, number, done, typed).await
}

/// Whom the form names.
enum Named<'p> {
    Oneself,
    Person(&'p str),
    Address(&'p str),
    Name(&'p str),
}

fn named<'p>(posted: &'p Posted, viewer: &Viewer) -> Named<'p> {
    let who = posted.get("who").trim();
    match posted.some("user") {
        Some(user) => Named::Person(user),
        None if !posted.has("who") => Named::Oneself,
        None if viewer.is_staff && !who.is_empty() && !who.contains('@') => Named::Name(who),
        None => Named::Address(who),
    }
}

/// The page that says that nobody, or more than one, goes by that name.
async fn which(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
    (choices, typed): (Vec<Candidate>, BTreeMap<&'static str, String>),
) -> Result<Response, PageError> {
    let key = if choices.is_empty() { "watcher-nobody" } else { "watcher-several" };
    let name = typed.get("who").cloned().unwrap_or_default();
    let text = app.say(visitor, key, &[("name", name.into())]);
    let told = Told { facts_error: Some(text), facts: typed, choices, ..Told::of(page::form()) };
    page::again(app, visitor, viewer, number, StatusCode::UNPROCESSABLE_ENTITY, told).await
}

/// `POST /tickets/{number}/unwatch`
pub(crate) async fn unwatch(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    let user = posted.some("user");
    let leaves = user.is_none_or(|user| user == viewer.id) && !viewer.is_staff;
    let done = app.api.run::<Value>(&visitor, UNWATCH, json!({ "number": number, "user": user })).await;
    if leaves && done.is_ok() {
        // Perhaps they saw it because they watched it.
        return Ok(Redirect::to("/tickets").into_response());
    }
    answer(&app, &visitor, &viewer, number, done, BTreeMap::new()).await
}

/// Who watches, and what the viewer may change about it.
pub(crate) fn view(viewer: &Viewer, ticket: &Ticket, told: &Told) -> Value {
    let chooses = viewer.is_staff || ticket.viewer_is_customer;
    let joined = ticket.watchers.iter().any(|watcher| watcher.id == viewer.id);
    let people = ticket.watchers.iter().map(|watcher| {
        let own = watcher.id == viewer.id;
        let kind = if watcher.is_staff { "watcher-staff" } else { "watcher-customer" };
        json!({
            "id": watcher.id, "name": watcher.name, "email": watcher.email, "own": own,
            "kind": viewer.is_staff.then_some(kind), "removes": chooses || own,
        })
    });
    let known = |one: &&Candidate| {
        one.id == ticket.customer.id || ticket.watchers.iter().any(|watcher| watcher.id == one.id)
    };
    let choices = told.choices.iter().filter(|one| !known(one)).map(|one| {
        json!({
            "id": one.id, "name": one.name, "email": one.email,
            "organisation": one.organisation.as_ref().map(|organisation| &organisation.name),
        })
    });
    json!({
        "people": people.collect::<Vec<_>>(),
        "count": ticket.watchers.len(),
        "choices": choices.collect::<Vec<_>>(),
        "typed": told.facts.get("who"),
        "adds": chooses && (viewer.is_staff || ticket.organisation.is_some()),
        "joins": !joined && !ticket.viewer_is_customer,
        "sets": chooses && ticket.organisation.is_some(),
        "shown": viewer.is_staff || ticket.organisation.is_some() || !ticket.watchers.is_empty(),
    })
}
