//! What is done to a ticket on its page: commenting, closing with one click, and the staff's form on the right.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::page::{self, Told};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::{self, FormView},
    forms::{MemberForm, Posted},
    pages::ticket::new::page::refuse_files,
    visitor::{Viewer, Visitor},
};

const COMMENT: &str = include_str!("comment.graphql");
const UPDATE: &str = include_str!("update.graphql");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Commented {
    add_comment: Payload,
}

#[derive(Deserialize)]
struct Payload {
    comment: Id,
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
    let internal = viewer.is_staff && posted.get("visibility") == "INTERNAL";
    let entered = page::form().fill(&posted).set("internal", internal);
    if let Some((status, form)) = refuse_files(&app, &visitor, &posted, entered.clone()) {
        let told = Told { form, stale: false, facts_error: None };
        return page::again(&app, &visitor, &viewer, number, status, told).await;
    }
    let uploads = posted.take_uploads();
    let input = json!({
        "number": number,
        "text": posted.get("text"),
        "attachments": [],
        "visibility": if internal { "INTERNAL" } else { "PUBLIC" },
        "status": posted.some("status"),
        "idempotencyKey": posted.some("key"),
        "expectedVersion": version(&posted),
    });
    match app.api.send::<Commented>(&visitor, COMMENT, json!({ "input": input }), uploads).await {
        Ok(done) => {
            let to = format!("/tickets/{number}#comment-{}", done.add_comment.comment.id);
            Ok(Redirect::to(&to).into_response())
        }
        Err(failure) => {
            let status = status(&failure)?;
            let told = refused(&app, &visitor, entered, &failure);
            page::again(&app, &visitor, &viewer, number, status, told).await
        }
    }
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
    change(&app, &visitor, &viewer, number, input).await
}

/// `POST /tickets/{number}/update`: the staff's form; what it does not send stays as it is.
pub(crate) async fn update(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let mut input = json!({ "number": number });
    for name in ["status", "priority", "queue", "title"] {
        if let Some(value) = posted.some(name) {
            input[name] = json!(value);
        }
    }
    // The form always sends a status. One that nobody touched is not picked: assigning alone opens a new ticket.
    if posted.has("status_before") && posted.get("status") == posted.get("status_before") {
        input["status"] = Value::Null;
    }
    if posted.has("assignee") {
        // Null takes the ticket from whoever has it.
        input["assignee"] = json!(posted.some("assignee"));
    }
    if posted.has("tags") {
        input["tags"] = tags(posted.get("tags"));
    }
    if let Some(version) = version(&posted) {
        input["expectedVersion"] = json!(version);
    }
    change(&app, &visitor, &viewer, number, input).await
}

async fn change(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    number: i32,
    input: Value,
) -> Result<Response, PageError> {
    match app.api.run::<Value>(visitor, UPDATE, json!({ "input": input })).await {
        Ok(_) => Ok(Redirect::to(&format!("/tickets/{number}")).into_response()),
        Err(failure) => {
            let status = status(&failure)?;
            let text = form_view::reason(app, visitor, &failure);
            let told = Told { form: page::form(), stale: false, facts_error: Some(text) };
            page::again(app, visitor, viewer, number, status, told).await
        }
    }
}

/// The status of the page that says what was refused; a ticket that is not there has no such page.
fn status(failure: &Failure) -> Result<StatusCode, PageError> {
    Ok(match failure.code {
        ErrorCode::Conflict => StatusCode::CONFLICT,
        ErrorCode::BadUserInput if failure.reason.as_deref() == Some("too-large") => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        ErrorCode::BadUserInput => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        _ => return Err(failure.clone().into()),
    })
}

fn refused(app: &App, visitor: &Visitor, form: FormView, failure: &Failure) -> Told {
    let stale = failure.code == ErrorCode::Conflict;
    let form = if stale { form } else { form.explain(app, visitor, failure) };
    Told { form, stale, facts_error: None }
}

fn version(posted: &Posted) -> Option<i64> {
    posted.some("version").and_then(|version| version.parse().ok())
}

fn tags(text: &str) -> Value {
    let tags: Vec<&str> = text.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
    json!(tags)
}
