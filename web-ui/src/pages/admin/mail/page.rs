//! How mail fares, for admins: the outgoing mail server, the mailboxes, and the accounts that are used by tokens.
//!
//! To connect an account is a form that answers with a link to the provider: a form must not lead to a foreign page (CSP
//! `form-action`). The provider sends the browser back to [`callback`], whose state was made for this session and is good once.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    forms::MemberForm,
    pages::admin::sections::{admins_only, sections},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CONNECT: &str = include_str!("connect.graphql");
const FINISH: &str = include_str!("finish.graphql");
const DISCONNECT: &str = include_str!("disconnect.graphql");

/// What the last act came to.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

/// What a provider sends a browser back with (RFC 6749, 4.1.2).
#[derive(Deserialize)]
pub(crate) struct Brought {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    start_mail_sign_in: Url,
}

#[derive(Deserialize)]
struct Url {
    url: String,
}

/// What stands above the page.
#[derive(Default)]
struct Above {
    done: Option<String>,
    /// The account, and where to sign in for it.
    sign_in: Option<(String, String)>,
    error: Option<String>,
}

/// `GET /admin/mail`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let done = asked.done.filter(|done| ["connected", "disconnected"].contains(&done.as_str()));
    page(&app, &visitor, StatusCode::OK, Above { done, ..Above::default() }).await
}

/// `POST /admin/mail`: begins a sign-in, or throws away what was granted.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let account = posted.get("account").to_owned();
    let variables = json!({ "account": account });
    match posted.get("do") {
        "connect" => match app.api.run::<Started>(&visitor, CONNECT, variables).await {
            Ok(started) => {
                let sign_in = Some((account, started.start_mail_sign_in.url));
                page(&app, &visitor, StatusCode::OK, Above { sign_in, ..Above::default() }).await
            }
            Err(failure) => refused(&app, &visitor, failure).await,
        },
        "disconnect" => {
            app.api.run::<Value>(&visitor, DISCONNECT, variables).await?;
            Ok(Redirect::to("/admin/mail?done=disconnected").into_response())
        }
        _ => Err(PageError::Unreadable),
    }
}

/// `GET /admin/mail/callback`: where a provider sends the browser back to.
pub(crate) async fn callback(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(brought): Query<Brought>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    if let Some(error) = brought.error {
        let words = error.chars().filter(|letter| !letter.is_control()).take(100).collect::<String>();
        let error = Some(app.say(&visitor, "admin-account-denied", &[("error", words.as_str().into())]));
        let above = Above { error, ..Above::default() };
        return page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, above).await;
    }
    let variables = json!({ "state": brought.state, "code": brought.code });
    match app.api.run::<Value>(&visitor, FINISH, variables).await {
        Ok(_) => Ok(Redirect::to("/admin/mail?done=connected").into_response()),
        Err(failure) => refused(&app, &visitor, failure).await,
    }
}

/// The page with what went wrong; what a provider says stands as it is.
async fn refused(app: &App, visitor: &Visitor, failure: Failure) -> Result<Response, PageError> {
    let error = match failure.reason.as_deref() {
        Some("stale") => app.say(visitor, "admin-account-stale", &[]),
        Some("no-refresh-token") => app.say(visitor, "admin-account-no-refresh", &[]),
        Some("provider") => {
            app.say(visitor, "admin-account-refused", &[("error", failure.message.as_str().into())])
        }
        _ => return Err(failure.into()),
    };
    let above = Above { error: Some(error), ..Above::default() };
    page(app, visitor, StatusCode::UNPROCESSABLE_ENTITY, above).await
}

async fn page(app: &App, visitor: &Visitor, status: StatusCode, above: Above) -> Result<Response, PageError> {
    let mut page: Value = app.api.run(visitor, PAGE, json!({})).await?;
    let accounts = page.get_mut("mailAccounts").and_then(Value::as_array_mut);
    for account in accounts.into_iter().flatten().filter_map(Value::as_object_mut) {
        let mailboxes = account.get("mailboxes").and_then(Value::as_array).into_iter().flatten();
        let mailboxes: Vec<&str> = mailboxes.filter_map(Value::as_str).collect();
        let list = mailboxes.join(", ");
        let name = account.get("account").and_then(Value::as_str).unwrap_or_default();
        let url = above.sign_in.as_ref().filter(|(wanted, _)| wanted == name).map(|(_, url)| url.clone());
        let status = account.get("status").and_then(Value::as_str).unwrap_or_default();
        let (connected, gone) = (status == "CONNECTED", status == "CONSENT_GONE");
        account.insert("list".to_owned(), json!(list));
        account.insert("url".to_owned(), json!(url));
        account.insert("connected".to_owned(), json!(connected));
        account.insert("gone".to_owned(), json!(gone));
    }
    let title = app.say(visitor, "section-mail", &[]);
    let data = json!({
        "page": page, "sections": sections(app, visitor), "done": above.done, "error": above.error,
    });
    Ok(app.frame(visitor, status, "admin/mail", &title, data).await)
}
