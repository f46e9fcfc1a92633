//! `undoSend`.

use std::time::Duration;

use serde_json::json;

use super::draft_files;
use crate::graphql::api::{Api, Person};

const SEND: &str = "mutation($i: AddCommentInput!) { addComment(input: $i) { comment { id undoUntil } } }";
const UNDO: &str = "mutation($comment: ID!) { undoSend(comment: $comment) { hadFiles statusKept assigneeKept ticket { status draft { text } } } }";

async fn answer(api: &Api, by: &Person, number: i64) -> serde_json::Value {
    let input = json!({ "i": { "number": number, "text": "Try again." } });
    api.data(by, SEND, input).await["addComment"]["comment"].clone()
}

#[tokio::test]
async fn an_answer_is_taken_back_once_and_by_its_author_alone() {
    let api = Api::with(|settings| settings.tickets.undo_send = Duration::from_secs(10)).await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let jana = api.somebody("jana@desk.example", engine::Role::Agent).await;
    let comment = answer(&api, &jana, ticket.number).await;
    assert!(comment["undoUntil"].is_string(), "{comment}");
    let input = json!({ "comment": comment["id"] });
    let offered = api.data(&jana, "{ undoableComments { id ticket { number } } }", json!({})).await;
    assert_eq!(offered["undoableComments"][0]["id"], comment["id"]);
    let other = api.another_agent("other@desk.example").await;
    for stranger in [&other, &api.customer, &api.stranger] {
        assert_eq!(api.refusal(Some(stranger), UNDO, input.clone()).await.0, "NOT_FOUND");
    }
    assert_eq!(api.refusal(None, UNDO, input.clone()).await.0, "UNAUTHENTICATED");
    let undone = api.data(&jana, UNDO, input.clone()).await;
    assert_eq!(
        (&undone["undoSend"]["statusKept"], &undone["undoSend"]["assigneeKept"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(undone["undoSend"]["ticket"], json!({ "status": "NEW", "draft": { "text": "Try again." } }));
    assert_eq!(
        api.refusal(Some(&jana), UNDO, input).await.0,
        "NOT_FOUND",
        "there is no such comment any more"
    );
    let offered = api.data(&jana, "{ undoableComments { id } }", json!({})).await;
    assert_eq!(offered["undoableComments"], json!([]));
}

#[tokio::test]
async fn files_of_an_answer_that_is_taken_back_are_sent_with_the_next_one() {
    let api = Api::with(|settings| settings.tickets.undo_send = Duration::from_secs(10)).await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let jana = api.somebody("jana@desk.example", engine::Role::Agent).await;
    let added = draft_files::add(&api, Some(&jana), ticket.number, "a.txt").await;
    let mut files = json!([added["data"]["addDraftFiles"][0]["id"]]);
    let answer = "mutation($i: AddCommentInput!) { addComment(input: $i) { comment { id attachments { filename } } } }";
    let undo = "mutation($comment: ID!) { undoSend(comment: $comment) { hadFiles
        ticket { draft { text } draftFiles { id filename } comments(last: 5) { nodes { attachments { filename } } } } } }";
    for _ in 0..2 {
        let input = json!({ "i": { "number": ticket.number, "text": "Attached.", "draftFiles": files } });
        let sent = api.data(&jana, answer, input).await["addComment"]["comment"].clone();
        assert_eq!(sent["attachments"], json!([{ "filename": "a.txt" }]));
        let undone = api.data(&jana, undo, json!({ "comment": sent["id"] })).await["undoSend"].clone();
        assert_eq!(undone["hadFiles"], json!(true));
        assert_eq!(undone["ticket"]["draft"]["text"], "Attached.");
        assert_eq!(undone["ticket"]["draftFiles"][0]["filename"], "a.txt", "{undone:#}");
        let public = undone["ticket"]["comments"]["nodes"].as_array().expect("comments");
        assert!(public.iter().all(|comment| comment["attachments"] == json!([])), "{undone:#}");
        files = json!([undone["ticket"]["draftFiles"][0]["id"]]);
    }
}
