//! `mergeTickets`.

use serde_json::json;

use crate::graphql::api::{Api, id};

const MERGE: &str = "mutation($i: MergeTicketsInput!) { mergeTickets(input: $i) {
    ticket { number comments { totalCount } mergedTickets { number } mergedInto { number } } } }";

#[tokio::test]
async fn two_tickets_become_one_and_twice_is_once() {
    let api = Api::start().await;
    let (target, source) =
        (api.ticket(&api.customer, "Printer").await, api.ticket(&api.customer, "Again").await);
    let input = json!({ "i": { "from": source.number, "into": target.number } });
    for _ in 0..2 {
        let merged = api.data(&api.agent, MERGE, input.clone()).await["mergeTickets"]["ticket"].take();
        let expected = json!({ "number": target.number, "comments": { "totalCount": 2 },
            "mergedTickets": [{ "number": source.number }], "mergedInto": null });
        assert_eq!(merged, expected);
    }
    let seen = "query($n: Int!) { ticket(number: $n) { number } }";
    for person in [&api.customer, &api.agent] {
        let led = api.data(person, seen, json!({ "n": source.number })).await;
        assert_eq!(led["ticket"]["number"], target.number);
    }
    let seen = "query($id: ID!) { node(id: $id) { ... on Ticket { number status mergedInto { number } } } }";
    let node = api.data(&api.customer, seen, json!({ "id": id("Ticket", source.id) })).await;
    let expected =
        json!({ "number": source.number, "status": "CLOSED", "mergedInto": { "number": target.number } });
    assert_eq!(node["node"], expected);
}

#[tokio::test]
async fn who_may_not_merge_is_refused_and_input_is_named() {
    let api = Api::start().await;
    let (target, source) =
        (api.ticket(&api.customer, "Printer").await, api.ticket(&api.customer, "Again").await);
    let input = json!({ "i": { "from": source.number, "into": target.number } });
    assert_eq!(api.refusal(None, MERGE, input.clone()).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&api.customer), MERGE, input.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), MERGE, input).await.0, "NOT_FOUND");
    let foreign = api.ticket(&api.stranger, "Secret").await;
    for (from, into, field) in
        [(source.number, source.number, "into"), (foreign.number, target.number, "from")]
    {
        let refused =
            api.refusal(Some(&api.agent), MERGE, json!({ "i": { "from": from, "into": into } })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), field.to_owned()));
    }
    let absent = json!({ "i": { "from": source.number, "into": 99_999 } });
    assert_eq!(api.refusal(Some(&api.agent), MERGE, absent).await.0, "NOT_FOUND");
}
