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
    form_view::{FormView, reason},
    forms::{MemberForm, Posted},
    pages::admin::sections::{admins_only, sections},
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const UPDATE: &str = include_str!("update.graphql");
const MEMBERS: &str = include_str!("members.graphql");
const AGENTS: &str = include_str!("agents.graphql");
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
    members: Vec<Id>,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

#[derive(Deserialize)]
struct Agents {
    users: AgentsPage,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AgentsPage {
    page_info: AgentsCut,
    nodes: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AgentsCut {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// `GET /admin/queues/{id}`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let told = Told { done: asked.done.is_some(), ..Told::default() };
    page(&app, &visitor, StatusCode::OK, &id, told).await
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
            let told = Told { form: Some(form), ..Told::default() };
            page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &id, told).await
        }
    }
}

/// `POST /admin/queues/{id}/members`: who works it.
pub(crate) async fn members(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let input = json!({ "queue": id, "members": posted.all("member").collect::<Vec<_>>() });
    match app.api.run::<Value>(&visitor, MEMBERS, json!({ "input": input })).await {
        Ok(_) => Ok(Redirect::to(&format!("/admin/queues/{id}?done=1#members")).into_response()),
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let text = reason(&app, &visitor, &failure);
            let told = Told { done: false, form: None, problem: Some(text) };
            page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &id, told).await
        }
    }
}

/// Everybody who can work a queue without being an admin; a thousand fit on a page of boxes.
async fn agents(app: &App, visitor: &Visitor) -> Result<Vec<Named>, PageError> {
    let (mut agents, mut after) = (Vec::new(), None::<String>);
    for _ in 0..10 {
        let Agents { users } = app.api.run(visitor, AGENTS, json!({ "after": after })).await?;
        agents.extend(users.nodes);
        after = users.page_info.end_cursor.filter(|_| users.page_info.has_next_page);
        if after.is_none() {
            break;
        }
    }
    Ok(agents)
}

/// How the page is shown after a form.
#[derive(Default)]
struct Told {
    done: bool,
    form: Option<FormView>,
    /// What is wrong with the members.
    problem: Option<String>,
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
    told: Told,
) -> Result<Response, PageError> {
    let answer: Answer = app.api.run(visitor, PAGE, json!({})).await?;
    let queue = answer.queues.into_iter().find(|queue| queue.id == id).ok_or(PageError::NotFound)?;
    let form = told.form.unwrap_or_else(|| filled(&queue));
    let works = |agent: &Named| queue.members.iter().any(|member| member.id == agent.id);
    let agents = view::told_apart(agents(app, visitor).await?);
    let agents: Vec<_> = agents
        .iter()
        .map(|agent| json!({ "id": agent.id, "name": agent.name, "works": works(agent) }))
        .collect();
    let page = json!({
        "id": queue.id,
        "name": queue.name,
        "done": told.done,
        "problem": told.problem,
        "agents": agents,
        "unfetched": queue.settings["senderAddressIsUnfetched"],
        "noticeVersion": queue.settings["noticeVersion"],
        "contents": view::choices(&CONTENTS, form.text("content")),
        "replies": view::choices(&REPLIES, form.text("replies")),
        "agreements": view::named_choices(answer.agreements, form.text("agreement")),
    });
    let title = app.say(visitor, "queue-title", &[("name", queue.name.into())]);
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/queues", &title, data).await)
}
