//! The log-in by a passkey: from the log-in page without a password, and from the second step after one.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use serde::Deserialize;
use serde_json::json;

use crate::{
    app::{App, Shared},
    error::{PageError, later},
    form_view::reason,
    forms::Posted,
    pages::{
        profile::identity::answer,
        session::{
            begun::{Begun, status},
            code, login,
        },
    },
    session,
    urls::Target,
    visitor::Visitor,
};

const BEGIN: &str = include_str!("begin.graphql");
const LOGIN: &str = include_str!("login.graphql");

/// What a browser is to be asked.
#[derive(Deserialize)]
pub(crate) struct Asked {
    pub(crate) ceremony: String,
    pub(crate) options: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begin {
    begin_passkey_login: Asked,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    login_with_passkey: Begun,
}

impl Asked {
    /// The options for the script. What comes with the answer stays in a cookie that no script reads, so that no other browser
    /// can answer.
    pub(crate) fn answer(self, app: &App, jar: CookieJar) -> Response {
        let options: serde_json::Value = serde_json::from_str(&self.options).unwrap_or_default();
        (jar.add(session::ceremony(&app.settings, self.ceremony)), Json(json!({ "options": options })))
            .into_response()
    }
}

/// `POST /login/passkey/challenge`
pub(crate) async fn challenge(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    posted: Posted,
) -> Result<Response, PageError> {
    match app.api.run::<Begin>(&visitor, BEGIN, json!({ "challenge": proven(&jar, &posted) })).await {
        Ok(Begin { begin_passkey_login: asked }) => Ok(asked.answer(&app, jar)),
        Err(failure) => {
            let status = status(&failure)?;
            let text = match failure.field.as_deref() {
                Some("challenge") => app.say(&visitor, "login-late", &[]),
                _ => reason(&app, &visitor, &failure),
            };
            Ok(later((status, Json(json!({ "error": text }))).into_response(), failure.retry_after))
        }
    }
}

/// `POST /login/passkey`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    posted: Posted,
) -> Result<Response, PageError> {
    let next = Target::parse(posted.get("next"));
    let next = next.as_ref().map_or("", Target::as_str);
    let remember = posted.some("remember").is_some();
    let Some(credential) = posted.some("credential") else {
        let text = app.say(&visitor, "passkey-script", &[]);
        return Ok(again(&app, &visitor, &posted, StatusCode::UNPROCESSABLE_ENTITY, text));
    };
    let variables = json!({
        "answer": answer(&jar, credential), "challenge": proven(&jar, &posted), "remember": remember,
        "device": jar.get(session::DEVICE).map(Cookie::value),
    });
    match app.api.run::<Answer>(&visitor, LOGIN, variables).await {
        Ok(Answer { login_with_passkey: begun }) => Ok(begun.go_on(&app, jar, remember, next)),
        Err(failure) if failure.field.as_deref() == Some("challenge") => Ok(code::page::again(next)),
        Err(failure) => {
            let status = status(&failure)?;
            let page = again(&app, &visitor, &posted, status, reason(&app, &visitor, &failure));
            Ok(later(page, failure.retry_after))
        }
    }
}

/// What shows that the password was right; from the log-in page, nothing does.
fn proven<'a>(jar: &'a CookieJar, posted: &Posted) -> Option<&'a str> {
    posted.has("after_password").then(|| jar.get(session::CHALLENGE).map_or("", Cookie::value))
}

/// The page from which it came, with what is wrong.
fn again(app: &App, visitor: &Visitor, posted: &Posted, status: StatusCode, text: String) -> Response {
    if posted.has("after_password") {
        let form = code::page::form().fill(posted).error("form", text);
        return code::page::page(app, visitor, status, &form);
    }
    let form = login::page::form().fill(posted).error("form", text);
    login::page::page(app, visitor, status, &form, None)
}
