//! A mailbox is deleted.

use serde_json::json;

use super::made;
use crate::graphql::api::Api;

const DELETE: &str = "mutation($id: ID!) { deleteMailbox(id: $id) }";

#[tokio::test]
async fn a_mailbox_is_deleted_once_and_by_admins() {
    let api = Api::start().await;
    let id = json!({ "id": made(&api, "box@example.org").await["id"] });
    assert_eq!(api.refusal(None, DELETE, id.clone()).await.0, "UNAUTHENTICATED");
    for person in [&api.customer, &api.agent] {
        assert_eq!(api.refusal(Some(person), DELETE, id.clone()).await.0, "FORBIDDEN");
    }
    assert_eq!(api.data(&api.admin, DELETE, id.clone()).await["deleteMailbox"], json!(true));
    assert_eq!(api.refusal(Some(&api.admin), DELETE, id).await.0, "NOT_FOUND");
    let listed = api.data(&api.admin, "{ mailboxes { name } }", json!({})).await;
    assert_eq!(listed["mailboxes"].as_array().map(Vec::len), Some(1));
}
