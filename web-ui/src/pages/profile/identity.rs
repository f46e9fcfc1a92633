//! Who it is, shown once more before a second factor changes: by password and code, or by a passkey.

use axum_extra::extract::{CookieJar, cookie::Cookie};
use serde_json::{Value, json};

use crate::{forms::Posted, session};

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
