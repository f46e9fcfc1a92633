//! Tickets that a customer sees already and whose titles are like the new one: shown before they ask the same again.

use std::{cmp::Reverse, collections::HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{api::Failure, app::App, view, visitor::Visitor};

const SIMILAR: &str = include_str!("similar.graphql");
/// Tickets that are shown at most.
const MOST: usize = 5;
/// For how long what is resolved may still be what somebody looks for.
const RECENT: TimeDelta = TimeDelta::days(30);
/// Letters of a title that are looked at.
const LONGEST: usize = 200;
/// Letters of a word by which two titles are alike.
const WORD: usize = 4;
/// Words of this length that stand in titles about anything.
const FILLERS: [&str; 32] = [
    "aber",
    "alle",
    "auch",
    "beim",
    "bitte",
    "does",
    "eine",
    "einem",
    "einen",
    "einer",
    "fehler",
    "from",
    "funktioniert",
    "geht",
    "have",
    "immer",
    "kann",
    "kein",
    "keine",
    "mehr",
    "nach",
    "nicht",
    "noch",
    "oder",
    "problem",
    "sich",
    "this",
    "wenn",
    "when",
    "wird",
    "with",
    "work",
];

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
    let title: String = title.chars().take(LONGEST).collect();
    let wanted = words(&title);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let since = (app.settings.clock)() - RECENT;
    let Found { open, resolved } = app.api.run(visitor, SIMILAR, json!({ "since": since })).await?;
    let all = open.nodes.into_iter().chain(resolved.nodes);
    let mut found: Vec<(usize, Ticket)> = all
        .map(|ticket| (alike(&wanted, &words(&ticket.title)), ticket))
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

/// How many words two titles have in common; one that is still being typed counts as the word that it begins.
fn alike(wanted: &HashSet<String>, other: &HashSet<String>) -> usize {
    let same = |one: &&String| {
        other.iter().any(|two| two.starts_with(one.as_str()) || one.starts_with(two.as_str()))
    };
    wanted.iter().filter(same).count()
}

/// The words of a title that say something.
fn words(title: &str) -> HashSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() >= WORD && !FILLERS.contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::{alike, words};

    #[test]
    fn titles_are_alike_by_words_that_say_something() {
        let count = |one: &str, two: &str| alike(&words(one), &words(two));
        assert_eq!(count("Drucker druckt nicht", "Der Drucker brennt"), 1);
        assert_eq!(count("druck", "DRUCKER im Keller"), 1, "while it is typed");
        assert_eq!(count("Geht nicht mehr", "Login geht nicht"), 0, "fillers say nothing");
        assert_eq!(count("Störung VPN-Zugang", "VPN-Zugang, Störung"), 2);
        assert_eq!(count("", "Drucker"), 0);
    }
}
