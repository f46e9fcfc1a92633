//! One comment alone with the pictures that its email loads from elsewhere, for somebody who asked to see them.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use serde_json::json;

use crate::{app::Shared, error::PageError, visitor::Member};

const PAGE: &str = include_str!("page.graphql");

/// Marks a page that may load pictures from elsewhere; its content policy allows that, and no other does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoadsImages;

/// What of the email is wanted.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// All that stands in it.
    whole: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    node: Option<Comment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    html_with_remote_images: Option<String>,
    created_at: Option<String>,
    author: Option<Author>,
    ticket: Option<Ticket>,
}

#[derive(Deserialize)]
struct Author {
    name: String,
}

#[derive(Deserialize)]
struct Ticket {
    number: i32,
    title: String,
}

/// `GET /comments/{id}/images`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, _): Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let variables = json!({ "id": id, "full": asked.whole.is_some() });
    let answer: Answer = app.api.run(&visitor, PAGE, variables).await?;
    // The id of anything else has none of these.
    let comment = answer.node.ok_or(PageError::NotFound)?;
    let html = comment.html_with_remote_images.filter(|html| !html.is_empty()).ok_or(PageError::NotFound)?;
    let ticket = comment.ticket.ok_or(PageError::NotFound)?;
    let title = format!("#{} {}", ticket.number, ticket.title);
    let page = json!({
        "back": format!("/tickets/{}#comment-{id}", ticket.number),
        "author": comment.author.map(|author| author.name),
        "at": comment.created_at,
        "html": html,
    });
    let mut response = app.show(&visitor, StatusCode::OK, "ticket/images", &title, json!({ "page": page }));
    response.extensions_mut().insert(LoadsImages);
    Ok(response)
}
