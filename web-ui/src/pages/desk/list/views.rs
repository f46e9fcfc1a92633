//! Saved searches of the desk: saving, changing, moving and deleting them.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::page::{Asked, render};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::reason,
    forms::{MemberForm, Posted},
    table::Cut,
    urls,
    visitor::Visitor,
};

const VIEWS: &str = include_str!("views.graphql");

/// A saved search as the desk knows it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Saved {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) query: String,
    pub(super) shared: bool,
    pub(super) viewer_can_change: bool,
}

#[derive(Deserialize)]
struct Answer {
    views: Vec<Saved>,
}

/// The viewer's saved searches, in their order.
pub(super) async fn all(app: &App, visitor: &Visitor) -> Result<Vec<Saved>, Failure> {
    let Answer { views } = app.api.run(visitor, VIEWS, json!({})).await?;
    Ok(views)
}

/// `POST /desk/views`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let answer = match posted.get("do") {
        "create" => create(&app, &visitor, &posted).await,
        "update" => update(&app, &visitor, &posted).await,
        "delete" => delete(&app, &visitor, &posted).await,
        "up" => shift(&app, &visitor, posted.get("id"), true).await,
        "down" => shift(&app, &visitor, posted.get("id"), false).await,
        _ => return Err(PageError::Unreadable),
    };
    match answer {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(failure) if failure.field.is_some() => {
            let problem = reason(&app, &visitor, &failure);
            let asked = Asked::again(posted.get("query"), posted.get("id"), posted.get("name"), problem);
            render(&app, &visitor, &viewer, asked, Cut::default()).await
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn create(app: &App, visitor: &Visitor, posted: &Posted) -> Result<String, Failure> {
    let input = json!({
        "name": posted.get("name"), "query": posted.get("query"), "shared": posted.has("shared"),
    });
    let document = include_str!("create_view.graphql");
    let answer: Value = app.api.run(visitor, document, json!({ "input": input })).await?;
    Ok(address(answer["createView"]["view"]["id"].as_str().unwrap_or_default()))
}

async fn update(app: &App, visitor: &Visitor, posted: &Posted) -> Result<String, Failure> {
    let input = json!({
        "id": posted.get("id"), "name": posted.get("name"), "query": posted.get("query"),
        "shared": posted.has("shared"),
    });
    app.api.run::<Value>(visitor, include_str!("update_view.graphql"), json!({ "input": input })).await?;
    Ok(address(posted.get("id")))
}

async fn delete(app: &App, visitor: &Visitor, posted: &Posted) -> Result<String, Failure> {
    let document = include_str!("delete_view.graphql");
    app.api.run::<Value>(visitor, document, json!({ "id": posted.get("id") })).await?;
    Ok("/desk".to_owned())
}

/// Moves a view by one place in the viewer's order: past the next one that stands under the same heading, one's own or the team's.
async fn shift(app: &App, visitor: &Visitor, id: &str, up: bool) -> Result<String, Failure> {
    let mut views = all(app, visitor).await?;
    let found = views.iter().enumerate().find(|(_, view)| view.id == id);
    if let Some((place, shared)) = found.map(|(place, view)| (place, view.shared)) {
        let beside = |(_, view): &(usize, &Saved)| view.shared == shared;
        let mut places = views.iter().enumerate().filter(beside).map(|(place, _)| place);
        let other = if up {
            places.take_while(|other| *other < place).last()
        } else {
            places.find(|other| *other > place)
        };
        if let Some(other) = other {
            views.swap(place, other);
            let ids: Vec<_> = views.into_iter().map(|view| view.id).collect();
            let document = include_str!("order_views.graphql");
            app.api.run::<Value>(visitor, document, json!({ "ids": ids })).await?;
        }
    }
    Ok(address(id))
}

/// The list of a saved search.
fn address(id: &str) -> String {
    format!("/desk?{}", urls::query(&[("saved", id)]))
}
