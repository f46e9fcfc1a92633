//! A mail that was set aside is processed after all.

use super::{change, held, refusals};
use crate::graphql::api::Api;

#[tokio::test]
async fn the_staff_process_a_discarded_mail_again_and_strangers_do_not() {
    let api = Api::start().await;
    let mail = held(&api).await;
    change(&api, "discardMail", &mail).await;
    assert_eq!(refusals(&api, "replayMail", &mail).await, ["NOT_FOUND", "BAD_USER_INPUT"]);
    for _ in 0..2 {
        assert_eq!(change(&api, "replayMail", &mail).await["outcome"], "CREATED");
    }
}
