//! A session ends when its person says so.

use engine::Role;
use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn a_session_ends_once_and_its_token_is_nobody_afterwards() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let data = api.data(&paula, "mutation { logout }", json!({})).await;
    assert_eq!(data["logout"], true);
    assert_eq!(api.refusal(Some(&paula), "mutation { logout }", json!({})).await.0, "UNAUTHENTICATED");
    let data = api.data(&paula, "{ viewer { id } }", json!({})).await;
    assert_eq!(data, json!({ "viewer": null }));
}

#[tokio::test]
async fn a_token_has_no_session_to_end() {
    let api = Api::start().await;
    let data = api.data(&api.agent, "mutation { logout }", json!({})).await;
    assert_eq!(data["logout"], false);
    api.data(&api.agent, "{ viewer { id } }", json!({})).await;
}
