//! A comment, its files and a status are one action.

use serde_json::{Value, json};

use crate::graphql::{api::Api, statements::counting};

const ADD: &str = "mutation($i: AddCommentInput!) { addComment(input: $i) {
    comment { id text visibility byStaff automatic author { name } ticket { number } } ticket { status version } } }";

fn comment(number: i64, more: &Value) -> Value {
    let mut input = json!({ "number": number, "text": "Well?" });
    input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    json!({ "i": input })
}

#[tokio::test]
async fn s70_a_comment_of_the_customer_reopens_a_resolved_ticket() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let resolved = api.data(&api.agent, ADD, comment(ticket.number, &json!({ "status": "RESOLVED" }))).await;
    assert_eq!(resolved["addComment"]["ticket"]["status"], "RESOLVED");
    assert_eq!(resolved["addComment"]["comment"]["byStaff"], true);
    let reopened = api.data(&api.customer, ADD, comment(ticket.number, &json!({}))).await;
    assert_eq!(reopened["addComment"]["ticket"]["status"], "OPEN");
    assert_eq!(reopened["addComment"]["comment"]["ticket"]["number"], ticket.number);
    assert_eq!(reopened["addComment"]["comment"]["visibility"], "PUBLIC");
}

#[tokio::test]
async fn s72_a_customer_closes_with_an_empty_text_and_a_text_without_a_status_is_required() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let nothing = comment(ticket.number, &json!({ "text": "" }));
    let refusal = api.refusal(Some(&api.customer), ADD, nothing).await;
    assert_eq!(refusal, ("BAD_USER_INPUT".into(), "text".into()));
    let input = comment(ticket.number, &json!({ "text": "", "status": "CLOSED" }));
    let closed = api.data(&api.customer, ADD, input).await;
    assert_eq!(closed["addComment"]["ticket"]["status"], "CLOSED");
    assert_eq!(closed["addComment"]["comment"]["ticket"]["number"], ticket.number);
}

#[tokio::test]
async fn a_stranger_learns_nothing_and_nobody_must_log_in() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let hidden = api.run(Some(&api.stranger), ADD, comment(ticket.number, &json!({}))).await;
    let absent = api.run(Some(&api.stranger), ADD, comment(99_999, &json!({}))).await;
    assert_eq!(hidden["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert_eq!(hidden["errors"][0]["message"], absent["errors"][0]["message"]);
    assert_eq!(api.refusal(None, ADD, comment(ticket.number, &json!({}))).await.0, "UNAUTHENTICATED");
}

#[tokio::test]
async fn the_same_key_makes_one_comment() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let input = comment(ticket.number, &json!({ "idempotencyKey": "c1" }));
    let first = api.data(&api.customer, ADD, input.clone()).await;
    let second = api.data(&api.customer, ADD, input).await;
    assert_eq!(first["addComment"]["comment"]["id"], second["addComment"]["comment"]["id"]);
}

#[tokio::test]
async fn s59_a_stale_comment_is_a_conflict() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    api.data(&api.agent, ADD, comment(ticket.number, &json!({}))).await;
    let stale = comment(ticket.number, &json!({ "expectedVersion": ticket.version }));
    let refusal = api.refusal(Some(&api.customer), ADD, stale).await;
    assert_eq!(refusal, ("CONFLICT".into(), "expectedVersion".into()));
}

#[tokio::test]
async fn customers_write_no_internal_notes_and_never_see_one() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let internal = comment(ticket.number, &json!({ "visibility": "INTERNAL" }));
    assert_eq!(api.refusal(Some(&api.customer), ADD, internal.clone()).await.0, "FORBIDDEN");
    let note = api.data(&api.agent, ADD, internal).await;
    let note = note["addComment"]["comment"]["id"].clone();

    let seen = "query($n: Int!, $id: ID!) {
        ticket(number: $n) { comments { totalCount nodes { visibility } } events { totalCount nodes { kind comment { text } } } }
        node(id: $id) { id } }";
    let data = api.data(&api.customer, seen, json!({ "n": ticket.number, "id": note })).await;
    assert_eq!(data["ticket"]["comments"]["totalCount"], 1);
    assert_eq!(data["ticket"]["comments"]["nodes"], json!([{ "visibility": "PUBLIC" }]));
    assert_eq!(data["ticket"]["events"]["totalCount"], 1, "{data:#}");
    assert_eq!(data["node"], Value::Null);
    let data = api.data(&api.agent, seen, json!({ "n": ticket.number, "id": note })).await;
    assert_eq!(data["ticket"]["comments"]["totalCount"], 2);
    assert_eq!(data["node"]["id"], note);
}

#[tokio::test]
async fn customers_may_set_nothing_but_closed() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    for status in ["NEW", "OPEN", "PENDING", "RESOLVED"] {
        let refusal =
            api.refusal(Some(&api.customer), ADD, comment(ticket.number, &json!({ "status": status }))).await;
        assert_eq!(refusal, ("FORBIDDEN".into(), "status".into()));
    }
    let data = api.data(&api.customer, ADD, comment(ticket.number, &json!({ "status": "CLOSED" }))).await;
    assert_eq!(data["addComment"]["ticket"]["status"], "CLOSED");
}

#[tokio::test]
async fn the_visibility_may_be_null() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let data = api.data(&api.customer, ADD, comment(ticket.number, &json!({ "visibility": null }))).await;
    assert_eq!(data["addComment"]["comment"]["visibility"], "PUBLIC");
}

/// Nine for the comment and five for the email that it owes, at the most.
#[tokio::test]
async fn an_answer_to_a_customer_takes_few_statements() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    // The first one makes the agent take part, and is not measured.
    for _ in 0..2 {
        api.data(&api.agent, ADD, comment(ticket.number, &json!({}))).await;
        api.app.letters().await;
    }
    let short = "mutation($i: AddCommentInput!) { addComment(input: $i) { comment { id createdAt } ticket { number status version } } }";
    let (_, count) = counting(api.data(&api.agent, short, comment(ticket.number, &json!({})))).await;
    assert!(count <= 14, "{count} statements");
}
