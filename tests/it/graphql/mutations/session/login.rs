//! A person who shows their password gets a session.

use engine::Role;
use serde_json::json;
use tests::given::PASSWORD;

use crate::graphql::api::{Api, text};

const LOGIN: &str =
    "mutation($i: LoginInput!) { login(input: $i) { token expiresAt viewer { email role isStaff } } }";

#[tokio::test]
async fn s49_a_login_is_case_insensitive_and_its_token_works_as_bearer() {
    let api = Api::start().await;
    api.somebody("paula@acme.example", Role::Customer).await;
    let input = json!({ "i": { "email": "Paula@ACME.example", "password": PASSWORD, "remember": null } });
    let answer = api.run(None, LOGIN, input).await;
    let login = &answer["data"]["login"];
    assert_eq!(login["viewer"]["email"], "paula@acme.example");
    assert_eq!(login["viewer"]["isStaff"], false);
    assert!(text(&login["expiresAt"]).ends_with('Z'), "{login}");
    let viewer: serde_json::Value = api
        .http
        .post(api.url("/graphql"))
        .bearer_auth(text(&login["token"]))
        .json(&json!({ "query": "{ viewer { email } }" }))
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(viewer["data"]["viewer"]["email"], "paula@acme.example");
}

#[tokio::test]
async fn s49_a_wrong_name_and_a_wrong_password_look_alike_and_too_many_are_refused() {
    let api = Api::start().await;
    api.somebody("paula@acme.example", Role::Customer).await;
    let wrong = |email: &str| json!({ "i": { "email": email, "password": "wrong" } });
    let known = api.run(None, LOGIN, wrong("paula@acme.example")).await;
    let unknown = api.run(None, LOGIN, wrong("nobody@acme.example")).await;
    assert_eq!(known, unknown);
    assert_eq!(known["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let mut codes = Vec::new();
    for _ in 0..40 {
        codes.push(api.refusal(None, LOGIN, wrong("paula@acme.example")).await.0);
    }
    assert!(codes.contains(&"RATE_LIMITED".to_owned()), "{codes:?}");
}

#[tokio::test]
async fn the_password_is_not_echoed_in_errors() {
    let api = Api::start().await;
    let answer = api.run(None, LOGIN, json!({ "i": { "email": 1, "password": "Geheimnis" } })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(answer["errors"][0]["extensions"]["field"], "email");
    assert!(!answer.to_string().contains("Geheimnis"), "{answer}");
}
