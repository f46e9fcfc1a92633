//! What is decided for one queue, for admins: an empty field means what holds for the installation.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::{MemberForm, Posted},
    pages::admin::house::page::admins_only,
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const UPDATE: &str = include_str!("update.graphql");
const CONTENTS: [&str; 2] = ["LINK", "FULL"];
const REPLIES: [&str; 4] = ["APPEND", "APPEND_HINT", "HINT_ONLY", "QUARANTINE"];

/// Each field of the form with its name in the schema.
const FIELDS: [(&str, &str); 13] = [
    ("address", "address"),
    ("sender_name", "senderName"),
    ("sender_address", "senderAddress"),
    ("subject_tag", "subjectTag"),
    ("content", "content"),
    ("replies", "replies"),
    ("signature", "signature"),
    ("resolved_closes_after", "resolvedClosesAfter"),
    ("pending_closes_after", "pendingClosesAfter"),
    ("remind_before", "remindBefore"),
    ("notice_de", "noticeDe"),
    ("notice_en", "noticeEn"),
    ("agreement", "agreement"),
];

/// Whether the form has just been taken.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    queues: Vec<Queue>,
    agreements: Vec<Named>,
}

#[derive(Deserialize)]
struct Queue {
    id: String,
    name: String,
    address: Option<String>,
    active: bool,
    settings: Value,
}

/// `GET /admin/queues/{id}`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, &id, asked.done.is_some(), None).await
}

/// `POST /admin/queues/{id}`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let variables = json!({ "input": input(&id, &posted) });
    match app.api.run::<Value>(&visitor, UPDATE, variables).await {
        Ok(_) => Ok(Redirect::to(&format!("/admin/queues/{id}?done=1")).into_response()),
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let active = if posted.has("active") { "1" } else { "" };
            let form = empty().fill(&posted).set("active", active).explain(&app, &visitor, &failure);
            page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &id, false, Some(form)).await
        }
    }
}

fn input(id: &str, posted: &Posted) -> Value {
    let mut input = json!({ "id": id, "name": posted.get("name"), "active": posted.has("active") });
    for (field, name) in FIELDS {
        input[name] = json!(posted.some(field));
    }
    input
}

fn empty() -> FormView {
    let values: Vec<_> = ["name", "active"].into_iter().chain(FIELDS.map(|(field, _)| field)).collect();
    let errors: Vec<_> = ["name"].into_iter().chain(FIELDS.map(|(_, name)| name)).collect();
    FormView::new(&values, &errors)
}

fn filled(queue: &Queue) -> FormView {
    let mut form = empty()
        .set("name", queue.name.as_str())
        .set("address", queue.address.as_deref().unwrap_or_default())
        .set("active", if queue.active { "1" } else { "" });
    for (field, name) in FIELDS {
        if let Some(text) = queue.settings.get(name).and_then(Value::as_str) {
            form = form.set(field, text);
        }
    }
    match queue.settings.pointer("/agreement/id").and_then(Value::as_str) {
        Some(id) => form.set("agreement", id),
        None => form,
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    id: &str,
    done: bool,
    form: Option<FormView>,
) -> Result<Response, PageError> {
    let answer: Answer = app.api.run(visitor, PAGE, json!({})).await?;
    let queue = answer.queues.into_iter().find(|queue| queue.id == id).ok_or(PageError::NotFound)?;
    let form = form.unwrap_or_else(|| filled(&queue));
    let page = json!({
        "id": queue.id,
        "name": queue.name,
        "done": done,
        "unfetched": queue.settings["senderAddressIsUnfetched"],
        "noticeVersion": queue.settings["noticeVersion"],
        "contents": view::choices(&CONTENTS, form.text("content")),
        "replies": view::choices(&REPLIES, form.text("replies")),
        "agreements": view::named_choices(answer.agreements, form.text("agreement")),
    });
    let title = app.say(visitor, "queue-title", &[("name", queue.name.into())]);
    Ok(app.frame(visitor, status, "admin/queues", &title, json!({ "page": page, "form": form })).await)
}
