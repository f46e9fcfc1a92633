//! Ending a session of another browser.

use engine::Role;
use serde_json::json;

use crate::graphql::api::{Api, id};

const REVOKE: &str = "mutation($id: ID!) { revokeSession(id: $id) }";
const LIST: &str = "{ sessions { id current createdAt lastSeenAt client } }";

#[tokio::test]
async fn a_session_is_listed_and_ended_by_its_owner_and_by_nobody_else() {
    let api = Api::start().await;
    let here = api.somebody("paula@acme.example", Role::Customer).await;
    let there = api.login("paula@acme.example").await;
    let other = api.somebody("otto@acme.example", Role::Customer).await;
    let listed = api.data(&here, LIST, json!({})).await;
    let sessions = listed["sessions"].as_array().expect("a list");
    assert_eq!(sessions.len(), 2);
    let id = &sessions.iter().find(|session| session["current"] == false).expect("the other one")["id"];
    assert_eq!(api.refusal(Some(&other), REVOKE, json!({ "id": id })).await.0, "NOT_FOUND");
    assert_eq!(api.data(&here, REVOKE, json!({ "id": id })).await["revokeSession"], true);
    assert_eq!(api.refusal(Some(&here), REVOKE, json!({ "id": id })).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(Some(&there), LIST, json!({})).await.0, "UNAUTHENTICATED");
}

#[tokio::test]
async fn admins_list_and_end_the_sessions_of_others_and_agents_do_not() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let ada = api.somebody("ada@acme.example", Role::Admin).await;
    let eva = api.somebody("eva@acme.example", Role::Agent).await;
    let list = "query($user: ID) { sessions(user: $user) { id current } }";
    let of_paula = json!({ "user": id("User", paula.user.id) });
    assert_eq!(api.refusal(Some(&eva), list, of_paula.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.customer), list, of_paula.clone()).await.0, "FORBIDDEN");
    let listed = api.data(&ada, list, of_paula).await;
    let id = listed["sessions"][0]["id"].clone();
    assert_eq!(listed["sessions"][0]["current"], false);
    assert_eq!(api.refusal(Some(&eva), REVOKE, json!({ "id": id })).await.0, "NOT_FOUND");
    assert_eq!(api.data(&ada, REVOKE, json!({ "id": id })).await["revokeSession"], true);
    assert_eq!(api.refusal(Some(&paula), LIST, json!({})).await.0, "UNAUTHENTICATED");
    let log = api.data(&ada, "{ auditLog(first: 1) { nodes { kind changes { field } } } }", json!({})).await;
    assert_eq!(log["auditLog"]["nodes"][0], json!({ "kind": "SESSION_REVOKED", "changes": [] }));
}
