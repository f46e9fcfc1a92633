//! The viewer's passkeys: adding, renaming and removing them. Also open to those whose role requires a second factor and who
//! have none yet.

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::{PageError, later},
    form_view::{FormView, reason},
    forms::Posted,
    pages::{
        profile::{
            identity::{answer, identity, status},
            second_factor::page::{Codes, here, shown_codes},
        },
        session::{code, passkey::page::Asked as Ceremony},
    },
    session,
    visitor::Visitor,
};

const PAGE: &str = include_str!("page.graphql");
const BEGIN: &str = include_str!("begin.graphql");
const ADD: &str = include_str!("add.graphql");
const RENAME: &str = include_str!("rename.graphql");
const REMOVE: &str = include_str!("remove.graphql");
const PROOF: &str = include_str!("proof.graphql");

/// What has just been done, and what is to be removed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
    remove: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    second_factor: Standing,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Standing {
    enabled_at: Option<DateTime<Utc>>,
    required: bool,
    passkeys_available: bool,
    passkeys: Vec<Passkey>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Passkey {
    id: String,
    name: String,
    created_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    begin_passkey: Ceremony,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Proof {
    begin_passkey_proof: Ceremony,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Added {
    add_passkey: Codes,
}

/// `GET /profile/passkeys`
pub(crate) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let done = match asked.done.as_deref() {
        Some("added") => Some("passkey-added"),
        Some("renamed") => Some("passkey-renamed"),
        Some("removed") => Some("passkey-removed"),
        _ => None,
    };
    page(&app, &visitor, StatusCode::OK, form(), (done, asked.remove.as_deref())).await
}

/// `POST /profile/passkeys`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    posted: Posted,
) -> Result<Response, PageError> {
    here(&visitor)?;
    let (id, name, credential) = (posted.get("id"), posted.get("name"), posted.get("credential"));
    let mut removing = None;
    let done = match posted.get("change") {
        "begin" => {
            let asked = app.api.run::<Begun>(&visitor, BEGIN, json!({ "input": identity(&jar, &posted) }));
            match asked.await {
                Ok(Begun { begin_passkey: ceremony }) => return Ok(make(&app, &visitor, jar, ceremony)),
                Err(failure) => Err(failure),
            }
        }
        "add" if credential.is_empty() => return without_script(&app, &visitor).await,
        "add" => {
            let variables = json!({ "answer": answer(&jar, credential), "name": name });
            match app.api.run::<Added>(&visitor, ADD, variables).await {
                Ok(Added { add_passkey: codes }) if codes.is_empty() => Ok("added"),
                Ok(Added { add_passkey: codes }) => {
                    let page = shown_codes(&app, &visitor, &codes, "passkey-added", "/profile/passkeys");
                    return Ok(put(&app, &visitor, StatusCode::OK, &form(), &page));
                }
                Err(failure) => Err(failure),
            }
        }
        "rename" => {
            let renamed = app.api.run::<Value>(&visitor, RENAME, json!({ "id": id, "name": name })).await;
            renamed.map(|_| "renamed")
        }
        "remove" => {
            removing = Some(id);
            let variables = json!({ "id": id, "input": identity(&jar, &posted) });
            app.api.run::<Value>(&visitor, REMOVE, variables).await.map(|_| "removed")
        }
        _ => return Err(PageError::Unreadable),
    };
    match done {
        Ok(done) => Ok(Redirect::to(&format!("/profile/passkeys?done={done}")).into_response()),
        Err(failure) => {
            let status = status(&failure)?;
            let form = code::page::explain(form().fill(&posted), &app, &visitor, &failure);
            let page = page(&app, &visitor, status, form, (None, removing)).await?;
            Ok(later(page, failure.retry_after))
        }
    }
}

/// `POST /profile/passkeys/challenge`: what the script asks the browser, to show once more who it is.
pub(crate) async fn challenge(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    _: Posted,
) -> Result<Response, PageError> {
    here(&visitor)?;
    match app.api.run::<Proof>(&visitor, PROOF, json!({})).await {
        Ok(Proof { begin_passkey_proof: ceremony }) => Ok(ceremony.answer(&app, jar)),
        Err(failure) => {
            let told = Json(json!({ "error": reason(&app, &visitor, &failure) }));
            Ok(later((status(&failure)?, told).into_response(), failure.retry_after))
        }
    }
}

async fn without_script(app: &App, visitor: &Visitor) -> Result<Response, PageError> {
    let form = form().error("form", app.say(visitor, "passkey-script", &[]));
    page(app, visitor, StatusCode::UNPROCESSABLE_ENTITY, form, (None, None)).await
}

fn form() -> FormView {
    FormView::new(&["code", "name"], &["password", "code"])
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    form: FormView,
    (done, removing): (Option<&str>, Option<&str>),
) -> Result<Response, PageError> {
    here(visitor)?;
    let Answer { second_factor: one } = app.api.run(visitor, PAGE, json!({})).await?;
    let last = one.passkeys.len() == 1 && one.enabled_at.is_none();
    let removing = one.passkeys.iter().find(|passkey| Some(passkey.id.as_str()) == removing);
    let page = json!({
        "done": done, "unready": visitor.unready, "codes": null, "options": null,
        "removing": removing.map(|passkey| json!({ "id": passkey.id, "name": passkey.name })),
        "last": last && !one.required,
        "kept": last && one.required,
        "available": one.passkeys_available,
        "proof": one.passkeys_available && !one.passkeys.is_empty(),
        "asks_code": one.enabled_at.is_some() || !one.passkeys.is_empty(),
        "since": one.enabled_at,
        "passkeys": one.passkeys,
    });
    Ok(put(app, visitor, status, &form, &page))
}

/// The page that has the browser make a passkey, and asks for its name.
fn make(app: &App, visitor: &Visitor, jar: CookieJar, ceremony: Ceremony) -> Response {
    let page =
        json!({ "done": null, "unready": visitor.unready, "codes": null, "options": ceremony.options });
    let jar = jar.add(session::ceremony(&app.settings, ceremony.ceremony));
    (jar, put(app, visitor, StatusCode::OK, &form(), &page)).into_response()
}

fn put(app: &App, visitor: &Visitor, status: StatusCode, form: &FormView, page: &Value) -> Response {
    let title = app.say(visitor, "passkey-title", &[]);
    app.show(visitor, status, "profile/passkeys", &title, json!({ "form": form, "page": page }))
}
