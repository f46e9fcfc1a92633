//! `/demo/mail`: the letters that the demo would have sent, newest first, as their readers would see them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::DateTime;
use mail_parser::MessageParser;
use words::Lang;

use super::page::{self, Letter};

/// More than anybody scrolls through.
const MOST: usize = 200;

/// Links of letters lead back to the server; their scripts, if there were any, would not run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; \
                      base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

/// The list and the single letter.
pub(crate) fn routes(outbox: PathBuf) -> Router {
    Router::new()
        .route("/demo/mail", get(list))
        .route("/demo/mail/{name}", get(one))
        .with_state(Arc::new(outbox))
}

async fn list(State(outbox): State<Arc<PathBuf>>, headers: HeaderMap) -> Response {
    let lang = language(&headers);
    let mut letters = Vec::new();
    for name in newest(&outbox).await {
        letters.extend(read(&outbox, &name).await);
    }
    html(StatusCode::OK, page::list(lang, &letters))
}

async fn one(
    State(outbox): State<Arc<PathBuf>>,
    UrlPath(name): UrlPath<String>,
    headers: HeaderMap,
) -> Response {
    let lang = language(&headers);
    // Only a name that the directory itself lists is opened, so that no path leads out of it.
    let known = newest(&outbox).await.contains(&name);
    let letter = if known { read(&outbox, &name).await } else { None };
    match letter {
        Some(letter) => html(StatusCode::OK, page::one(lang, &letter)),
        None => html(StatusCode::NOT_FOUND, page::missing(lang)),
    }
}

fn html(status: StatusCode, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, body).into_response()
}

fn language(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::negotiate(accepted, Lang::De)
}

/// The names of the captured letters, newest first.
async fn newest(outbox: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(mut entries) = tokio::fs::read_dir(outbox).await else {
        return Vec::new();
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Ok(data) = entry.metadata().await else { continue };
        let is_letter = Path::new(&name).extension().is_some_and(|it| it.eq_ignore_ascii_case("eml"));
        if is_letter && data.is_file() {
            found.push(name);
        }
    }
    // A captured letter's name begins with the time at which it was written.
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.truncate(MOST);
    found
}

async fn read(outbox: &Path, name: &str) -> Option<Letter> {
    let raw = tokio::fs::read(outbox.join(name)).await.ok()?;
    let message = MessageParser::default().parse(&raw)?;
    let address = |address: Option<&mail_parser::Address<'_>>| {
        let first = address.and_then(|list| list.first());
        let email = first.and_then(|it| it.address()).unwrap_or_default();
        match first.and_then(|it| it.name()) {
            Some(name) => format!("{name} <{email}>"),
            None => email.to_owned(),
        }
    };
    Some(Letter {
        name: name.to_owned(),
        from: address(message.from()),
        to: address(message.to()),
        subject: message.subject().unwrap_or_default().to_owned(),
        sent: message.date().and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.html_body_count().gt(&0).then(|| message.body_html(0)).flatten().map(String::from),
    })
}
