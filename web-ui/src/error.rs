//! What can go wrong on the way to a page, and the page that says so.
//!
//! A handler returns a [`PageError`]; as a response it is empty and carries itself in the extensions, and the router's
//! outermost layer, which knows the visitor, puts the page in its place.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use graphql::ErrorCode;
use serde::Serialize;
use serde_json::json;

use crate::{
    api::Failure,
    app::App,
    urls::{self, Target},
    visitor::Visitor,
};

/// After how many seconds a page that could not be shown is worth asking for again.
const RETRY_AFTER: &str = "5";

/// Why there is no page.
#[derive(Clone, Debug)]
pub(crate) enum PageError {
    /// Nothing there, or nothing that this visitor may know of.
    NotFound,
    /// There, but not for this visitor.
    Forbidden,
    /// Log in first, then come back here.
    Login(String),
    /// A form was sent after the session had ended; the typed text is shown again.
    Expired(Kept),
    /// A form that does not come from one of our pages; the typed text is shown again.
    Csrf(Kept),
    /// More was sent than is ever read.
    TooLarge(Kept),
    /// A form took too long to arrive; what came of it is shown again.
    TooSlow(Kept),
    /// The request is no form that we could read.
    Unreadable,
    /// Too many attempts; after so many seconds it may be tried again.
    RateLimited(Option<u64>),
    /// The database or the disk cannot be used at the moment.
    Unavailable,
    /// Our fault; the log has the message.
    Fault(String),
}

/// What somebody typed into a form that cannot be accepted.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Kept {
    /// The texts that a person typed, by the name of their field.
    pub(crate) texts: Vec<KeptText>,
    /// The page with the form.
    pub(crate) back: String,
    /// Whether the text of a ticket's form is for the staff alone.
    #[serde(skip)]
    pub(crate) is_note: bool,
    /// The form's token, by which it is known to whom it was shown.
    #[serde(skip)]
    pub(crate) token: String,
    /// Whether it was shown to somebody else; then there are no texts.
    #[serde(skip)]
    pub(crate) foreign: bool,
}

impl Kept {
    /// Where the form stands; a note is written there as a note.
    fn way_back(&self) -> String {
        let mark = if self.is_note && self.back.starts_with("/tickets/") { "?note=1" } else { "" };
        format!("{}{mark}", self.back)
    }

    /// What of it this visitor may see.
    pub(crate) fn for_eyes_of(self, visitor: &Visitor) -> Self {
        if visitor.may_read(&self.token) {
            return self;
        }
        Self { texts: Vec::new(), foreign: true, ..self }
    }
}

/// One typed text.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct KeptText {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl PageError {
    pub(crate) fn fault(message: impl Into<String>) -> Self {
        Self::Fault(message.into())
    }

    /// To the log-in, and back to `here` afterwards.
    pub(crate) fn login(here: &Target) -> Self {
        Self::Login(if here.as_str() == "/" {
            "/login".to_owned()
        } else {
            format!("/login?{}", urls::query(&[("next", here.as_str())]))
        })
    }

    /// To the page where a second factor is set up, which the role of the visitor requires.
    pub(crate) fn set_up() -> Self {
        Self::Login("/profile/second-factor".to_owned())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Csrf(_) => StatusCode::FORBIDDEN,
            Self::Login(_) => StatusCode::SEE_OTHER,
            Self::Expired(_) => StatusCode::UNAUTHORIZED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The key of its heading and, with `-text` behind it, of its sentence.
    fn key(&self) -> &'static str {
        match self {
            Self::NotFound | Self::Login(_) => "error-not-found",
            Self::Forbidden => "error-forbidden",
            Self::Expired(kept) | Self::Csrf(kept) if kept.foreign => "error-other-person",
            Self::Expired(_) => "error-expired",
            Self::Csrf(_) => "error-csrf",
            Self::TooLarge(_) => "error-too-large",
            Self::TooSlow(_) => "error-too-slow",
            Self::Unreadable => "error-unreadable",
            Self::RateLimited(_) => "error-rate-limited",
            Self::Unavailable => "error-unavailable",
            Self::Fault(_) => "error-fault",
        }
    }

    /// The page that tells the visitor.
    pub(crate) fn page(&self, app: &App, visitor: &Visitor) -> Response {
        let status = self.status();
        if let Self::Login(to) = self {
            return Redirect::to(to).into_response();
        }
        if let Self::Fault(message) = self {
            tracing::error!(message, here = visitor.here.path(), "a page failed");
        }
        let kept = match self {
            Self::Expired(kept) | Self::Csrf(kept) | Self::TooLarge(kept) | Self::TooSlow(kept) => {
                kept.clone()
            }
            // Whatever went wrong, what was typed goes back to whoever typed it.
            Self::Unavailable | Self::Fault(_) | Self::RateLimited(_) => visitor.typed(),
            Self::NotFound | Self::Forbidden | Self::Login(_) | Self::Unreadable => Kept::default(),
        };
        let key = self.key();
        let title = app.say(visitor, key, &[]);
        let login = match self {
            Self::Expired(kept) => {
                Some(format!("/login?{}", urls::query(&[("next", kept.way_back().as_str())])))
            }
            _ => None,
        };
        // What was only looked at can be asked for again as it was.
        let again = (matches!(self, Self::Unavailable) && kept.back.is_empty()).then(|| visitor.here.clone());
        let page = json!({
            "code": status.as_u16(), "text": format!("{key}-text"), "kept": kept.texts,
            "back": kept.way_back(), "login": login, "again": again,
        });
        let mut response = app.show(visitor, status, "error", &title, json!({ "page": page }));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        match self {
            Self::RateLimited(wait) => later(response, *wait),
            _ => response,
        }
    }
}

/// The same answer, with the time after which it may be tried again.
pub(crate) fn later(mut response: Response, wait: Option<u64>) -> Response {
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    }
    response
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Failure> for PageError {
    fn from(failure: Failure) -> Self {
        match failure.code {
            ErrorCode::NotFound => Self::NotFound,
            ErrorCode::Forbidden => Self::Forbidden,
            ErrorCode::Unauthenticated | ErrorCode::CodeRequired => Self::Login("/login".to_owned()),
            ErrorCode::SecondFactorRequired => Self::set_up(),
            ErrorCode::RateLimited => Self::RateLimited(failure.retry_after),
            ErrorCode::BadUserInput | ErrorCode::Conflict | ErrorCode::TooComplex => Self::Unreadable,
            ErrorCode::Unavailable => Self::Unavailable,
            ErrorCode::Internal => Self::Fault(failure.message),
        }
    }
}
