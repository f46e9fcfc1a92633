//! Views.

mod create;
mod delete;
mod order;
mod update;

use serde_json::{Value, json};

use crate::graphql::api::{Api, Person};

pub(super) const CREATE: &str = "mutation($i: ViewInput!) { createView(input: $i) { view {
    id name query shared count viewerCanChange owner { name } } } }";

/// The view that this person saved.
pub(super) async fn saved(api: &Api, by: &Person, name: &str, query: &str, shared: bool) -> Value {
    let input = json!({ "name": name, "query": query, "shared": shared });
    api.data(by, CREATE, json!({ "i": input })).await["createView"]["view"].clone()
}

/// The names of the views that this person has.
pub(super) async fn names(api: &Api, of: &Person) -> Value {
    let data = api.data(of, "{ views { name } }", json!({})).await;
    data["views"].as_array().expect("views").iter().map(|view| view["name"].clone()).collect()
}
