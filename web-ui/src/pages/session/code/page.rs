//! The second step of the log-in: a code of the authenticator app, or a recovery code.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::json;

use crate::{
    api::Failure,
    app::{App, Shared},
    error::{PageError, later},
    form_view::FormView,
    forms::Posted,
    pages::session::begun::{self, Begun},
    session,
    settings::Settings,
    urls::{self, Target},
    visitor::Visitor,
};

/// Seconds.
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Stands in the address when there is a passkey and no app.
const ALONE: &str = "alone";

const CONFIRM: &str = include_str!("confirm.graphql");

/// What the page reads from its address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    next: Option<String>,
    remember: Option<String>,
    recovery: Option<String>,
    passkey: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    confirm_login: Begun,
}

/// To this page, when the password was right and the code is asked for; `None`: something else went wrong.
pub(crate) fn ask(
    settings: &Settings,
    jar: CookieJar,
    failure: &Failure,
    next: &str,
    remember: bool,
) -> Option<Response> {
    let challenged = failure.challenge.as_ref().filter(|_| failure.code == ErrorCode::CodeRequired)?;
    let has = |method: &str| challenged.methods.iter().any(|one| one == method);
    let passkey = match (has("PASSKEY"), has("APP")) {
        (false, _) => "",
        (true, true) => "1",
        (true, false) => ALONE,
    };
    let to = address(next, if remember { "1" } else { "" }, "", passkey);
    Some(
        (jar.add(session::challenge(settings, challenged.challenge.clone())), Redirect::to(&to))
            .into_response(),
    )
}

/// `GET /login/code`
pub(crate) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    Query(asked): Query<Asked>,
) -> Response {
    let next = asked.next.as_deref().and_then(Target::parse);
    if visitor.viewer.is_some() {
        return Redirect::to(next.as_ref().map_or("/", Target::as_str)).into_response();
    }
    let next = next.as_ref().map_or("", Target::as_str);
    if challenge(&jar).is_empty() {
        return again(next);
    }
    let flag = |given: Option<String>| given.map_or("", |_| "1");
    let passkey = asked.passkey.map_or("", |given| if given == ALONE { ALONE } else { "1" });
    let form = form()
        .set("next", next)
        .set("remember", flag(asked.remember))
        .set("recovery", flag(asked.recovery))
        .set("passkey", passkey);
    page(&app, &visitor, StatusCode::OK, &form)
}

/// `POST /login/code`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    posted: Posted,
) -> Result<Response, PageError> {
    let next = Target::parse(posted.get("next"));
    let next = next.as_ref().map_or("", Target::as_str);
    let variables = json!({ "challenge": challenge(&jar), "code": posted.get("code"),
        "device": jar.get(session::DEVICE).map(Cookie::value) });
    match app.api.run::<Answer>(&visitor, CONFIRM, variables).await {
        Ok(Answer { confirm_login: begun }) => {
            let remember = posted.some("remember").is_some();
            Ok(begun.go_on(&app, jar, remember, next))
        }
        Err(failure) if failure.field.as_deref() == Some("challenge") => Ok(again(next)),
        Err(failure) => {
            let status = begun::status(&failure)?;
            let form = explain(form().fill(&posted), &app, &visitor, &failure);
            Ok(later(page(&app, &visitor, status, &form), failure.retry_after))
        }
    }
}

/// What is wrong with a code. After too many, people are told how long they wait: it may be hours.
pub(crate) fn explain(form: FormView, app: &App, visitor: &Visitor, failure: &Failure) -> FormView {
    match failure.retry_after {
        Some(seconds) if failure.code == ErrorCode::RateLimited => {
            let (unit, n) = if seconds > HOUR { ("hours", HOUR) } else { ("minutes", MINUTE) };
            let wait = seconds.div_ceil(n).max(1);
            form.error("form", app.say(visitor, &format!("code-too-often-{unit}"), &[("n", wait.into())]))
        }
        _ => form.explain(app, visitor, failure),
    }
}

/// Back to the password, since nothing shows any more that it was right.
pub(crate) fn again(next: &str) -> Response {
    Redirect::to(&format!("/login?{}", urls::query(&[("late", "1"), ("next", next)]))).into_response()
}

fn challenge(jar: &CookieJar) -> &str {
    jar.get(session::CHALLENGE).map_or("", Cookie::value)
}

fn address(next: &str, remember: &str, recovery: &str, passkey: &str) -> String {
    let all = [("next", next), ("remember", remember), ("recovery", recovery), ("passkey", passkey)];
    let given: Vec<_> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    if given.is_empty() { "/login/code".to_owned() } else { format!("/login/code?{}", urls::query(&given)) }
}

pub(crate) fn form() -> FormView {
    FormView::new(&["code", "next", "remember", "recovery", "passkey"], &["code"])
}

pub(crate) fn page(app: &App, visitor: &Visitor, status: StatusCode, form: &FormView) -> Response {
    let (recovery, passkey) = (!form.text("recovery").is_empty(), form.text("passkey"));
    let other = address(form.text("next"), form.text("remember"), if recovery { "" } else { "1" }, passkey);
    let alone = passkey == ALONE;
    let page = json!({
        "other": other,
        "passkey": !passkey.is_empty() && !recovery,
        "code": recovery || !alone,
        "back": if alone { "code-use-passkey" } else { "code-use-app" },
    });
    let title = if passkey.is_empty() { "code-title" } else { "code-title-any" };
    let title = app.say(visitor, title, &[]);
    app.show(visitor, status, "session/code", &title, json!({ "form": form, "page": page }))
}
