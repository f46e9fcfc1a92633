//! Ending the sessions of every other browser.

use engine::Role;
use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn s50_the_others_end_and_this_one_stays() {
    let api = Api::start().await;
    let here = api.somebody("paula@acme.example", Role::Customer).await;
    let there = api.login("paula@acme.example").await;
    let revoke = "mutation { revokeOtherSessions }";
    assert_eq!(api.data(&here, revoke, json!({})).await["revokeOtherSessions"], 1);
    assert_eq!(api.refusal(Some(&there), "{ sessions { id } }", json!({})).await.0, "UNAUTHENTICATED");
    assert_eq!(api.data(&here, revoke, json!({})).await["revokeOtherSessions"], 0);
    assert_eq!(api.refusal(None, revoke, json!({})).await.0, "UNAUTHENTICATED");
}
