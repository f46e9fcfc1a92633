//! Erasing a person.

use engine::Role;
use serde_json::json;

use crate::graphql::api::{Api, id};

const ERASE: &str = "mutation($id: ID!, $reason: String!) { eraseUser(id: $id, reason: $reason) }";

#[tokio::test]
async fn an_admin_erases_a_person_once_and_nobody_else_does() {
    let api = Api::start().await;
    let new = api.somebody("new@alone.example", Role::Customer).await;
    let variables = json!({ "id": id("User", new.user.id), "reason": "on request" });
    assert_eq!(api.refusal(Some(&api.agent), ERASE, variables.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&new), ERASE, variables.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, ERASE, variables.clone()).await.0, "UNAUTHENTICATED");
    let none = json!({ "id": id("User", new.user.id), "reason": "" });
    let refused = api.refusal(Some(&api.admin), ERASE, none).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "reason".into()));
    for _ in 0..2 {
        assert_eq!(api.data(&api.admin, ERASE, variables.clone()).await["eraseUser"], true);
    }
    let look = "query($id: ID!) { node(id: $id) { ... on User { email addresses active } } }";
    let seen = api.data(&api.admin, look, json!({ "id": id("User", new.user.id) })).await.to_string();
    assert!(!seen.contains("alone.example") && seen.contains("\"active\":false"), "{seen}");
}
