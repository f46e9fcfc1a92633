//! What the browser brought back may be that there is no consent.

use serde_json::json;
use tests::MAILBOX;

use super::{FINISH, START, stage};

const CANCEL: &str = "mutation($state: String!) { cancelMailSignIn(state: $state) { account } }";

#[tokio::test]
async fn a_sign_in_is_ended_once_and_by_its_admin() {
    let (api, provider) = stage().await;
    let started = api.data(&api.admin, START, json!({ "account": MAILBOX, "provider": "m365" })).await;
    let (state, code) = provider.sign_in(started["startMailSignIn"]["url"].as_str().unwrap());
    let brought = json!({ "state": state });
    assert_eq!(api.refusal(Some(&api.agent), CANCEL, brought.clone()).await.0, "FORBIDDEN");
    let done = api.data(&api.admin, CANCEL, brought.clone()).await;
    assert_eq!(done["cancelMailSignIn"]["account"], "support@example.org");
    assert_eq!(api.refusal(Some(&api.admin), CANCEL, brought).await.0, "BAD_USER_INPUT");
    let late = json!({ "state": state, "code": code });
    assert_eq!(api.refusal(Some(&api.admin), FINISH, late).await.0, "BAD_USER_INPUT");
}
