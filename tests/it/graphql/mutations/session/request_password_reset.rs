//! The password request answers the same to everyone.

use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn s46_known_and_unknown_addresses_are_answered_alike() {
    let api = Api::start().await;
    let document = "mutation($e: String!) { requestPasswordReset(email: $e) }";
    let known = api.run(None, document, json!({ "e": "carla@acme.example" })).await;
    let unknown = api.run(None, document, json!({ "e": "nobody@nowhere.example" })).await;
    let nonsense = api.run(None, document, json!({ "e": "" })).await;
    assert_eq!(known["data"], json!({ "requestPasswordReset": true }));
    assert_eq!(known, unknown);
    assert_eq!(known, nonsense);
}
