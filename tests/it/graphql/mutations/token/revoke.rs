//! Ending an API token.

use serde_json::json;

use crate::graphql::api::{Api, id};

const REVOKE: &str = "mutation($id: ID!) { revokeApiToken(id: $id) }";
const LIST: &str =
    "query($user: ID) { apiTokens(user: $user) { id name scopes createdAt expiresAt lastUsedAt } }";

#[tokio::test]
async fn an_admin_lists_and_revokes_anybodys_token_and_a_stranger_learns_nothing() {
    let api = Api::start().await;
    let user = id("User", api.agent.user.id);
    api.data(&api.agent, "{ viewer { id } }", json!({})).await;
    let listed = api.data(&api.admin, LIST, json!({ "user": user })).await;
    let token = &listed["apiTokens"][0];
    assert_eq!((&token["name"], token["lastUsedAt"].is_string()), (&json!("test"), true), "{listed}");
    let session = api.somebody("paula@acme.example", engine::Role::Customer).await;
    for (who, code) in [(&session, "NOT_FOUND"), (&api.agent, "FORBIDDEN")] {
        let refused = api.refusal(Some(who), REVOKE, json!({ "id": token["id"] })).await;
        assert_eq!(refused.0, code);
    }
    assert_eq!(api.refusal(Some(&session), LIST, json!({ "user": user })).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, LIST, json!({})).await.0, "UNAUTHENTICATED");
    assert_eq!(api.data(&api.admin, REVOKE, json!({ "id": token["id"] })).await["revokeApiToken"], true);
    assert_eq!(api.refusal(Some(&api.admin), REVOKE, json!({ "id": token["id"] })).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(Some(&api.agent), "{ journalEnd }", json!({})).await.0, "UNAUTHENTICATED");
    let bad = api.refusal(Some(&api.admin), REVOKE, json!({ "id": "nonsense" })).await;
    assert_eq!(bad, ("BAD_USER_INPUT".to_owned(), "id".to_owned()));
}
