//! A person who has a second factor shows a code after the password.

use std::time::Duration;

use engine::Role;
use serde_json::json;
use tests::given::PASSWORD;

use crate::graphql::{
    api::{Api, text},
    mutations::second_factor::set_up,
};

const LOGIN: &str = "mutation($i: LoginInput!) { login(input: $i) { token } }";
const CONFIRM: &str =
    "mutation($i: ConfirmLoginInput!) { confirmLogin(input: $i) { token device viewer { email } } }";

#[tokio::test]
async fn the_password_is_answered_by_a_challenge_and_the_code_by_a_session_once() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let (phone, _) = set_up(&api, &paula).await;
    api.clock.advance(Duration::from_secs(30));
    let input = json!({ "i": { "email": "paula@acme.example", "password": PASSWORD } });
    let answer = api.run(None, LOGIN, input).await;
    let error = &answer["errors"][0]["extensions"];
    assert_eq!((&error["code"], &error["reason"]), (&json!("CODE_REQUIRED"), &json!("code-required")));
    let code = phone.code(api.app.now());
    let with = |code: &str| json!({ "i": { "challenge": error["challenge"], "code": code } });
    let wrong = api.refusal(None, CONFIRM, with(&phone.wrong_code(api.app.now()))).await;
    assert_eq!(wrong, ("BAD_USER_INPUT".to_owned(), "code".to_owned()));
    let answer = api.run(None, CONFIRM, with(&code)).await;
    assert_eq!(answer["data"]["confirmLogin"]["viewer"]["email"], "paula@acme.example");
    let token = text(&answer["data"]["confirmLogin"]["token"]);
    assert!(api.engine.authenticate(&token).await.expect("a database").is_some());
    assert_eq!(api.refusal(None, CONFIRM, with(&code)).await.1, "code", "a code is good once");
    let forged = json!({ "i": { "challenge": "x", "code": code } });
    assert_eq!(
        api.refusal(None, CONFIRM, forged).await,
        ("BAD_USER_INPUT".to_owned(), "challenge".to_owned())
    );
}
