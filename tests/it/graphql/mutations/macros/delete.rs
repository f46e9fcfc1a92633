//! A macro is deleted.

use serde_json::json;

use super::made;
use crate::graphql::api::Api;

#[tokio::test]
async fn a_macro_is_deleted_by_admins() {
    let api = Api::start().await;
    let opens = made(&api, "Open", json!([{ "status": "OPEN" }])).await;
    let (delete, id) = ("mutation($id: ID!) { deleteMacro(id: $id) }", json!({ "id": opens["id"] }));
    assert_eq!(api.refusal(Some(&api.agent), delete, id.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.data(&api.admin, delete, id.clone()).await["deleteMacro"], true);
    assert_eq!(api.refusal(Some(&api.admin), delete, id).await.0, "NOT_FOUND");
}
