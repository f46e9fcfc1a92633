//! One ticket with its conversation, as its customer, a colleague or the staff may see it.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use words::format;

use super::{
    answer::{Answer, Choice, Ticket},
    sent_key, thread, watch,
};
use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    pages::ticket::{
        case::{memo::MemoError, page as case},
        feedback::page as feedback,
        work::page as work,
    },
    presence, session, urls, view,
    visitor::{Member, Viewer, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const SEEN: &str = include_str!("seen.graphql");
const WHOLE: &str = include_str!("whole.graphql");

/// Which part of the conversation is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pub(crate) before: Option<String>,
    pub(crate) created: Option<String>,
    /// An answer was just taken back: `text`, and with dots between them `files` if some came with it, `status` and
    /// `assignee` if these are not what they were before. Or a status that was set alone: `back`.
    pub(crate) undone: Option<String>,
    /// Staff: what will be written is for the staff alone, as it was before the session ended.
    pub(crate) note: Option<String>,
    /// The comment whose email is shown with all that stands in it.
    pub(crate) whole: Option<String>,
    /// Staff: the whole conversation instead of what is new.
    all: Option<String>,
    /// Staff: the whole history.
    history: Option<String>,
    /// Until when the viewer had read it before this page was opened.
    #[serde(skip)]
    pub(crate) read_until: Option<DateTime<Utc>>,
    /// Whether a person has just opened it.
    #[serde(skip)]
    pub(crate) opened: bool,
}

impl Asked {
    /// Whether the staff want to read everything; nobody pages back through what is new alone.
    pub(crate) const fn all(&self) -> bool {
        self.all.is_some() || self.before.is_some()
    }

    /// Whether this is to be told of an answer that was just taken back.
    pub(crate) fn undone(&self, what: &str) -> bool {
        self.undone.as_deref().is_some_and(|told| told.split('.').any(|word| word == what))
    }

    /// Whether the history is wanted from its beginning.
    pub(crate) const fn history(&self) -> bool {
        self.history.is_some()
    }
}

/// How the page is shown after a form, beside the ticket itself.
#[derive(Debug)]
pub(crate) struct Told {
    /// The form for a comment.
    pub(crate) form: FormView,
    /// Somebody changed the ticket while the person was writing.
    pub(crate) stale: bool,
    /// What is wrong with the form on the right.
    pub(crate) facts_error: Option<String>,
    /// Why what is kept in mind about the customer was not changed.
    pub(crate) memo_error: Option<MemoError>,
    /// Why something was not taken back; the staff's page says so above the composer.
    pub(crate) undo_error: Option<String>,
    /// What stands in that form instead of what the ticket has, by the name of the field.
    pub(crate) facts: BTreeMap<&'static str, String>,
    /// Who may be meant by the name that was to watch.
    pub(crate) choices: Vec<watch::Candidate>,
}

impl Told {
    /// About the form for a comment.
    pub(crate) fn of(form: FormView) -> Self {
        Self {
            form,
            stale: false,
            facts_error: None,
            memo_error: None,
            undo_error: None,
            facts: BTreeMap::new(),
            choices: Vec::new(),
        }
    }

    pub(crate) fn fact<'t>(&'t self, name: &str, current: &'t str) -> &'t str {
        self.facts.get(name).map_or(current, String::as_str)
    }
}

/// An entry of the select below the comment.
#[derive(Serialize)]
struct StatusChoice {
    value: String,
    label: String,
    selected: bool,
    /// What then happens, in a sentence.
    effect: String,
    /// When the ticket then closes itself.
    closes: Option<DateTime<Utc>>,
}

