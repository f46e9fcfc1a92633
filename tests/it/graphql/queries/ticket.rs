//! One ticket, lists of them, and those that some words find.

use serde_json::{Value, json};

use crate::graphql::api::{Api, id};

#[tokio::test]
async fn s24_everybody_sees_their_own_and_no_more() {
    let api = Api::start().await;
    api.ticket(&api.customer, "Printer").await;
    api.ticket(&api.colleague, "Scanner").await;
    let foreign = api.ticket(&api.stranger, "Mouse").await;
    let document = "{ all: tickets { totalCount nodes { title customer { name email } } }
        own: tickets(filter: { mine: true }) { totalCount } }";
    for (person, all, own) in
        [(&api.customer, 2, 1), (&api.colleague, 2, 1), (&api.stranger, 1, 1), (&api.agent, 3, 0)]
    {
        let data = api.data(person, document, json!({})).await;
        assert_eq!((&data["all"]["totalCount"], &data["own"]["totalCount"]), (&json!(all), &json!(own)));
        assert_eq!(data["all"]["nodes"].as_array().map(Vec::len), usize::try_from(all).ok());
    }
    // A customer does not learn a colleague's address.
    let data = api.data(&api.customer, document, json!({})).await;
    assert_eq!(data["all"]["nodes"][0]["customer"], json!({ "name": "Cleo Colleague", "email": "" }));
    let ticket = "query($n: Int!) { ticket(number: $n) { title } }";
    let data = api.data(&api.customer, ticket, json!({ "n": foreign.number })).await;
    assert_eq!(data["ticket"], Value::Null);
}

#[tokio::test]
async fn the_filter_narrows_and_foreign_ids_find_nothing() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    api.ticket(&api.stranger, "Mouse").await;
    let document = "query($f: TicketFilter) { tickets(filter: $f) { totalCount nodes { title } } }";
    for (filter, count) in [
        (json!({ "status": ["NEW"] }), 2),
        (json!({ "status": ["OPEN", "CLOSED"] }), 0),
        (json!({ "status": [] }), 2),
        (json!({ "active": true }), 2),
        (json!({ "active": false }), 0),
        (json!({ "asksCustomer": true }), 0),
        (json!({ "status": ["NEW", "CLOSED"], "active": true, "asksCustomer": false }), 2),
        (json!({ "unassigned": true }), 2),
        (json!({ "customer": id("User", api.customer.user.id) }), 1),
        (json!({ "organisation": id("Organisation", api.org.id) }), 1),
        (json!({ "queue": id("Queue", ticket.queue) }), 2),
        (json!({ "assignee": id("User", api.agent.user.id) }), 0),
        (json!({ "channel": ["API", "EMAIL"] }), 2),
        (json!({ "channel": ["PHONE", "EMAIL"] }), 0),
        (json!({ "channel": [] }), 2),
        (json!({ "escalated": true }), 0),
        (json!({ "tag": "fire" }), 0),
        (json!({ "createdBefore": "2019-01-25T16:00:00Z" }), 0),
        (json!({ "createdAfter": "2019-01-25T17:00:00+01:00" }), 2),
        (Value::Null, 2),
    ] {
        let data = api.data(&api.agent, document, json!({ "f": filter })).await;
        assert_eq!(data["tickets"]["totalCount"], count, "{filter}");
        assert_eq!(
            data["tickets"]["nodes"].as_array().map(Vec::len),
            usize::try_from(count).ok(),
            "{filter}"
        );
    }
    let never = json!({ "f": { "status": ["CLOSED"], "active": true } });
    let refused = api.refusal(Some(&api.agent), document, never).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "status".into()));
    for field in ["queue", "assignee", "customer", "organisation"] {
        let wrong = json!({ "f": { field: id("Ticket", ticket.id) } });
        assert_eq!(
            api.refusal(Some(&api.agent), document, wrong).await,
            ("BAD_USER_INPUT".into(), field.into())
        );
    }
}

#[tokio::test]
async fn the_statuses_in_which_a_ticket_may_be_opened_are_those_that_are_accepted() {
    let api = Api::start().await;
    let opening = "{ openingStatuses }";
    let staff = api.data(&api.agent, opening, Value::Null).await;
    assert_eq!(staff["openingStatuses"], json!(["NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED"]));
    let customer = api.data(&api.customer, opening, Value::Null).await;
    assert_eq!(customer["openingStatuses"], json!(["NEW", "CLOSED"]));
}

