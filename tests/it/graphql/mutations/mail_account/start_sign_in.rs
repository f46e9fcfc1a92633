//! An admin is sent to a provider.

use serde_json::json;
use tests::MAILBOX;

use super::{START, stage};

#[tokio::test]
async fn admins_get_the_page_of_the_provider_and_nobody_else_does() {
    let (api, provider) = stage().await;
    for person in [Some(&api.agent), Some(&api.customer)] {
        assert_eq!(api.refusal(person, START, json!({ "account": MAILBOX })).await.0, "FORBIDDEN");
    }
    assert_eq!(api.refusal(None, START, json!({ "account": MAILBOX })).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&api.admin), START, json!({ "account": "no" })).await.0, "NOT_FOUND");
    let mut states = Vec::new();
    for name in [MAILBOX, "support@example.org"] {
        let started = api.data(&api.admin, START, json!({ "account": name })).await;
        states.push(provider.sign_in(started["startMailSignIn"]["url"].as_str().unwrap()).0);
    }
    assert_ne!(states[0], states[1]);
}
