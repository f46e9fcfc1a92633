//! A request becomes a ticket, once.

use serde_json::json;

use crate::graphql::api::{Api, id};

const CREATE: &str = "mutation($i: CreateTicketInput!) { createTicket(input: $i) { ticket {
    id number title status priority channel queue { name } customer { name } tags version url waitingFor
    viewerIsCustomer allowedStatuses comments { nodes { text visibility byStaff } totalCount } } } }";

#[tokio::test]
async fn a_customer_opens_a_ticket_of_their_own() {
    let api = Api::start().await;
    let input = json!({ "i": { "title": "Printer", "text": "It burns." } });
    let data = api.data(&api.customer, CREATE, input).await;
    let ticket = &data["createTicket"]["ticket"];
    assert_eq!(ticket["number"], 10001);
    assert_eq!(ticket["status"], "NEW");
    assert_eq!(ticket["priority"], "NORMAL");
    assert_eq!(ticket["customer"]["name"], "Carla Customer");
    assert_eq!(ticket["queue"]["name"], "Support");
    assert_eq!(ticket["viewerIsCustomer"], true);
    assert_eq!(ticket["waitingFor"], "STAFF");
    assert_eq!(ticket["allowedStatuses"], json!(["CLOSED"]));
    assert_eq!(ticket["comments"]["totalCount"], 1);
    assert_eq!(ticket["comments"]["nodes"][0]["text"], "It burns.");
    assert_eq!(ticket["comments"]["nodes"][0]["byStaff"], false);
    assert!(ticket["url"].as_str().is_some_and(|url| url.ends_with("/tickets/10001")), "{ticket}");
}

#[tokio::test]
async fn nobody_opens_a_ticket_without_a_login() {
    let api = Api::start().await;
    let input = json!({ "i": { "title": "Printer", "text": "It burns." } });
    assert_eq!(api.refusal(None, CREATE, input).await.0, "UNAUTHENTICATED");
}

#[tokio::test]
async fn s38_the_same_key_makes_one_ticket() {
    let api = Api::start().await;
    let input = json!({ "i": { "title": "Printer", "text": "It burns.", "idempotencyKey": "k1" } });
    let first = api.data(&api.customer, CREATE, input.clone()).await;
    let second = api.data(&api.customer, CREATE, input.clone()).await;
    assert_eq!(first["createTicket"]["ticket"]["number"], second["createTicket"]["ticket"]["number"]);
    let other = api.data(&api.stranger, CREATE, input).await;
    assert_ne!(first["createTicket"]["ticket"]["number"], other["createTicket"]["ticket"]["number"]);
}

#[tokio::test]
async fn s33_what_is_missing_or_wrong_is_named() {
    let api = Api::start().await;
    for (input, field) in [
        (json!({ "title": "", "text": "x" }), "title"),
        (json!({ "title": "x", "text": " " }), "text"),
        (json!({ "text": "x" }), "title"),
        (json!({ "title": "x", "text": "x", "channel": "PIGEON" }), "channel"),
        (json!({ "title": "x", "text": "x", "attachments": ["upload:0"] }), "attachments"),
        (json!({ "title": "x", "text": "x", "attachments": ["#__graphql_file__:0"] }), "attachments"),
        (json!({ "title": "x", "text": "x", "colour": "red" }), "colour"),
    ] {
        let refusal = api.refusal(Some(&api.customer), CREATE, json!({ "i": input })).await;
        assert_eq!(refusal, ("BAD_USER_INPUT".into(), field.into()), "{input}");
    }
    let foreign = json!({ "i": { "title": "x", "text": "x", "queue": id("User", api.agent.user.id) } });
    let refusal = api.refusal(Some(&api.agent), CREATE, foreign).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "queue".into()));
}

#[tokio::test]
async fn s36_a_customer_may_not_forge_a_state_of_the_staff() {
    let api = Api::start().await;
    let with = |status: &str| json!({ "i": { "title": "x", "text": "x", "status": status } });
    api.data(&api.customer, CREATE, with("NEW")).await;
    let (code, _) = api.refusal(Some(&api.customer), CREATE, with("RESOLVED")).await;
    assert!(matches!(code.as_str(), "FORBIDDEN" | "BAD_USER_INPUT"), "{code}");
}

#[tokio::test]
async fn s43_staff_open_a_ticket_for_somebody_who_called() {
    let api = Api::start().await;
    let input = json!({ "i": { "title": "Call", "text": "Called.", "channel": "PHONE",
        "customerEmail": "nina@new.example", "customerName": "Nina New" } });
    let data = api.data(&api.agent, CREATE, input.clone()).await;
    assert_eq!(data["createTicket"]["ticket"]["customer"]["name"], "Nina New");
    assert_eq!(data["createTicket"]["ticket"]["channel"], "PHONE");
    assert_eq!(api.refusal(Some(&api.customer), CREATE, input).await.0, "FORBIDDEN");
}

#[tokio::test]
async fn s43_a_call_may_be_a_title_and_a_note_for_the_staff() {
    let api = Api::start().await;
    let input = json!({ "i": { "title": "Call", "text": "", "note": "Asks to be called back.", "channel": "PHONE",
        "customerEmail": "nina@new.example" } });
    let data = api.data(&api.agent, CREATE, input.clone()).await;
    assert_eq!(data["createTicket"]["ticket"]["channel"], "PHONE");
    assert_eq!(api.refusal(Some(&api.customer), CREATE, input).await.0, "FORBIDDEN");
    let nothing = json!({ "i": { "title": "Call", "text": "", "customerEmail": "nina@new.example" } });
    let (code, field) = api.refusal(Some(&api.agent), CREATE, nothing).await;
    assert_eq!((code.as_str(), field.as_str()), ("BAD_USER_INPUT", "text"));
}
