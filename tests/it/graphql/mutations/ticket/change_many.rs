//! One list of changes to many tickets, with a result for each.

use serde_json::{Value, json};

use crate::graphql::api::Api;

const CHANGE: &str = "mutation($i: ChangeTicketsInput!) { changeTickets(input: $i) { results {
    number code error field ticket { status customer { email } } } } }";

fn input(numbers: &[i64], changes: &Value) -> Value {
    json!({ "i": { "numbers": numbers, "changes": changes } })
}

#[tokio::test]
async fn there_is_a_result_for_each_number_in_order() {
    let api = Api::start().await;
    let one = api.ticket(&api.customer, "Printer").await.number;
    let other = api.ticket(&api.stranger, "Screen").await.number;
    let resolve = json!([{ "comment": { "text": "Fixed." } }, { "status": "RESOLVED" }]);
    let data = api.data(&api.agent, CHANGE, input(&[other, 99_999, one, other], &resolve)).await;
    let results = &data["changeTickets"]["results"];
    let done = |number: i64, email: &str| {
        json!({ "number": number, "code": null, "error": null, "field": null,
            "ticket": { "status": "RESOLVED", "customer": { "email": email } } })
    };
    assert_eq!(results[0], done(other, "sam@elsewhere.example"));
    assert_eq!(results[1]["code"], "NOT_FOUND");
    assert_eq!(results[1]["ticket"], Value::Null);
    assert_eq!(results[2], done(one, "carla@acme.example"));
    assert_eq!(results[3], results[0], "named twice, changed once");
    let events = "query($n: Int!) { ticket(number: $n) { comments { totalCount } } }";
    let seen = api.data(&api.agent, events, json!({ "n": other })).await;
    assert_eq!(seen["ticket"]["comments"]["totalCount"], 2);
}

#[tokio::test]
async fn each_ticket_asks_for_the_callers_rights() {
    let api = Api::start().await;
    let own = api.ticket(&api.customer, "Printer").await.number;
    let hidden = api.ticket(&api.stranger, "Screen").await.number;
    let close = json!([{ "status": "CLOSED" }]);
    let data = api.data(&api.customer, CHANGE, input(&[own, hidden, 99_999], &close)).await;
    let results = &data["changeTickets"]["results"];
    assert_eq!(results[0]["ticket"]["status"], "CLOSED");
    assert_eq!(results[1]["code"], "NOT_FOUND");
    assert_eq!(results[1]["error"], results[2]["error"], "hidden and absent look alike");
    let data = api.data(&api.customer, CHANGE, input(&[own], &json!([{ "priority": "HIGH" }]))).await;
    let refused = &data["changeTickets"]["results"][0];
    assert_eq!((&refused["code"], &refused["field"]), (&json!("FORBIDDEN"), &json!("changes.0.priority")));
}

#[tokio::test]
async fn a_wrong_request_is_refused_as_a_whole() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await.number;
    let close = json!([{ "status": "CLOSED" }]);
    let many: Vec<i64> = (1..=101).collect();
    let refusal = api.refusal(Some(&api.agent), CHANGE, input(&many, &close)).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "numbers".into()));
    let long = json!([{ "priority": "HIGH" }, { "comment": { "text": "x".repeat(500_001) } }]);
    let refusal = api.refusal(Some(&api.agent), CHANGE, input(&[ticket, 99_999], &long)).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "changes.1.comment.text".into()));
    let refusal = api.refusal(Some(&api.agent), CHANGE, input(&[], &close)).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "numbers".into()));
    let refusal = api.refusal(Some(&api.agent), CHANGE, input(&[ticket], &json!([]))).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "changes".into()));
    let refusal = api.refusal(Some(&api.agent), CHANGE, input(&[ticket], &json!([{ "queue": "x" }]))).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "changes.0.queue".into()));
    assert_eq!(api.refusal(None, CHANGE, input(&[ticket], &close)).await.0, "UNAUTHENTICATED");
}