/// `GET /tickets/{number}`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let Ok(number) = read_number(&number) else {
        let number = urls::stretched(visitor.here.path()).ok_or(PageError::NotFound)?;
        return Ok(Redirect::to(&format!("/tickets/{number}")).into_response());
    };
    let mut asked = asked;
    if viewer.is_staff && is_opened(&headers) {
        asked.opened = true;
        asked.read_until = case::read_until(&app, &visitor, number).await;
        // Before the page is read: what comes between the two is shown, and stays marked.
        let seen = app.api.run::<Value>(&visitor, SEEN, json!({ "number": number })).await;
        if let Err(failure) = seen {
            tracing::debug!(number, message = failure.message, "a ticket was not marked as seen");
        }
    }
    page(&app, &visitor, &viewer, number, &asked, (StatusCode::OK, Told::of(form()))).await
}

/// Whether a person opens the page, rather than a script that renews it behind their back.
fn is_opened(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-mode").is_none_or(|mode| mode == "navigate")
}

/// A number as it stands in an address; what is none, is not there.
pub(crate) fn read_number(text: &str) -> Result<i32, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The empty form for a comment.
pub(crate) fn form() -> FormView {
    FormView::new(
        &["text", "key", "status", "internal", "rating", "comment", "based_on", "again"],
        &["text", "files", "status", "comment"],
    )
}

/// The page after a form that was refused.
pub(crate) async fn again(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
    status: StatusCode,
    told: Told,
) -> Result<Response, PageError> {
    page(app, visitor, viewer, number, &Asked::default(), (status, told)).await
}

/// Fetches the whole text of a comment that was asked for.
pub(crate) async fn unfold(
    app: &App,
    visitor: &Visitor,
    ticket: &mut Ticket,
    wanted: Option<&str>,
) -> Result<(), PageError> {
    let comment = ticket
        .comments
        .nodes
        .iter_mut()
        .find(|one| (one.has_more || one.is_longer) && Some(one.id.as_str()) == wanted);
    if let Some(comment) = comment {
        let answer: Value = app.api.run(visitor, WHOLE, json!({ "id": comment.id })).await?;
        let text = |field: &str| answer.pointer(field).and_then(Value::as_str).map(str::to_owned);
        comment.full = text("/node/full");
        comment.full_html = text("/node/fullHtml").filter(|html| !html.is_empty());
        let hides = answer.pointer("/node/hasRemoteImages").and_then(Value::as_bool);
        comment.has_remote_images = hides.unwrap_or(comment.has_remote_images);
    }
    Ok(())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
    asked: &Asked,
    (status, mut told): (StatusCode, Told),
) -> Result<Response, PageError> {
    if viewer.is_staff {
        return Box::pin(case::page(app, visitor, viewer, number, asked, (status, told))).await;
    }
    let variables = json!({ "number": number, "before": asked.before });
    let mut answer: Answer = app.api.run(visitor, PAGE, variables).await?;
    let mut ticket = answer.ticket.take().ok_or(PageError::NotFound)?;
    if ticket.number != number {
        // It was merged into that one.
        return Ok(Redirect::to(&format!("/tickets/{}", ticket.number)).into_response());
    }
    unfold(app, visitor, &mut ticket, asked.whole.as_deref()).await?;
    told.form = written(told.form, viewer, &ticket);
    let title = format!("#{} {}", ticket.number, ticket.title);
    let cursor = ticket.events.nodes.last().map(|event| event.cursor.as_str()).unwrap_or_default();
    let number_text = number.to_string();
    let live = format!("/live?{}", urls::query(&[("number", number_text.as_str()), ("after", cursor)]));
    let (visitor, cookie) = opened(app, visitor, &ticket);

    let rate = feedback::rate(ticket.rating.as_ref(), "", &told.form);
    let data = json!({
        "rate": rate,
        "live": if asked.before.is_none() { json!(live) } else { Value::Null },
        "ticket": ticket_view(app, &visitor, &ticket),
        "limits": answer.limits,
        "page": page_view(app, &visitor, viewer, ticket, asked, &told),
        "form": told.form,
    });
    let response = app.frame(&visitor, status, "ticket/zoom", &title, data).await;
    Ok((CookieJar::new().add(cookie), response).into_response())
}

