//! The way to a provider of single sign-on and back: as a log-in, or to link one's account there.
//!
//! Both are plain links: a form may not lead to another site (`form-action`). A link that is to link something carries what
//! its session was given for showing who it is, so that no other site can make somebody link an account that is not theirs.

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::json;

use crate::{
    app::{App, Shared},
    error::{PageError, later},
    session,
    sign_in::{BegunSignIn, Callback, FinishedSignIn, Linking, SignInFailure},
    urls::Target,
    visitor::{self, Visitor},
};

/// Where what is linked is shown.
const ACCESS: &str = "/profile/access";
/// After how many seconds a provider that is away is worth another try.
const RETRY_AFTER: u64 = 30;

/// How a log-in by a provider is begun.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    next: Option<String>,
    /// What shows who it is, if an identity is to be linked.
    link: Option<String>,
    /// Whether the provider asks which account it is to be: whoever has just logged out may want another one.
    choose: Option<String>,
}

/// What a provider brings back.
#[derive(Default, Deserialize)]
pub(crate) struct Answered {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// `GET /login/with/{provider}`
pub(crate) async fn begin(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    Path(provider): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let sign_on = app.settings.sign_on.as_ref().ok_or(PageError::NotFound)?;
    let next = asked.next.as_deref().and_then(Target::parse);
    let (link, next) = match (&asked.link, visitor.token()) {
        (Some(leave), Some(session)) if visitor.viewer.is_some() => {
            (Some(Linking { session, leave }), Target::parse(ACCESS))
        }
        (Some(_), _) => return failed(&app, &visitor, SignInFailure::Expired),
        (None, _) if visitor.viewer.is_some() => {
            return Ok(Redirect::to(next.as_ref().map_or("/", Target::as_str)).into_response());
        }
        (None, _) => (None, next),
    };
    let choose = link.is_some() || asked.choose.is_some();
    match sign_on.begin(&provider, link, choose).await {
        Ok(BegunSignIn { url, state, sealed }) => {
            let next = URL_SAFE_NO_PAD.encode(next.as_ref().map_or("", Target::as_str));
            let name = session::sign_in_name(&state);
            let cookie = session::sign_in(&app.settings, name, format!("{sealed}.{next}"));
            let jar = session::end_sign_ins(&app.settings, jar);
            Ok((jar.add(cookie), Redirect::to(&url)).into_response())
        }
        Err(failure) => failed(&app, &visitor, failure),
    }
}

/// `GET /login/with/{provider}/callback`
pub(crate) async fn callback(
    State(app): State<Shared>,
    visitor: Visitor,
    jar: CookieJar,
    Path(provider): Path<String>,
    Query(answered): Query<Answered>,
    parts: Parts,
) -> Result<Response, PageError> {
    let sign_on = app.settings.sign_on.as_ref().ok_or(PageError::NotFound)?;
    let name = session::sign_in_name(&answered.state);
    let kept = jar.get(&name).map(Cookie::value).unwrap_or_default();
    // Whoever goes back to this page once they are in has nothing left to do here.
    let done = kept.is_empty() && visitor.viewer.is_some();
    let (sealed, next) = kept.split_once('.').unwrap_or_default();
    let next = URL_SAFE_NO_PAD.decode(next).ok().and_then(|next| String::from_utf8(next).ok());
    let next = next.as_deref().and_then(Target::parse);
    let client = visitor::client(&parts);
    let callback = Callback {
        provider,
        sealed: sealed.to_owned(),
        state: answered.state,
        code: answered.code,
        error: answered.error,
        issuer: answered.iss,
        session: visitor.token().map(str::to_owned),
        user_agent: client.user_agent,
        address: client.address,
        device: jar.get(session::DEVICE).map(|cookie| cookie.value().to_owned()),
    };
    let jar =
        if kept.is_empty() { jar } else { jar.add(session::sign_in(&app.settings, name, String::new())) };
    match sign_on.finish(callback).await {
        Ok(FinishedSignIn::In(login)) => {
            let jar = jar
                .add(session::session(&app.settings, login.token, login.expires_at, false))
                .add(session::device(&app.settings, login.device));
            Ok((jar, Redirect::to(next.as_ref().map_or("/", Target::as_str))).into_response())
        }
        Ok(FinishedSignIn::Linked) => {
            Ok((jar, Redirect::to(&format!("{ACCESS}?done=linked"))).into_response())
        }
        Err(SignInFailure::Expired) if done => Ok(Redirect::to("/").into_response()),
        Err(failure) => failed(&app, &visitor, failure).map(|page| (jar, page).into_response()),
    }
}

/// The page that says why, and what can be done.
fn failed(app: &App, visitor: &Visitor, failure: SignInFailure) -> Result<Response, PageError> {
    let (status, text) = match failure {
        SignInFailure::NotFound => return Err(PageError::NotFound),
        SignInFailure::Unavailable => return Err(PageError::Unavailable),
        SignInFailure::Fault => return Err(PageError::fault("a log-in by a provider failed")),
        SignInFailure::Expired => (StatusCode::FORBIDDEN, "sign-in-expired"),
        SignInFailure::Refused => (StatusCode::FORBIDDEN, "sign-in-refused"),
        SignInFailure::Away => (StatusCode::SERVICE_UNAVAILABLE, "sign-in-away"),
        SignInFailure::Invalid => (StatusCode::BAD_GATEWAY, "sign-in-invalid"),
        SignInFailure::NotAdmitted(reason) => (StatusCode::FORBIDDEN, reason),
    };
    let back = if visitor.viewer.is_some() { ACCESS } else { "/login" };
    let page = json!({ "text": text, "back": back, "inside": visitor.viewer.is_some() });
    let title = app.say(visitor, "sign-in-failed", &[]);
    let shown = app.show(visitor, status, "session/sign-in", &title, json!({ "page": page }));
    Ok(later(shown, (failure == SignInFailure::Away).then_some(RETRY_AFTER)))
}
