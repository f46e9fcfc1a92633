//! Showing a passkey where one would show the password and a code.

use engine::Role;
use serde_json::json;

use super::{PROVE, added, proven};
use crate::graphql::api::Api;

const RENEW: &str = "mutation($i: IdentityInput!) { renewRecoveryCodes(input: $i) { recoveryCodes } }";

#[tokio::test]
async fn a_passkey_takes_the_place_of_password_and_code_once() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    assert_eq!(api.refusal(None, PROVE, json!({})).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&paula), PROVE, json!({})).await.1, "passkey", "there is none");
    let (mut key, ..) = added(&api, &paula).await;
    let shown = json!({ "i": proven(&api, &paula, &mut key).await });
    let made = api.data(&paula, RENEW, shown.clone()).await;
    assert_eq!(made["renewRecoveryCodes"]["recoveryCodes"].as_array().map(Vec::len), Some(10));
    assert_eq!(api.refusal(Some(&paula), RENEW, shown).await.1, "ceremony");
}
