//! Putting a second factor in use.

use engine::Role;
use serde_json::json;

use super::{CONFIRM, set_up};
use crate::graphql::api::Api;

#[tokio::test]
async fn the_code_of_the_app_puts_it_in_use_once() {
    let api = Api::start().await;
    let paula = api.somebody("paula@acme.example", Role::Customer).await;
    let code = json!({ "c": "123456" });
    assert_eq!(api.refusal(None, CONFIRM, code.clone()).await.0, "UNAUTHENTICATED");
    let none = api.refusal(Some(&paula), CONFIRM, code).await;
    assert_eq!(none, ("BAD_USER_INPUT".to_owned(), "code".to_owned()), "nothing was begun");
    let (phone, codes) = set_up(&api, &paula).await;
    assert_eq!(codes.len(), 10);
    let again = json!({ "c": phone.code(api.app.now()) });
    assert_eq!(api.refusal(Some(&paula), CONFIRM, again).await.1, "code");
    let own = api.data(&paula, "{ secondFactor { recoveryCodes required } }", json!({})).await;
    assert_eq!(own["secondFactor"], json!({ "recoveryCodes": 10, "required": false }));
}
