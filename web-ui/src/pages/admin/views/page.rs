//! The views that all of the staff have, for admins: the list beside the form of one.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::MemberForm,
    pages::admin::{
        listed::Asked,
        sections::{admins_only, sections},
    },
    terms::{self, Unknown},
    urls,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CREATE: &str = include_str!("../../desk/list/create_view.graphql");
const UPDATE: &str = include_str!("../../desk/list/update_view.graphql");
const UNKNOWN: &str = include_str!("unknown.graphql");
const DELETE: &str = include_str!("../../desk/list/delete_view.graphql");
const PATH: &str = "/admin/views";

#[derive(Deserialize)]
struct Answer {
    views: Vec<View>,
}

#[derive(Deserialize)]
struct Mistaken {
    unknown: Vec<Unknown>,
}

#[derive(Deserialize)]
struct View {
    id: String,
    name: String,
    query: String,
    shared: bool,
    owner: Option<Owner>,
}

#[derive(Deserialize)]
struct Owner {
    name: String,
}

/// `GET /admin/views`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, asked, None).await
}

/// `POST /admin/views`: makes, changes or deletes one.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let id = posted.get("id");
    let query = posted.some("q");
    let (name, search) = (posted.get("name"), posted.get("query"));
    let run =
        async |document: &str, variables: Value| app.api.run::<Value>(&visitor, document, variables).await;
    let done: Result<Value, Failure> = if posted.has("delete") {
        run(DELETE, json!({ "id": id })).await
    } else if id == "new" {
        run(CREATE, json!({ "input": { "name": name, "query": search, "shared": true } })).await
    } else {
        run(UPDATE, json!({ "input": { "id": id, "name": name, "query": search } })).await
    };
    match done {
        Ok(answer) => {
            let payload = answer.as_object().and_then(|answer| answer.values().next());
            let id = payload.and_then(|payload| payload.pointer("/view/id")).and_then(Value::as_str);
            let mut pairs = vec![("done", "1")];
            pairs.extend(id.map(|id| ("id", id)));
            pairs.extend(query.map(|query| ("q", query)));
            Ok(Redirect::to(&format!("{PATH}?{}", urls::query(&pairs))).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = empty().fill(&posted).explain(&app, &visitor, &failure);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&app, &visitor, status, Asked::of(id, query), Some(form)).await
        }
    }
}

fn empty() -> FormView {
    FormView::new(&["name", "query"], &["name", "query"])
}

/// What the search of a view does not name, a sentence each, as the search itself would say it; a search that cannot be read says
/// so at its field.
async fn mistaken(app: &App, visitor: &Visitor, query: &str) -> Vec<String> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let found = app.api.run::<Mistaken>(visitor, UNKNOWN, json!({ "query": query })).await;
    found.map(|found| terms::unknown(app, visitor, &found.unknown)).unwrap_or_default()
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    mut asked: Asked,
    refused: Option<FormView>,
) -> Result<Response, PageError> {
    let Answer { mut views } = app.api.run(visitor, PAGE, json!({})).await?;
    // One's own are changed where they are used.
    views.retain(|view| view.shared);
    let wanted = asked.q.as_deref().unwrap_or_default().trim().to_lowercase();
    let listed: Vec<&View> = views.iter().filter(|view| view.name.to_lowercase().contains(&wanted)).collect();
    let first = listed.first().map_or("new", |view| view.id.as_str());
    let id = asked.id.get_or_insert_with(|| first.to_owned()).clone();
    let shown = views.iter().find(|view| view.id == id);
    if id != "new" && shown.is_none() {
        return Err(PageError::NotFound);
    }
    let form = refused.unwrap_or_else(|| match shown {
        Some(view) => empty().set("name", view.name.as_str()).set("query", view.query.as_str()),
        None => empty(),
    });
    let unknown = mistaken(app, visitor, form.text("query")).await;
    let entries: Vec<_> = listed.iter().map(|view| (view.id.as_str(), view.name.as_str(), "")).collect();
    let page = json!({
        "done": asked.done.is_some(),
        "unknown": unknown,
        "id": id,
        "new": shown.is_none(),
        "name": shown.map(|view| view.name.as_str()),
        "owner": shown.and_then(|view| view.owner.as_ref()).map(|owner| owner.name.as_str()),
        "href": format!("/desk?{}", urls::query(&[("saved", id.as_str())])),
        "list": asked.list(PATH, &entries),
    });
    let title = app.say(visitor, "section-views", &[]);
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/views", &title, data).await)
}
