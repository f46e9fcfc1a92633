//! A list costs as many statements for fifty items as for five.

use engine::{Actor, QueueSetting, UpdateQueue};
use serde_json::json;

use super::{api::Api, statements::counting};

#[tokio::test]
async fn a_list_of_tickets_asks_for_each_kind_of_neighbour_once() {
    let api = Api::start().await;
    let document = "{ tickets { totalCount nodes { number customer { name organisation { name } } organisation { name } assignee { name } queue { name } } } }";
    let mut counts = Vec::new();
    for more in [2, 20] {
        for n in 0..more {
            let person = if n % 2 == 0 { &api.customer } else { &api.stranger };
            api.ticket(person, &format!("Ticket {n}")).await;
        }
        let (data, count) = counting(api.data(&api.agent, document, json!({}))).await;
        assert!(data["tickets"]["nodes"][0]["queue"]["name"].is_string());
        counts.push(count);
    }
    // A gathering of keys may end a moment too early, which costs one statement, not one for each.
    assert!(counts[1] <= counts[0] + 2, "statements for 2 and for 22 tickets: {counts:?}");
    assert!(counts[1] <= 10, "{counts:?}");
}

#[tokio::test]
async fn the_comments_of_a_ticket_ask_for_authors_and_files_once() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let add = "mutation($n: Int!) { addComment(input: { number: $n, text: \"x\" }) { comment { id } } }";
    let document = "query($n: Int!) { ticket(number: $n) {
        comments { nodes { text byStaff author { name organisation { name } } attachments { filename } ticket { number } } }
        events { nodes { kind actor { name } comment { text } ticket { number } } } } }";
    let mut counts = Vec::new();
    for more in [2, 10] {
        for n in 0..more {
            let person = if n % 2 == 0 { &api.agent } else { &api.colleague };
            api.data(person, add, json!({ "n": ticket.number })).await;
        }
        let (_, count) = counting(api.data(&api.agent, document, json!({ "n": ticket.number }))).await;
        counts.push(count);
    }
    // A gathering of keys may end a moment too early, which costs one statement, not one for each.
    assert!(counts[1] <= counts[0] + 2, "statements for 3 and for 13 comments: {counts:?}");
}

#[tokio::test]
async fn the_last_comment_of_each_ticket_of_a_list_costs_as_much_as_that_of_one() {
    let api = Api::start().await;
    let document = "{ tickets { nodes { number
        comments(last: 1) { totalCount nodes { text author { name } attachments { filename } } } } } }";
    let mut counts = Vec::new();
    for more in [2, 20] {
        for n in 0..more {
            api.ticket(&api.customer, &format!("Ticket {n}")).await;
        }
        let (data, count) = counting(api.data(&api.agent, document, json!({}))).await;
        let comments = &data["tickets"]["nodes"][0]["comments"];
        assert_eq!(
            (&comments["totalCount"], &comments["nodes"][0]["text"]),
            (&json!(1), &json!("It does not work."))
        );
        counts.push(count);
    }
    assert!(counts[1] <= counts[0] + 2, "statements for 2 and for 22 tickets: {counts:?}");
}

#[tokio::test]
async fn the_history_of_each_ticket_of_a_list_costs_as_much_as_that_of_one() {
    let api = Api::start().await;
    let document = "{ tickets { nodes { number
        events(first: 2) { totalCount nodes { kind actor { name } comment { text } } } } } }";
    let mut counts = Vec::new();
    for more in [2, 20] {
        for n in 0..more {
            api.ticket(&api.customer, &format!("Ticket {n}")).await;
        }
        let (data, count) = counting(api.data(&api.agent, document, json!({}))).await;
        let events = &data["tickets"]["nodes"][0]["events"];
        assert_eq!((&events["totalCount"], &events["nodes"][0]["kind"]), (&json!(1), &json!("CREATED")));
        counts.push(count);
    }
    assert!(counts[1] <= counts[0] + 2, "statements for 2 and for 22 tickets: {counts:?}");
}

