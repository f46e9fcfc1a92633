//! The front door: everybody lands where they work.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};

use crate::{
    error::PageError,
    urls,
    visitor::{Member, Visitor},
};

/// `GET /`
pub(crate) async fn show(visitor: Visitor) -> Response {
    match visitor.viewer {
        Some(viewer) => Redirect::to(home(viewer.is_staff)).into_response(),
        None => Redirect::to("/login").into_response(),
    }
}

/// `GET /legacy/{id}`: a ticket of an earlier system, which the script finds behind the `#` of an old link.
pub(crate) async fn legacy(_: Member, Path(id): Path<u32>) -> Redirect {
    Redirect::to(&format!("/search?{}", urls::query(&[("q", &id.to_string())])))
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
