//! What the staff keep in mind about customers.

use engine::Role;
use serde_json::json;

use crate::graphql::api::Api;

const SET: &str = "mutation($input: SetMemoInput!) {
    setMemo(input: $input) { user { name memo { text version changedBy { name } } } } }";
const VIEWER: &str = "{ viewer { id memo { text } } }";
const ALL: &str = "{ users { nodes { memo { text } } } }";

#[tokio::test]
async fn a_memo_is_set_and_seen_by_the_staff_alone_and_a_late_one_is_a_conflict() {
    let api = Api::start().await;
    let agent = api.somebody("paula@acme.example", Role::Agent).await;
    let customer = api.somebody("eva@acme.example", Role::Customer).await;
    let id = api.data(&customer, VIEWER, json!({})).await["viewer"]["id"].clone();
    let input = json!({ "input": { "user": id, "text": "Ruhig.", "expectedVersion": 0 } });
    let set = api.data(&agent, SET, input.clone()).await;
    let memo = &set["setMemo"]["user"]["memo"];
    assert_eq!((&memo["text"], &memo["version"]), (&json!("Ruhig."), &json!(1)), "{set}");
    assert_eq!(memo["changedBy"]["name"], json!("Some Body"));
    let own = api.data(&customer, VIEWER, json!({})).await;
    assert_eq!(own["viewer"]["memo"], json!(null), "not even their own");
    let listed = api.data(&customer, ALL, json!({})).await.to_string();
    assert!(!listed.contains("Ruhig"), "{listed}");
    let late = json!({ "input": { "user": id, "text": "Laut.", "expectedVersion": 0 } });
    let refused = api.refusal(Some(&agent), SET, late).await;
    assert_eq!(refused, ("CONFLICT".into(), "expectedVersion".into()));
    assert_eq!(api.refusal(Some(&customer), SET, input.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, SET, input).await.0, "UNAUTHENTICATED");
}
