//! The ledger of incoming mail, for the staff.

use serde_json::json;
use tests::MAILBOX;

use crate::graphql::api::Api;

const MAILS: &str = "query($f: MailFilter) { mails(filter: $f, first: 10) { totalCount nodes {
    id from subject mailbox outcome reason reasonCode rawUrl ticket { number } } } }";

async fn submit(api: &Api, from: &str, extra: &str) {
    let raw = format!("From: {from}\r\nTo: {MAILBOX}\r\nSubject: Angebot\r\n{extra}\r\nBitte!\r\n");
    mail::inbound::submit(&api.engine, raw.into_bytes(), Some(MAILBOX)).await;
}

#[tokio::test]
async fn the_staff_see_what_became_of_each_mail_and_why() {
    let api = Api::start().await;
    submit(&api, "kim@kunde.example", "").await;
    submit(&api, "eve@evil.example", "X-Spam-Flag: YES\r\n").await;
    let all = api.data(&api.agent, MAILS, json!({})).await["mails"].clone();
    assert_eq!(all["totalCount"], 2);
    let [held, created] = [&all["nodes"][0], &all["nodes"][1]];
    assert_eq!(
        (&held["outcome"], &held["reasonCode"], &held["ticket"]),
        (&json!("HELD"), &json!("SPAM"), &json!(null))
    );
    assert_eq!(held["reason"], "a filter marked it as spam, and its sender has no account");
    assert_eq!((&created["from"], &created["outcome"]), (&json!("kim@kunde.example"), &json!("CREATED")));
    assert_eq!((&created["subject"], &created["mailbox"]), (&json!("Angebot"), &json!(MAILBOX)));
    assert_eq!(created["ticket"]["number"], 10_001);
    for (filter, count) in [
        (json!({ "outcome": ["HELD"] }), 1),
        (json!({ "outcome": ["CREATED", "HELD"] }), 2),
        (json!({ "ticket": 10_001 }), 1),
        (json!({ "since": "2030-01-01T00:00:00Z" }), 0),
        (json!({ "before": "2030-01-01T00:00:00Z" }), 2),
        (json!({ "from": "KIM@kunde.example" }), 1),
        (json!({ "from": "@evil.example" }), 1),
        (json!({ "from": "@%" }), 0),
        (json!({ "mailbox": MAILBOX.to_uppercase() }), 2),
        (json!({ "messageId": "none@kunde.example" }), 0),
        (json!({ "query": "KUNDE" }), 1),
        (json!({ "query": "angebot" }), 2),
        (json!({ "query": "angebot", "outcome": ["HELD"] }), 1),
        (json!({ "query": "%" }), 0),
        (json!({ "query": " " }), 2),
    ] {
        let found = api.data(&api.agent, MAILS, json!({ "f": filter })).await;
        assert_eq!(found["mails"]["totalCount"], count, "{filter}");
    }
    let counts = "query($f: MailFilter) { mailCounts(filter: $f) { outcome count } }";
    let counted =
        api.data(&api.agent, counts, json!({ "f": { "query": "angebot", "outcome": ["HELD"] } })).await;
    let mut counted = counted["mailCounts"].as_array().expect("counts").clone();
    counted.sort_by_key(|one| one["outcome"].as_str().map(str::to_owned));
    let expected = [json!({ "outcome": "CREATED", "count": 1 }), json!({ "outcome": "HELD", "count": 1 })];
    assert_eq!(counted, expected, "whatever the outcome is");
    let node = "query($id: ID!) { node(id: $id) { ... on Mail { outcome } } }";
    let found = api.data(&api.agent, node, json!({ "id": held["id"] })).await;
    assert_eq!(found["node"]["outcome"], "HELD");
}

#[tokio::test]
async fn customers_see_no_mail_and_no_warning() {
    let api = Api::start().await;
    submit(&api, "eve@evil.example", "X-Spam-Flag: YES\r\n").await;
    let all = api.data(&api.customer, MAILS, json!({})).await;
    assert_eq!(all["mails"]["totalCount"], 0);
    let ticket = api.ticket(&api.customer, "Printer").await;
    let document = "query($n: Int!) { ticket(number: $n) { comments { nodes { mail { from } } } } }";
    let seen = api.data(&api.customer, document, json!({ "n": ticket.number })).await;
    assert_eq!(seen["ticket"]["comments"]["nodes"][0]["mail"], json!(null));
}
