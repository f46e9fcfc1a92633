//! Making new recovery codes.

use engine::Role;

use super::{set_up, shown};
use crate::graphql::api::Api;

const RENEW: &str = "mutation($i: IdentityInput!) { renewRecoveryCodes(input: $i) { recoveryCodes } }";

#[tokio::test]
async fn its_owner_makes_new_ones_and_those_before_are_gone() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    assert_eq!(api.refusal(Some(&paula), RENEW, shown(None)).await.1, "code", "there are none");
    let (_, codes) = set_up(&api, &paula).await;
    assert_eq!(api.refusal(None, RENEW, shown(Some(&codes[0]))).await.0, "UNAUTHENTICATED");
    let made = api.data(&paula, RENEW, shown(Some(&codes[0]))).await;
    assert_eq!(made["renewRecoveryCodes"]["recoveryCodes"].as_array().map(Vec::len), Some(10));
    assert_eq!(api.refusal(Some(&paula), RENEW, shown(Some(&codes[1]))).await.1, "code", "an old one");
}
