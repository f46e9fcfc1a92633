//! Exchanges the token of a session that lasts long, once a day, when its holder asks for a page.

use axum::http::{Method, request::Parts};
use axum_extra::extract::cookie::Cookie;
use chrono::{DateTime, TimeDelta, Utc};
use graphql::cookies;
use serde::Deserialize;
use serde_json::json;

use crate::{app::App, session, visitor::Visitor};

const RENEW: &str = include_str!("renew_session.graphql");

/// How often it is asked whether there is a new token.
const EVERY: TimeDelta = TimeDelta::days(1);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    renew_session: Option<Renewed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Renewed {
    token: String,
    expires_at: DateTime<Utc>,
}

/// The cookies that follow: the new token, if there is one, and when it was asked for. Pages alone are renewed by: what
/// scripts and streams ask for may run beside them, and a form is answered before anything else is done.
pub(crate) async fn renew(app: &App, visitor: &Visitor, request: &Parts) -> Vec<Cookie<'static>> {
    let page = request.method == Method::GET && visitor.here.path() != "/live";
    let now = (app.settings.clock)();
    let asked = || {
        let seen = cookies(&request.headers, session::RENEWED);
        seen.into_iter()
            .filter_map(|at| at.parse().ok())
            .any(|at: i64| (0..EVERY.num_seconds()).contains(&(now.timestamp() - at)))
    };
    let Some(token) = visitor.token().filter(|_| page && visitor.viewer.is_some() && !asked()) else {
        return Vec::new();
    };
    match app.api.run::<Answer>(visitor, RENEW, json!({ "token": token })).await {
        Ok(Answer { renew_session: renewed }) => {
            let mut made = vec![session::renewed(&app.settings, now)];
            made.extend(renewed.map(|new| session::session(&app.settings, new.token, new.expires_at, true)));
            made
        }
        Err(failure) => {
            // The token that there is stays good.
            tracing::warn!(message = failure.message, "a session was not renewed");
            Vec::new()
        }
    }
}
