//! A mailbox is changed.

use serde_json::json;

use super::made;
use crate::graphql::api::Api;

const UPDATE: &str =
    "mutation($i: UpdateMailboxInput!) { updateMailbox(input: $i) { mailbox { paused folder queueName } } }";

#[tokio::test]
async fn a_mailbox_is_paused_and_changed_by_admins() {
    let api = Api::start().await;
    let mailbox = made(&api, "box@example.org").await;
    let change = json!({ "i": { "id": mailbox["id"], "paused": true, "folder": "Support" } });
    assert_eq!(api.refusal(None, UPDATE, change.clone()).await.0, "UNAUTHENTICATED");
    for person in [&api.customer, &api.agent] {
        assert_eq!(api.refusal(Some(person), UPDATE, change.clone()).await.0, "FORBIDDEN");
    }
    for _ in 0..2 {
        let after = api.data(&api.admin, UPDATE, change.clone()).await;
        let expected = json!({ "paused": true, "folder": "Support", "queueName": "Support" });
        assert_eq!(after["updateMailbox"]["mailbox"], expected);
    }
    let elsewhere = json!({ "i": { "id": mailbox["id"], "host": "evil.example" } });
    let refused = api.refusal(Some(&api.admin), UPDATE, elsewhere).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "password".into()));
    let rules = json!({ "i": { "id": mailbox["id"], "rules": [
        { "pattern": "(INC\\d+)", "status": "OPEN", "tags": ["partner"] }, { "pattern": "^RECOVERY", "priority": "LOW" },
    ] } });
    let document =
        UPDATE.replace("paused", "rules { header pattern status priority tags queue { name } } certificates");
    let after = api.data(&api.admin, &document, rules).await["updateMailbox"]["mailbox"].clone();
    let first = json!({ "header": "Subject", "pattern": "(INC\\d+)", "status": "OPEN", "priority": null, "tags": ["partner"], "queue": null });
    assert_eq!((&after["rules"][0], &after["certificates"]), (&first, &json!(null)));
    let wrong = json!({ "i": { "id": mailbox["id"], "rules": [{ "pattern": "(a)" }, { "pattern": "(" }] } });
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, wrong).await.1, "rules.1.pattern");
    let unknown = json!({ "i": { "id": "x" } });
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, unknown).await.1, "id");
}
