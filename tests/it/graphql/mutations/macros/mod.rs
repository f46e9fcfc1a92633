//! Macros.

mod create;
mod delete;
mod update;

use serde_json::{Value, json};

use crate::graphql::api::Api;

pub(super) const CREATE: &str = "mutation($i: MacroInput!) { createMacro(input: $i) { macro { id name changes {
    kind text visibility status assignee { name } assignsMe assignsPerson queue { name } priority title tags isPrivate } } } }";

/// A macro that the admin made.
pub(super) async fn made(api: &Api, name: &str, changes: Value) -> Value {
    let input = json!({ "i": { "name": name, "changes": changes } });
    api.data(&api.admin, CREATE, input).await["createMacro"]["macro"].clone()
}
