//! `splitTicket`.

use serde_json::json;

use crate::graphql::api::Api;

const SPLIT: &str = "mutation($i: SplitTicketInput!) { splitTicket(input: $i) {
    ticket { number title status customer { name } comments { nodes { text } } links { kind ticket { number } } } } }";
const ADD: &str = "mutation($i: AddCommentInput!) { addComment(input: $i) { comment { id } } }";

#[tokio::test]
async fn s40_a_comment_becomes_a_ticket_of_its_own_once() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let added = json!({ "i": { "number": ticket.number, "text": "And the phone is silent." } });
    let comment = api.data(&api.customer, ADD, added).await["addComment"]["comment"]["id"].take();
    let input = json!({ "i": { "number": ticket.number, "comments": [comment], "title": "Phone" } });
    assert_eq!(api.refusal(Some(&api.customer), SPLIT, input.clone()).await.0, "FORBIDDEN");
    assert_eq!(api.refusal(Some(&api.stranger), SPLIT, input.clone()).await.0, "NOT_FOUND");
    let new = api.data(&api.agent, SPLIT, input.clone()).await["splitTicket"]["ticket"].take();
    assert_eq!((&new["title"], &new["status"]), (&json!("Phone"), &json!("NEW")));
    assert_eq!(new["comments"]["nodes"], json!([{ "text": "And the phone is silent." }]));
    assert_eq!(new["links"], json!([{ "kind": "RELATED", "ticket": { "number": ticket.number } }]));
    let refused = api.refusal(Some(&api.agent), SPLIT, input).await;
    assert_eq!(refused, ("BAD_USER_INPUT".to_owned(), "comments".to_owned()), "it is not there any more");
}
