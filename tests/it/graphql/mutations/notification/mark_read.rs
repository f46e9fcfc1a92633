//! `markNotificationsRead`.

use engine::UpdateTicket;
use serde_json::json;

use crate::graphql::api::{Api, id};

const MARK: &str = "mutation($ids: [ID!]) { markNotificationsRead(ids: $ids) { marked unread } }";
const READ: &str =
    "{ notifications { totalCount nodes { id kind readAt ticket { number } comment { text } } } }";

async fn assigned(api: &Api) -> i64 {
    let ticket = api.ticket(&api.customer, "Printer").await;
    let assignee = Some(Some(api.agent.user.id));
    let input = UpdateTicket { number: ticket.number, assignee, ..UpdateTicket::default() };
    api.engine.update_ticket(&api.actor(&api.admin).await, input).await.expect("assigned");
    ticket.number
}

#[tokio::test]
async fn what_concerns_the_viewer_is_listed_and_read_once() {
    let api = Api::start().await;
    let number = assigned(&api).await;
    let found = api.data(&api.agent, READ, json!({})).await;
    assert_eq!(found["notifications"]["totalCount"], 1);
    let first = &found["notifications"]["nodes"][0];
    assert_eq!((&first["kind"], &first["ticket"]["number"]), (&json!("ASSIGNED"), &json!(number)));
    assert_eq!(first["readAt"], json!(null));
    for marked in [1, 0] {
        let answer = api.data(&api.agent, MARK, json!({ "ids": [first["id"]] })).await;
        assert_eq!(answer["markNotificationsRead"], json!({ "marked": marked, "unread": 0 }));
    }
    let unread = "{ notifications(filter: { unread: true, kinds: [ASSIGNED] }) { totalCount nodes { id } } }";
    let left = api.data(&api.agent, unread, json!({})).await;
    assert_eq!(left["notifications"], json!({ "totalCount": 0, "nodes": [] }));
}

#[tokio::test]
async fn customers_and_strangers_read_nothing_and_input_is_named() {
    let api = Api::start().await;
    let number = assigned(&api).await;
    assert_eq!(api.refusal(Some(&api.customer), MARK, json!({})).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.customer), READ, json!({})).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(None, MARK, json!({})).await.0, "UNAUTHENTICATED");
    let other = api.another_agent("other@desk.example").await;
    let mine = api.data(&api.agent, READ, json!({})).await["notifications"]["nodes"][0]["id"].clone();
    let answer = api.data(&other, MARK, json!({ "ids": [mine] })).await;
    assert_eq!(answer["markNotificationsRead"]["marked"], 0);
    let ticket = id("Ticket", api.ticket(&api.customer, "Other").await.id);
    for ids in [json!([ticket]), json!(vec![mine; 101])] {
        let refused = api.refusal(Some(&api.agent), MARK, json!({ "ids": ids })).await;
        assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "ids".to_owned()), "{number}");
    }
}
