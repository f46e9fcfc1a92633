//! The front door: everybody lands where they work.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use serde::Deserialize;
use serde_json::json;

use crate::{
    app::Shared,
    error::PageError,
    urls,
    visitor::{Member, Visitor},
};

const LEGACY: &str = include_str!("legacy.graphql");

/// What external ids of tickets begin with whose links look like `/#ticket/zoom/34`.
const EARLIER_SYSTEM: &str = "zammad";

#[derive(Deserialize)]
struct Legacy {
    tickets: Found,
}

#[derive(Deserialize)]
struct Found {
    nodes: Vec<Numbered>,
}

#[derive(Deserialize)]
struct Numbered {
    number: i32,
}

/// `GET /`
pub(crate) async fn show(visitor: Visitor) -> Response {
    match visitor.viewer {
        Some(viewer) => Redirect::to(home(viewer.is_staff)).into_response(),
        None if visitor.unready => PageError::set_up().into_response(),
        None => Redirect::to("/login").into_response(),
    }
}

/// `GET /legacy/{id}` and `GET /ticket/zoom/{id}`: a ticket of an earlier system, which the script finds behind the `#` of
/// an old link. Such an id is never read as one of our numbers: it leads to the ticket whose external id names it, or nowhere.
pub(crate) async fn legacy(
    State(app): State<Shared>,
    Member(visitor, _): Member,
    Path(id): Path<String>,
) -> Result<Redirect, PageError> {
    let id: u32 = id.parse().map_err(|_| PageError::NotFound)?;
    let variables = json!({ "id": format!("{EARLIER_SYSTEM}:{id}") });
    let Legacy { tickets } = app.api.run(&visitor, LEGACY, variables).await?;
    let found = tickets.nodes.first().ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/tickets/{}", found.number)))
}

/// Where somebody works.
pub(crate) const fn home(staff: bool) -> &'static str {
    if staff { "/desk" } else { "/tickets" }
}

/// Any address that there is no page for.
pub(crate) async fn missing(visitor: Visitor) -> Result<Redirect, PageError> {
    if let Some(number) = urls::stretched(visitor.here.path()) {
        return Ok(Redirect::to(&format!("/tickets/{number}")));
    }
    // A stranger does not learn which addresses there are.
    if visitor.viewer.is_none() { Err(PageError::login(&visitor.here)) } else { Err(PageError::NotFound) }
}
