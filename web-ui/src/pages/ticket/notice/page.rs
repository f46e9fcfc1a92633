//! The privacy notice that a ticket's customer was shown, as it read then; for the staff.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    pages::ticket::{
        new::page::{by_language, general_notice},
        zoom::page::read_number,
    },
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const VERSION: &str = include_str!("version.graphql");

#[derive(Deserialize)]
struct Answer {
    ticket: Option<Ticket>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ticket {
    title: String,
    notice_version: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    privacy_notice: Option<Notice>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notice {
    de: Option<String>,
    en: Option<String>,
    created_at: Option<DateTime<Utc>>,
}

/// `GET /tickets/{number}/notice`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(number): Path<String>,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let answer: Answer = app.api.run(&visitor, PAGE, json!({ "number": number })).await?;
    let ticket = answer.ticket.ok_or(PageError::NotFound)?;
    let version = ticket.notice_version.ok_or(PageError::NotFound)?;
    let kept: Kept = app.api.run(&visitor, VERSION, json!({ "version": version })).await?;
    let since = kept.privacy_notice.as_ref().and_then(|notice| notice.created_at);
    let texts = kept.privacy_notice.map(|notice| texts(&app, &visitor, notice)).unwrap_or_default();
    let title = app.say(&visitor, "notice-title", &[]);
    let page = json!({
        "number": number,
        "title": ticket.title,
        "version": version,
        "since": since,
        "texts": texts,
    });
    Ok(app.frame(&visitor, StatusCode::OK, "ticket/notice", &title, json!({ "page": page })).await)
}

/// Its texts by language; where it has none, the general one stood beside the form.
fn texts(app: &App, visitor: &Visitor, notice: Notice) -> Vec<Value> {
    let own = by_language(notice.de, notice.en).into_iter();
    let own: Vec<_> = own.filter_map(|(lang, text)| Some((lang, text?))).collect();
    let texts =
        if own.is_empty() { vec![(visitor.lang.as_str(), general_notice(app, visitor))] } else { own };
    texts.into_iter().map(|(lang, text)| json!({ "lang": lang, "text": text })).collect()
}
