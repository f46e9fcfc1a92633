//! The viewer's second factor: setting it up, recovery codes, turning it off. Also the one page of those whose role requires
//! one and who have none yet.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, QrCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::{PageError, later},
    form_view::FormView,
    forms::Posted,
    pages::{
        profile::identity::{identity, status},
        session::code,
    },
    visitor::Visitor,
};

const PAGE: &str = include_str!("page.graphql");
const BEGIN: &str = include_str!("begin.graphql");
const CONFIRM: &str = include_str!("confirm.graphql");
const DISABLE: &str = include_str!("disable.graphql");
const RENEW: &str = include_str!("renew.graphql");

/// With fewer recovery codes than these, the page warns.
const FEW: u64 = 3;

/// How much stays light around a QR code (ISO 18004).
const MARGIN: usize = 4;

/// What has just been done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    second_factor: SecondFactor,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecondFactor {
    enabled_at: Option<DateTime<Utc>>,
    recovery_codes: u64,
    required: bool,
    passkeys_available: bool,
    passkeys: Vec<Passkey>,
}

#[derive(Deserialize)]
struct Passkey {}

/// How the viewer's second factor stands, as other pages of theirs tell it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Factors {
    enabled_at: Option<DateTime<Utc>>,
    passkeys_available: bool,
    passkeys: Vec<Passkey>,
}

