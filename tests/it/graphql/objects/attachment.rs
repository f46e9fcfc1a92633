//! A file names the place where it is fetched.

use engine::{AddComment, Upload, Visibility};
use serde_json::json;

use crate::graphql::api::{Api, text};

#[tokio::test]
async fn s08_a_file_shows_name_size_and_sum_and_its_url_works() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let actor = api.actor(&api.customer).await;
    let upload = Upload {
        filename: "Größe 1.txt".into(),
        content_type: Some("text/plain".into()),
        bytes: "abc".into(),
    };
    let comment = AddComment {
        number: ticket.number,
        text: "See file.".into(),
        attachments: vec![upload],
        draft_files: Vec::new(),
        visibility: Visibility::Public,
        status: None,
        takes: false,
        idempotency_key: None,
        expected_version: None,
    };
    api.engine.add_comment(&actor, comment).await.expect("a comment");
    let document = "query($n: Int!) { ticket(number: $n) { comments(last: 1) { nodes { attachments {
        id filename contentType size sha256 encrypted weakEncryption isPreviewable url } } } } }";
    let data = api.data(&api.agent, document, json!({ "n": ticket.number })).await;
    let file = &data["ticket"]["comments"]["nodes"][0]["attachments"][0];
    assert_eq!(file["filename"], "Größe 1.txt");
    assert_eq!(file["size"], 3);
    assert_eq!((&file["encrypted"], &file["isPreviewable"]), (&json!(false), &json!(false)));
    assert_eq!(file["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let url = text(&file["url"]);
    let path = url.strip_prefix("https://tickets.example.org").expect("the public address");
    assert!(path.ends_with("/Gr%C3%B6%C3%9Fe%201.txt"), "{path}");
    let answer =
        api.http.get(api.url(path)).bearer_auth(&api.customer.token).send().await.expect("an answer");
    assert_eq!(answer.bytes().await.expect("bytes"), "abc");
    let node = "query($id: ID!) { node(id: $id) { ... on Attachment { filename } } }";
    let data = api.data(&api.agent, node, json!({ "id": file["id"] })).await;
    assert_eq!(data["node"]["filename"], "Größe 1.txt");
    let data = api.data(&api.stranger, node, json!({ "id": file["id"] })).await;
    assert_eq!(data["node"], json!(null));
}
