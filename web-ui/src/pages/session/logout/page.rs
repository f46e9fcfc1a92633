//! The log-out: the session ends on the server and in the browser.

use axum::{
    extract::State,
    http::HeaderName,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use serde_json::{Value, json};

use crate::{app::Shared, forms::Posted, session, visitor::Visitor};

const LOGOUT: &str = include_str!("logout.graphql");

/// `POST /logout`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    _: Posted,
) -> Response {
    if (visitor.viewer.is_some() || visitor.unready)
        && let Err(failure) = app.api.run::<Value>(&visitor, LOGOUT, json!({})).await
    {
        tracing::warn!(message = failure.message, "a session could not be ended");
    }
    let jar = session::forget(&app.settings).into_iter().fold(jar, CookieJar::add);
    // Nothing of what was shown stays behind in the browser; the language that was picked does.
    let clear = [(HeaderName::from_static("clear-site-data"), r#""cache", "storage""#)];
    (jar.add(session::end(&app.settings)), clear, Redirect::to("/login?bye=1")).into_response()
}
