//! A text block is made.

use serde_json::json;

use super::{CREATE, made};
use crate::graphql::api::Api;

#[tokio::test]
async fn a_text_block_is_made_read_and_filled_in() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let block = made(&api, "Greeting", "Dear {{customer.name}}, #{{ticket.number}}").await;
    assert_eq!(block["locale"], json!(null));
    let read = "query($n: Int!) { textBlocks { id name text locale filled(ticket: $n) } }";
    let data = api.data(&api.agent, read, json!({ "n": ticket.number })).await;
    let filled = format!("Dear {}, #{}", api.customer.user.name, ticket.number);
    assert_eq!(data["textBlocks"][0]["filled"], json!(filled));
    let found = api.data(&api.agent, "{ textBlocks(search: \"xyz\") { id } }", json!({})).await;
    assert_eq!(found["textBlocks"], json!([]));
    let node = "query($id: ID!) { node(id: $id) { ... on TextBlock { name } } }";
    let id = json!({ "id": block["id"] });
    assert_eq!(api.data(&api.agent, node, id.clone()).await["node"]["name"], "Greeting");
    assert_eq!(api.data(&api.customer, node, id.clone()).await["node"], json!(null));
    let log = "query($id: ID!) { auditLog(subject: $id) { nodes { kind subject { id } } } }";
    let entry = json!({ "kind": "TEXT_BLOCK_CHANGED", "subject": { "id": block["id"] } });
    assert_eq!(api.data(&api.admin, log, id).await["auditLog"]["nodes"], json!([entry]));
    let hidden = api.refusal(Some(&api.agent), read, json!({ "n": 99_999 })).await;
    assert_eq!(hidden.0, "NOT_FOUND");
}

#[tokio::test]
async fn who_may_not_and_what_is_wrong_is_told() {
    let api = Api::start().await;
    let input = |name: &str, text: &str, locale: &str| json!({ "i": { "name": name, "text": text, "locale": locale } });
    let fine = input("x", "x", "de");
    assert_eq!(api.refusal(None, CREATE, fine.clone()).await.0, "UNAUTHENTICATED");
    for person in [&api.customer, &api.agent] {
        assert_eq!(api.refusal(Some(person), CREATE, fine.clone()).await.0, "FORBIDDEN");
    }
    assert_eq!(api.refusal(Some(&api.customer), "{ textBlocks { id } }", json!({})).await.0, "FORBIDDEN");
    for (wrong, field) in [
        (input("", "x", "de"), "name"),
        (input("x", "{{a}}", "de"), "text"),
        (input("x", "x", "fr"), "locale"),
    ] {
        assert_eq!(
            api.refusal(Some(&api.admin), CREATE, wrong).await,
            ("BAD_USER_INPUT".into(), field.into())
        );
    }
}
