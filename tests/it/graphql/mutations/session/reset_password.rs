//! The link of a password mail sets a new password, once.

use std::time::Duration;

use engine::Role;
use serde_json::json;
use tests::given::PASSWORD;

use crate::graphql::api::{Api, text};

const RESET: &str =
    "mutation($i: ResetPasswordInput!) { resetPassword(input: $i) { token viewer { email } } }";

async fn link(api: &Api, email: &str) -> String {
    let request = "mutation($e: String!) { requestPasswordReset(email: $e) }";
    api.run(None, request, json!({ "e": email })).await;
    let letters = api.engine.claim_letters(10, Duration::from_mins(1)).await.expect("letters");
    let link = letters.into_iter().rev().find_map(|letter| letter.link).expect("a link");
    link.rsplit('/').next().expect("a token").to_owned()
}

#[tokio::test]
async fn s47_a_link_works_once_and_looking_at_it_does_not_use_it_up() {
    let api = Api::start().await;
    let session = api.somebody("paula@acme.example", Role::Customer).await;
    let token = link(&api, "paula@acme.example").await;
    let valid = "query($t: String!) { passwordLinkValid(token: $t) }";
    for _ in 0..2 {
        let answer = api.run(None, valid, json!({ "t": token })).await;
        assert_eq!(answer["data"]["passwordLinkValid"], true, "{answer}");
    }
    let input = json!({ "i": { "token": token, "password": PASSWORD } });
    let answer = api.run(None, RESET, input.clone()).await;
    assert_eq!(answer["data"]["resetPassword"]["viewer"]["email"], "paula@acme.example", "{answer}");
    assert!(text(&answer["data"]["resetPassword"]["token"]).starts_with("schalter_s_"));
    assert_eq!(api.refusal(None, RESET, input).await, ("BAD_USER_INPUT".into(), "token".into()));
    let answer = api.run(None, valid, json!({ "t": token })).await;
    assert_eq!(answer["data"]["passwordLinkValid"], false);
    // Other sessions of the account have ended.
    assert_eq!(api.data(&session, "{ viewer { id } }", json!({})).await, json!({ "viewer": null }));
}

#[tokio::test]
async fn s48_a_weak_password_is_refused_and_the_link_survives() {
    let api = Api::start().await;
    api.somebody("paula@acme.example", Role::Customer).await;
    let token = link(&api, "paula@acme.example").await;
    let weak = json!({ "i": { "token": token, "password": "weak" } });
    assert_eq!(api.refusal(None, RESET, weak).await, ("BAD_USER_INPUT".into(), "password".into()));
    let strong = json!({ "i": { "token": token, "password": PASSWORD } });
    assert!(api.run(None, RESET, strong).await.get("errors").is_none());
    let rule = api.run(None, "{ passwordRule { minLength digits lower upper } }", json!({})).await;
    assert_eq!(rule["data"]["passwordRule"], json!({ "minLength": 8, "digits": 1, "lower": 2, "upper": 2 }));
}

#[tokio::test]
async fn an_unknown_link_does_not_work() {
    let api = Api::start().await;
    let input = json!({ "i": { "token": "made-up", "password": PASSWORD } });
    assert_eq!(api.refusal(None, RESET, input).await, ("BAD_USER_INPUT".into(), "token".into()));
}
