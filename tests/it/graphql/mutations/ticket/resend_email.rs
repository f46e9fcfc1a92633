//! The staff send an email again that did not leave.

use std::time::Duration;

use engine::Failure;
use serde_json::json;

use crate::graphql::api::Api;

const UNSENT: &str = "query($n: Int!) { ticket(number: $n) { customer { reachable active }
    unsentEmails { id kind to state reason attempts createdAt } } }";
const RESEND: &str = "mutation($id: ID!) { resendEmail(id: $id) { ticket { number unsentEmails { id } } } }";

#[tokio::test]
async fn a_failed_email_is_shown_with_its_reason_and_sent_again_once() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let letter = api.engine.claim_letters(1, Duration::from_mins(1)).await.expect("an outbox").remove(0);
    let failure = Failure { error: "550 nobody here".to_owned(), permanent: true };
    api.engine.letter_failed(letter.id, failure).await.expect("recorded");
    let data = api.data(&api.agent, UNSENT, json!({ "n": ticket.number })).await;
    assert_eq!(data["ticket"]["customer"], json!({ "reachable": true, "active": true }));
    let email = &data["ticket"]["unsentEmails"][0];
    assert_eq!(email["state"], "FAILED");
    assert_eq!(email["reason"], "550 nobody here");
    assert_eq!(email["to"], "carla@acme.example");
    let timeline = "query($n: Int!) { ticket(number: $n) {
        emails { to state sentAt accepted settledAt commentId } } }";
    let all = api.data(&api.agent, timeline, json!({ "n": ticket.number })).await;
    let found = all["ticket"]["emails"].as_array().expect("a list").iter();
    let hers: Vec<_> = found.filter(|one| one["to"] == "carla@acme.example").collect();
    assert_eq!((&hers[0]["state"], &hers[0]["sentAt"]), (&json!("FAILED"), &json!(null)));
    assert!(hers[0]["settledAt"].is_string(), "{all}");
    let none = api.data(&api.customer, timeline, json!({ "n": ticket.number })).await;
    assert_eq!(none["ticket"]["emails"], json!([]));
    let id = json!({ "id": email["id"] });
    let data = api.data(&api.customer, UNSENT, json!({ "n": ticket.number })).await;
    assert_eq!(data["ticket"]["unsentEmails"], json!([]), "customers are told of none");
    assert_eq!(api.refusal(Some(&api.customer), RESEND, id.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), RESEND, id.clone()).await.0, "NOT_FOUND");
    let data = api.data(&api.agent, RESEND, id.clone()).await;
    assert_eq!(data["resendEmail"]["ticket"]["number"], ticket.number);
    // The agent's of the new ticket is among them.
    let letters = api.engine.claim_letters(10, Duration::from_mins(1)).await.expect("an outbox");
    let ids: Vec<_> = letters.iter().map(|letter| letter.id).collect();
    api.engine.letters_sent(&ids).await.expect("recorded");
    assert_eq!(api.refusal(Some(&api.agent), RESEND, id).await.0, "BAD_USER_INPUT");
    let server =
        "{ mailServer { failingSince lastError lastFault lastSuccessAt waiting oldestWaitingAt held } }";
    let data = api.data(&api.admin, server, json!({})).await;
    assert_eq!((&data["mailServer"]["waiting"], &data["mailServer"]["held"]), (&json!(0), &json!(0)));
    assert_eq!(api.refusal(Some(&api.agent), server, json!({})).await.0, "FORBIDDEN");
}
