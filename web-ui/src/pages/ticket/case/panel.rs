//! The panel beside the conversation: facts, clocks, the customer, links, watchers, and the history.

use serde::Deserialize;
use serde_json::{Value, json};

use super::memo;
use crate::{
    absence::with_absences,
    app::App,
    pages::ticket::{
        feedback::page::Rating,
        zoom::{
            answer::{Answer, Nodes, Ticket},
            page::Told,
            thread, watch,
        },
    },
    tags, urls,
    view::{self, Named},
    visitor::{Viewer, Visitor},
};

const PRIORITIES: [&str; 4] = ["LOW", "NORMAL", "HIGH", "URGENT"];
/// So many of the customer's other tickets are named.
const NAMED: usize = 3;

/// What else is known of the ticket's customer.
#[derive(Debug, Deserialize)]
pub(crate) struct Beside {
    theirs: Theirs,
    organisations: Option<Count>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Theirs {
    total_count: u64,
    nodes: Vec<Other>,
}

#[derive(Debug, Deserialize)]
struct Other {
    number: i32,
    title: String,
    status: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

/// All that the panel shows.
pub(crate) fn view(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    (answer, ticket): (&Answer, &Ticket),
    told: &Told,
    beside: Option<&Beside>,
) -> Value {
    let assignee = ticket.assignee.as_ref().map(|assignee| assignee.id.as_str()).unwrap_or_default();
    let queue = ticket.queue.as_ref().map(|queue| queue.id.as_str()).unwrap_or_default();
    let priority = ticket.priority.as_deref().unwrap_or_default();
    let organisation = ticket.organisation.as_ref().and_then(|one| one.id.as_deref()).unwrap_or_default();
    let own = ticket.tags.clone().unwrap_or_default();
    let joined = tags::line(&own);
    let staff = with_absences(app, visitor, view::told_apart(people(answer, ticket)));
    let chosen = staff.iter().find(|one| one.id == told.fact("assignee", assignee));
    let away = chosen.and_then(|one| one.away.clone());
    let agreement = ticket.restoration.as_ref().or(ticket.response.as_ref());
    json!({
        "error": told.facts_error.as_ref().filter(|_| !told.stale),
        "me": viewer.id,
        "agents": view::named_choices(staff, told.fact("assignee", assignee)),
        "assignee": assignee,
        "assigneeName": ticket.assignee.as_ref().map(|one| &one.name),
        "due": crate::clocks::due(ticket.response.as_ref(), ticket.restoration.as_ref()),
        "assigneeAway": away,
        "assigneeFace": ticket.assignee.as_ref().map(|one| face(one, viewer)),
        "priorities": view::choices(&PRIORITIES, told.fact("priority", priority)),
        "priority": priority,
        "priorityShape": view::shape(priority),
        "queues": view::named_choices(answer.queues.clone().unwrap_or_default(), told.fact("queue", queue)),
        "queue": queue,
        "organisation": organisation,
        "organisations": view::named_choices(organisations(ticket), told.fact("organisation", organisation)),
        "title": told.fact("title", &ticket.title),
        "titleTyped": told.facts.get("title").is_some_and(|typed| *typed != ticket.title),
        "private": told.fact("is_private", if ticket.is_private { "true" } else { "false" }) == "true",
        "tags": own,
        "tagsBefore": joined,
        "tagsWhole": told.fact("tags", &joined),
        "tagTyped": told.facts.get("tags").map(|typed| typed_tags(typed, ticket)),
        "agreement": agreement.and_then(crate::clocks::Clock::agreement_name),
        "watching": watch::view(viewer, ticket, told),
        "customer": customer(visitor, ticket, beside),
        "memo": memo::view(ticket, told),
        "rating": ticket.rating.as_ref().map(Rating::view),
        "linked": ticket.links.len() + ticket.external_links.len(),
        "historyCount": ticket.events.total_count,
        "historyWhole": ticket.events.total_count > ticket.events.nodes.len() as u64,
        "history": thread::history(app, visitor, &ticket.events.nodes),
    })
}

/// The tags of a form that was refused which the ticket does not have.
fn typed_tags(typed: &str, ticket: &Ticket) -> String {
    let has = |tag: &String| ticket.tags.iter().flatten().any(|known| known == tag);
    let new: Vec<String> = tags::read(typed).into_iter().filter(|tag| !has(tag)).collect();
    tags::line(&new)
}

fn face(person: &Named, viewer: &Viewer) -> Value {
    let kind = if person.id == viewer.id { "me" } else { "staff" };
    json!({ "initials": view::initials(&person.name), "kind": kind })
}

/// The customer's card: how to reach them, and what else they asked.
fn customer(visitor: &Visitor, ticket: &Ticket, beside: Option<&Beside>) -> Value {
    let customer = &ticket.customer;
    let search = |query: &str| format!("/desk?{}", urls::query(&[("q", query)]));
    let theirs = customer.email.as_deref().map(|email| search(&format!("customer:{email}")));
    let organisation = ticket.organisation.as_ref();
    let others = beside.map(|beside| {
        let others = beside.theirs.nodes.iter().filter(|other| other.number != ticket.number).take(NAMED);
        let view = |other: &Other| {
            json!({
                "number": other.number, "title": other.title, "status": other.status,
                "shape": view::shape(&other.status),
            })
        };
        others.map(view).collect::<Vec<_>>()
    });
    let admin = visitor.viewer.as_ref().is_some_and(|viewer| viewer.role == "ADMIN");
    json!({
        "name": customer.name,
        "initials": view::initials(&customer.name),
        "email": customer.email.as_ref().filter(|_| !customer.is_unknown_sender),
        "phones": customer.phones,
        "locale": customer.locale.as_ref().filter(|_| !customer.is_unknown_sender),
        "href": if admin { Some(format!("/admin/people/{}", customer.id)) } else { theirs.clone() },
        "organisation": organisation.map(|one| &one.name),
        "organisationHref": organisation.map(|one| search(&format!("organisation:\"{}\"", one.name))),
        "shares": organisation.is_some_and(|one| one.shares_tickets),
        "others": others.unwrap_or_default(),
        "count": beside.map(|beside| beside.theirs.total_count),
        "organisationCount": beside.and_then(|beside| beside.organisations.as_ref()).map(|count| count.total_count),
        "theirs": theirs,
    })
}

/// The organisations for which the ticket may be, where there is a choice.
fn organisations(ticket: &Ticket) -> Vec<Named> {
    let mut all = ticket.customer.organisations.clone().unwrap_or_default();
    if let Some(own) = &ticket.organisation
        && let Some(id) = &own.id
        && all.iter().all(|one| one.id != *id)
    {
        all.push(Named { id: id.clone(), name: own.name.clone(), ..Named::default() });
    }
    let is_settled = all.len() == 1 && ticket.organisation.is_some();
    if is_settled { Vec::new() } else { all }
}

/// Everybody who can be responsible, by name; whoever is, is among them even after leaving the queue.
pub(super) fn people(answer: &Answer, ticket: &Ticket) -> Vec<Named> {
    let staff =
        [&answer.agents, &answer.admins].into_iter().flatten().flat_map(|page: &Nodes<Named>| &page.nodes);
    let mut people: Vec<Named> = staff.cloned().collect();
    if let Some(assignee) = &ticket.assignee
        && !people.iter().any(|person| person.id == assignee.id)
    {
        people.push(assignee.clone());
    }
    people.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
    people
}
