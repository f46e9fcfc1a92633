//! What lets a person in: their sessions, accounts at providers and API tokens, each with its last use, and a button that
//! ends it. Admins see another person's accounts and tokens with `?user=`.

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use graphql::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::Shared,
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

/// Whose tokens are shown, and whether one has just been revoked.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    user: Option<String>,
    done: Option<String>,
    linked: Option<String>,
    last: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(default)]
    sessions: Vec<Session>,
    second_factor: Option<Factors>,
    identities: Vec<Identity>,
    api_tokens: Vec<Token>,
}

#[derive(Deserialize, Serialize)]
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
    let variables = json!({ "user": user, "own": user.is_none() });
    let answer: Answer = app.api.run(&visitor, PAGE, variables).await?;
    let providers = app.settings.sign_on.as_ref().map(|sign_on| sign_on.providers()).unwrap_or_default();
    let providers: Vec<Value> =
        providers.iter().map(|one| json!({ "key": one.key, "name": one.name })).collect();
    let page = json!({
        "own": user.is_none(),
        "linked": asked.linked.is_some(),
        "last": asked.last.is_some(),
        "identified": !(providers.is_empty() && answer.identities.is_empty()),
        "factors": answer.second_factor.as_ref().map(Factors::shown),
        "identities": answer.identities,
        "providers": providers,
        "user": user,
        "done": asked.done.is_some(),
        "several": answer.sessions.len() > 1,
        "sessions": answer.sessions,
        "tokens": answer.api_tokens,
    });
    let title = app.say(&visitor, "access-title", &[]);
    Ok(app
        .frame(&visitor, axum::http::StatusCode::OK, "profile/access", &title, json!({ "page": page }))
        .await)
}

/// `POST /profile/access`
pub(crate) async fn revoke(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(_, posted): MemberForm,
) -> Result<Response, PageError> {
    let named = [("session", REVOKE_SESSION), ("token", REVOKE_TOKEN), ("identity", UNLINK)];
    let mut chosen = named.iter().filter_map(|(name, document)| Some((*document, posted.some(name)?)));
    let (document, id) = match (chosen.next(), chosen.next(), posted.has("others")) {
        (Some(chosen), None, false) => chosen,
        (None, None, true) => (REVOKE_OTHERS, ""),
        _ => return Err(PageError::Unreadable),
    };
    let variables = if id.is_empty() { json!({}) } else { json!({ "id": id }) };
    let mut told = "done";
    match app.api.run::<Value>(&visitor, document, variables).await {
        Err(failure) if failure.reason.as_deref() == Some("identity-last") => told = "last",
        // Whatever has ended already, such as by the same button in another tab, is not there any more.
        Err(failure) if failure.code != ErrorCode::NotFound => return Err(failure.into()),
        Ok(_) | Err(_) => {}
    }
    let mut back = vec![(told, "1")];
    back.extend(posted.some("user").map(|user| ("user", user)));
    Ok(Redirect::to(&format!("/profile/access?{}", urls::query(&back))).into_response())
}
