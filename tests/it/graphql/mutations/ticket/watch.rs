//! Somebody watches a ticket, by GraphQL.

use serde_json::json;

use crate::graphql::api::{Api, id};

const WATCH: &str = "mutation($n: Int!, $u: ID, $e: String) { watchTicket(number: $n, user: $u, email: $e) {
    ticket { number watchers { name email } } } }";

#[tokio::test]
async fn s56_staff_let_a_customer_watch_who_then_finds_the_ticket_and_nothing_internal() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let note = "mutation($n: Int!) { addComment(input: { number: $n, text: \"For us.\", visibility: INTERNAL }) { comment { id } } }";
    api.data(&api.agent, note, json!({ "n": ticket.number })).await;
    let sam = json!({ "n": ticket.number, "u": id("User", api.stranger.user.id) });
    for _ in 0..2 {
        let data = api.data(&api.agent, WATCH, sam.clone()).await;
        let expected = json!([{ "name": "Sam Stranger", "email": "sam@elsewhere.example" }]);
        assert_eq!(data["watchTicket"]["ticket"]["watchers"], expected);
    }
    let seen = "query($n: Int!) { ticket(number: $n) { title comments { totalCount } watchers { name email }
        customer { name email } } tickets { totalCount } search(query: \"Printer\") { totalCount } }";
    let data = api.data(&api.stranger, seen, json!({ "n": ticket.number })).await;
    assert_eq!(data["ticket"]["comments"]["totalCount"], 1);
    assert_eq!(data["tickets"]["totalCount"], 1);
    assert_eq!(data["search"]["totalCount"], 1);
    let own = json!([{ "name": "Sam Stranger", "email": "sam@elsewhere.example" }]);
    assert_eq!(data["ticket"]["watchers"], own);
    assert_eq!(data["ticket"]["customer"], json!({ "name": "Carla Customer", "email": "" }));
    let data = api.data(&api.customer, seen, json!({ "n": ticket.number })).await;
    assert_eq!(data["ticket"]["watchers"], json!([{ "name": "Sam Stranger", "email": "" }]));
}

#[tokio::test]
async fn by_address_oneself_and_who_may_not() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let number = json!({ "n": ticket.number });
    let data = api.data(&api.agent, WATCH, number.clone()).await;
    assert_eq!(data["watchTicket"]["ticket"]["watchers"][0]["name"], "Alan Agent");
    let by_email = |email: &str| json!({ "n": ticket.number, "e": email });
    api.data(&api.agent, WATCH, by_email("new@partner.example")).await;
    let data = api.data(&api.customer, WATCH, by_email("cleo@acme.example")).await;
    let names = data["watchTicket"]["ticket"]["watchers"].as_array().expect("a list").len();
    assert_eq!(names, 2, "who of the staff watches is not told: {data}");
    let refused = api.refusal(Some(&api.customer), WATCH, by_email("sam@elsewhere.example")).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "email".into()));
    let refused = api.refusal(Some(&api.colleague), WATCH, by_email("sam@elsewhere.example")).await;
    assert_eq!(refused.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), WATCH, number.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, WATCH, number).await.0, "UNAUTHENTICATED");
    let wrong = json!({ "n": ticket.number, "u": id("Ticket", ticket.id) });
    assert_eq!(api.refusal(Some(&api.agent), WATCH, wrong).await, ("BAD_USER_INPUT".into(), "user".into()));
}

#[tokio::test]
async fn lists_can_be_narrowed_to_what_one_watches() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    api.ticket(&api.customer, "Scanner").await;
    api.data(&api.agent, WATCH, json!({ "n": ticket.number, "e": "cleo@acme.example" })).await;
    let list = "query($w: Boolean) { tickets(filter: { watching: $w }) { totalCount nodes { title } } }";
    for (watching, title) in [(true, "Printer"), (false, "Scanner")] {
        let data = api.data(&api.colleague, list, json!({ "w": watching })).await;
        assert_eq!(data["tickets"], json!({ "totalCount": 1, "nodes": [{ "title": title }] }));
    }
    assert_eq!(api.data(&api.agent, list, json!({ "w": true })).await["tickets"]["totalCount"], 0);
}
