//! The places where tickets can wait.

use serde_json::json;

use crate::graphql::api::Api;

#[tokio::test]
async fn staff_see_the_queues() {
    let api = Api::start().await;
    let data = api.data(&api.agent, "{ queues { name address } }", json!({})).await;
    assert_eq!(data["queues"], json!([{ "name": "Support", "address": "tickets@example.org" }]));
}
