//! `linkTickets`, and the warning when a parent is closed.

use serde_json::{Value, json};

use crate::graphql::api::Api;

const LINK: &str = "mutation($i: LinkTicketsInput!) { linkTickets(input: $i) {
    ticket { number links { id kind ticket { number title } } } } }";
const LINKS: &str = "query($n: Int!) { ticket(number: $n) { links { kind ticket { number title } } } }";

#[tokio::test]
async fn two_tickets_are_linked_and_twice_is_once() {
    let api = Api::start().await;
    let (one, other) = (api.ticket(&api.customer, "Move").await, api.ticket(&api.customer, "Printer").await);
    let input = json!({ "i": { "number": one.number, "other": other.number, "kind": "PARENT_OF" } });
    for _ in 0..2 {
        let links = api.data(&api.agent, LINK, input.clone()).await["linkTickets"]["ticket"]["links"].take();
        assert_eq!(links.as_array().map(Vec::len), Some(1));
        assert_eq!(
            (&links[0]["kind"], &links[0]["ticket"]["number"]),
            (&json!("PARENT_OF"), &json!(other.number))
        );
    }
    let seen = api.data(&api.customer, LINKS, json!({ "n": other.number })).await;
    let expected = json!([{ "kind": "CHILD_OF", "ticket": { "number": one.number, "title": "Move" } }]);
    assert_eq!(seen["ticket"]["links"], expected);
}

#[tokio::test]
async fn a_link_to_a_hidden_ticket_is_not_told_and_not_made() {
    let api = Api::start().await;
    let (one, hidden) = (api.ticket(&api.customer, "Move").await, api.ticket(&api.stranger, "Secret").await);
    let input = json!({ "i": { "number": one.number, "other": hidden.number, "kind": "RELATED" } });
    assert_eq!(api.refusal(None, LINK, input.clone()).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&api.customer), LINK, input.clone()).await.0, "FORBIDDEN");
    let absent = json!({ "i": { "number": one.number, "other": 99_999, "kind": "RELATED" } });
    assert_eq!(api.refusal(Some(&api.agent), LINK, absent).await.0, "NOT_FOUND");
    let twisted = json!({ "i": { "number": one.number, "other": one.number, "kind": "RELATED" } });
    let refused = api.refusal(Some(&api.agent), LINK, twisted).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "other".to_owned()));
    api.data(&api.agent, LINK, input).await;
    let seen = api.data(&api.customer, LINKS, json!({ "n": one.number })).await;
    assert_eq!(seen["ticket"]["links"], json!([]));
}

#[tokio::test]
async fn s71_whoever_closes_a_parent_is_told_which_children_are_open() {
    let api = Api::start().await;
    let (one, other) = (api.ticket(&api.customer, "Move").await, api.ticket(&api.customer, "Printer").await);
    let input = json!({ "i": { "number": one.number, "other": other.number, "kind": "PARENT_OF" } });
    api.data(&api.agent, LINK, input).await;
    let seen = "query($n: Int!) { ticket(number: $n) { openChildren { number } } }";
    let seen = api.data(&api.agent, seen, json!({ "n": one.number })).await;
    assert_eq!(seen["ticket"]["openChildren"], json!([{ "number": other.number }]));
    let warned = |answer: &Value| {
        assert_eq!(answer["warnings"][0]["code"], "OPEN_CHILDREN", "{answer:#}");
        assert_eq!(answer["warnings"][0]["tickets"], json!([{ "number": other.number }]));
        let message = answer["warnings"][0]["message"].as_str().expect("a sentence");
        assert!(message.contains(&format!("#{}", other.number)), "{message}");
    };
    let asked = "warnings { code message tickets { number } } ticket { status }";
    let close = format!(
        "mutation($n: Int!) {{ updateTicket(input: {{ number: $n, status: CLOSED }}) {{ {asked} }} }}"
    );
    warned(&api.data(&api.agent, &close, json!({ "n": one.number })).await["updateTicket"]);
    let close = format!(
        "mutation($n: Int!) {{ addComment(input: {{ number: $n, text: \"x\", status: RESOLVED }}) {{ {asked} }} }}"
    );
    warned(&api.data(&api.agent, &close, json!({ "n": one.number })).await["addComment"]);
    let close = format!(
        "mutation($n: Int!) {{ changeTickets(input: {{ numbers: [$n], changes: [{{ status: CLOSED }}] }}) {{ results {{ {asked} }} }} }}"
    );
    warned(&api.data(&api.agent, &close, json!({ "n": one.number })).await["changeTickets"]["results"][0]);
}
