//! An agent takes the mark of what is new off a ticket.

use serde_json::{Value, json};

use crate::graphql::api::Api;

const SEEN: &str = "mutation($n: Int!) { markSeen(number: $n) { ticket { awaitsStaff mark version } } }";
const LIST: &str =
    "{ tickets(filter: { unseen: true }) { totalCount nodes { number awaitsStaff mark waitingSince } } }";

#[tokio::test]
async fn the_mark_stands_in_lists_until_it_is_taken_off_and_twice_is_once() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let list = api.data(&api.agent, LIST, json!({})).await;
    assert_eq!(list["tickets"]["nodes"][0]["number"], ticket.number);
    assert_eq!(list["tickets"]["nodes"][0]["awaitsStaff"], true);
    assert_eq!(list["tickets"]["nodes"][0]["mark"], "NEW");
    for _ in 0..2 {
        let seen = api.data(&api.agent, SEEN, json!({ "n": ticket.number })).await;
        let seen = &seen["markSeen"]["ticket"];
        assert_eq!(
            (&seen["awaitsStaff"], &seen["mark"], &seen["version"]),
            (&json!(false), &Value::Null, &json!(1))
        );
    }
    let list = api.data(&api.agent, LIST, json!({})).await;
    assert_eq!(list["tickets"]["totalCount"], 0);
}

#[tokio::test]
async fn customers_may_not_and_strangers_find_nothing() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let number = json!({ "n": ticket.number });
    assert_eq!(api.refusal(Some(&api.customer), SEEN, number.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), SEEN, number.clone()).await.0, "NOT_FOUND");
    assert_eq!(api.refusal(None, SEEN, number).await.0, "UNAUTHENTICATED");
    let own = "{ tickets { nodes { awaitsStaff mark waitingSince } } }";
    let data = api.data(&api.customer, own, json!({})).await;
    assert_eq!(
        data["tickets"]["nodes"][0],
        json!({ "awaitsStaff": false, "mark": null, "waitingSince": null })
    );
}
