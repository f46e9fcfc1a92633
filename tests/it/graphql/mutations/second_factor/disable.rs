//! Turning a second factor off.

use engine::Role;
use serde_json::json;

use super::{set_up, shown};
use crate::graphql::api::Api;

const DISABLE: &str = "mutation($i: IdentityInput!) { disableSecondFactor(input: $i) }";

#[tokio::test]
async fn its_owner_turns_it_off_once_and_a_stranger_does_not() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let (_, codes) = set_up(&api, &paula).await;
    assert_eq!(api.refusal(None, DISABLE, shown(None)).await.0, "UNAUTHENTICATED");
    assert_eq!(api.refusal(Some(&paula), DISABLE, shown(None)).await.1, "code");
    let off = api.data(&paula, DISABLE, shown(Some(&codes[0]))).await;
    assert_eq!(off, json!({ "disableSecondFactor": true }));
    let twice = api.data(&paula, DISABLE, shown(Some(&codes[1]))).await;
    assert_eq!(twice, json!({ "disableSecondFactor": false }));
}
