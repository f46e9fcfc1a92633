//! Views stand in one's own order.

use serde_json::json;

use super::{names, saved};
use crate::graphql::api::Api;

#[tokio::test]
async fn s30_views_are_ordered_for_the_viewer_alone() {
    let api = Api::start().await;
    saved(&api, &api.agent, "Alpha", "status:open", true).await;
    let beta = saved(&api, &api.agent, "Beta", "status:open", true).await;
    let order = "mutation($ids: [ID!]!) { orderViews(ids: $ids) { name } }";
    let ids = json!({ "ids": [beta["id"]] });
    for _ in 0..2 {
        let data = api.data(&api.agent, order, ids.clone()).await;
        assert_eq!(data["orderViews"], json!([{ "name": "Beta" }, { "name": "Alpha" }]));
    }
    assert_eq!(names(&api, &api.admin).await, json!(["Alpha", "Beta"]));
    assert_eq!(api.refusal(Some(&api.customer), order, ids).await.0, "FORBIDDEN");
    let unknown = api.refusal(Some(&api.agent), order, json!({ "ids": ["x"] })).await;
    assert_eq!(unknown, ("BAD_USER_INPUT".into(), "ids".into()));
}
