//! A queue gets an agreement.

use engine::Actor;
use serde_json::json;

use crate::graphql::api::{Api, id};

const UPDATE: &str = "mutation($q: ID!, $a: ID) { updateQueue(input: { id: $q, agreement: $a }) {
    queue { settings { agreement { name } } } } }";

const SETTINGS: &str = "mutation($i: UpdateQueueInput!) { updateQueue(input: $i) { queue { active settings {
    senderName senderAddress senderAddressIsUnfetched subjectTag content replies resolvedClosesAfter remindBefore noticeVersion } } } }";

#[tokio::test]
async fn s14_s15_s17_the_settings_of_a_queue_are_changed_one_by_one_and_taken_back() {
    let api = Api::start().await;
    let queue = id("Queue", api.engine.queues(&Actor::system()).await.unwrap()[0].id);
    let input = json!({ "i": { "id": queue, "senderName": "Desk", "senderAddress": "desk@example.org",
        "content": "FULL", "replies": "HINT_ONLY", "resolvedClosesAfter": "3bd", "noticeEn": "Careful." } });
    let data = api.data(&api.admin, SETTINGS, input.clone()).await;
    let settings = &data["updateQueue"]["queue"]["settings"];
    assert_eq!(settings["senderName"], "Desk");
    assert_eq!(settings["senderAddressIsUnfetched"], true, "no mailbox fetches it");
    assert_eq!((&settings["content"], &settings["replies"]), (&json!("FULL"), &json!("HINT_ONLY")));
    assert_eq!(settings["resolvedClosesAfter"], "3bd");
    assert!(settings["noticeVersion"].is_string());
    let data = api.data(&api.admin, SETTINGS, json!({ "i": { "id": queue, "senderName": null } })).await;
    let settings = &data["updateQueue"]["queue"]["settings"];
    assert_eq!((&settings["senderName"], &settings["content"]), (&json!(null), &json!("FULL")));
    assert_eq!(api.refusal(Some(&api.agent), SETTINGS, input).await.0, "FORBIDDEN");
    let wrong = json!({ "i": { "id": queue, "remindBefore": "soon" } });
    let refused = api.refusal(Some(&api.admin), SETTINGS, wrong).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "remindBefore".into()));
}

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
