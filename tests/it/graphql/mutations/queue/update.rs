//! A queue gets an agreement.

use engine::Actor;
use serde_json::json;

use crate::graphql::api::{Api, id};

const UPDATE: &str = "mutation($q: ID!, $a: ID) { updateQueue(input: { id: $q, agreement: $a }) {
    queue { settings { agreement { name } } } } }";

#[tokio::test]
async fn s67_the_agreement_of_a_queue_is_set_and_taken_away() {
    let api = Api::start().await;
    let queue = api.engine.queues(&Actor::system()).await.unwrap()[0].id;
    let calendar = api.app.given().calendar("Office").await;
    let agreement = api.app.given().agreement(&calendar, 60, 480).await;
    for agreement in [Some(agreement.id), None] {
        let variables = json!({ "q": id("Queue", queue), "a": agreement.map(|own| id("Agreement", own)) });
        let data = api.data(&api.admin, UPDATE, variables.clone()).await;
        let expected = agreement.map(|_| json!({ "name": "60/480 on Office" }));
        assert_eq!(data["updateQueue"]["queue"]["settings"]["agreement"], json!(expected));
        assert_eq!(api.refusal(Some(&api.agent), UPDATE, variables).await.0, "FORBIDDEN");
    }
    let unknown = json!({ "q": id("Queue", queue), "a": id("Agreement", api.org.id) });
    let refused = api.refusal(Some(&api.admin), UPDATE, unknown).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "agreement".into()));
}
