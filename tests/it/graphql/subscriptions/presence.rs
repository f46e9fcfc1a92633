//! Two of the staff who are at the same ticket know of each other.

use serde_json::{Value, json};

use crate::graphql::{
    api::Api,
    http::websocket::{Heard, Socket},
};

const PRESENCE: &str =
    "subscription($number: Int!) { presence(number: $number) { writing since user { name email } } }";

async fn at(api: &Api, token: &str, number: i64) -> Socket {
    let mut socket = Socket::init(api, json!({ "token": token })).await;
    socket.subscribe("1", PRESENCE, json!({ "number": number })).await;
    socket
}

/// Hears until this many are told.
async fn until(socket: &mut Socket, count: usize) -> Vec<Value> {
    loop {
        let payload = socket.next().await;
        let present = payload["data"]["presence"].as_array().unwrap_or_else(|| panic!("{payload:#}")).clone();
        if present.len() == count {
            return present;
        }
    }
}

#[tokio::test]
async fn who_subscribes_is_there_and_is_told_of_the_others() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let mut agent = at(&api, &api.agent.token, ticket.number).await;
    let alone = until(&mut agent, 1).await;
    assert_eq!(alone[0]["user"]["email"], api.agent.user.email.as_str());
    assert_eq!(alone[0]["writing"], false);
    let mut admin = at(&api, &api.admin.token, ticket.number).await;
    until(&mut admin, 2).await;
    until(&mut agent, 2).await;

    let document = "query($n: Int!) { ticket(number: $n) { presence { writing user { name } } } }";
    let seen = api.data(&api.agent, document, json!({ "n": ticket.number })).await;
    assert_eq!(seen["ticket"]["presence"].as_array().map(Vec::len), Some(2));
    let hidden = api.data(&api.customer, document, json!({ "n": ticket.number })).await;
    assert_eq!(hidden["ticket"]["presence"], json!([]), "customers are not told");
    drop(admin);
    until(&mut agent, 1).await;
}

#[tokio::test]
async fn saving_a_draft_is_writing() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let mut agent = at(&api, &api.agent.token, ticket.number).await;
    until(&mut agent, 1).await;
    let save = "mutation($n: Int!) { saveDraft(input: { number: $n, text: \"I think\" }) { text } }";
    api.data(&api.admin, save, json!({ "n": ticket.number })).await;
    let both = until(&mut agent, 2).await;
    assert!(both.iter().any(|one| one["writing"] == true), "{both:#?}");
}

#[tokio::test]
async fn customers_strangers_and_nobody_are_refused() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    for (token, number, code) in [
        (api.customer.token.as_str(), ticket.number, "FORBIDDEN"),
        (api.agent.token.as_str(), 99_999, "NOT_FOUND"),
    ] {
        let payload = at(&api, token, number).await.next().await;
        assert_eq!(payload["errors"][0]["extensions"]["code"], code, "{payload:#}");
    }
    let mut nobody = Socket::init(&api, json!({})).await;
    nobody.subscribe("1", PRESENCE, json!({ "number": ticket.number })).await;
    match nobody.hear().await {
        Heard::Message(message) => assert!(message.to_string().contains("UNAUTHENTICATED"), "{message:#}"),
        closed @ Heard::Closed(_) => panic!("{closed:?}"),
    }
}
