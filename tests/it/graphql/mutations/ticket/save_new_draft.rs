//! Saving the draft of a new ticket, as its author, as others, and twice.

use serde_json::{Value, json};

use crate::graphql::api::Api;

const SAVE: &str = "mutation($i: SaveNewTicketDraftInput!) {
    saveNewTicketDraft(input: $i) { title text customerEmail customerName savedAt } }";
const READ: &str = "{ newTicketDraft { title text customerEmail } }";

#[tokio::test]
async fn the_author_saves_and_reads_the_draft_of_a_new_ticket() {
    let api = Api::start().await;
    let input = json!({ "i": { "title": "Call", "customerEmail": "maria@example.com" } });
    for _ in 0..2 {
        let saved = api.data(&api.agent, SAVE, input.clone()).await;
        assert_eq!(saved["saveNewTicketDraft"]["title"], "Call");
    }
    let seen = api.data(&api.agent, READ, json!({})).await;
    assert_eq!(
        seen["newTicketDraft"],
        json!({ "title": "Call", "text": "", "customerEmail": "maria@example.com" })
    );
    assert_eq!(api.data(&api.admin, READ, json!({})).await["newTicketDraft"], Value::Null);
    assert_eq!(api.data(&api.agent, SAVE, json!({ "i": {} })).await["saveNewTicketDraft"], Value::Null);
    assert_eq!(api.data(&api.agent, READ, json!({})).await["newTicketDraft"], Value::Null);
}

#[tokio::test]
async fn nobody_saves_nothing_and_a_title_has_its_limit() {
    let api = Api::start().await;
    assert_eq!(api.refusal(None, SAVE, json!({ "i": { "text": "x" } })).await.0, "UNAUTHENTICATED");
    let long = json!({ "i": { "title": "x".repeat(251) } });
    let refusal = api.refusal(Some(&api.customer), SAVE, long).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "title".into()));
}
