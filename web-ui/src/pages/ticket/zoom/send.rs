//! What is done to a ticket on its page: commenting, closing with one click, and the staff's form on the right.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use graphql::{ErrorCode, UploadFile};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    draft, draft_files,
    offer::{self, After},
    page::{self, Told},
};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::{PageError, later},
    form_view::{self, FormView},
    forms::{MemberForm, Posted},
    pages::ticket::{
        case::{
            conflict::{self, Late},
            origin::Origin,
        },
        new::page::refuse_files,
    },
    random, session, tags,
    visitor::{Viewer, Visitor},
};

const COMMENT: &str = include_str!("comment.graphql");
const UPDATE: &str = include_str!("update.graphql");
const RESEND: &str = include_str!("resend.graphql");
const TRY_ADDRESS: &str = include_str!("try_address.graphql");
const UNDO: &str = include_str!("undo_send.graphql");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Commented {
    add_comment: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Undone {
    undo_send: Taken,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Taken {
    had_files: bool,
    status_kept: bool,
    assignee_kept: bool,
}

impl Taken {
    /// As it travels to the page that tells it.
    fn told(&self) -> String {
        let told =
            [(self.had_files, "files"), (self.status_kept, "status"), (self.assignee_kept, "assignee")];
        let told = told.into_iter().filter_map(|(so, word)| so.then_some(word));
        std::iter::once("text").chain(told).collect::<Vec<_>>().join(".")
    }
}

#[derive(Deserialize)]
struct Payload {
    comment: Id,
    ticket: Versioned,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Updated {
    update_ticket: Changed,
}

#[derive(Deserialize)]
struct Changed {
    ticket: After,
}

#[derive(Deserialize)]
struct Versioned {
    version: i64,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

/// `POST /tickets/{number}`: text, files and status in one.
pub(crate) async fn comment(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, mut posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    let internal = viewer.is_staff && readers(&posted) == "INTERNAL";
    let entered = page::form().fill(&posted).set("internal", internal);
    let entered = entered.set("status", picked(&posted).unwrap_or_default());
    // Whatever becomes of the comment, its text is kept; that it could not be is said by what follows.
    if let Err(failure) = draft::save(&app, &visitor, number, &posted, false).await {
        tracing::debug!(message = failure.message, "a draft could not be saved");
    }
    if let Some((status, form)) = refuse_files(&app, &visitor, &posted, entered.clone()) {
        let uploads = posted.take_uploads();
        let others = unheld(&posted, uploads);
        let form = draft_files::keep_refused(&app, &visitor, number, others, form).await;
        return page::again(&app, &visitor, &viewer, number, status, Told::of(form)).await;
    }
    // Asked before: what is answered leaves the list.
    let origin = Origin::of(&visitor);
    let next = if viewer.is_staff && posted.has("next") {
        Some(origin.next(&app, &visitor, number).await)
    } else {
        None
    };
    let uploads = posted.take_uploads();
    let drafted: Vec<&str> = posted.all("draft_file").collect();
    let picked = picked(&posted);
    let alone = uploads.is_empty() && drafted.is_empty() && posted.get("text").trim().is_empty();
    if let Some(status) = picked.filter(|_| viewer.is_staff && alone) {
        // Without a text nothing is sent: the status alone is set, and can be taken back for a while.
        let before = offer::before(&app, &visitor, number).await;
        let input = json!({ "number": number, "status": status, "expectedVersion": version(&posted) });
        let done = app.api.run::<Updated>(&visitor, UPDATE, json!({ "input": input })).await;
        let after = match done {
            Ok(done) => done.update_ticket.ticket,
            refused => return answer(&app, &visitor, &viewer, number, refused, BTreeMap::new()).await,
        };
        let offer = offer::offer(&app, &visitor, number, before, &after);
        let to = next.unwrap_or_else(|| back(&visitor, number));
        return Ok(
            (CookieJar::new().add(offer), leave(&app, &visitor, number, after.version, &to)).into_response()
        );
    }
    let input = json!({
        "number": number,
        "text": posted.get("text"),
        "attachments": [],
        "draftFiles": drafted,
        "visibility": if internal { "INTERNAL" } else { "PUBLIC" },
        "status": picked,
        "assignToMe": viewer.is_staff && !internal && posted.has("take"),
        "idempotencyKey": key(&posted, alone),
        "expectedVersion": version(&posted),
    });
    // Not before it is refused: the same form that comes once more must be the same request.
    let spare = unheld(&posted, uploads.clone());
    match app.api.send::<Commented>(&visitor, COMMENT, json!({ "input": input }), uploads).await {
        Ok(done) => {
            let Payload { comment: Id { id }, ticket } = done.add_comment;
            let written = if alone { String::new() } else { format!("#comment-{id}") };
            let to = next.unwrap_or_else(|| format!("/tickets/{number}{}{written}", origin.suffix()));
            Ok(leave(&app, &visitor, number, ticket.version, &to))
        }
        Err(failure) => {
            let status = status(&failure)?;
            let entered = draft_files::keep_refused(&app, &visitor, number, spare, entered).await;
            let told = refused(&app, &visitor, entered, &failure);
            let page = page::again(&app, &visitor, &viewer, number, status, told).await?;
            Ok(later(page, failure.retry_after))
        }
    }
}

/// The files of a form that nobody holds any more once it is answered: without a script, the browser forgets them.
fn unheld(posted: &Posted, uploads: Vec<UploadFile>) -> Vec<UploadFile> {
    if posted.by_script { Vec::new() } else { uploads }
}

/// The key of what is sent. A status alone leaves no comment by which the next key would differ: it is about this version.
fn key(posted: &Posted, alone: bool) -> Option<String> {
    let key = posted.some("key")?;
    // What says nothing is refused as such, whatever was sent before.
    if alone && posted.get("status").is_empty() {
        return None;
    }
    Some(if alone { format!("{key}.{}", posted.get("version")) } else { key.to_owned() })
}

/// Leads on from a ticket that the visitor has just changed, and remembers its version: their own change is no news to them.
fn leave(app: &App, visitor: &Visitor, number: i32, version: i64, to: &str) -> Response {
    let recent = visitor.recent.opened(number, version);
    let mut jar = CookieJar::new().add(session::recent(&app.settings, recent.cookie()));
    if visitor.is_staff() {
        jar = jar.add(Origin::of(visitor).kept(app, visitor, number));
    }
    (jar, Redirect::to(to)).into_response()
}

/// For whom the staff write: for the customer only if the form says so, and nothing else.
pub(crate) fn readers(posted: &Posted) -> &'static str {
    let mut sent = posted.all("visibility").peekable();
    if sent.peek().is_some() && sent.all(|one| one == "PUBLIC") { "PUBLIC" } else { "INTERNAL" }
}

/// The status that was picked: by the button that was pressed, or before by a macro or a draft.
pub(super) fn picked(posted: &Posted) -> Option<&str> {
    if posted.has("status") { posted.some("status") } else { posted.some("picked") }
}

/// `POST /tickets/{number}/close`: the customer's one click.
pub(crate) async fn close(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, _): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    let input = json!({ "number": number, "status": "CLOSED" });
    change(&app, &visitor, &viewer, number, input, BTreeMap::new()).await
}

/// `POST /tickets/{number}/update`: the staff's form; what it does not send, or nobody touched, stays as it is.
pub(crate) async fn update(
    State(app): State<Shared>,
    mut visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let mut input = json!({ "number": number });
    let typed = touched(&posted);
    for (name, value) in &typed {
        match *name {
            // Null takes the ticket from whoever has it.
            "assignee" => input["assignee"] = json!(posted.some("assignee")),
            "organisation" => input["organisation"] = json!(posted.some("organisation")),
            "tags" => input["tags"] = json!(tags::read(value)),
            "is_private" => input["isPrivate"] = json!(value == "true"),
            // An empty title is refused with a reason; the others cannot be empty.
            "title" => input["title"] = json!(value.trim()),
            _ if value.is_empty() => {}
            _ => input[*name] = json!(value),
        }
    }
    if let Some(version) = version(&posted) {
        input["expectedVersion"] = json!(version);
    }
    let takes_back = posted.has("undo");
    if takes_back {
        // Whatever becomes of it, the offer is over.
        visitor.acted = None;
        if is_over(&posted, (app.settings.clock)()) {
            let text = app.say(&visitor, "sent-over", &[]);
            return not_undone(&app, &visitor, &viewer, number, (StatusCode::CONFLICT, text)).await;
        }
    }
    let before = match input.get("status") {
        Some(_) if !takes_back => offer::before(&app, &visitor, number).await,
        _ => None,
    };
    let mut done = app.api.run::<Updated>(&visitor, UPDATE, json!({ "input": input })).await;
    let mut clash = None;
    if done.as_ref().is_err_and(|failure| failure.code == ErrorCode::Conflict) {
        match conflict::look(&app, &visitor, number, &posted, &typed).await? {
            Some(Late::Apart(version)) => {
                input["expectedVersion"] = json!(version);
                done = app.api.run::<Updated>(&visitor, UPDATE, json!({ "input": input })).await;
            }
            Some(Late::Clash(text)) => clash = Some(text),
            None => {}
        }
    }
    let mut jar = CookieJar::new();
    match &done {
        Ok(done) if takes_back || input.get("status").is_some() => {
            jar = jar.add(offer::offer(&app, &visitor, number, before, &done.update_ticket.ticket));
            jar = jar.add(Origin::of(&visitor).kept(&app, &visitor, number));
        }
        Err(failure) if takes_back && failure.code == ErrorCode::Conflict => {
            jar = jar.add(session::acted(&app.settings, String::new()));
        }
        _ => {}
    }
    let response = match (clash, done) {
        (Some(text), _) if takes_back => {
            not_undone(&app, &visitor, &viewer, number, (StatusCode::CONFLICT, text)).await?
        }
        (Some(text), _) => {
            let told = Told { facts_error: Some(text), facts: typed, ..Told::of(page::form()) };
            page::again(&app, &visitor, &viewer, number, StatusCode::CONFLICT, told).await?
        }
        (None, Ok(_)) if takes_back => Redirect::to(&offer::taken_back(&visitor, number)).into_response(),
        (None, done) => answer(&app, &visitor, &viewer, number, done, typed).await?,
    };
    Ok((jar, response).into_response())
}

/// `POST /tickets/{number}/resend`: an email that did not leave is sent again.
pub(crate) async fn resend(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let sent = app.api.run::<Value>(&visitor, RESEND, json!({ "id": posted.get("email") })).await;
    answer(&app, &visitor, &viewer, number, sent, BTreeMap::new()).await
}

/// `POST /tickets/{number}/undo`: an answer that was just sent is a draft again.
pub(crate) async fn undo(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    match app.api.run::<Undone>(&visitor, UNDO, json!({ "comment": posted.get("comment") })).await {
        Ok(taken) => {
            let told = Origin::of(&visitor).with(&[("undone", &taken.undo_send.told())]);
            Ok(Redirect::to(&format!("/tickets/{number}{told}#text")).into_response())
        }
        // It was taken back before, by the first of two clicks.
        Err(refused) if refused.code == ErrorCode::NotFound => {
            Ok(Redirect::to(&format!("{}#text", back(&visitor, number))).into_response())
        }
        Err(refused) => {
            let why = (status(&refused)?, form_view::reason(&app, &visitor, &refused));
            not_undone(&app, &visitor, &viewer, number, why).await
        }
    }
}

/// Whether the time has passed in which a status could be taken back: without a script, the offer stays on the page.
fn is_over(posted: &Posted, now: DateTime<Utc>) -> bool {
    posted.get("until").parse::<DateTime<Utc>>().is_ok_and(|until| until <= now)
}

/// The ticket's page, which says why something was not taken back.
async fn not_undone(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
    (status, text): (StatusCode, String),
) -> Result<Response, PageError> {
    let told = Told { undo_error: Some(text), ..Told::of(page::form()) };
    page::again(app, visitor, viewer, number, status, told).await
}

/// `POST /tickets/{number}/try-address`: emails go to the customer again, to whom one had come back.
pub(crate) async fn try_address(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let tried = app.api.run::<Value>(&visitor, TRY_ADDRESS, json!({ "id": posted.get("user") })).await;
    answer(&app, &visitor, &viewer, number, tried, BTreeMap::new()).await
}

/// What the staff's form is to change. It always sends everything; what nobody touched was not picked: assigning alone
/// opens a new ticket, and what a colleague has changed meanwhile stays.
fn touched(posted: &Posted) -> BTreeMap<&'static str, String> {
    let fields = [
        ("status", "status_before"),
        ("assignee", "assignee_before"),
        ("priority", "priority_before"),
        ("queue", "queue_before"),
        ("title", "title_before"),
        ("tags", "tags_before"),
        ("organisation", "organisation_before"),
    ];
    let is_touched = |(name, before): &(&str, &str)| {
        posted.has(name) && !(posted.has(before) && posted.get(name) == posted.get(before))
    };
    let touched = fields.into_iter().filter(is_touched).map(|(name, _)| (name, posted.get(name).to_owned()));
    let touched = touched.chain(one_tag(posted).map(|tags| ("tags", tags)));
    // A box that is not ticked is not sent.
    let private = if posted.get("is_private") == "true" { "true" } else { "false" };
    let box_touched = posted.has("is_private_before") && posted.get("is_private_before") != private;
    touched.chain(box_touched.then(|| ("is_private", private.to_owned()))).collect()
}

/// The tags after one was added or taken off.
fn one_tag(posted: &Posted) -> Option<String> {
    let (added, removed) = (posted.some("add_tag"), posted.some("remove_tag"));
    let mut after = tags::read(posted.get(if posted.has("tags") { "tags" } else { "tags_before" }));
    after.retain(|tag| Some(tag.as_str()) != removed);
    after.extend(added.map(tags::read).unwrap_or_default());
    (added.is_some() || removed.is_some()).then(|| tags::line(&after))
}

pub(super) async fn change(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
    input: Value,
    typed: BTreeMap<&'static str, String>,
) -> Result<Response, PageError> {
    let changed = app.api.run::<Value>(visitor, UPDATE, json!({ "input": input })).await;
    answer(app, visitor, viewer, number, changed, typed).await
}

/// The ticket's page, with the list from which somebody came to it.
pub(crate) fn back(visitor: &Visitor, number: i32) -> String {
    format!("/tickets/{number}{}", Origin::of(visitor).suffix())
}

/// Back to the ticket, or its page with what was refused.
pub(crate) async fn answer<T>(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
    done: Result<T, Failure>,
    typed: BTreeMap<&'static str, String>,
) -> Result<Response, PageError> {
    match done {
        Ok(_) => Ok(Redirect::to(&back(visitor, number)).into_response()),
        Err(failure) => {
            let status = status(&failure)?;
            let text = form_view::reason(app, visitor, &failure);
            let told = Told { facts_error: Some(text), facts: typed, ..Told::of(page::form()) };
            page::again(app, visitor, viewer, number, status, told).await
        }
    }
}

/// The status of the page that says what was refused; a ticket that is not there has no such page.
pub(crate) fn status(failure: &Failure) -> Result<StatusCode, PageError> {
    Ok(match failure.code {
        ErrorCode::Conflict => StatusCode::CONFLICT,
        ErrorCode::BadUserInput
            if matches!(failure.reason.as_deref(), Some("too-large" | "too-large-together")) =>
        {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        ErrorCode::BadUserInput => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        _ => return Err(failure.clone().into()),
    })
}

fn refused(app: &App, visitor: &Visitor, form: FormView, failure: &Failure) -> Told {
    let sent_before = failure.reason.as_deref() == Some("key-used");
    let stale = failure.code == ErrorCode::Conflict && !sent_before;
    let form = match (sent_before, stale) {
        // Another window has sent its own answer: this one may be sent as something new, once that is known.
        (true, _) => {
            let text = app.say(visitor, "zoom-sent-elsewhere", &[]);
            form.set("key", random::word()).error("form", text)
        }
        (false, true) => form,
        (false, false) => form.explain(app, visitor, failure),
    };
    Told { stale, ..Told::of(form) }
}

fn version(posted: &Posted) -> Option<i64> {
    posted.some("version").and_then(|version| version.parse().ok())
}
