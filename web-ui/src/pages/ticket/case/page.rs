//! The ticket's page for the staff: it opens at what is new, with the answer one key away and all facts beside it.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use futures::join;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    composer, fold,
    origin::Origin,
    panel::{self, Beside},
    posts,
};
use crate::{
    app::{App, Shared},
    error::PageError,
    forms::MemberForm,
    pages::ticket::zoom::{
        answer::{Answer, Ticket},
        page::{self as zoom, Asked, Told},
        send, thread,
    },
    urls,
    visitor::{Viewer, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const READ_UNTIL: &str = include_str!("read_until.graphql");
const BESIDE: &str = include_str!("beside.graphql");
const UNSEEN: &str = include_str!("unseen.graphql");

#[derive(Deserialize)]
struct Reading {
    ticket: Option<Read>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Read {
    read_until: Option<DateTime<Utc>>,
}

/// Until when the viewer has read a ticket.
pub(crate) async fn read_until(app: &App, visitor: &Visitor, number: i32) -> Option<DateTime<Utc>> {
    let read = app.api.run::<Reading>(visitor, READ_UNTIL, json!({ "number": number })).await;
    read.ok()?.ticket?.read_until
}

/// The page, as it is shown after this form.
pub(crate) async fn page(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
    asked: &Asked,
    (status, mut told): (StatusCode, Told),
) -> Result<Response, PageError> {
    let variables = json!({
        "number": number,
        "last": if asked.all() { posts::ALL } else { fold::TAIL },
        "before": asked.before,
        "events": posts::events(asked),
    });
    let mut answer: Answer = app.api.run(visitor, PAGE, variables).await?;
    let mut ticket = answer.ticket.take().ok_or(PageError::NotFound)?;
    let origin = Origin::of(visitor);
    if ticket.number != number {
        // It was merged into that one.
        return Ok(Redirect::to(&format!("/tickets/{}{}", ticket.number, origin.suffix())).into_response());
    }
    name_unknown(app, visitor, &mut ticket);
    zoom::unfold(app, visitor, &mut ticket, asked.whole.as_deref()).await?;
    told.form = zoom::written(told.form, viewer, &ticket);
    let files_alone = ticket.draft.is_none() && !ticket.draft_files.is_empty();
    if asked.note.is_some() || (files_alone && told.form.text("text").is_empty()) {
        // A draft whose readers are unknown is a note.
        told.form = told.form.set("internal", true);
    }
    let (standing, beside) = join!(origin.standing(app, visitor, number), beside(app, visitor, &ticket));
    let title = format!("#{} {}", ticket.number, ticket.title);
    let (visitor, cookie) = zoom::opened(app, visitor, &ticket);
    let names: Vec<String> = panel::people(&answer, &ticket).into_iter().map(|one| one.name).collect();
    let data = json!({
        "live": if asked.before.is_none() { json!(live(&ticket)) } else { Value::Null },
        "ticket": zoom::ticket_view(app, &visitor, &ticket),
        "limits": answer.limits,
        "head": origin.view(number, standing),
        "page": notices(app, &visitor, &ticket, asked, &told),
        "composer": composer::view(app, &visitor, viewer, (&answer, &ticket), &told),
        "panel": panel::view(app, &visitor, viewer, (&answer, &ticket), &told, beside.as_ref()),
        "thread": posts::view(app, &visitor, viewer, (ticket, &origin), &names, asked),
        "form": told.form,
    });
    let response = app.frame(&visitor, status, "ticket/case", &title, data).await;
    Ok((CookieJar::new().add(cookie), response).into_response())
}

/// So much of a conversation stands in the preview.
const PREVIEWED: usize = 3;
/// Characters of one's own draft that the preview shows.
const DRAFT: usize = 200;

/// What the preview beside a list shows of a ticket; it leaves unread what is unread. A ticket that the viewer may not see,
/// or that was merged into another, has none.
pub(crate) async fn preview(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
) -> Result<Option<Value>, PageError> {
    let variables = json!({ "number": number, "last": PREVIEWED, "before": null, "events": posts::EVENTS });
    let mut answer: Answer = app.api.run(visitor, PAGE, variables).await?;
    let Some(mut ticket) = answer.ticket.take().filter(|ticket| ticket.number == number) else {
        return Ok(None);
    };
    name_unknown(app, visitor, &mut ticket);
    let origin = Origin::of(visitor);
    let names: Vec<String> = panel::people(&answer, &ticket).into_iter().map(|one| one.name).collect();
    Ok(Some(json!({
        "href": format!("/tickets/{number}{}", origin.suffix()),
        "ticket": zoom::ticket_view(app, visitor, &ticket),
        "draft": ticket.draft.as_ref().map(|draft| draft.text.chars().take(DRAFT).collect::<String>()),
        "assignee": ticket.assignee.as_ref().map(|one| one.name.as_str()),
        "thread": posts::view(app, visitor, viewer, (ticket, &origin), &names, &Asked::default()),
    })))
}

/// Says in the reader's language that the sender of an email is unknown, wherever the account that stands for them is named.
fn name_unknown(app: &App, visitor: &Visitor, ticket: &mut Ticket) {
    if !ticket.customer.is_unknown_sender {
        return;
    }
    let name = app.say(visitor, "fact-unknown-sender", &[]);
    let first = ticket.first.iter_mut().flat_map(|first| &mut first.nodes);
    for comment in first.chain(&mut ticket.comments.nodes) {
        if comment.author.id == ticket.customer.id {
            comment.author.name.clone_from(&name);
        }
    }
    ticket.customer.name = name;
}

/// Where the page listens for what happens next.
fn live(ticket: &Ticket) -> String {
    let cursor = ticket.events.nodes.last().map(|event| event.cursor.as_str()).unwrap_or_default();
    let number = ticket.number.to_string();
    format!("/live?{}", urls::query(&[("number", number.as_str()), ("after", cursor)]))
}

/// What else is known of the customer; the page stands without it.
async fn beside(app: &App, visitor: &Visitor, ticket: &Ticket) -> Option<Beside> {
    let organisation = ticket.organisation.as_ref().and_then(|organisation| organisation.id.as_deref());
    let variables = json!({
        "customer": ticket.customer.id, "organisation": organisation,
        "hasOrganisation": organisation.is_some(),
    });
    let found = app.api.run(visitor, BESIDE, variables).await;
    found.inspect_err(|failure| tracing::warn!(message = failure.message, "nothing beside a ticket")).ok()
}

/// What the staff should know before they answer.
fn notices(app: &App, visitor: &Visitor, ticket: &Ticket, asked: &Asked, told: &Told) -> Value {
    let email = ticket.customer.email.as_deref().unwrap_or_default();
    json!({
        "created": asked.created.is_some(),
        "undone": asked.undone("text"),
        "statusBack": asked.undone("back").then(|| app.say(
            visitor, "sent-status-undone", &[("status", app.say(visitor, &format!("status-{}", ticket.status), &[]).into())],
        )),
        "filesBack": asked.undone("files"),
        "kept": match (asked.undone("status"), asked.undone("assignee")) {
            (true, true) => Some("both"),
            (true, false) => Some("status"),
            (false, true) => Some("assignee"),
            (false, false) => None,
        },
        "undoError": told.undo_error,
        "stale": told.stale,
        "reading": asked.before.is_some(),
        "historyOpen": asked.history(),
        "settled": ticket.status != "CLOSED" && thread::sounds_settled(&ticket.comments.nodes),
        "bounced": thread::bounced(&ticket.events.nodes, email),
        "staysOpen": ticket.auto_close_at.is_none() && !zoom::unreachable(ticket)
            && matches!(ticket.status.as_str(), "PENDING" | "RESOLVED"),
        "emails": thread::emails(app, visitor, ticket.unsent_emails.as_deref().unwrap_or_default()),
    })
}

/// `POST /tickets/{number}/unread`: the ticket is new for the viewer again, who goes back to the list.
pub(crate) async fn unread(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, _): MemberForm,
) -> Result<Response, PageError> {
    let number = zoom::read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    match app.api.run::<Value>(&visitor, UNSEEN, json!({ "number": number })).await {
        Ok(_) => Ok(Redirect::to(&Origin::of(&visitor).back(number)).into_response()),
        refused => send::answer(&app, &visitor, &viewer, number, refused, BTreeMap::new()).await,
    }
}
