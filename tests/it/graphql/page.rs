//! Every list is a Relay connection: forwards, backwards, and by the same rules.

use serde_json::{Value, json};

use super::api::{Api, text};

const TICKETS: &str = "query($first: Int, $after: String, $last: Int, $before: String, $o: TicketOrder) {
    tickets(first: $first, after: $after, last: $last, before: $before, orderBy: $o) {
        totalCount edges { cursor node { number } } nodes { number }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

fn numbers(page: &Value) -> Vec<i64> {
    page["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|node| node["number"].as_i64().expect("a number"))
        .collect()
}

async fn with_tickets(count: usize) -> Api {
    let api = Api::start().await;
    for n in 0..count {
        api.ticket(&api.customer, &format!("Ticket {n}")).await;
    }
    api
}

#[tokio::test]
async fn s27_the_newest_come_first_and_pages_go_forwards_without_gap() {
    let api = with_tickets(7).await;
    let mut seen = Vec::new();
    let mut after = Value::Null;
    loop {
        let data = api.data(&api.customer, TICKETS, json!({ "first": 3, "after": after })).await;
        let page = &data["tickets"];
        assert_eq!(page["totalCount"], 7);
        assert_eq!(page["pageInfo"]["hasPreviousPage"], !seen.is_empty());
        assert_eq!(page["pageInfo"]["startCursor"], page["edges"][0]["cursor"]);
        seen.extend(numbers(page));
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen, (10_001..=10_007).rev().collect::<Vec<i64>>());
}

#[tokio::test]
async fn pages_go_backwards_in_the_same_order() {
    let api = with_tickets(7).await;
    let data = api.data(&api.customer, TICKETS, json!({ "last": 3 })).await;
    assert_eq!(numbers(&data["tickets"]), [10_003, 10_002, 10_001]);
    assert_eq!(data["tickets"]["pageInfo"]["hasPreviousPage"], true);
    let before = text(&data["tickets"]["pageInfo"]["startCursor"]);
    let data = api.data(&api.customer, TICKETS, json!({ "last": 3, "before": before })).await;
    assert_eq!(numbers(&data["tickets"]), [10_006, 10_005, 10_004]);
    let before = text(&data["tickets"]["pageInfo"]["startCursor"]);
    let data = api.data(&api.customer, TICKETS, json!({ "last": 3, "before": before })).await;
    assert_eq!(numbers(&data["tickets"]), [10_007]);
    assert_eq!(data["tickets"]["pageInfo"]["hasPreviousPage"], false);
}

#[tokio::test]
async fn every_order_pages_over_everything_once() {
    let api = with_tickets(5).await;
    for field in ["CREATED_AT", "UPDATED_AT", "NUMBER", "DUE_AT", "PRIORITY", "TITLE", "STATUS"] {
        for direction in ["ASC", "DESC"] {
            let order = json!({ "field": field, "direction": direction });
            let (mut seen, mut after) = (Vec::new(), Value::Null);
            for _ in 0..3 {
                let variables = json!({ "first": 2, "after": after, "o": order });
                let data = api.data(&api.customer, TICKETS, variables).await;
                seen.extend(numbers(&data["tickets"]));
                after = data["tickets"]["pageInfo"]["endCursor"].clone();
            }
            seen.sort_unstable();
            assert_eq!(seen, (10_001..=10_005).collect::<Vec<i64>>(), "{field} {direction}");
        }
    }
}

#[tokio::test]
async fn too_many_and_too_few_are_bad_input_everywhere() {
    let api = with_tickets(1).await;
    for (arguments, field) in [
        ("first: 101", "first"),
        ("first: -1", "first"),
        ("last: 101", "last"),
        ("first: 1, last: 1", "last"),
        ("after: \"nonsense\"", "after"),
        ("before: \"ÄÖ\"", "before"),
    ] {
        for list in [
            "tickets(ARGS)",
            "ticket(number: 10001) { comments(ARGS)",
            "ticket(number: 10001) { events(ARGS)",
        ] {
            let list = list.replace("ARGS", arguments);
            let close = "}".repeat(list.matches('{').count());
            let document = format!("{{ {list} {{ pageInfo {{ hasNextPage }} }} {close} }}");
            let refusal = api.refusal(Some(&api.customer), &document, json!({})).await;
            assert_eq!(refusal, ("BAD_USER_INPUT".into(), field.into()), "{document}");
        }
    }
    for list in ["users", "organisations", "search"] {
        let query = if list == "search" { "query: \"x\", " } else { "" };
        let document = format!("{{ {list}({query}first: 101) {{ totalCount }} }}");
        let refusal = api.refusal(Some(&api.agent), &document, json!({})).await;
        assert_eq!(refusal, ("BAD_USER_INPUT".into(), "first".into()), "{document}");
    }
    let data = api.data(&api.customer, TICKETS, json!({ "first": 0 })).await;
    assert_eq!(data["tickets"]["edges"], json!([]));
    assert_eq!(data["tickets"]["totalCount"], 1);
}

#[tokio::test]
async fn comments_and_events_page_both_ways() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let add =
        "mutation($n: Int!, $t: String!) { addComment(input: { number: $n, text: $t }) { comment { id } } }";
    for text in ["one", "two", "three"] {
        api.clock.advance(std::time::Duration::from_secs(1));
        api.data(&api.customer, add, json!({ "n": ticket.number, "t": text })).await;
    }
    let document = "query($n: Int!, $first: Int, $after: String, $last: Int, $before: String) { ticket(number: $n) {
        comments(first: $first, after: $after, last: $last, before: $before) { nodes { text } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } }
        events(first: $first, last: $last) { nodes { kind } totalCount } } }";
    let texts = |data: &Value| -> Vec<String> {
        data["ticket"]["comments"]["nodes"]
            .as_array()
            .expect("nodes")
            .iter()
            .map(|node| text(&node["text"]))
            .collect()
    };
    let first = api.data(&api.customer, document, json!({ "n": ticket.number, "first": 2 })).await;
    assert_eq!(texts(&first), ["It does not work.", "one"]);
    assert_eq!(first["ticket"]["events"]["totalCount"], 4);
    assert_eq!(first["ticket"]["events"]["nodes"][0]["kind"], "CREATED");
    let after = text(&first["ticket"]["comments"]["pageInfo"]["endCursor"]);
    let rest =
        api.data(&api.customer, document, json!({ "n": ticket.number, "first": 9, "after": after })).await;
    assert_eq!(texts(&rest), ["two", "three"]);
    let last = api.data(&api.customer, document, json!({ "n": ticket.number, "last": 1 })).await;
    assert_eq!(texts(&last), ["three"]);
    assert_eq!(last["ticket"]["comments"]["pageInfo"]["hasPreviousPage"], true);
    let before = text(&last["ticket"]["comments"]["pageInfo"]["startCursor"]);
    let middle =
        api.data(&api.customer, document, json!({ "n": ticket.number, "last": 2, "before": before })).await;
    assert_eq!(texts(&middle), ["one", "two"]);
}
