//! Saving a draft, as its author, as others, and twice.

use serde_json::{Value, json};

use crate::graphql::api::Api;

const SAVE: &str =
    "mutation($i: SaveDraftInput!) { saveDraft(input: $i) { text visibility status savedAt } }";
const READ: &str = "query($n: Int!) { ticket(number: $n) { draft { text visibility status } } tickets { nodes { draft { text } } } }";

#[tokio::test]
async fn the_author_saves_and_reads_a_draft_and_nobody_else_sees_it() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let input = json!({ "i": { "number": ticket.number, "text": "for us", "status": "PENDING" } });
    for _ in 0..2 {
        let saved = api.data(&api.agent, SAVE, input.clone()).await;
        assert_eq!(saved["saveDraft"]["visibility"], "INTERNAL", "{saved:#}");
        assert!(saved["saveDraft"]["savedAt"].is_string());
    }
    let seen = api.data(&api.agent, READ, json!({ "n": ticket.number })).await;
    assert_eq!(
        seen["ticket"]["draft"],
        json!({ "text": "for us", "visibility": "INTERNAL", "status": "PENDING" })
    );
    assert_eq!(seen["tickets"]["nodes"][0]["draft"]["text"], "for us");
    for other in [&api.admin, &api.customer, &api.colleague] {
        let seen = api.data(other, READ, json!({ "n": ticket.number })).await;
        assert_eq!(seen["ticket"]["draft"], Value::Null);
    }
    let empty = json!({ "i": { "number": ticket.number, "text": "" } });
    assert_eq!(api.data(&api.agent, SAVE, empty).await["saveDraft"], Value::Null);
    let seen = api.data(&api.agent, READ, json!({ "n": ticket.number })).await;
    assert_eq!(seen["ticket"]["draft"], Value::Null);
}

#[tokio::test]
async fn strangers_and_nobody_save_nothing() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let input = |more: Value| {
        let mut input = json!({ "number": ticket.number, "text": "x" });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({ "i": input })
    };
    assert_eq!(api.refusal(Some(&api.stranger), SAVE, input(json!({}))).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, SAVE, input(json!({}))).await.0, "UNAUTHENTICATED");
    let note = input(json!({ "visibility": "INTERNAL" }));
    assert_eq!(api.refusal(Some(&api.customer), SAVE, note).await.0, "FORBIDDEN");
    let long = input(json!({ "text": "x".repeat(200_001) }));
    let refusal = api.refusal(Some(&api.customer), SAVE, long).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "text".into()));
}
