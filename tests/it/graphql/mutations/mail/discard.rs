//! A mail that was held is set aside.

use serde_json::json;

use super::{change, held, refusals};
use crate::graphql::api::Api;

#[tokio::test]
async fn the_staff_discard_a_mail_and_strangers_do_not() {
    let api = Api::start().await;
    let mail = held(&api).await;
    assert_eq!(refusals(&api, "discardMail", &mail).await, ["NOT_FOUND", "BAD_USER_INPUT"]);
    let expected = json!({ "outcome": "IGNORED", "reasonCode": "DISCARDED", "ticket": null });
    for _ in 0..2 {
        assert_eq!(change(&api, "discardMail", &mail).await, expected);
    }
}
