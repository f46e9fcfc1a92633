//! What every way to log in has in common: the session that begins, and how a refusal is shown.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use graphql::ErrorCode;
use serde::Deserialize;

use crate::{api::Failure, app::App, error::PageError, session};

/// A session that has just begun.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Begun {
    token: String,
    expires_at: DateTime<Utc>,
    device: String,
}

impl Begun {
    /// Remembers the session and the browser, forgets what led to them, and goes on to `next`, by default to the first page.
    pub(crate) fn go_on(self, app: &App, jar: CookieJar, remember: bool, next: &str) -> Response {
        let jar = jar
            .add(session::session(&app.settings, self.token, self.expires_at, remember))
            .add(session::device(&app.settings, self.device))
            .add(session::challenge(&app.settings, String::new()))
            .add(session::ceremony(&app.settings, String::new()));
        (jar, Redirect::to(if next.is_empty() { "/" } else { next })).into_response()
    }
}

/// With which status the form comes back; what it cannot explain is a page of its own.
pub(crate) fn status(failure: &Failure) -> Result<StatusCode, PageError> {
    Ok(match failure.code {
        ErrorCode::BadUserInput | ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Forbidden if by_provider_alone(failure) => StatusCode::FORBIDDEN,
        _ => return Err(failure.clone().into()),
    })
}

/// Whether the account logs in by single sign-on alone.
pub(crate) fn by_provider_alone(failure: &Failure) -> bool {
    failure.reason.as_deref() == Some("single-sign-on")
}
