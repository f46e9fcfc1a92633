//! Asking the browser of somebody who logs in for a passkey.

use serde_json::json;

use crate::graphql::api::{Api, text};

pub(super) const BEGIN: &str =
    "mutation($c: String) { beginPasskeyLogin(challenge: $c) { ceremony options } }";

#[tokio::test]
async fn anybody_may_ask_and_no_two_are_asked_the_same() {
    let api = Api::start().await;
    let first = api.run(None, BEGIN, json!({})).await;
    let second = api.run(None, BEGIN, json!({})).await;
    let token = |answer: &serde_json::Value| text(&answer["data"]["beginPasskeyLogin"]["ceremony"]);
    assert_ne!(token(&first), token(&second));
    let forged = api.refusal(None, BEGIN, json!({ "c": "x" })).await;
    assert_eq!(forged, ("BAD_USER_INPUT".to_owned(), "challenge".to_owned()));
}
