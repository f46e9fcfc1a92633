//! Emails go to a person again, to whom one had come back.

use std::time::Duration;

use engine::Failure;
use serde_json::{Value, json};

use crate::graphql::api::{Api, id};

const TRY: &str =
    "mutation($id: ID!) { tryAddress(id: $id) { user { email undeliverable { since words } } } }";
const ASK: &str = "query($id: ID!) { node(id: $id) { ... on User { undeliverable { since words } } } }";

#[tokio::test]
async fn the_staff_see_why_emails_come_back_and_try_again() {
    let api = Api::start().await;
    api.ticket(&api.customer, "Printer").await;
    let variables = json!({ "id": id("User", api.customer.user.id) });
    let lease = Duration::from_mins(1);
    for letter in api.app.engine.claim_letters(1, lease).await.expect("letters") {
        let failure = Failure { error: "550 5.1.1 no such user".to_owned(), permanent: true };
        api.app.engine.letter_failed(letter.id, failure).await.expect("recorded");
    }
    let seen = api.data(&api.agent, ASK, variables.clone()).await;
    assert_eq!(seen["node"]["undeliverable"]["words"], "550 5.1.1 no such user");
    let own = api.data(&api.customer, ASK, variables.clone()).await;
    assert_eq!(own["node"]["undeliverable"], Value::Null, "for the staff alone");
    for person in [Some(&api.customer), Some(&api.stranger)] {
        assert_eq!(api.refusal(person, TRY, variables.clone()).await.0, "FORBIDDEN");
    }
    for _ in 0..2 {
        let tried = api.data(&api.agent, TRY, variables.clone()).await;
        assert_eq!(tried["tryAddress"]["user"]["undeliverable"], Value::Null);
    }
}
