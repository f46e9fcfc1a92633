//! What has concerned the viewer since a moment, for the notifications of their browser.

use axum::{
    Json,
    extract::{Query, State},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::wording::Notice;
use crate::{app::Shared, error::PageError, visitor::Member};

const NEW: &str = include_str!("new.graphql");

/// Since when.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    since: String,
}

#[derive(Deserialize)]
struct Answer {
    notifications: Notices,
}

#[derive(Deserialize)]
struct Notices {
    nodes: Vec<Notice>,
}

/// `GET /desk/notices/new`: what is unread and newer than `since`, and the `until` to ask with the next time. Without
/// `since` it is nothing: it is asked for from now on.
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let Answer { notifications: Notices { nodes } } = app.api.run(&visitor, NEW, json!({})).await?;
    let since = asked.since.parse::<DateTime<Utc>>().ok();
    let newest = nodes.iter().map(|one| one.at).max();
    let until = newest.max(since).unwrap_or(DateTime::UNIX_EPOCH);
    let fresh: Vec<Value> = nodes
        .iter()
        .filter(|one| since.is_some_and(|since| one.at > since))
        .map(|one| {
            json!({
                "text": one.text(&app, &visitor), "href": one.href(),
                "ticket": format!("#{} {}", one.ticket.number, one.ticket.title),
            })
        })
        .collect();
    let more = app.say(&visitor, "notices-browser-more", &[("n", fresh.len().into())]);
    Ok(Json(json!({
        "viewer": visitor.mark(),
        "until": until.to_rfc3339_opts(SecondsFormat::Micros, true),
        "notices": fresh,
        "more": more,
    })))
}
