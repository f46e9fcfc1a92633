//! A view is changed.

use serde_json::json;

use super::{names, saved};
use crate::graphql::api::Api;

const UPDATE: &str =
    "mutation($i: UpdateViewInput!) { updateView(input: $i) { view { name query shared } } }";

#[tokio::test]
async fn s30_a_view_is_changed_by_its_owner_and_hidden_from_others_while_it_is_their_own() {
    let api = Api::start().await;
    let view = saved(&api, &api.agent, "Own", "status:open", false).await;
    let input = |changes: serde_json::Value| {
        let mut input = changes;
        input["id"] = view["id"].clone();
        json!({ "i": input })
    };
    let renamed = input(json!({ "name": "Mine" }));
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, renamed.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(Some(&api.customer), UPDATE, renamed.clone()).await.0, "FORBIDDEN");
    for _ in 0..2 {
        let data = api.data(&api.agent, UPDATE, renamed.clone()).await;
        let expected = json!({ "name": "Mine", "query": "status:open", "shared": false });
        assert_eq!(data["updateView"]["view"], expected);
    }
    let refused = api.refusal(Some(&api.agent), UPDATE, input(json!({ "query": "is:x" }))).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "query".into()));
    api.data(&api.agent, UPDATE, input(json!({ "shared": true }))).await;
    assert_eq!(names(&api, &api.admin).await, json!(["Mine"]));
    let foreign = json!({ "i": { "id": "x", "name": "y" } });
    assert_eq!(api.refusal(Some(&api.agent), UPDATE, foreign).await, ("BAD_USER_INPUT".into(), "id".into()));
}
