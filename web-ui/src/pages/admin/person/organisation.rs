//! An organisation by the name that an admin types: a select would not hold ten thousand.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::json;

use crate::{app::App, error::PageError, view::Named, visitor::Visitor};

const NAMES: &str = include_str!("organisations.graphql");

#[derive(Deserialize)]
struct Answer {
    organisations: Nodes,
}

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Named>,
}

/// Which organisation was meant.
pub(super) enum Found {
    /// None was named.
    Nothing,
    /// The one with this id.
    One(String),
    /// One that does not exist.
    Unknown,
}

/// An id that no organisation has: with it the schema refuses the form, and tells what else is wrong.
pub(super) fn absent() -> String {
    URL_SAFE_NO_PAD.encode("Organisation:00000000-0000-0000-0000-000000000000")
}

/// The organisation of this name.
pub(super) async fn of(app: &App, visitor: &Visitor, name: &str) -> Result<Found, PageError> {
    let name = name.trim();
    if name.is_empty() {
        return Ok(Found::Nothing);
    }
    let answer: Answer = app.api.run(visitor, NAMES, json!({ "query": name })).await?;
    let same =
        answer.organisations.nodes.into_iter().find(|one| one.name.to_lowercase() == name.to_lowercase());
    Ok(same.map_or(Found::Unknown, |one| Found::One(one.id)))
}

/// Names to pick from: those like what was typed, else the first ones.
pub(super) async fn suggestions(app: &App, visitor: &Visitor, typed: &str) -> Result<Vec<Named>, PageError> {
    let first: Answer = app.api.run(visitor, NAMES, json!({})).await?;
    if typed.trim().is_empty() || first.organisations.nodes.len() < 100 {
        return Ok(first.organisations.nodes);
    }
    let like: Answer = app.api.run(visitor, NAMES, json!({ "query": typed.trim() })).await?;
    let known: Vec<String> = like.organisations.nodes.iter().map(|one| one.id.clone()).collect();
    let others = first.organisations.nodes.into_iter().filter(|one| !known.contains(&one.id));
    Ok(like.organisations.nodes.into_iter().chain(others).collect())
}
