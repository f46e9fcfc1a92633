//! Tickets that a customer sees already and whose titles are like the new one: shown before they ask the same again.

use std::cmp::Reverse;

use chrono::{DateTime, TimeDelta, Utc};
use graphql::Title;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{api::Failure, app::App, view, visitor::Visitor};

const SIMILAR: &str = include_str!("similar.graphql");
/// Tickets that are shown at most.
const MOST: usize = 5;
/// For how long what is resolved may still be what somebody looks for.
const RECENT: TimeDelta = TimeDelta::days(30);
/// A ticket with a title that is like the new one.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Similar {
    number: i32,
    title: String,
    shape: String,
    status: String,
    updated_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Found {
    open: Nodes,
    resolved: Nodes,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Ticket>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ticket {
    number: i32,
    title: String,
    status: String,
    updated_at: DateTime<Utc>,
}

/// The most similar ones among those that the visitor may read, open ones and what was resolved lately.
pub(super) async fn similar(app: &App, visitor: &Visitor, title: &str) -> Result<Vec<Similar>, Failure> {
    let wanted = Title::of(title);
    if wanted.says_nothing() {
        return Ok(Vec::new());
    }
    let since = (app.settings.clock)() - RECENT;
    let Found { open, resolved } = app.api.run(visitor, SIMILAR, json!({ "since": since })).await?;
    let all = open.nodes.into_iter().chain(resolved.nodes);
    let mut found: Vec<(usize, Ticket)> = all
        .map(|ticket| (wanted.likeness(&Title::of(&ticket.title)), ticket))
        .filter(|(count, _)| *count > 0)
        .collect();
    // Among those that are equally alike, the open ones stay first, and what changed last.
    found.sort_by_key(|(count, _)| Reverse(*count));
    found.truncate(MOST);
    let shown = |(_, ticket): (usize, Ticket)| Similar {
        number: ticket.number,
        shape: view::shape(&ticket.status),
        title: ticket.title,
        status: ticket.status,
        updated_at: ticket.updated_at,
    };
    Ok(found.into_iter().map(shown).collect())
}
