//! Adding a passkey.

use engine::Role;
use serde_json::json;
use tests::passkey::Authenticator;

use super::{super::second_factor::shown, ADD, BEGIN, answered, asked};
use crate::graphql::api::Api;

#[tokio::test]
async fn the_viewer_adds_what_their_browser_made_once_and_nobody_else_does() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let begun = api.data(&paula, BEGIN, shown(None)).await;
    let answer = answered(&Authenticator::default().make(&asked(&begun["beginPasskey"])));
    let input = json!({ "i": { "answer": answer, "name": "Laptop" } });
    assert_eq!(api.refusal(None, ADD, input.clone()).await.0, "UNAUTHENTICATED");
    let unnamed = json!({ "i": { "answer": answer, "name": "" } });
    assert_eq!(api.refusal(Some(&paula), ADD, unnamed).await.1, "name");
    let made = api.data(&paula, ADD, input.clone()).await;
    assert_eq!(made["addPasskey"]["passkey"]["name"], "Laptop");
    assert_eq!(made["addPasskey"]["recoveryCodes"].as_array().map(Vec::len), Some(10));
    assert_eq!(api.refusal(Some(&paula), ADD, input).await.1, "ceremony", "an answer is taken once");
    let standing = api.data(&paula, "{ secondFactor { passkeys { name lastUsedAt } } }", json!({})).await;
    let expected = json!([{ "name": "Laptop", "lastUsedAt": null }]);
    assert_eq!(standing["secondFactor"]["passkeys"], expected);
}
