//! Asking a browser for a new passkey.

use engine::Role;
use serde_json::json;

use super::{super::second_factor::shown, BEGIN};
use crate::graphql::api::Api;

#[tokio::test]
async fn the_viewer_is_asked_for_the_password_and_a_stranger_for_a_login() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    assert_eq!(api.refusal(None, BEGIN, shown(None)).await.0, "UNAUTHENTICATED");
    let wrong = json!({ "i": { "password": "wrong" } });
    let refused = api.refusal(Some(&paula), BEGIN, wrong).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "password".to_owned()));
    let first = api.data(&paula, BEGIN, shown(None)).await;
    let second = api.data(&paula, BEGIN, shown(None)).await;
    assert_ne!(first["beginPasskey"]["ceremony"], second["beginPasskey"]["ceremony"]);
}

#[tokio::test]
async fn without_https_it_says_why_there_are_none() {
    let api = Api::with(|settings| settings.public_url = "http://192.0.2.1".to_owned()).await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let refused = api.refusal(Some(&paula), BEGIN, shown(None)).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "passkey".to_owned()));
    let standing = api.data(&paula, "{ secondFactor { passkeysAvailable } }", json!({})).await;
    assert_eq!(standing["secondFactor"]["passkeysAvailable"], false);
}
