//! Files of a draft: added and taken off by their owner, sent with a comment, and nobody else's business.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::graphql::api::{Api, Person};

const ADD: &str = "mutation($i: AddDraftFilesInput!) { addDraftFiles(input: $i) { id filename size } }";
const REMOVE: &str =
    "mutation($n: Int!, $ids: [ID!]) { removeDraftFiles(number: $n, ids: $ids) { filename } }";
const SEND: &str =
    "mutation($i: AddCommentInput!) { addComment(input: $i) { comment { attachments { filename } } } }";
const KEPT: &str = "query($n: Int!) { ticket(number: $n) { draftFiles { filename } } }";

pub(super) async fn add(api: &Api, person: Option<&Person>, number: i64, name: &str) -> Value {
    let input = json!({ "number": number, "attachments": [null] });
    let operations = json!({ "query": ADD, "variables": { "i": input } });
    let form = Form::new()
        .text("operations", operations.to_string())
        .text("map", json!({ "0": ["variables.i.attachments.0"] }).to_string())
        .part("0", Part::text(name.to_owned()).file_name(name.to_owned()));
    let request = api.http.post(api.url("/graphql")).header("x-csrf-token", "1").multipart(form);
    let request = match person {
        Some(person) => request.bearer_auth(&person.token),
        None => request,
    };
    request.send().await.expect("an answer").json().await.expect("JSON")
}

#[tokio::test]
async fn files_of_a_draft_are_their_owners_and_leave_it_with_the_comment() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let first = add(&api, Some(&api.customer), ticket.number, "a.txt").await;
    let first = first["data"]["addDraftFiles"][0]["id"].clone();
    let all = add(&api, Some(&api.customer), ticket.number, "b.txt").await;
    assert_eq!(all["data"]["addDraftFiles"][1]["filename"], "b.txt", "{all:#}");
    let second = all["data"]["addDraftFiles"][1]["id"].clone();
    let hidden = add(&api, Some(&api.stranger), ticket.number, "c.txt").await;
    assert_eq!(hidden["errors"][0]["extensions"]["code"], "NOT_FOUND", "{hidden:#}");
    let nobody = add(&api, None, ticket.number, "c.txt").await;
    assert_eq!(nobody["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{nobody:#}");
    let seen = api.data(&api.agent, KEPT, json!({ "n": ticket.number })).await;
    assert_eq!(seen["ticket"]["draftFiles"], json!([]), "they are the customer's alone");
    let taken = json!({ "i": { "number": ticket.number, "text": "x", "draftFiles": [first] } });
    let refused = api.refusal(Some(&api.agent), SEND, taken).await;
    assert_eq!(refused, ("BAD_USER_INPUT".into(), "draftFiles".into()));
    let off = json!({ "n": ticket.number, "ids": [first] });
    for _ in 0..2 {
        let left = api.data(&api.customer, REMOVE, off.clone()).await;
        assert_eq!(
            left["removeDraftFiles"],
            json!([{ "filename": "b.txt" }]),
            "also when it is gone already"
        );
    }
    assert_eq!(api.refusal(Some(&api.stranger), REMOVE, off).await.0, "NOT_FOUND");
    let input = json!({ "i": { "number": ticket.number, "text": "With a file", "draftFiles": [second] } });
    let sent = api.data(&api.customer, SEND, input).await;
    assert_eq!(sent["addComment"]["comment"]["attachments"], json!([{ "filename": "b.txt" }]));
    let left = api.data(&api.customer, KEPT, json!({ "n": ticket.number })).await;
    assert_eq!(left["ticket"]["draftFiles"], json!([]));
}

#[tokio::test]
async fn what_is_too_large_is_named_with_the_limit_that_it_breaks() {
    let api = Api::with(|settings| {
        settings.limits.attachment = 10;
        settings.limits.message = 15;
    })
    .await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    // Their names are what they hold.
    add(&api, Some(&api.customer), ticket.number, "12345.txt").await;
    for (name, reason, limit) in [("7654321.txt", "too-large", 10), ("54321.txt", "too-large-together", 15)] {
        let refused = add(&api, Some(&api.customer), ticket.number, name).await;
        let told = &refused["errors"][0]["extensions"];
        assert_eq!((&told["code"], &told["reason"]), (&json!("BAD_USER_INPUT"), &json!(reason)));
        assert_eq!(
            (&told["field"], &told["file"], &told["limit"]),
            (&json!("attachments"), &json!(name), &json!(limit)),
            "{refused:#}"
        );
    }
}