#[tokio::test]
async fn the_settings_of_all_queues_ask_for_the_mailboxes_once() {
    let api = Api::start().await;
    let document = "{ queues { name settings { senderAddress senderAddressIsUnfetched } } }";
    let mut counts = Vec::new();
    for more in [2, 20] {
        for n in 0..more {
            let name = format!("Queue {more} {n}");
            let queue = api.engine.create_queue(&Actor::system(), &name, None).await.expect("a queue");
            let own = QueueSetting::SenderAddress(Some(format!("desk{n}@example.org")));
            let update = UpdateQueue { settings: vec![own], ..UpdateQueue::default() };
            api.engine.update_queue(&Actor::system(), queue.id, update).await.expect("changed");
        }
        let (data, count) = counting(api.data(&api.admin, document, json!({}))).await;
        let queues = data["queues"].as_array().expect("queues");
        let unfetched = |queue: &&serde_json::Value| queue["settings"]["senderAddressIsUnfetched"] == true;
        assert_eq!(queues.iter().filter(unfetched).count(), queues.len() - 1);
        counts.push(count);
    }
    assert!(counts[1] <= counts[0] + 2, "statements for 2 and for 22 queues: {counts:?}");
}

#[tokio::test]
async fn a_page_and_what_stands_beside_it_are_one_statement() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    api.ticket(&api.stranger, "Screen").await;
    let page = "{ tickets { nodes { number customer { name } organisation { name } assignee { name }
        comments(last: 1) { nodes { text createdAt } } } } }";
    let one = "query($n: Int!) { ticket(number: $n) { title customer { name } organisation { name } assignee { name }
        comments { nodes { text author { name } byStaff } } } }";
    for person in [&api.agent, &api.customer] {
        let (data, count) = counting(api.data(person, page, json!({}))).await;
        let comments = &data["tickets"]["nodes"][0]["comments"]["nodes"];
        // One more recognises the person.
        assert_eq!((count, &comments[0]["text"]), (2, &json!("It does not work.")), "{data}");
        let (data, count) = counting(api.data(person, one, json!({ "n": ticket.number }))).await;
        assert_eq!(
            count, 3,
            "the person, the ticket with its neighbours, the comments with their authors: {data}"
        );
        assert_eq!(data["ticket"]["comments"]["nodes"][0]["author"], data["ticket"]["customer"]);
    }
}

#[tokio::test]
async fn a_last_comment_that_was_read_along_answers_for_nothing_else() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let add = "mutation($n: Int!) { addComment(input: { number: $n, text: \"x\" }) { comment { id } } }";
    api.data(&api.agent, add, json!({ "n": ticket.number })).await;
    let document = "{ tickets { nodes {
        comments(last: 1) { nodes { text ticket { comments(last: 1) { pageInfo { hasPreviousPage } totalCount } } } } } } }";
    let data = api.data(&api.agent, document, json!({})).await;
    let comments = &data["tickets"]["nodes"][0]["comments"];
    assert_eq!(comments["nodes"][0]["text"], "x");
    let again = &comments["nodes"][0]["ticket"]["comments"];
    assert_eq!((&again["pageInfo"]["hasPreviousPage"], &again["totalCount"]), (&json!(true), &json!(2)));
    let twice = "{ tickets { nodes { comments(last: 1) { nodes { text } edges { cursor } }
        all: comments(last: 1) { nodes { text } pageInfo { hasPreviousPage startCursor } totalCount } } } }";
    let data = api.data(&api.agent, twice, json!({})).await;
    let node = &data["tickets"]["nodes"][0];
    assert_eq!(node["comments"]["edges"][0]["cursor"], node["all"]["pageInfo"]["startCursor"]);
    assert_eq!(
        (&node["all"]["pageInfo"]["hasPreviousPage"], &node["all"]["totalCount"]),
        (&json!(true), &json!(2))
    );
}
