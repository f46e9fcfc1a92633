//! Ending a session of another browser.

use engine::Role;
use serde_json::json;

use crate::graphql::api::Api;

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
