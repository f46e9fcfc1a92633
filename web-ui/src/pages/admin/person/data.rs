//! The addresses and the data of one person, for admins: further addresses, the id in another system, a merge, an export and
//! the erasure.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use graphql::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::{MemberForm, Posted},
    pages::admin::{
        people::place::Place,
        sections::{admins_only, sections},
    },
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("data.graphql");
const UPDATE: &str = include_str!("update.graphql");
const MERGE: &str = include_str!("merge.graphql");
const UNMERGE: &str = include_str!("unmerge.graphql");
const EXPORT: &str = include_str!("export.graphql");
const ERASE: &str = include_str!("erase.graphql");
const BY_ADDRESS: &str = include_str!("by_address.graphql");

/// Whether a form has just been taken, and which account has just been merged into this one.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
    merged: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    node: Option<Person>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    id: String,
    name: String,
    email: String,
    addresses: Vec<String>,
    external_id: Option<String>,
    active: bool,
    is_staff: bool,
    merged_users: Vec<Merged>,
}

/// An account that was merged into this one.
#[derive(Deserialize, Serialize)]
struct Merged {
    id: String,
    name: String,
    email: String,
    #[serde(rename = "mergedAt")]
    at: String,
}

#[derive(Deserialize)]
struct Likely {
    users: Nodes,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Addressed>,
}

#[derive(Deserialize)]
struct Addressed {
    id: String,
    addresses: Vec<String>,
}

/// `GET /admin/people/{id}/data`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, &id, &asked, None).await
}

/// `POST /admin/people/{id}/data`: the addresses, a merge, an export, or the erasure.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let place = Place::of(&visitor);
    let suffix = place.suffix();
    let merged = if suffix.is_empty() { "?merged=".to_owned() } else { format!("{suffix}&merged=") };
    let back = format!("/admin/people/{id}/data{}", place.with(&[("done", "1")]));
    let run =
        async |document: &str, variables: Value| app.api.run::<Value>(&visitor, document, variables).await;
    let done = match posted.get("change") {
        "export" => run(EXPORT, json!({ "id": id })).await.map(|answer| exported(&answer["exportUser"])),
        "erase" if !posted.has("confirm") => {
            return wrong(&app, &visitor, &id, &posted, ("confirm", "person-erase-unconfirmed")).await;
        }
        "erase" => run(ERASE, json!({ "id": id, "reason": posted.get("reason") })).await.map(|_| back),
        "unmerge" => run(UNMERGE, json!({ "id": posted.get("merged") })).await.map(|_| back),
        "merge" => match at(&app, &visitor, posted.get("other")).await? {
            Some(from) => run(MERGE, json!({ "from": from, "into": id }))
                .await
                .map(|_| format!("/admin/people/{id}/data{merged}{from}")),
            None => return wrong(&app, &visitor, &id, &posted, ("from", "person-merge-unknown")).await,
        },
        _ => run(UPDATE, json!({ "input": addresses(&id, &posted) })).await.map(|_| back),
    };
    match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let form = form().fill(&posted).explain(&app, &visitor, &failure);
            page(&app, &visitor, &id, &Asked::default(), Some(form)).await
        }
    }
}

/// Shows the form again with a sentence of ours at a field.
async fn wrong(
    app: &App,
    visitor: &Visitor,
    id: &str,
    posted: &Posted,
    (field, text): (&str, &str),
) -> Result<Response, PageError> {
    let form = form().fill(posted).error(field, app.say(visitor, text, &[])).summarise(app, visitor);
    page(app, visitor, id, &Asked::default(), Some(form)).await
}

/// The account that an address leads to.
async fn at(app: &App, visitor: &Visitor, address: &str) -> Result<Option<String>, PageError> {
    let address = address.trim().to_lowercase();
    let Likely { users } = app.api.run(visitor, BY_ADDRESS, json!({ "query": address })).await?;
    let found = users.nodes.into_iter().find(|one| one.addresses.contains(&address));
    Ok(found.map(|one| one.id))
}

/// The path of an export, whatever host its address names.
fn exported(url: &Value) -> String {
    let url = url.as_str().unwrap_or_default();
    url.find("/exports/").and_then(|at| url.get(at..)).unwrap_or("/admin").to_owned()
}

fn addresses(id: &str, posted: &Posted) -> Value {
    let lines: Vec<&str> =
        posted.get("addresses").lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    json!({
        "id": id,
        "email": posted.get("email"),
        "addresses": lines,
        "externalId": posted.get("external_id"),
    })
}

fn form() -> FormView {
    let errors = ["email", "addresses", "externalId", "from", "reason", "confirm"];
    FormView::new(&["email", "addresses", "external_id", "other", "reason"], &errors)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    id: &str,
    asked: &Asked,
    refused: Option<FormView>,
) -> Result<Response, PageError> {
    let found: Result<Answer, Failure> = app.api.run(visitor, PAGE, json!({ "id": id })).await;
    let Answer { node } = match found {
        // What is no id of a person is nobody's.
        Err(failure) if failure.code == ErrorCode::BadUserInput => return Err(PageError::NotFound),
        found => found?,
    };
    let one = node.ok_or(PageError::NotFound)?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut form = refused.unwrap_or_else(form);
    if form.text("email").is_empty() {
        form = form
            .set("email", one.email.as_str())
            .set("addresses", one.addresses.join("\n"))
            .set("external_id", one.external_id.as_deref().unwrap_or_default());
    }
    let page = json!({
        "id": one.id,
        "suffix": Place::of(visitor).suffix(),
        "email": one.email,
        "active": one.active,
        "staff": one.is_staff,
        "done": asked.done.is_some(),
        "merged": asked.merged,
        "accounts": one.merged_users,
    });
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/person-data", &one.name, data).await)
}
