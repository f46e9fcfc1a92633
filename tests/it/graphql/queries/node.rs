//! Anything that has an id can be fetched again by it, through the viewer's rights.

use serde_json::{Value, json};

use crate::graphql::api::{Api, Person, id};

const NODE: &str = "query($id: ID!) { node(id: $id) { __typename id } }";

async fn kind(api: &Api, person: &Person, id: &str) -> Value {
    let data = api.data(person, NODE, json!({ "id": id })).await;
    if data["node"].is_object() {
        assert_eq!(data["node"]["id"], id);
    }
    data["node"]["__typename"].clone()
}

#[tokio::test]
async fn every_type_with_an_id_is_found_by_it() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let document =
        "query($n: Int!) { ticket(number: $n) { id queue { id } customer { id } organisation { id }
        comments { nodes { id } } events { nodes { id } } } }";
    let data = api.data(&api.agent, document, json!({ "n": ticket.number })).await;
    let seen = &data["ticket"];
    for (value, name) in [
        (&seen["id"], "Ticket"),
        (&seen["queue"]["id"], "Queue"),
        (&seen["customer"]["id"], "User"),
        (&seen["organisation"]["id"], "Organisation"),
        (&seen["comments"]["nodes"][0]["id"], "Comment"),
        (&seen["events"]["nodes"][0]["id"], "TicketEvent"),
    ] {
        let value = value.as_str().expect("an id");
        assert_eq!(kind(&api, &api.agent, value).await, name);
        assert!(!value.contains(&ticket.number.to_string()), "ids tell nothing");
    }
}

#[tokio::test]
async fn nodes_come_in_the_order_asked_for_and_the_hidden_as_null() {
    let api = Api::start().await;
    let (first, second) =
        (api.ticket(&api.customer, "Printer").await, api.ticket(&api.stranger, "Fax").await);
    let ids = [id("Ticket", second.id), id("User", api.customer.user.id), id("Ticket", first.id)];
    let document = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let seen = |data: Value| -> Vec<Value> {
        data["nodes"].as_array().expect("a list").iter().map(|node| node["id"].clone()).collect()
    };
    let data = api.data(&api.agent, document, json!({ "ids": ids })).await;
    assert_eq!(seen(data), [json!(ids[0]), json!(ids[1]), json!(ids[2])]);
    let data = api.data(&api.customer, document, json!({ "ids": ids })).await;
    assert_eq!(seen(data), [Value::Null, json!(ids[1]), json!(ids[2])]);
    let many = vec![ids[0].clone(); 101];
    let refusal = api.refusal(Some(&api.agent), document, json!({ "ids": many })).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "ids".into()));
    assert_eq!(api.refusal(None, document, json!({ "ids": ids })).await.0, "UNAUTHENTICATED");
}

#[tokio::test]
async fn what_is_hidden_is_null_as_if_it_were_absent() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let document =
        "query($n: Int!) { ticket(number: $n) { comments { nodes { id } } events { nodes { id } } } }";
    let data = api.data(&api.customer, document, json!({ "n": ticket.number })).await;
    let comment = data["ticket"]["comments"]["nodes"][0]["id"].as_str().expect("an id").to_owned();
    let event = data["ticket"]["events"]["nodes"][0]["id"].as_str().expect("an id").to_owned();
    for hidden in [id("Ticket", ticket.id), comment, event, id("Ticket", api.agent.user.id)] {
        assert_eq!(kind(&api, &api.stranger, &hidden).await, Value::Null);
    }
    assert_eq!(kind(&api, &api.colleague, &id("Ticket", ticket.id)).await, "Ticket");
}

#[tokio::test]
async fn what_is_no_id_of_ours_is_bad_input() {
    let api = Api::start().await;
    for wrong in ["", "10001", "VGlja2V0", &id("Ticket", "x"), &id("ApiToken", api.agent.user.id), "ÄÖÜ"] {
        let refusal = api.refusal(Some(&api.agent), NODE, json!({ "id": wrong })).await;
        assert_eq!(refusal, ("BAD_USER_INPUT".into(), "id".into()), "{wrong}");
    }
    assert_eq!(api.refusal(None, NODE, json!({ "id": "" })).await.0, "UNAUTHENTICATED");
}
