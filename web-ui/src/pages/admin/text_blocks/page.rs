//! Text blocks, for admins: the list beside the form of one.

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
    urls,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CREATE: &str = include_str!("create.graphql");
const UPDATE: &str = include_str!("update.graphql");
const DELETE: &str = include_str!("delete.graphql");
const PATH: &str = "/admin/text-blocks";

/// The variables that texts may hold.
pub(crate) const VARIABLES: [&str; 9] = [
    "{{customer.name}}",
    "{{customer.email}}",
    "{{organisation.name}}",
    "{{ticket.number}}",
    "{{ticket.title}}",
    "{{ticket.url}}",
    "{{queue.name}}",
    "{{agent.name}}",
    "{{brand.name}}",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    text_blocks: Vec<TextBlock>,
}

#[derive(Deserialize)]
struct TextBlock {
    id: String,
    name: String,
    text: String,
    locale: Option<String>,
}

/// `GET /admin/text-blocks`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, asked, None).await
}

/// `POST /admin/text-blocks`: makes, changes or deletes one.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let id = posted.get("id");
    let query = posted.some("q");
    let mut input =
        json!({ "name": posted.get("name"), "text": posted.get("text"), "locale": posted.some("locale") });
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
            let id = payload.and_then(|payload| payload.pointer("/textBlock/id")).and_then(Value::as_str);
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
    FormView::new(&["name", "text", "locale"], &["name", "text", "locale"])
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    mut asked: Asked,
    refused: Option<FormView>,
) -> Result<Response, PageError> {
    let Answer { text_blocks } = app.api.run(visitor, PAGE, json!({ "search": asked.q })).await?;
    let first = text_blocks.first().map_or("new", |block| block.id.as_str());
    let id = asked.id.get_or_insert_with(|| first.to_owned()).clone();
    let shown = text_blocks.iter().find(|block| block.id == id);
    if id != "new" && shown.is_none() {
        return Err(PageError::NotFound);
    }
    let form = refused.unwrap_or_else(|| match shown {
        Some(block) => empty()
            .set("name", block.name.as_str())
            .set("text", block.text.as_str())
            .set("locale", block.locale.as_deref().unwrap_or_default()),
        None => empty(),
    });
    let entries: Vec<_> = text_blocks
        .iter()
        .map(|block| (block.id.as_str(), block.name.as_str(), block.locale.as_deref().unwrap_or_default()))
        .collect();
    let page = json!({
        "done": asked.done.is_some(),
        "id": id,
        "new": shown.is_none(),
        "name": shown.map(|block| block.name.as_str()),
        "locales": app.languages(form.text("locale")),
        "variables": VARIABLES,
        "list": asked.list(PATH, &entries),
    });
    let title = app.say(visitor, "text-blocks-title", &[]);
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/text_blocks", &title, data).await)
}
