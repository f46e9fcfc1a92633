//! What was granted is thrown away.

use engine::Actor;
use serde_json::json;
use tests::MAILBOX;

use super::{ACCOUNTS, stage};

const DISCONNECT: &str =
    "mutation($account: String!) { disconnectMailAccount(account: $account) { account } }";

#[tokio::test]
async fn an_admin_disconnects_an_account_and_nobody_else_does() {
    let (api, provider) = stage().await;
    let (system, account) = (Actor::system(), provider.account());
    api.engine.connect_mail_account(&system, &account, provider.grant()).await.unwrap();
    let variables = json!({ "account": MAILBOX });
    assert_eq!(api.refusal(Some(&api.agent), DISCONNECT, variables.clone()).await.0, "FORBIDDEN");
    for _ in 0..2 {
        api.data(&api.admin, DISCONNECT, variables.clone()).await;
        let accounts = api.data(&api.admin, ACCOUNTS, json!({})).await;
        assert_eq!(accounts["mailAccounts"][0]["status"], "NOT_CONNECTED");
    }
}
