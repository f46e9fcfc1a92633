//! A macro is changed.

use serde_json::json;

use super::made;
use crate::graphql::api::Api;

const UPDATE: &str =
    "mutation($i: UpdateMacroInput!) { updateMacro(input: $i) { macro { name changes { kind priority } } } }";

#[tokio::test]
async fn a_macro_is_changed_by_admins() {
    let api = Api::start().await;
    let opens = made(&api, "Open", json!([{ "status": "OPEN" }])).await;
    let input = json!({ "i": { "id": opens["id"], "name": "Rush", "changes": [{ "priority": "URGENT" }] } });
    assert_eq!(api.refusal(Some(&api.agent), UPDATE, input.clone()).await.0, "FORBIDDEN");
    for _ in 0..2 {
        let data = api.data(&api.admin, UPDATE, input.clone()).await;
        let expected = json!({ "name": "Rush", "changes": [{ "kind": "priority", "priority": "URGENT" }] });
        assert_eq!(data["updateMacro"]["macro"], expected);
    }
    let foreign = json!({ "i": { "id": "x", "name": "y" } });
    assert_eq!(api.refusal(Some(&api.admin), UPDATE, foreign).await, ("BAD_USER_INPUT".into(), "id".into()));
}