impl Factors {
    /// What the part of a page needs that tells of it.
    pub(crate) fn shown(&self) -> Value {
        json!({
            "since": self.enabled_at, "passkeys": self.passkeys.len(),
            "any": self.enabled_at.is_some() || !self.passkeys.is_empty(),
            "available": self.passkeys_available || !self.passkeys.is_empty(),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    begin_second_factor: SetUp,
}

#[derive(Deserialize)]
struct SetUp {
    secret: String,
    uri: String,
}

/// Recovery codes, whichever mutation made them.
#[derive(Deserialize)]
struct Made {
    #[serde(alias = "confirmSecondFactor", alias = "renewRecoveryCodes")]
    made: Codes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Codes {
    recovery_codes: Vec<String>,
}

impl Codes {
    /// Whether none were made.
    pub(crate) const fn is_empty(&self) -> bool {
        self.recovery_codes.is_empty()
    }
}

/// `GET /profile/second-factor`
pub(crate) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let done = asked.done.map(|_| "second-factor-disabled");
    page(&app, &visitor, StatusCode::OK, form(), done).await
}

/// `POST /profile/second-factor`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    posted: Posted,
) -> Result<Response, PageError> {
    here(&visitor)?;
    let identity = json!({ "input": identity(&jar, &posted) });
    let failure = match posted.get("change") {
        "begin" => match app.api.run::<Begun>(&visitor, BEGIN, identity).await {
            Ok(Begun { begin_second_factor: SetUp { secret, uri } }) => {
                let form = form().set("secret", secret).set("uri", uri);
                return Ok(set_up(&app, &visitor, StatusCode::OK, &form));
            }
            Err(failure) => failure,
        },
        "confirm" => match app.api.run(&visitor, CONFIRM, json!({ "code": posted.get("code") })).await {
            Ok(made) => return Ok(codes(&app, &visitor, made)),
            Err(failure) if expired(&failure) => failure,
            Err(failure) => {
                let (form, status) = refused(&app, &visitor, &posted, &failure)?;
                return Ok(later(set_up(&app, &visitor, status, &form), failure.retry_after));
            }
        },
        "renew" => match app.api.run(&visitor, RENEW, identity).await {
            Ok(made) => return Ok(codes(&app, &visitor, made)),
            Err(failure) => failure,
        },
        "disable" => match app.api.run::<Value>(&visitor, DISABLE, identity).await {
            Ok(_) => return Ok(Redirect::to("/profile/second-factor?done=1").into_response()),
            Err(failure) => failure,
        },
        _ => return Err(PageError::Unreadable),
    };
    let (form, status) = refused(&app, &visitor, &posted, &failure)?;
    Ok(later(page(&app, &visitor, status, form, None).await?, failure.retry_after))
}

/// Those who are logged in may see this page, whether or not they have what their role requires.
pub(crate) fn here(visitor: &Visitor) -> Result<(), PageError> {
    if visitor.viewer.is_some() || visitor.unready { Ok(()) } else { Err(PageError::login(&visitor.here)) }
}

fn expired(failure: &Failure) -> bool {
    failure.reason.as_deref() == Some("set-up-expired")
}

/// The form as it was sent, with what is wrong with it.
fn refused(
    app: &App,
    visitor: &Visitor,
    posted: &Posted,
    failure: &Failure,
) -> Result<(FormView, StatusCode), PageError> {
    let status = status(failure)?;
    let form = form().fill(posted);
    // Where there is no field for the code, it is the form that is wrong.
    let form = if expired(failure) {
        form.set("code", "").error("form", crate::form_view::reason(app, visitor, failure))
    } else {
        code::page::explain(form, app, visitor, failure)
    };
    Ok((form, status))
}

fn form() -> FormView {
    FormView::new(&["code", "secret", "uri"], &["password", "code"])
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    form: FormView,
    done: Option<&str>,
) -> Result<Response, PageError> {
    here(visitor)?;
    let Answer { second_factor: one } = app.api.run(visitor, PAGE, json!({})).await?;
    let page = json!({
        "done": done, "unready": visitor.unready, "codes": null, "set_up": false, "since": one.enabled_at,
        "left": one.recovery_codes, "few": one.recovery_codes < FEW,
        "kept": one.required && one.passkeys.is_empty(),
        "has_any": one.enabled_at.is_some() || !one.passkeys.is_empty(),
        "asks_code": one.enabled_at.is_some() || !one.passkeys.is_empty(),
        "proof": one.passkeys_available && !one.passkeys.is_empty(),
        "passkeys": one.passkeys.len(), "available": one.passkeys_available,
    });
    Ok(put(app, visitor, status, &form, &page))
}

/// The secret that an app takes in, and the field for its first code.
fn set_up(app: &App, visitor: &Visitor, status: StatusCode, form: &FormView) -> Response {
    let page = json!({
        "done": null, "unready": visitor.unready, "codes": null, "set_up": true,
        "qr": qr(form.text("uri")),
        "grouped": in_groups(form.text("secret")),
    });
    put(app, visitor, status, form, &page)
}

/// The recovery codes, this once.
fn codes(app: &App, visitor: &Visitor, Made { made }: Made) -> Response {
    let page = shown_codes(app, visitor, &made, "second-factor-enabled", "/profile/second-factor");
    put(app, visitor, StatusCode::OK, &form(), &page)
}

/// What the part of a page needs that shows recovery codes.
pub(crate) fn shown_codes(app: &App, visitor: &Visitor, made: &Codes, done: &str, on: &str) -> Value {
    let list = made.recovery_codes.join("\n");
    let text =
        format!("{}\n{}\n\n{list}\n", app.settings.brand.name, app.say(visitor, "second-factor-title", &[]));
    json!({
        "done": done, "unready": false, "codes": made.recovery_codes,
        "file": format!("data:text/plain;charset=utf-8,{}", utf8_percent_encode(&text, NON_ALPHANUMERIC)),
        "filename": app.say(visitor, "second-factor-file", &[]),
        "on": if visitor.unready { "/" } else { on },
    })
}

fn put(app: &App, visitor: &Visitor, status: StatusCode, form: &FormView, page: &Value) -> Response {
    let title = app.say(visitor, "second-factor-title", &[]);
    app.show(visitor, status, "profile/second-factor", &title, json!({ "form": form, "page": page }))
}

/// The address as a square: its width with the quiet margin, and the outline of its dark places, as a path of SVG. Absent for
/// what is too long to be one of ours.
fn qr(uri: &str) -> Option<Value> {
    let code = QrCode::new(uri).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let dark = colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark);
    let squares =
        dark.map(|(place, _)| format!("M{} {}h1v1h-1z", place % width + MARGIN, place / width + MARGIN));
    let path = squares.collect::<Vec<_>>().concat();
    Some(json!({ "width": width + 2 * MARGIN, "path": path }))
}

/// The secret in groups of four, as people type it.
fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