/// The visitor who has the ticket open, which the rail beside the page already knows, and the cookie that remembers it.
pub(crate) fn opened(app: &App, visitor: &Visitor, ticket: &Ticket) -> (Visitor, Cookie<'static>) {
    let recent = visitor.recent.opened(ticket.number, ticket.version);
    let cookie = session::recent(&app.settings, recent.cookie());
    let mut visitor = visitor.clone();
    visitor.recent = recent;
    (visitor, cookie)
}

/// The form for a comment: as it was sent, or else as the draft has it, readers and status with the text.
pub(crate) fn written(form: FormView, viewer: &Viewer, ticket: &Ticket) -> FormView {
    let form = if form.text("key").is_empty() { form.set("key", sent_key::of(viewer, ticket)) } else { form };
    // What was typed over an older draft stays so, until its author has seen the newer one.
    let knows = form.text("based_on").is_empty() && form.text("again").is_empty()
        || form.text("text").is_empty()
        || ticket.draft.as_ref().is_some_and(|draft| draft.text.trim_end() == form.text("text").trim_end());
    let revision = ticket.draft.as_ref().map(|draft| draft.revision.as_str()).unwrap_or_default();
    let form = if knows { form.set("based_on", revision) } else { form };
    match ticket.draft.as_ref() {
        Some(draft) if form.text("text").is_empty() => form
            .set("text", draft.text.as_str())
            .set("internal", draft.visibility == "INTERNAL")
            .set("status", draft.status.as_deref().unwrap_or_default()),
        _ => form,
    }
}

pub(crate) fn ticket_view(app: &App, visitor: &Visitor, ticket: &Ticket) -> Value {
    let audience = if visitor.is_staff() { "staff" } else { "customer" };
    json!({
        "number": ticket.number,
        "draftFiles": ticket.draft_files,
        "title": ticket.title,
        "isPrivate": ticket.is_private,
        "externalId": ticket.external_id,
        "noticeVersion": ticket.notice_version,
        "status": ticket.status,
        "shape": view::shape(&ticket.status),
        "channel": ticket.channel,
        "version": ticket.version,
        "queue": ticket.queue.as_ref().map(|queue| queue.address.as_ref().unwrap_or(&queue.name)),
        "audience": audience,
        "presence": presence::sentence(app, visitor, &ticket.presence),
        "turn": turn(app, visitor, ticket),
        "replyReceivedAt": ticket.reply_received_at,
        "autoCloseAt": ticket.auto_close_at,
        "autoCloseDays": closes_in(app, visitor, ticket),
        "createdAt": ticket.created_at,
        "customer": ticket.customer.name,
        "customerEmail": ticket.customer.email,
        "customerId": ticket.customer.id,
        "customerMailFailed": ticket.customer.mail_failed,
        "customerUndeliverable": ticket.customer.undeliverable,
        "customerUnknown": ticket.customer.is_unknown_sender,
        "customerOff": ticket.customer.active == Some(false),
        "customerUnreachable": unreachable(ticket),
        "customerHasRoleAddress": ticket.customer.is_role_address,
        "organisation": ticket.organisation.as_ref().map(|organisation| &organisation.name),
        "clocks": clocks(ticket),
        "files": Some(ticket.file_count).filter(|count| *count > 1),
        "links": work::links(&ticket.links),
        "external": work::external(&ticket.external_links),
        "openChildren": ticket.open_children.as_deref().unwrap_or_default(),
        "merged": ticket.merged_tickets.as_deref().unwrap_or_default(),
        "isClosed": matches!(ticket.status.as_str(), "RESOLVED" | "CLOSED"),
    })
}

/// In how many days it closes by itself, as the visitor counts them: none is today.
fn closes_in(app: &App, visitor: &Visitor, ticket: &Ticket) -> Option<i32> {
    let at = ticket.auto_close_at.as_deref()?.parse::<DateTime<Utc>>().ok()?;
    Some(format::days_until(&visitor.zone, (app.settings.clock)(), at).max(0))
}

