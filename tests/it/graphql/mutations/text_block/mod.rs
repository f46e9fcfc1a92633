//! Text blocks.

mod create;
mod delete;
mod update;

use serde_json::{Value, json};

use crate::graphql::api::Api;

pub(super) const CREATE: &str =
    "mutation($i: TextBlockInput!) { createTextBlock(input: $i) { textBlock { id name text locale } } }";

/// A text block that the admin made.
pub(super) async fn made(api: &Api, name: &str, text: &str) -> Value {
    let input = json!({ "i": { "name": name, "text": text } });
    api.data(&api.admin, CREATE, input).await["createTextBlock"]["textBlock"].clone()
}
