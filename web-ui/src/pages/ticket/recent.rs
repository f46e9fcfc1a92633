//! Closing an entry of the list of tickets opened last.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;

use crate::{app::Shared, forms::Posted, session, urls::Target, visitor::Visitor};

/// `POST /recent/close`
pub(crate) async fn close(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    posted: Posted,
) -> Response {
    let recent = match posted.get("number").parse() {
        Ok(number) => visitor.recent.closed(number),
        Err(_) => visitor.recent,
    };
    let back = Target::parse(posted.get("back"));
    // The page of the ticket itself would put it back at once.
    let to = back.as_ref().map_or("/", Target::as_str);
    let to = if to.starts_with(&format!("/tickets/{}", posted.get("number"))) { "/" } else { to };
    (jar.add(session::recent(&app.settings, recent.cookie())), Redirect::to(to)).into_response()
}