#[tokio::test]
async fn s29_search_finds_number_title_and_text_within_permissions() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Straßenlaterne").await;
    let document = "query($q: String!) { search(query: $q) { totalCount nodes { number } } }";
    for query in [ticket.number.to_string(), "strasse".into(), "LATERNE".into(), "work".into()] {
        let data = api.data(&api.agent, document, json!({ "q": query })).await;
        assert_eq!(data["search"]["nodes"][0]["number"], ticket.number, "{query}");
        let data = api.data(&api.stranger, document, json!({ "q": query })).await;
        assert_eq!(data["search"], json!({ "totalCount": 0, "nodes": [] }), "{query}");
    }
    for hostile in ["\"", "a* OR b", "'; DROP TABLE ticket; --", "NEAR(", "(", "-", "%", "😀"] {
        api.data(&api.agent, document, json!({ "q": hostile })).await;
    }
    let nul = api.refusal(Some(&api.agent), document, json!({ "q": "\u{0}" })).await;
    assert_eq!(nul, ("BAD_USER_INPUT".into(), "query".into()));
}

#[tokio::test]
async fn s29_the_search_language_narrows_sorts_and_pages_both_ways() {
    let api = Api::start().await;
    let first = api.ticket(&api.customer, "First printer").await.number;
    api.clock.advance(std::time::Duration::from_secs(1));
    let second = api.ticket(&api.customer, "Second printer").await.number;
    let document = "query($q: String!, $o: TicketOrder, $f: Int, $a: String, $l: Int, $b: String) {
        search(query: $q, orderBy: $o, first: $f, after: $a, last: $l, before: $b) {
            totalCount nodes { number } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    let found = async |variables: Value| api.data(&api.agent, document, variables).await["search"].clone();
    let numbers = |found: &Value| -> Vec<i64> {
        found["nodes"].as_array().into_iter().flatten().filter_map(|node| node["number"].as_i64()).collect()
    };
    let all = found(json!({ "q": "printer status:new assignee:none -tag:x" })).await;
    assert_eq!((numbers(&all), all["totalCount"].as_u64()), (vec![second, first], Some(2)));
    let sorted = found(json!({ "q": "printer sort:-created", "f": 1 })).await;
    assert_eq!(numbers(&sorted), [first]);
    let next =
        found(json!({ "q": "printer sort:-created", "f": 1, "a": sorted["pageInfo"]["endCursor"] })).await;
    assert_eq!(numbers(&next), [second]);
    let back =
        found(json!({ "q": "printer sort:-created", "l": 1, "b": next["pageInfo"]["startCursor"] })).await;
    assert_eq!(numbers(&back), [first]);
    let order = json!({ "field": "NUMBER", "direction": "ASC" });
    let ordered = found(json!({ "q": "printer sort:created", "o": order })).await;
    assert_eq!(numbers(&ordered), [first, second], "the argument decides");
    for wrong in ["status:offen", "printer created:soon", "sort:mood"] {
        let refusal = api.refusal(Some(&api.agent), document, json!({ "q": wrong })).await;
        assert_eq!(refusal, ("BAD_USER_INPUT".into(), "query".into()), "{wrong}");
    }
}

#[tokio::test]
async fn agreements_are_null_until_there_are_any() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let document = "query($n: Int!) { ticket(number: $n) { response { breached } restoration { dueAt } } }";
    let data = api.data(&api.agent, document, json!({ "n": ticket.number })).await;
    assert_eq!(data["ticket"], json!({ "response": null, "restoration": null }));
}

#[tokio::test]
async fn counted_together_searches_give_what_each_gives_alone() {
    let api = Api::start().await;
    for (person, title) in [(&api.customer, "Printer"), (&api.colleague, "Scanner"), (&api.stranger, "Mouse")]
    {
        api.ticket(person, title).await;
    }
    let queries = [
        "printer",
        "turn:us",
        "turn:us is:unseen",
        "is:unseen",
        "-is:escalated",
        "is:at-risk",
        "assignee:none status:new,open,pending",
        "assignee:me",
        "queue:support",
        "status:closed",
        "",
    ];
    let together = "query($q: [String!]!) { ticketCounts(queries: $q) }";
    for person in [&api.admin, &api.agent, &api.customer, &api.stranger] {
        let mut alone = Vec::new();
        for query in queries {
            let document = "query($q: String!) { search(query: $q, first: 1) { totalCount } }";
            alone.push(
                api.data(person, document, json!({ "q": query })).await["search"]["totalCount"].clone(),
            );
        }
        let data = api.data(person, together, json!({ "q": queries })).await;
        assert_eq!(data["ticketCounts"], json!(alone));
    }
    assert_eq!(api.data(&api.agent, together, json!({ "q": [] })).await["ticketCounts"], json!([]));
    for wrong in
        [json!(["status:open", "status:odd"]), json!(vec!["status:open"; 51]), json!(["x".repeat(1001)])]
    {
        let refused = api.refusal(Some(&api.agent), together, json!({ "q": wrong })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".into(), "queries".into()), "{wrong}");
    }
    let refused = api.refusal(None, together, json!({ "q": ["status:open"] })).await;
    assert_eq!(refused.0, "UNAUTHENTICATED");
}
