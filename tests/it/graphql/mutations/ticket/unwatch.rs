//! Somebody watches a ticket no longer, by GraphQL; an open subscription hears nothing more.

use serde_json::json;

use crate::graphql::{
    api::{Api, id},
    http::websocket::Socket,
};

const WATCH: &str = "mutation($n: Int!, $u: ID) { watchTicket(number: $n, user: $u) { ticket { number } } }";
const UNWATCH: &str =
    "mutation($n: Int!, $u: ID) { unwatchTicket(number: $n, user: $u) { ticket { watchers { name } } } }";
const COMMENT: &str =
    "mutation($n: Int!, $t: String!) { addComment(input: { number: $n, text: $t }) { comment { id } } }";

#[tokio::test]
async fn s55_who_is_taken_off_loses_sight_at_once_and_in_an_open_subscription() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let own = api.ticket(&api.stranger, "Sam's own").await;
    let sam = json!({ "n": ticket.number, "u": id("User", api.stranger.user.id) });
    api.data(&api.agent, WATCH, sam.clone()).await;
    let mut socket = Socket::init(&api, json!({ "token": api.stranger.token })).await;
    // Everything from here on, however long it takes until the subscription stands.
    let end = socket.journal_end().await;
    let follow = "subscription($after: String) { ticketEvents(after: $after) { kind ticket { number } comment { text } } }";
    socket.subscribe("1", follow, json!({ "after": end })).await;
    api.data(&api.agent, COMMENT, json!({ "n": ticket.number, "t": "For all." })).await;
    let heard = socket.next().await["data"]["ticketEvents"].clone();
    assert_eq!((&heard["kind"], &heard["comment"]["text"]), (&json!("COMMENTED"), &json!("For all.")));

    for _ in 0..2 {
        let data = api.data(&api.agent, UNWATCH, sam.clone()).await;
        assert_eq!(data["unwatchTicket"]["ticket"]["watchers"], json!([]));
    }
    let seen = "query($n: Int!) { ticket(number: $n) { number } tickets { totalCount } }";
    let data = api.data(&api.stranger, seen, json!({ "n": ticket.number })).await;
    assert_eq!(data, json!({ "ticket": null, "tickets": { "totalCount": 1 } }));
    api.data(&api.agent, COMMENT, json!({ "n": ticket.number, "t": "Not for Sam." })).await;
    api.data(&api.agent, COMMENT, json!({ "n": own.number, "t": "For Sam." })).await;
    let mut heard = socket.next().await["data"]["ticketEvents"].clone();
    while heard["kind"] != "COMMENTED" {
        assert_ne!(heard["kind"], "CHANGED", "not even that they were taken off: {heard}");
        heard = socket.next().await["data"]["ticketEvents"].clone();
    }
    assert_eq!(heard["comment"]["text"], "For Sam.");
}

#[tokio::test]
async fn staff_the_customer_and_oneself_may_and_others_not() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let sam = json!({ "n": ticket.number, "u": id("User", api.stranger.user.id) });
    let number = json!({ "n": ticket.number });
    assert_eq!(api.refusal(Some(&api.stranger), UNWATCH, number.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, UNWATCH, number.clone()).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&api.colleague), UNWATCH, sam.clone()).await.0, "FORBIDDEN");
    api.data(&api.agent, WATCH, sam.clone()).await;
    api.data(&api.customer, UNWATCH, sam.clone()).await;
    api.data(&api.agent, WATCH, sam).await;
    let left = api.run(Some(&api.stranger), UNWATCH, number.clone()).await;
    assert!(left.get("errors").is_none(), "who leaves is answered: {left}");
    assert_eq!(api.refusal(Some(&api.stranger), UNWATCH, number).await.0, "NOT_FOUND");
}
