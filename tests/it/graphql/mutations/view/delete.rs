//! A view is deleted.

use serde_json::json;

use super::{names, saved};
use crate::graphql::api::Api;

#[tokio::test]
async fn s30_a_view_is_deleted_by_its_owner() {
    let api = Api::start().await;
    let view = saved(&api, &api.agent, "Own", "status:open", false).await;
    let (delete, id) = ("mutation($id: ID!) { deleteView(id: $id) }", json!({ "id": view["id"] }));
    assert_eq!(api.refusal(Some(&api.admin), delete, id.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(Some(&api.customer), delete, id.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.data(&api.agent, delete, id.clone()).await["deleteView"], true);
    assert_eq!(names(&api, &api.agent).await, json!([]));
    assert_eq!(api.refusal(Some(&api.agent), delete, id).await.0, "NOT_FOUND");
}
