//! Following the link of a password mail: looking at it changes nothing, so that link scanners do no harm.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use axum_extra::extract::CookieJar;
use graphql::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::Posted,
    pages::session::{
        begun::{Begun, by_provider_alone},
        code,
    },
    urls::Target,
    visitor::Visitor,
};

const PAGE: &str = include_str!("page.graphql");
const RESET: &str = include_str!("reset.graphql");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Link {
    password_link_valid: bool,
    password_rule: Rule,
}

/// What a password must have.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rule {
    min_length: u32,
    digits: u32,
    lower: u32,
    upper: u32,
}

/// One line of the rule, which the script ticks off while somebody types.
#[derive(Serialize)]
pub(crate) struct RuleView {
    rule: &'static str,
    count: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    reset_password: Begun,
}

/// `GET /password/{token}`
pub(crate) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    page(&app, &visitor, StatusCode::OK, &token, &form()).await
}

/// `POST /password/{token}`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(token): Path<String>,
    jar: CookieJar,
    posted: Posted,
) -> Result<Response, PageError> {
    let password = posted.get("password");
    if posted.has("password_again")
        && posted.get("password_again") != password
        && !posted.get("password_again").is_empty()
    {
        let form = form().error("passwordAgain", app.say(&visitor, "password-not-the-same", &[]));
        return page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &token, &form).await;
    }
    let variables = json!({ "token": token, "password": password });
    match app.api.run::<Answer>(&visitor, RESET, variables).await {
        Ok(Answer { reset_password: begun }) => Ok(begun.go_on(&app, jar, false, "")),
        Err(failure) => {
            if let Some(asked) = code::page::ask(&app.settings, jar, &failure, "", false) {
                return Ok(asked);
            }
            let status = match failure.code {
                ErrorCode::BadUserInput | ErrorCode::NotFound => StatusCode::UNPROCESSABLE_ENTITY,
                ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                ErrorCode::Forbidden if by_provider_alone(&failure) => StatusCode::FORBIDDEN,
                _ => return Err(failure.into()),
            };
            let form = form().explain(&app, &visitor, &failure);
            page(&app, &visitor, status, &token, &form).await
        }
    }
}

fn form() -> FormView {
    FormView::new(&[], &["password", "passwordAgain"])
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    token: &str,
    form: &FormView,
) -> Result<Response, PageError> {
    let link: Link = app.api.run(visitor, PAGE, json!({ "token": token })).await?;
    let action = Target::parse(&format!("/password/{token}"));
    let gone = !link.password_link_valid && status == StatusCode::OK;
    let status = if gone { StatusCode::GONE } else { status };
    let page = json!({
        "valid": link.password_link_valid && action.is_some(),
        "action": action,
        "rules": rules(&link.password_rule),
    });
    let title = app.say(visitor, "password-reset-title", &[]);
    Ok(app.show(visitor, status, "password/reset", &title, json!({ "form": form, "page": page })))
}

/// The lines of the rule, without those that ask for nothing.
pub(crate) fn rules(rule: &Rule) -> Vec<RuleView> {
    [("length", rule.min_length), ("digits", rule.digits), ("lower", rule.lower), ("upper", rule.upper)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(rule, count)| RuleView { rule, count })
        .collect()
}
