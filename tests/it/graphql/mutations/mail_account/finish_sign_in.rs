//! What the browser brought back connects the account, once.

use serde_json::json;
use tests::MAILBOX;

use super::{ACCOUNTS, FINISH, START, stage};

#[tokio::test]
async fn what_the_browser_brought_back_connects_the_account_once_and_for_its_admin() {
    let (api, provider) = stage().await;
    let started = api.data(&api.admin, START, json!({ "account": MAILBOX })).await;
    let (state, code) = provider.sign_in(started["startMailSignIn"]["url"].as_str().unwrap());
    let brought = json!({ "state": state, "code": code });
    assert_eq!(api.refusal(Some(&api.agent), FINISH, brought.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.data(&api.admin, ACCOUNTS, json!({})).await["mailAccounts"][0]["status"], "NOT_CONNECTED");
    let done = api.data(&api.admin, FINISH, brought.clone()).await;
    assert_eq!(done["finishMailSignIn"]["account"], "support@example.org");
    let accounts = api.data(&api.admin, ACCOUNTS, json!({})).await;
    let expected = json!({
        "account": "support@example.org", "provider": "Microsoft", "mailboxes": [MAILBOX], "sends": true,
        "status": "CONNECTED", "connectedBy": { "name": "Ada Admin" }, "goneReason": null,
    });
    assert_eq!(accounts["mailAccounts"][0], expected);
    assert_eq!(api.refusal(Some(&api.admin), FINISH, brought).await.0, "BAD_USER_INPUT");
}
