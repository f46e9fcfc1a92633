//! Who it is, shown once more before a second factor changes: by password and code, or by a passkey.

use axum::http::StatusCode;
use axum_extra::extract::{CookieJar, cookie::Cookie};
use graphql::ErrorCode;
use serde_json::{Value, json};

use crate::{api::Failure, error::PageError, forms::Posted, session};

/// What the form brought, as the schema takes it.
pub(crate) fn identity(jar: &CookieJar, posted: &Posted) -> Value {
    json!({
        "password": posted.get("password"),
        "code": posted.some("code"),
        "passkey": posted.some("credential").map(|credential| answer(jar, credential)),
    })
}

/// What a passkey answered to what this browser was asked.
pub(crate) fn answer(jar: &CookieJar, credential: &str) -> Value {
    let ceremony = jar.get(session::CEREMONY).map_or("", Cookie::value);
    json!({ "ceremony": ceremony, "credential": credential })
}

/// With which status the form comes back; what it cannot explain is a page of its own.
pub(crate) fn status(failure: &Failure) -> Result<StatusCode, PageError> {
    Ok(match failure.code {
        ErrorCode::BadUserInput => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        _ => return Err(failure.clone().into()),
    })
}
