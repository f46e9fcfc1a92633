//! `redact`.

use serde_json::json;

use crate::graphql::api::{Api, id};

const REDACT: &str = "mutation($i: RedactInput!) { redact(input: $i) {
    ticket { comments { nodes { text html redactedAt redactedFiles attachments { id } } } } } }";

#[tokio::test]
async fn s10_a_comment_is_redacted_for_everybody_and_twice_is_once() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let asked = "query($n: Int!) { ticket(number: $n) { comments { nodes { id text html redactedAt } }
        events { nodes { kind changes { field to } } } } }";
    let before = api.data(&api.agent, asked, json!({ "n": ticket.number })).await;
    let comment = before["ticket"]["comments"]["nodes"][0]["id"].clone();
    let input = json!({ "i": { "comment": comment, "reason": "a password" } });
    for _ in 0..2 {
        let redacted = api.data(&api.agent, REDACT, input.clone()).await;
        let comment = &redacted["redact"]["ticket"]["comments"]["nodes"][0];
        assert_eq!((&comment["text"], &comment["html"]), (&json!(""), &json!("")));
        assert!(comment["redactedAt"].is_string());
    }
    let reason = json!({ "field": "reason", "to": "a password" });
    for (person, told) in [(&api.agent, true), (&api.customer, false)] {
        let after = api.data(person, asked, json!({ "n": ticket.number })).await;
        assert_eq!(after["ticket"]["comments"]["nodes"][0]["text"], "");
        let last =
            after["ticket"]["events"]["nodes"].as_array().and_then(|events| events.last()).expect("events");
        assert_eq!(last["kind"], "REDACTED");
        let changes = last["changes"].as_array().expect("changes");
        assert_eq!(changes.contains(&reason), told);
    }
}

#[tokio::test]
async fn s10_the_title_goes_with_the_comment_that_the_ticket_was_opened_with() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let asked = "query($n: Int!) { ticket(number: $n) { title comments { nodes { id } } } }";
    let before = api.data(&api.agent, asked, json!({ "n": ticket.number })).await;
    let comment = before["ticket"]["comments"]["nodes"][0]["id"].clone();
    let input = json!({ "i": { "comment": comment, "reason": "a password", "title": true } });
    let _redacted = api.data(&api.agent, REDACT, input).await;
    let after = api.data(&api.customer, asked, json!({ "n": ticket.number })).await;
    assert_eq!(after["ticket"]["title"], "(kein Betreff)");
}

#[tokio::test]
async fn s10_who_may_not_redact_is_refused_and_input_is_named() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let asked = "query($n: Int!) { ticket(number: $n) { comments { nodes { id } } } }";
    let found = api.data(&api.agent, asked, json!({ "n": ticket.number })).await;
    let comment = found["ticket"]["comments"]["nodes"][0]["id"].clone();
    let input = json!({ "i": { "comment": comment, "reason": "x" } });
    assert_eq!(api.refusal(Some(&api.customer), REDACT, input.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), REDACT, input.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, REDACT, input).await.0, "UNAUTHENTICATED");
    for (input, field) in [
        (json!({ "reason": "x" }), "comment"),
        (json!({ "comment": comment, "attachment": comment, "reason": "x" }), "comment"),
        (json!({ "comment": comment, "reason": "  " }), "reason"),
        (json!({ "attachment": comment, "reason": "x", "title": true }), "title"),
        (json!({ "comment": id("Ticket", ticket.id), "reason": "x" }), "comment"),
        (json!({ "attachment": comment, "reason": "x" }), "attachment"),
    ] {
        let refused = api.refusal(Some(&api.agent), REDACT, json!({ "i": input })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), field.to_owned()), "{input}");
    }
}
