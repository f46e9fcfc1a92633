//! Logging in with a passkey.

use engine::Role;
use serde_json::json;
use tests::given::PASSWORD;

use super::begin_passkey::BEGIN;
use crate::graphql::{
    api::{Api, text},
    mutations::passkey::{added, answered, asked},
};

const PASSWORD_LOGIN: &str = "mutation($i: LoginInput!) { login(input: $i) { token } }";
const LOGIN: &str =
    "mutation($i: PasskeyLoginInput!) { loginWithPasskey(input: $i) { token device viewer { email } } }";

#[tokio::test]
async fn a_passkey_begins_a_session_once_by_itself_and_after_the_password() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let (mut key, ..) = added(&api, &paula).await;
    let begun = api.run(None, BEGIN, json!({})).await;
    let answer = answered(&key.show(&asked(&begun["data"]["beginPasskeyLogin"])));
    let input = json!({ "i": { "answer": answer } });
    let done = api.run(None, LOGIN, input.clone()).await;
    assert_eq!(done["data"]["loginWithPasskey"]["viewer"]["email"], "paula@acme.example");
    let token = text(&done["data"]["loginWithPasskey"]["token"]);
    assert!(api.engine.authenticate(&token).await.expect("a database").is_some());
    assert_eq!(api.refusal(None, LOGIN, input).await, ("BAD_USER_INPUT".to_owned(), "ceremony".to_owned()));

    let input = json!({ "i": { "email": "paula@acme.example", "password": PASSWORD } });
    let refused = api.run(None, PASSWORD_LOGIN, input).await;
    let error = &refused["errors"][0]["extensions"];
    assert_eq!(
        (&error["code"], &error["methods"]),
        (&json!("CODE_REQUIRED"), &json!(["PASSKEY", "RECOVERY_CODE"]))
    );
    let begun = api.run(None, BEGIN, json!({ "c": error["challenge"] })).await;
    let answer = answered(&key.show(&asked(&begun["data"]["beginPasskeyLogin"])));
    let input = json!({ "i": { "answer": answer, "challenge": error["challenge"] } });
    let done = api.run(None, LOGIN, input).await;
    assert_eq!(done["data"]["loginWithPasskey"]["viewer"]["email"], "paula@acme.example");
}
