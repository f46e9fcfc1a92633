//! Where the link in the head of an email leads by which its reader switches off emails of its kind. Looking changes nothing, so
//! that link scanners switch off nothing. A mail program may send the form by itself (RFC 8058), without a log-in and without a
//! page of ours before it: what allows it is the link.

use axum::{
    body::to_bytes,
    extract::{Path, Query, Request, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::{
    app::{App, Shared},
    error::PageError,
    urls::Target,
    visitor::Visitor,
};

const PAGE: &str = include_str!("page.graphql");
const SWITCH: &str = include_str!("switch.graphql");
/// More than any form for this holds.
const LONGEST_FORM: usize = 16 << 10;

/// What was done last.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

/// What a form asks for.
enum Wanted {
    /// A mail program sent it, which shows nobody the answer and follows no redirection.
    OneClick,
    /// A person did, on our page: whether emails are to come.
    Emails(bool),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    email_switches: Option<Vec<Switch>>,
}

#[derive(Deserialize)]
struct Switch {
    notice: String,
    email: bool,
}

/// `GET /unsubscribe/{token}`
pub(crate) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    page(&app, &visitor, &token, asked.done.as_deref()).await
}

/// `POST /unsubscribe/{token}`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, PageError> {
    let form = to_bytes(request.into_body(), LONGEST_FORM).await.map_err(|_| PageError::Unreadable)?;
    let wanted = wanted(&form).ok_or(PageError::Unreadable)?;
    let email = matches!(wanted, Wanted::Emails(true));
    let input = json!({ "token": token, "email": email });
    match app.api.run::<Value>(&visitor, SWITCH, json!({ "input": input })).await {
        Ok(_) => {}
        Err(failure) if failure.field.as_deref() == Some("token") => {
            return page(&app, &visitor, &token, None).await;
        }
        Err(failure) => return Err(failure.into()),
    }
    let Wanted::Emails(email) = wanted else { return page(&app, &visitor, &token, None).await };
    let done = if email { "on" } else { "off" };
    Ok(Redirect::to(&format!("/unsubscribe/{token}?done={done}")).into_response())
}

/// What stands in the form: ours, or that of a mail program, which may write it in either way in which forms are sent.
fn wanted(form: &[u8]) -> Option<Wanted> {
    let choice = form_urlencoded::parse(form).find(|(name, _)| name == "do").map(|(_, value)| value);
    match choice.as_deref() {
        Some("off") => Some(Wanted::Emails(false)),
        Some("on") => Some(Wanted::Emails(true)),
        Some(_) => None,
        None => {
            let text = String::from_utf8_lossy(form);
            let both = text.contains("List-Unsubscribe") && text.contains("One-Click");
            both.then_some(Wanted::OneClick)
        }
    }
}

async fn page(app: &App, visitor: &Visitor, token: &str, done: Option<&str>) -> Result<Response, PageError> {
    let answer: Answer = app.api.run(visitor, PAGE, json!({ "token": token })).await?;
    let action = Target::parse(&format!("/unsubscribe/{token}"));
    let title = app.say(visitor, "unsubscribe-title", &[]);
    let (Some(switches), Some(action)) = (answer.email_switches, action) else {
        return Ok(app.show(
            visitor,
            StatusCode::GONE,
            "profile/unsubscribe",
            &title,
            json!({ "page": { "notices": [] } }),
        ));
    };
    let off = switches.iter().all(|switch| !switch.email);
    let notices: Vec<Value> = switches.into_iter().map(|switch| json!({ "notice": switch.notice })).collect();
    let page = json!({
        "notices": notices, "off": off, "action": action, "again": done == Some("on") && !off,
    });
    Ok(app.show(visitor, StatusCode::OK, "profile/unsubscribe", &title, json!({ "page": page })))
}
