//! What lets a person in: their sessions, accounts at providers and API tokens, each with its last use, and a button that
//! ends it. Admins see those of another person with `?user=`.

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use graphql::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::client;
use crate::{
    app::{App, Shared},
    error::PageError,
    forms::MemberForm,
    pages::profile::second_factor::page::Factors,
    urls,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const REVOKE_SESSION: &str = include_str!("revoke_session.graphql");
const REVOKE_OTHERS: &str = include_str!("revoke_others.graphql");
const UNLINK: &str = include_str!("unlink_identity.graphql");
const REVOKE_TOKEN: &str = include_str!("revoke_token.graphql");

/// Whose access is shown, and what has just been done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    user: Option<String>,
    done: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    /// Whose access it is, if it is not the viewer's own.
    #[serde(default)]
    owner: Option<Owner>,
    sessions: Vec<Session>,
    second_factor: Option<Factors>,
    identities: Vec<Identity>,
    api_tokens: Vec<Token>,
}

#[derive(Deserialize)]
struct Owner {
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    id: String,
    current: bool,
    created_at: String,
    last_seen_at: String,
    client: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    id: String,
    provider: String,
    address: Option<String>,
    created_at: String,
    last_used_at: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    id: String,
    name: String,
    scopes: Vec<String>,
    created_at: String,
    expires_at: Option<String>,
    last_used_at: Option<String>,
}

/// `GET /profile/access`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let user = asked.user.filter(|user| *user != viewer.id && !user.is_empty());
    let variables =
        json!({ "user": user, "who": user.as_deref().unwrap_or(&viewer.id), "own": user.is_none() });
    let answer: Answer = app.api.run(&visitor, PAGE, variables).await?;
    let providers = app.settings.sign_on.as_ref().map(|sign_on| sign_on.providers()).unwrap_or_default();
    let providers: Vec<Value> =
        providers.iter().map(|one| json!({ "key": one.key, "name": one.name })).collect();
    let (done, refused) = match asked.done.as_deref() {
        Some("session") => (Some("access-done-session"), None),
        Some("others") => (Some("access-done-others"), None),
        Some("token") => (Some("access-done-token"), None),
        Some("identity") => (Some("access-done-identity"), None),
        Some("linked") => (Some("access-linked"), None),
        Some("identity-last") if user.is_some() => (None, Some("access-last-other")),
        Some("identity-last") => (None, Some("access-last")),
        Some("last-admin") => (None, Some("access-last-admin")),
        _ => (None, None),
    };
    let page = json!({
        "own": user.is_none(),
        "back": user.as_ref().map(|user| format!("/admin/people/{user}")),
        "hint": if user.is_none() { "access-hint" } else { "access-hint-other" },
        "end": if user.is_none() { "access-end" } else { "access-end-other" },
        "unlinkHint": if user.is_none() { "access-unlink-hint" } else { "access-unlink-hint-other" },
        "done": done,
        "refused": refused,
        "identified": !(providers.is_empty() && answer.identities.is_empty()),
        "factors": answer.second_factor.as_ref().map(Factors::shown),
        "identities": answer.identities,
        "providers": providers,
        "user": user,
        "several": user.is_none() && answer.sessions.len() > 1,
        "sessions": answer.sessions.iter().map(|one| shown(&app, &visitor, one)).collect::<Vec<_>>(),
        "tokens": answer.api_tokens,
    });
    let title = app.say(&visitor, "access-title", &[]);
    // Whose sessions these are stands in the tab as well: an admin may have several open.
    let title = answer.owner.map_or_else(|| title.clone(), |owner| format!("{} · {title}", owner.name));
    Ok(app
        .frame(&visitor, axum::http::StatusCode::OK, "profile/access", &title, json!({ "page": page }))
        .await)
}

/// A session as the list shows it: browsers by their usual names, programs as they call themselves.
fn shown(app: &App, visitor: &Visitor, one: &Session) -> Value {
    let agent = one.client.as_deref().unwrap_or_default();
    let client = match client::spoken(agent) {
        Some((browser, system)) => {
            app.say(visitor, "access-client-known", &[("browser", browser.into()), ("system", system.into())])
        }
        None if agent.is_empty() => app.say(visitor, "access-client-unknown", &[]),
        None => agent.to_owned(),
    };
    json!({
        "id": one.id, "current": one.current, "createdAt": one.created_at, "lastSeenAt": one.last_seen_at,
        "client": client, "agent": agent,
    })
}

/// `POST /profile/access`
pub(crate) async fn revoke(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(_, posted): MemberForm,
) -> Result<Response, PageError> {
    let named = [("session", REVOKE_SESSION), ("token", REVOKE_TOKEN), ("identity", UNLINK)];
    let mut chosen = named.iter().filter_map(|(name, document)| Some((*name, *document, posted.some(name)?)));
    let (mut told, document, id) = match (chosen.next(), chosen.next(), posted.has("others")) {
        (Some(chosen), None, false) => chosen,
        (None, None, true) => ("others", REVOKE_OTHERS, ""),
        _ => return Err(PageError::Unreadable),
    };
    let variables = if id.is_empty() { json!({}) } else { json!({ "id": id }) };
    match app.api.run::<Value>(&visitor, document, variables).await {
        Err(failure) if failure.reason.as_deref() == Some("identity-last") => told = "identity-last",
        Err(failure) if failure.reason.as_deref() == Some("last-admin") => told = "last-admin",
        // Whatever has ended already, such as by the same button in another tab, is not there any more.
        Err(failure) if failure.code != ErrorCode::NotFound => return Err(failure.into()),
        Ok(_) | Err(_) => {}
    }
    let mut back = vec![("done", told)];
    back.extend(posted.some("user").map(|user| ("user", user)));
    Ok(Redirect::to(&format!("/profile/access?{}", urls::query(&back))).into_response())
}
