//! Tickets of another kind wait in a place of their own.

use serde_json::json;

use crate::graphql::api::{Api, text};

const CREATE: &str =
    "mutation($i: CreateQueueInput!) { createQueue(input: $i) { queue { id name address } } }";

#[tokio::test]
async fn an_admin_makes_a_queue_once_and_agents_work_it() {
    let api = Api::start().await;
    let input = json!({ "i": { "name": "Billing", "address": "billing@desk.example" } });
    let data = api.data(&api.admin, CREATE, input.clone()).await;
    let queue = text(&data["createQueue"]["queue"]["id"]);
    assert_eq!(
        api.refusal(Some(&api.admin), CREATE, input.clone()).await,
        ("BAD_USER_INPUT".into(), "name".into())
    );
    assert_eq!(api.refusal(Some(&api.agent), CREATE, input).await.0, "FORBIDDEN");
    let data = api.data(&api.agent, "{ queues { id name } }", json!({})).await;
    assert!(
        data["queues"].as_array().is_some_and(|all| all.iter().any(|known| known["id"] == queue)),
        "{data}"
    );
}
