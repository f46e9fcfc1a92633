//! A mailbox is tried.

use serde_json::json;
use tests::servers::free_port;

use super::made;
use crate::graphql::api::Api;

const TEST: &str = "mutation($i: TestMailboxInput!) { testMailbox(input: $i) { fault mails pushes } }";

#[tokio::test]
async fn what_is_wrong_with_a_mailbox_is_told_in_one_word() {
    let api = Api::start().await;
    let port = free_port();
    let tried = json!({ "i": {
        "address": "box@example.org", "host": "127.0.0.1", "port": port, "security": "NONE", "password": "x",
    } });
    assert_eq!(api.refusal(None, TEST, tried.clone()).await.0, "UNAUTHENTICATED");
    for person in [&api.customer, &api.agent] {
        assert_eq!(api.refusal(Some(person), TEST, tried.clone()).await.0, "FORBIDDEN");
    }
    for _ in 0..2 {
        let answer = api.data(&api.admin, TEST, tried.clone()).await;
        let expected = json!({ "fault": "UNREACHABLE", "mails": null, "pushes": null });
        assert_eq!(answer["testMailbox"], expected);
    }
    let id = made(&api, "box@example.org").await["id"].clone();
    let elsewhere = json!({ "i": { "id": id, "host": "127.0.0.1" } });
    assert_eq!(api.refusal(Some(&api.admin), TEST, elsewhere).await.1, "password");
}
