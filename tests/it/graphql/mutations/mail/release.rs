//! A mail that was held becomes a ticket, once.

use serde_json::json;

use super::{change, held, refusals};
use crate::graphql::api::Api;

#[tokio::test]
async fn the_staff_release_a_mail_and_strangers_do_not() {
    let api = Api::start().await;
    let mail = held(&api).await;
    assert_eq!(refusals(&api, "releaseMail", &mail).await, ["NOT_FOUND", "BAD_USER_INPUT"]);
    let expected = json!({ "outcome": "CREATED", "reasonCode": null, "ticket": { "number": 10_001 } });
    for _ in 0..2 {
        assert_eq!(change(&api, "releaseMail", &mail).await, expected);
    }
}
