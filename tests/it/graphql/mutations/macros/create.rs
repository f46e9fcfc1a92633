//! A macro is made and applied.

use serde_json::json;

use super::{CREATE, made};
use crate::graphql::api::Api;

const CHANGE: &str =
    "mutation($n: Int!, $c: [TicketChangeInput!]!) { changeTicket(input: { number: $n, changes: $c }) {
    ticket { status tags assignee { name } version comments(last: 1) { nodes { text visibility } } } } }";

#[tokio::test]
async fn a_macro_is_made_shown_and_applied() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let changes = json!([
        { "comment": { "text": "Dear {{customer.name}}", "visibility": "INTERNAL" } },
        { "status": "PENDING" }, { "assignee": { "me": true } }, { "addTags": ["Asked"] },
    ]);
    let asks = made(&api, "Ask", changes).await;
    let kinds: Vec<_> =
        asks["changes"].as_array().expect("changes").iter().map(|one| one["kind"].clone()).collect();
    assert_eq!(json!(kinds), json!(["comment", "status", "assignee", "addTags"]));
    assert_eq!(asks["changes"][2]["assignsMe"], true);
    let said = format!("Dear {}", api.customer.user.name);
    let read = "query($n: Int!) { macros { id effect(ticket: $n) { kind text } } }";
    let data = api.data(&api.agent, read, json!({ "n": ticket.number })).await;
    assert_eq!(data["macros"][0]["effect"][0]["text"], json!(said));
    let apply = json!({ "n": ticket.number, "c": [{ "macro": asks["id"] }] });
    let data = api.data(&api.agent, CHANGE, apply.clone()).await;
    let expected = json!({ "status": "PENDING", "tags": ["asked"], "assignee": { "name": api.agent.user.name }, "version": 2,
        "comments": { "nodes": [{ "text": said, "visibility": "INTERNAL" }] } });
    assert_eq!(data["changeTicket"]["ticket"], expected);
    let refused = api.refusal(Some(&api.customer), CHANGE, apply).await;
    assert_eq!(refused, ("FORBIDDEN".into(), "changes.0.macro".into()));
    let many =
        "mutation($n: [Int!]!, $m: ID!) { changeTickets(input: { numbers: $n, changes: [{ macro: $m }] }) {
        results { number code ticket { status } } } }";
    let numbers = json!({ "n": [ticket.number, 99_999], "m": asks["id"] });
    let data = api.data(&api.agent, many, numbers).await;
    let results = json!([{ "number": ticket.number, "code": null, "ticket": { "status": "PENDING" } },
        { "number": 99_999, "code": "NOT_FOUND", "ticket": null }]);
    assert_eq!(data["changeTickets"]["results"], results);
}

#[tokio::test]
async fn who_may_not_and_what_is_wrong_is_told() {
    let api = Api::start().await;
    let input = |changes: serde_json::Value| json!({ "i": { "name": "x", "changes": changes } });
    let fine = input(json!([{ "status": "OPEN" }]));
    assert_eq!(api.refusal(None, CREATE, fine.clone()).await.0, "UNAUTHENTICATED");
    for person in [&api.customer, &api.agent] {
        assert_eq!(api.refusal(Some(person), CREATE, fine.clone()).await.0, "FORBIDDEN");
    }
    assert_eq!(api.refusal(Some(&api.customer), "{ macros { id } }", json!({})).await.0, "FORBIDDEN");
    let inner = made(&api, "Inner", json!([{ "status": "OPEN" }])).await;
    for (changes, field) in [
        (json!([]), "changes"),
        (json!([{ "status": "OPEN" }, { "macro": inner["id"] }]), "changes.1.macro"),
        (json!([{ "macro": "x" }]), "changes.0.macro"),
        (json!([{ "comment": { "text": "{{x}}" } }]), "changes.0.comment.text"),
        (json!([{ "assignee": { "me": true, "user": inner["id"] } }]), "changes.0.assignee.me"),
    ] {
        let refused = api.refusal(Some(&api.admin), CREATE, input(changes)).await;
        assert_eq!(refused, ("BAD_USER_INPUT".into(), field.into()));
    }
}
