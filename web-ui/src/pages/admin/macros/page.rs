//! Macros, for admins: the list beside the form of one.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::sheet::{self, Change, FIELDS};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::MemberForm,
    pages::admin::{
        listed::Asked,
        sections::{admins_only, sections},
        text_blocks::page::VARIABLES,
    },
    urls,
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CREATE: &str = include_str!("create.graphql");
const UPDATE: &str = include_str!("update.graphql");
const DELETE: &str = include_str!("delete.graphql");
const PATH: &str = "/admin/macros";
const STATUSES: [&str; 5] = ["NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED"];
const PRIORITIES: [&str; 4] = ["LOW", "NORMAL", "HIGH", "URGENT"];

#[derive(Deserialize)]
struct Answer {
    macros: Vec<Macro>,
    queues: Vec<Named>,
    agents: Nodes,
    admins: Nodes,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Named>,
}

#[derive(Deserialize)]
struct Macro {
    id: String,
    name: String,
    changes: Vec<Change>,
}

/// `GET /admin/macros`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, asked, None).await
}

/// `POST /admin/macros`: makes, changes or deletes one.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let (id, query) = (posted.get("id"), posted.some("q"));
    let given = sheet::changes(&posted);
    let changes: Vec<&Value> = given.iter().map(|(_, change)| change).collect();
    let mut input = json!({ "name": posted.get("name"), "changes": changes });
    let run =
        async |document: &str, variables: Value| app.api.run::<Value>(&visitor, document, variables).await;
    let done: Result<Value, Failure> = if posted.has("delete") {
        run(DELETE, json!({ "id": id })).await
    } else if id == "new" {
        run(CREATE, json!({ "input": input })).await
    } else {
        if let Some(input) = input.as_object_mut() {
            input.insert("id".to_owned(), json!(id));
        }
        run(UPDATE, json!({ "input": input })).await
    };
    match done {
        Ok(answer) => {
            let payload = answer.as_object().and_then(|answer| answer.values().next());
            let id = payload.and_then(|payload| payload.pointer("/macro/id")).and_then(Value::as_str);
            let mut pairs = vec![("done", "1")];
            pairs.extend(id.map(|id| ("id", id)));
            pairs.extend(query.map(|query| ("q", query)));
            Ok(Redirect::to(&format!("{PATH}?{}", urls::query(&pairs))).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(mut failure) => {
            let index = failure.field.as_deref().and_then(|field| field.strip_prefix("changes."));
            let index = index.and_then(|rest| rest.split('.').next()).and_then(|index| index.parse().ok());
            if let Some((field, _)) = index.and_then(|index: usize| given.get(index)) {
                failure.field = Some((*field).to_owned());
            }
            let form = empty().fill(&posted).explain(&app, &visitor, &failure);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&app, &visitor, status, Asked::of(id, query), Some(form)).await
        }
    }
}

fn empty() -> FormView {
    FormView::new(&FIELDS, &[&FIELDS[..], &["changes"]].concat())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    mut asked: Asked,
    refused: Option<FormView>,
) -> Result<Response, PageError> {
    let answer: Answer = app.api.run(visitor, PAGE, json!({ "search": asked.q })).await?;
    let Answer { macros, queues, agents, admins } = answer;
    let first = macros.first().map_or("new", |one| one.id.as_str());
    let id = asked.id.get_or_insert_with(|| first.to_owned()).clone();
    let shown = macros.iter().find(|one| one.id == id);
    if id != "new" && shown.is_none() {
        return Err(PageError::NotFound);
    }
    let form = refused.unwrap_or_else(|| match shown {
        Some(one) => sheet::form(empty(), &one.name, &one.changes),
        None => empty(),
    });
    let mut people: Vec<Named> = agents.nodes.into_iter().chain(admins.nodes).collect();
    people.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
    let entries: Vec<_> = macros.iter().map(|one| (one.id.as_str(), one.name.as_str(), "")).collect();
    let page = json!({
        "done": asked.done.is_some(),
        "id": id,
        "new": shown.is_none(),
        "name": shown.map(|one| one.name.as_str()),
        "fits": shown.is_none_or(|one| sheet::fits(&one.changes)),
        "internal": form.text("visibility") == "INTERNAL",
        "statuses": view::choices(&STATUSES, form.text("status")),
        "priorities": view::choices(&PRIORITIES, form.text("priority")),
        "me": form.text("assignee") == "me",
        "nobody": form.text("assignee") == "nobody",
        "people": view::named_choices(view::told_apart(people), form.text("assignee")),
        "queues": view::named_choices(queues, form.text("queue")),
        "private": form.text("private") == "true",
        "shared": form.text("private") == "false",
        "variables": VARIABLES,
        "list": asked.list(PATH, &entries),
    });
    let title = app.say(visitor, "macros-title", &[]);
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/macros", &title, data).await)
}
