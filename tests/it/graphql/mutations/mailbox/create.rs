//! A mailbox is added.

use serde_json::json;

use super::{CREATE, input, made};
use crate::graphql::api::Api;

#[tokio::test]
async fn a_mailbox_is_added_and_stands_beside_those_of_the_file() {
    let api = Api::start().await;
    let mailbox = made(&api, "box@example.org").await;
    for (field, value) in [
        ("name", json!("box@example.org")),
        ("origin", json!("PAGE")),
        ("queueName", json!("Support")),
        ("queue", json!({ "name": "Support" })),
        ("host", json!("imap.example.org")),
        ("port", json!(993)),
        ("security", json!("TLS")),
        ("user", json!("box@example.org")),
        ("folder", json!("INBOX")),
        ("afterFetch", json!("MARK")),
        ("moveTo", json!(null)),
        ("onlyNewerThan", json!(null)),
        ("oldMail", json!("QUIET")),
        ("progress", json!(null)),
        ("replies", json!("APPEND")),
        ("plusAddressing", json!(false)),
        ("ccWatches", json!(true)),
        ("reopenDays", json!(null)),
        ("paused", json!(false)),
        ("server", json!("imaps://imap.example.org:993/INBOX")),
    ] {
        assert_eq!(mailbox[field], value, "{field}");
    }
    let listed = api.data(&api.admin, "{ mailboxes { id name origin } }", json!({})).await;
    assert_eq!(listed["mailboxes"][0]["origin"], "FILE");
    assert_eq!(listed["mailboxes"][0]["id"], json!(null));
    assert_eq!(listed["mailboxes"][1]["id"], mailbox["id"]);
    let log =
        api.data(&api.admin, "{ auditLog { nodes { kind changes { field from to } } } }", json!({})).await;
    assert_eq!(log["auditLog"]["nodes"][0]["kind"], "MAILBOX_CHANGED");
    assert!(!log.to_string().contains("hunter2"));
}

#[tokio::test]
async fn who_may_not_and_what_is_wrong_is_told() {
    let api = Api::start().await;
    let fine = input(&api, "box@example.org").await;
    assert_eq!(api.refusal(None, CREATE, fine.clone()).await.0, "UNAUTHENTICATED");
    for person in [&api.customer, &api.agent] {
        assert_eq!(api.refusal(Some(person), CREATE, fine.clone()).await.0, "FORBIDDEN");
    }
    made(&api, "box@example.org").await;
    let again = api.refusal(Some(&api.admin), CREATE, fine.clone()).await;
    assert_eq!(again, ("BAD_USER_INPUT".into(), "address".into()));
    for (field, value) in [
        ("address", json!("x")),
        ("queue", json!("x")),
        ("host", json!("a b")),
        ("port", json!(-1)),
        ("password", json!("")),
    ] {
        let mut wrong = fine.clone();
        wrong["i"]["address"] = json!("other@example.org");
        wrong["i"][field] = value;
        let refused = api.refusal(Some(&api.admin), CREATE, wrong).await;
        assert_eq!(refused, ("BAD_USER_INPUT".into(), field.into()));
    }
}

#[tokio::test]
async fn a_provider_that_the_configuration_does_not_name_is_an_error_of_its_field() {
    let api = Api::start().await;
    let mut input = input(&api, "box@example.org").await;
    let fields = input["i"].as_object_mut().expect("an object");
    fields.remove("password");
    fields.insert("oauth".to_owned(), json!("m365"));
    let refused = api.refusal(Some(&api.admin), CREATE, input).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "oauth".into()));
    let mailbox = made(&api, "box@example.org").await;
    let update = "mutation($i: UpdateMailboxInput!) { updateMailbox(input: $i) { mailbox { oauth } } }";
    let change = json!({ "i": { "id": mailbox["id"], "oauth": "m365" } });
    assert_eq!(api.refusal(Some(&api.admin), update, change).await.1, "oauth");
    let same = json!({ "i": { "id": mailbox["id"], "oauth": "" } });
    assert_eq!(api.data(&api.admin, update, same).await["updateMailbox"]["mailbox"]["oauth"], json!(null));
    for person in [&api.customer, &api.agent] {
        assert_eq!(api.refusal(Some(person), "{ mailProviders { name } }", json!({})).await.0, "FORBIDDEN");
    }
}