/// The clocks of the ticket, if something was agreed and the viewer is told.
fn clocks(ticket: &Ticket) -> Vec<Value> {
    let response = ticket.response.as_ref().map(|clock| clock.explained("response"));
    let restoration = ticket.restoration.as_ref().map(|clock| clock.explained("restoration"));
    response.into_iter().chain(restoration).collect()
}

/// Whether the staff know that no email reaches the customer.
pub(crate) fn unreachable(ticket: &Ticket) -> bool {
    ticket.customer.reachable == Some(false)
}

/// Whose turn it is, in words for this reader.
fn turn(app: &App, visitor: &Visitor, ticket: &Ticket) -> String {
    let key = match (ticket.waiting_for.as_str(), visitor.is_staff()) {
        ("CUSTOMER", false) if ticket.viewer_is_customer => "turn-you",
        ("CUSTOMER", _) => "turn-customer",
        ("STAFF", true) => "turn-us",
        ("STAFF", false) => "turn-support",
        _ => return String::new(),
    };
    app.say(visitor, key, &[])
}

fn page_view(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    ticket: Ticket,
    asked: &Asked,
    told: &Told,
) -> Value {
    let info = &ticket.comments.page_info;
    let part = thread::Part { from_start: !info.has_previous_page, to_end: asked.before.is_none() };
    let earlier = info.start_cursor.as_deref().filter(|_| info.has_previous_page);
    let earlier =
        earlier.map(|cursor| format!("/tickets/{}?{}", ticket.number, urls::query(&[("before", cursor)])));
    let statuses = statuses(app, visitor, &ticket, told.form.text("status"));
    let brand = app.settings.brand.name.as_str();
    // Who belongs to one alone knows which it is.
    let has_choice = !visitor.choice_of_organisations().is_empty();
    let organisation = ticket.organisation.as_ref().filter(|_| has_choice).map(|one| one.name.clone());
    json!({
        "organisation": organisation,
        "created": asked.created.is_some(),
        "stale": told.stale,
        "draftAction": format!("/tickets/{}/draft", ticket.number),
        "draft": ticket.draft.as_ref().map(|draft| draft.saved_at),
        "factsError": told.facts_error,
        "mayRate": ticket.may_rate,
        "isRated": ticket.rating.is_some(),
        "mayClose": ticket.status != "CLOSED" && ticket.allows("CLOSED"),
        "watching": watch::view(viewer, &ticket, told),
        "quiet": ticket.comments.nodes.is_empty() && earlier.is_none(),
        "earlier": earlier,
        "later": asked.before.is_some(),
        "initials": view::initials(&viewer.name),
        "placeholder": app.say(visitor, "zoom-placeholder", &[("brand", brand.into())]),
        "statuses": statuses,
        "items": thread::items(app, visitor, ticket.comments.nodes, &ticket.events.nodes, part),
    })
}

/// What may be picked below a comment: what happens by itself first, then what the schema allows.
fn statuses(app: &App, visitor: &Visitor, ticket: &Ticket, picked: &str) -> Vec<StatusChoice> {
    let preset = app.say(visitor, &format!("preset-customer-{}", ticket.status), &[]);
    let allowed = ticket.status_choices.iter().map(|Choice { status, auto_close_at }| {
        let label = app.say(visitor, &format!("status-{status}"), &[]);
        let effect = if *status == ticket.status { "effect-stays" } else { "effect-set" };
        StatusChoice {
            effect: app.say(visitor, effect, &[("status", label.as_str().into())]),
            closes: *auto_close_at,
            selected: status == picked,
            value: status.clone(),
            label,
        }
    });
    let preset = StatusChoice {
        value: String::new(),
        label: preset,
        selected: picked.is_empty(),
        effect: String::new(),
        closes: None,
    };
    [preset].into_iter().chain(allowed).collect()
}
