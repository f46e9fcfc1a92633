//! Changing one's own password.

use engine::Role;
use serde_json::json;
use tests::given::PASSWORD;

use crate::graphql::api::Api;

const CHANGE: &str = "mutation($c: String!, $n: String!) { changePassword(current: $c, new: $n) }";

#[tokio::test]
async fn a_password_is_changed_and_what_is_wrong_is_named() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let wrong = json!({ "c": "falsch", "n": "GaNzNeu-42" });
    assert_eq!(api.refusal(None, CHANGE, wrong.clone()).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&paula), CHANGE, wrong).await, ("BAD_USER_INPUT".into(), "current".into()));
    let weak = json!({ "c": PASSWORD, "n": "geheim" });
    assert_eq!(api.refusal(Some(&paula), CHANGE, weak).await, ("BAD_USER_INPUT".into(), "new".into()));
    let right = json!({ "c": PASSWORD, "n": "GaNzNeu-42" });
    assert_eq!(api.data(&paula, CHANGE, right).await, json!({ "changePassword": true }));
}
