//! The running server when a write fails with an I/O error instead of a full disk: it lives on, refuses, and recovers.

use std::process::Command;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::servers::binary::{Server, Site};

const CONFIG: &str = "[server]\nbind = \"127.0.0.1:0\"\n[[mail.mailbox]]\naddress = \"tickets@example.org\"\n\
                      queue = \"Support\"\n";

/// Limits how large a file of the process may become; nothing takes the limit away.
fn limit_file_size(server: &Server, bytes: Option<u64>) {
    let soft = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
    let limit = format!("--fsize={soft}:unlimited");
    let done = Command::new("prlimit").args(["--pid", &server.pid().to_string(), &limit]).status();
    assert!(done.expect("prlimit is part of util-linux").success());
}

async fn create(server: &Server, token: &str, title: &str) -> (StatusCode, Option<String>, Value) {
    let query = "mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { number } } }";
    let text = "Please have a look. ".repeat(2000);
    let answer = reqwest::Client::new()
        .post(format!("{}/graphql", server.url()))
        .bearer_auth(token)
        .json(&json!({ "query": query, "variables": { "input": { "title": title, "text": text } } }))
        .send()
        .await
        .expect("an answer");
    let retry = answer.headers().get("retry-after").map(|value| value.to_str().expect("text").to_owned());
    (answer.status(), retry, answer.json().await.expect("JSON"))
}

async fn ready(server: &Server) -> StatusCode {
    reqwest::get(format!("{}/readyz", server.url())).await.expect("an answer").status()
}

#[tokio::test]
async fn an_io_error_is_refused_as_unavailable_and_the_server_recovers() {
    tests::servers::choose_cryptography();
    let site = Site::new(CONFIG);
    let _migrated = site.succeed(&["migrate"], "");
    let _created = site.succeed(
        &["user", "create", "--email", "kim@example.org", "--name", "Kim", "--role", "customer"],
        "",
    );
    let scopes = "tickets:read,tickets:write";
    let token = site.succeed(&["token", "create", "--user", "kim@example.org", "--scopes", scopes], "");
    let server = site.serve(&[]).await;
    let mut acknowledged = Vec::new();
    let (status, _, answer) = create(&server, &token, "Before").await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    acknowledged.push(answer["data"]["createTicket"]["ticket"]["number"].clone());

    limit_file_size(&server, Some(4096));
    let mut refused = 0;
    // What still fits into the log is kept; beyond the limit the write fails with EFBIG.
    for _ in 0..200 {
        let (status, retry, answer) = create(&server, &token, "Limited").await;
        if status == StatusCode::OK {
            acknowledged.push(answer["data"]["createTicket"]["ticket"]["number"].clone());
            continue;
        }
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{answer}");
        assert!(retry.is_some(), "a client is told when to try again");
        refused += 1;
        if refused == 3 {
            break;
        }
    }
    assert_eq!(refused, 3);
    // The log has a line a minute for each cause, and none for each write.
    for words in ["ended a transaction by itself", "answered as unavailable;", "answered with a fault"] {
        let log = server.log();
        assert!(log.matches(words).count() < 3, "{words}: {log}");
    }
    assert_eq!(ready(&server).await, StatusCode::SERVICE_UNAVAILABLE);

    limit_file_size(&server, None);
    for title in ["One", "Two", "Three"] {
        let (status, _, answer) = create(&server, &token, title).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        acknowledged.push(answer["data"]["createTicket"]["ticket"]["number"].clone());
    }
    assert_eq!(ready(&server).await, StatusCode::OK);
    assert!(server.stop().await.success());

    let server = site.serve(&[]).await;
    for number in acknowledged {
        let query = json!({ "query": format!("{{ ticket(number: {number}) {{ number }} }}") });
        let answer =
            reqwest::Client::new().post(format!("{}/graphql", server.url())).bearer_auth(&token).json(&query);
        let answer: Value = answer.send().await.expect("an answer").json().await.expect("JSON");
        assert_eq!(answer["data"]["ticket"]["number"], number, "{answer}");
    }
    assert!(server.stop().await.success());
}
