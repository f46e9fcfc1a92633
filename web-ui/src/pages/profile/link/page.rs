//! Links an account at a provider to that of the viewer: asks once more who it is, and then leads to the provider.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::json;

use crate::{
    app::{App, Shared},
    error::{PageError, later},
    form_view::FormView,
    forms::MemberForm,
    pages::{profile::identity::identity, session::code},
    sign_in::ProviderLink,
    urls,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const BEGIN: &str = include_str!("begin.graphql");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    password_allowed: bool,
    second_factor: Standing,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Standing {
    enabled_at: Option<DateTime<Utc>>,
    passkeys_available: bool,
    passkeys: Vec<Passkey>,
}

#[derive(Deserialize)]
struct Passkey {}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    begin_identity_link: Leave,
}

#[derive(Deserialize)]
struct Leave {
    link: String,
}

/// `GET /profile/link/{provider}`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, _): Member,
    Path(provider): Path<String>,
) -> Result<Response, PageError> {
    page(&app, &visitor, StatusCode::OK, known(&app, &provider)?, form()).await
}

/// `POST /profile/link/{provider}`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    Path(provider): Path<String>,
    MemberForm(_, posted): MemberForm,
) -> Result<Response, PageError> {
    let provider = known(&app, &provider)?;
    let variables = json!({ "provider": provider.key, "input": identity(&jar, &posted) });
    match app.api.run::<Begun>(&visitor, BEGIN, variables).await {
        Ok(Begun { begin_identity_link: Leave { link } }) => {
            // A form may not lead to another site, not even by a detour, but a link may.
            let go = format!("/login/with/{}?{}", provider.key, urls::query(&[("link", &link)]));
            let page = json!({ "go": go, "provider": provider.name });
            Ok(put(&app, &visitor, StatusCode::OK, (&form(), &page), provider))
        }
        Err(failure) => {
            let status = match failure.code {
                ErrorCode::BadUserInput => StatusCode::UNPROCESSABLE_ENTITY,
                ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                _ => return Err(failure.into()),
            };
            let form = code::page::explain(form().fill(&posted), &app, &visitor, &failure);
            let shown = page(&app, &visitor, status, provider, form).await?;
            Ok(later(shown, failure.retry_after))
        }
    }
}

fn known<'a>(app: &'a App, key: &str) -> Result<&'a ProviderLink, PageError> {
    let all = app.settings.sign_on.as_ref().map(|sign_on| sign_on.providers()).unwrap_or_default();
    all.iter().find(|one| one.key == key).ok_or(PageError::NotFound)
}

fn form() -> FormView {
    FormView::new(&["code"], &["password", "code"])
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    provider: &ProviderLink,
    form: FormView,
) -> Result<Response, PageError> {
    let Answer { password_allowed, second_factor: one } = app.api.run(visitor, PAGE, json!({})).await?;
    let page = json!({
        "go": null, "provider": provider.name, "here": format!("/profile/link/{}", provider.key),
        "passwordless": !password_allowed,
        "proof": one.passkeys_available && !one.passkeys.is_empty(),
        "asks_code": one.enabled_at.is_some() || !one.passkeys.is_empty(),
        "since": one.enabled_at,
    });
    Ok(put(app, visitor, status, (&form, &page), provider))
}

fn put(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    (form, page): (&FormView, &serde_json::Value),
    provider: &ProviderLink,
) -> Response {
    let title = app.say(visitor, "access-link", &[("provider", provider.name.clone().into())]);
    app.show(visitor, status, "profile/link", &title, json!({ "form": form, "page": page }))
}
