//! An agent marks a ticket as unread.

use serde_json::json;

use crate::graphql::api::Api;

const SEEN: &str = "mutation($n: Int!) { markSeen(number: $n) { ticket { mark readUntil } } }";
const UNSEEN: &str = "mutation($n: Int!) { markUnseen(number: $n) { ticket { mark readUntil version } } }";

#[tokio::test]
async fn what_was_read_is_new_again_and_customers_may_not() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let number = json!({ "n": ticket.number });
    let seen = api.data(&api.agent, SEEN, number.clone()).await;
    assert!(seen["markSeen"]["ticket"]["readUntil"].is_string(), "{seen}");
    let unseen = api.data(&api.agent, UNSEEN, number.clone()).await;
    assert_eq!(unseen["markUnseen"]["ticket"], json!({ "mark": "NEW", "readUntil": null, "version": 1 }));
    assert_eq!(api.refusal(Some(&api.customer), UNSEEN, number.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, UNSEEN, number).await.0, "UNAUTHENTICATED");
}
