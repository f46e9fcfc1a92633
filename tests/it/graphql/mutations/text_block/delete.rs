//! A text block is deleted.

use serde_json::json;

use super::made;
use crate::graphql::api::Api;

#[tokio::test]
async fn a_text_block_is_deleted_by_admins() {
    let api = Api::start().await;
    let block = made(&api, "Greeting", "Dear").await;
    let (delete, id) = ("mutation($id: ID!) { deleteTextBlock(id: $id) }", json!({ "id": block["id"] }));
    assert_eq!(api.refusal(Some(&api.agent), delete, id.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.data(&api.admin, delete, id.clone()).await["deleteTextBlock"], true);
    assert_eq!(api.refusal(Some(&api.admin), delete, id).await.0, "NOT_FOUND");
}
