//! The log-in: by user name or mail address, and on to the page that was asked for.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::{PageError, later},
    form_view::FormView,
    forms::Posted,
    pages::session::{
        begun::{self, Begun},
        code,
    },
    session,
    urls::{self, Target},
    visitor::Visitor,
};

const LOGIN: &str = include_str!("login.graphql");

/// What the log-in page reads from its address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    next: Option<String>,
    bye: Option<String>,
    late: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    login: Begun,
}

/// `GET /login`
pub(crate) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    let next = asked.next.as_deref().and_then(Target::parse);
    if visitor.viewer.is_some() {
        return Redirect::to(next.as_ref().map_or("/", Target::as_str)).into_response();
    }
    if visitor.unready {
        return PageError::set_up().into_response();
    }
    let form = form().set("next", next.as_ref().map_or("", Target::as_str));
    let bye = asked.bye.is_some();
    let notice = match (asked.late, asked.bye) {
        (Some(_), _) => Some("login-late"),
        (None, Some(_)) => Some("login-bye"),
        (None, None) => next.is_some().then_some("login-first"),
    };
    let form = form.set("bye", if bye { "1" } else { "" });
    page(&app, &visitor, StatusCode::OK, &form, notice)
}

/// `POST /login`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    posted: Posted,
) -> Result<Response, PageError> {
    let remember = posted.has("remember");
    let variables = json!({ "email": posted.get("email").trim(), "password": posted.get("password"), "remember": remember,
        "device": jar.get(session::DEVICE).map(Cookie::value) });
    match app.api.run::<Answer>(&visitor, LOGIN, variables).await {
        Ok(Answer { login }) => {
            let next = Target::parse(posted.get("next"));
            Ok(login.go_on(&app, jar, remember, next.as_ref().map_or("", Target::as_str)))
        }
        Err(failure) => {
            if let Some(asked) = code::page::ask(&app.settings, jar, &failure, posted.get("next"), remember) {
                return Ok(asked);
            }
            let status = begun::status(&failure)?;
            let text = match status {
                StatusCode::TOO_MANY_REQUESTS => "login-too-often",
                StatusCode::FORBIDDEN => "reason-single-sign-on",
                _ => "login-wrong",
            };
            let form = form().fill(&posted).error("form", app.say(&visitor, text, &[]));
            Ok(later(page(&app, &visitor, status, &form, None), failure.retry_after))
        }
    }
}

pub(crate) fn form() -> FormView {
    FormView::new(&["email", "next", "remember", "bye"], &[])
}

/// The links to the providers of single sign-on, which lead to the same page as the form.
fn providers(app: &App, form: &FormView) -> Vec<Value> {
    let all = app.settings.sign_on.as_ref().map(|sign_on| sign_on.providers()).unwrap_or_default();
    let asked = [("next", form.text("next")), ("choose", form.text("bye"))];
    let asked: Vec<_> = asked.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = if asked.is_empty() { String::new() } else { format!("?{}", urls::query(&asked)) };
    all.iter()
        .map(|one| json!({ "name": one.name, "href": format!("/login/with/{}{query}", one.key) }))
        .collect()
}

pub(crate) fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    form: &FormView,
    notice: Option<&str>,
) -> Response {
    let registered = app
        .settings
        .brand
        .registered_hint
        .as_ref()
        .and_then(|hint| hint.get(visitor.lang))
        .map_or_else(|| app.say(visitor, "login-registered", &[]), str::to_owned);
    let (providers, passkeys) = (providers(app, form), app.settings.passkeys);
    let page = json!({
        "notice": notice, "registered": registered,
        "others": passkeys || !providers.is_empty(), "providers": providers, "passkeys": passkeys,
    });
    let title = app.say(visitor, "login-submit", &[]);
    app.show(visitor, status, "session/login", &title, json!({ "form": form, "page": page }))
}
