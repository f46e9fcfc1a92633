//! The staff work a ticket by its own fields.

use serde_json::{Value, json};

use crate::graphql::api::{Api, id};

const UPDATE: &str = "mutation($i: UpdateTicketInput!) { updateTicket(input: $i) { ticket {
    status title priority assignee { name } tags queue { id } version } } }";

#[tokio::test]
async fn s63_assigning_opens_a_new_ticket_and_null_takes_it_away_again() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let agent = id("User", api.agent.user.id);
    let data =
        api.data(&api.agent, UPDATE, json!({ "i": { "number": ticket.number, "assignee": agent } })).await;
    assert_eq!(data["updateTicket"]["ticket"]["assignee"]["name"], "Alan Agent");
    assert_eq!(data["updateTicket"]["ticket"]["status"], "OPEN");
    // Left out: stays. Null: nobody.
    let data =
        api.data(&api.agent, UPDATE, json!({ "i": { "number": ticket.number, "tags": ["fire"] } })).await;
    assert_eq!(data["updateTicket"]["ticket"]["assignee"]["name"], "Alan Agent");
    assert_eq!(data["updateTicket"]["ticket"]["tags"], json!(["fire"]));
    let data =
        api.data(&api.agent, UPDATE, json!({ "i": { "number": ticket.number, "assignee": null } })).await;
    assert_eq!(data["updateTicket"]["ticket"]["assignee"], Value::Null);
}

#[tokio::test]
async fn the_same_change_twice_leaves_one_trace() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let input = json!({ "i": { "number": ticket.number, "priority": "HIGH" } });
    let first = api.data(&api.agent, UPDATE, input.clone()).await;
    let second = api.data(&api.agent, UPDATE, input).await;
    assert_eq!(first, second);
    let events =
        "query($n: Int!) { ticket(number: $n) { events { nodes { kind changes { field from to } } } } }";
    let data = api.data(&api.agent, events, json!({ "n": ticket.number })).await;
    let last = &data["ticket"]["events"]["nodes"][1];
    assert_eq!(last["changes"], json!([{ "field": "priority", "from": "NORMAL", "to": "HIGH" }]));
    assert_eq!(data["ticket"]["events"]["nodes"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn customers_change_nothing_but_the_status_and_strangers_nothing() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let priority = json!({ "i": { "number": ticket.number, "priority": "URGENT" } });
    assert_eq!(api.refusal(Some(&api.customer), UPDATE, priority.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), UPDATE, priority.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, UPDATE, priority).await.0, "UNAUTHENTICATED");
    let close = json!({ "i": { "number": ticket.number, "status": "CLOSED" } });
    let data = api.data(&api.customer, UPDATE, close).await;
    assert_eq!(data["updateTicket"]["ticket"]["status"], "CLOSED");
}

#[tokio::test]
async fn a_stale_change_is_a_conflict() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    api.data(&api.agent, UPDATE, json!({ "i": { "number": ticket.number, "priority": "HIGH" } })).await;
    let stale = json!({ "i": { "number": ticket.number, "title": "x", "expectedVersion": ticket.version } });
    assert_eq!(api.refusal(Some(&api.agent), UPDATE, stale).await.0, "CONFLICT");
}

#[tokio::test]
async fn a_wrong_id_is_named() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    for (field, value) in [
        ("assignee", "nonsense".to_owned()),
        ("assignee", id("Queue", api.agent.user.id)),
        ("assignee", id("User", api.customer.user.id)),
        ("queue", id("User", api.agent.user.id)),
    ] {
        let input = json!({ "i": { "number": ticket.number, field: value } });
        let refusal = api.refusal(Some(&api.agent), UPDATE, input).await;
        assert_eq!(refusal, ("BAD_USER_INPUT".into(), field.into()), "{value}");
    }
}

#[tokio::test]
async fn s16_an_external_id_is_set_found_again_and_refused_by_its_field() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let other = api.ticket(&api.customer, "Mouse").await;
    let change = "mutation($i: ChangeTicketInput!) { changeTicket(input: $i) { ticket { externalId } } }";
    let called = |number, id: &str| json!({ "i": { "number": number, "changes": [{ "externalId": id }] } });
    let data = api.data(&api.agent, change, called(ticket.number, "zammad:34")).await;
    assert_eq!(data["changeTicket"]["ticket"]["externalId"], "zammad:34");
    let refused = api.refusal(Some(&api.agent), change, called(other.number, "zammad:34")).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "changes.0.externalId".into()));
    let find = "query($id: String) { tickets(filter: { externalId: $id }) { totalCount nodes { number } } }";
    let data = api.data(&api.customer, find, json!({ "id": "zammad:34" })).await;
    assert_eq!(data["tickets"]["nodes"], json!([{ "number": ticket.number }]));
    let data = api.data(&api.customer, find, json!({ "id": ticket.number.to_string() })).await;
    assert_eq!(data["tickets"]["totalCount"], 0);
}
