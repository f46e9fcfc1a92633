//! Files by the GraphQL multipart request specification, within limits.

use engine::UploadBudget;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::graphql::api::{Api, token};

const CREATE: &str = "mutation($i: CreateTicketInput!) { createTicket(input: $i) { ticket {
    comments { nodes { attachments { filename contentType size sha256 } } } } } }";

fn operations(files: usize) -> String {
    let places = vec![Value::Null; files];
    json!({ "query": CREATE, "variables": { "i": { "title": "x", "text": "x", "attachments": places } } })
        .to_string()
}

fn map(files: usize) -> String {
    let map: serde_json::Map<String, Value> =
        (0..files).map(|n| (n.to_string(), json!([format!("variables.i.attachments.{n}")]))).collect();
    Value::Object(map).to_string()
}

fn comment_on(number: i64, bytes: Vec<u8>) -> Form {
    let query = "mutation($i: AddCommentInput!) { addComment(input: $i) { comment { id } } }";
    let variables = json!({ "i": { "number": number, "text": "x", "attachments": [null] } });
    Form::new()
        .text("operations", json!({ "query": query, "variables": variables }).to_string())
        .text("map", r#"{"0": ["variables.i.attachments.0"]}"#)
        .part("0", file("a.txt", bytes))
}

fn file(name: &str, bytes: Vec<u8>) -> Part {
    Part::bytes(bytes).file_name(name.to_owned()).mime_str("text/plain").expect("a media type")
}

async fn send(api: &Api, form: Form) -> (u16, Value) {
    send_as(api, &api.customer.token, form).await
}

async fn send_as(api: &Api, token: &str, form: Form) -> (u16, Value) {
    let request = api.http.post(api.url("/graphql")).bearer_auth(token).multipart(form);
    let answer = request.send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

/// How many files lie in the store, and how many that are still on their way have a name.
fn files_on_disk(api: &Api) -> (usize, usize) {
    let count = |directory: &str| {
        let found = walk(&api.app.directory().join("blobs").join(directory));
        found.unwrap_or_default()
    };
    (count("attachments"), count("incoming"))
}

fn walk(directory: &std::path::Path) -> std::io::Result<usize> {
    let mut files = 0;
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        files += if entry.file_type()?.is_dir() { walk(&entry.path())? } else { 1 };
    }
    Ok(files)
}

#[tokio::test]
async fn s35_files_arrive_with_their_names() {
    let api = Api::start().await;
    let form = Form::new()
        .text("operations", operations(2))
        .text("map", map(2))
        .part("0", file("Größe – 名前.txt", b"abc".to_vec()))
        .part("1", file("../../etc/passwd", vec![0; 100_000]));
    let (status, answer) = send(&api, form).await;
    assert_eq!(status, 200, "{answer:#}");
    let files = &answer["data"]["createTicket"]["ticket"]["comments"]["nodes"][0]["attachments"];
    assert_eq!(files[0]["filename"], "Größe – 名前.txt", "{answer:#}");
    assert_eq!(files[0]["contentType"], "text/plain");
    assert_eq!(files[1]["size"], 100_000);
    assert!(!files[1]["filename"].as_str().expect("a name").contains('/'), "{files}");
}

#[tokio::test]
async fn one_file_may_stand_at_several_places() {
    let api = Api::start().await;
    let map = json!({ "f": ["variables.i.attachments.0", "variables.i.attachments.1"] }).to_string();
    let form = Form::new()
        .text("operations", operations(2))
        .text("map", map)
        .part("f", file("a.txt", b"abc".to_vec()));
    let (_, answer) = send(&api, form).await;
    let files = &answer["data"]["createTicket"]["ticket"]["comments"]["nodes"][0]["attachments"];
    assert_eq!(files.as_array().map(Vec::len), Some(2), "{answer:#}");
}

#[tokio::test]
async fn s35_a_file_over_the_limit_is_named() {
    let api = Api::with(|settings| settings.limits.attachment = 1_000).await;
    let form = Form::new()
        .text("operations", operations(2))
        .text("map", map(2))
        .part("0", file("small.txt", vec![0; 1_000]))
        .part("1", file("groß.bin", vec![0; 2_000_000]));
    let (status, answer) = send(&api, form).await;
    let error = &answer["errors"][0];
    assert_eq!(status, 413, "{answer}");
    assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(error["extensions"]["field"], "attachments");
    assert!(error["message"].as_str().is_some_and(|text| text.contains("groß.bin")), "{answer}");
}

#[tokio::test]
async fn all_files_together_have_a_limit_too_and_so_has_their_number() {
    let api = Api::with(|settings| settings.limits.message = 1_500).await;
    let form = Form::new()
        .text("operations", operations(2))
        .text("map", map(2))
        .part("0", file("a.txt", vec![0; 1_000]))
        .part("1", file("b.txt", vec![0; 1_000]));
    assert_eq!(send(&api, form).await.0, 413);
    let mut form = Form::new().text("operations", operations(60)).text("map", map(60));
    for n in 0..60 {
        form = form.part(n.to_string(), file("a.txt", vec![0]));
    }
    assert_eq!(send(&api, form).await.0, 413);
}

#[tokio::test]
async fn what_does_not_keep_to_the_specification_is_refused() {
    let api = Api::start().await;
    let abc = || file("a.txt", b"abc".to_vec());
    let list = format!("[{}]", operations(1));
    let forms = [
        Form::new().text("map", map(1)).part("0", abc()),
        Form::new().text("operations", operations(1)).part("0", abc()),
        Form::new().text("operations", "nonsense").text("map", map(1)).part("0", abc()),
        Form::new().text("operations", operations(1)).text("map", "nonsense").part("0", abc()),
        Form::new().text("operations", operations(1)).text("map", map(1)),
        Form::new().text("operations", operations(1)).text("map", map(2)).part("0", abc()),
        Form::new().text("operations", list).text("map", map(1)).part("0", abc()),
        Form::new()
            .text("operations", operations(0))
            .text("map", json!({ "0": ["variables.i.title"] }).to_string())
            .part("0", abc()),
        Form::new()
            .text("operations", operations(0))
            .text("map", json!({ "0": ["variables.i.attachments.99999999"] }).to_string())
            .part("0", abc()),
        Form::new()
            .text("operations", operations(0))
            .text("map", json!({ "0": ["query"] }).to_string())
            .part("0", abc()),
        Form::new()
            .text("operations", operations(0))
            .text("map", json!({ "0": ["variables."] }).to_string())
            .part("0", abc()),
    ];
    for (n, form) in forms.into_iter().enumerate() {
        let (status, answer) = send(&api, form).await;
        assert_eq!(
            (status, &answer["errors"][0]["extensions"]["code"]),
            (400, &json!("BAD_USER_INPUT")),
            "{n}: {answer}"
        );
    }
    let broken = api
        .http
        .post(api.url("/graphql"))
        .bearer_auth(&api.customer.token)
        .header("content-type", "multipart/form-data")
        .body("x")
        .send()
        .await
        .expect("an answer");
    assert_eq!(broken.status(), 400);
}

#[tokio::test]
async fn any_form_can_send_multipart_so_it_needs_a_header_even_without_a_cookie() {
    let api = Api::start().await;
    let form = || {
        let query = json!({ "query": "{ viewer { id } }" }).to_string();
        Form::new().text("operations", query).text("map", "{}")
    };
    let answer = api.http.post(api.url("/graphql")).multipart(form()).send().await.expect("an answer");
    assert_eq!(answer.status(), 403);
    let request = api.http.post(api.url("/graphql")).header("x-csrf-token", "1").multipart(form());
    assert_eq!(request.send().await.expect("an answer").status(), 401, "and a log-in");
}

#[tokio::test]
async fn a_file_counts_as_often_as_the_map_names_it() {
    let api = Api::start().await;
    let places: Vec<String> = (0..600).map(|n| format!("variables.i.attachments.{n}")).collect();
    let form = Form::new()
        .text("operations", operations(0))
        .text("map", json!({ "f": places }).to_string())
        .part("f", file("a.txt", b"abc".to_vec()));
    let (status, answer) = send(&api, form).await;
    assert_eq!(status, 413, "{answer:#}");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(answer["errors"][0]["extensions"]["field"], "map");
}

#[tokio::test]
async fn the_files_of_somebody_whom_nobody_knows_are_not_read() {
    let api = Api::start().await;
    let form = Form::new()
        .text("operations", operations(1))
        .text("map", map(1))
        .part("0", file("a.txt", vec![0; 1 << 20]));
    let request = api.http.post(api.url("/graphql")).bearer_auth("schalter_t_nonsense").multipart(form);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 401);
    let answer: Value = answer.json().await.expect("JSON");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn files_before_what_says_where_they_belong_are_refused() {
    let api = Api::start().await;
    let form = Form::new()
        .part("0", file("a.txt", b"abc".to_vec()))
        .text("operations", operations(1))
        .text("map", map(1));
    assert_eq!(send(&api, form).await.0, 400);
}

#[tokio::test]
async fn the_files_of_a_token_that_may_not_write_are_not_read() {
    let api = Api::start().await;
    let token = token(&api.engine, &api.customer.user, vec!["tickets:read".to_owned()]).await;
    for _ in 0..6 {
        let (status, answer) = send_as(&api, &token, comment_on(99_999, vec![0; 4 << 20])).await;
        assert_eq!(status, 403, "{answer:#}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
        assert_eq!(answer["errors"][0]["extensions"]["scope"], "tickets:write", "{answer:#}");
    }
    assert_eq!(files_on_disk(&api), (0, 0));
}

#[tokio::test]
async fn a_request_that_is_refused_leaves_no_file_and_gives_its_room_back() {
    let api = Api::with(|settings| settings.limits.uploads.per_person = 5 << 20).await;
    let ticket = api.ticket(&api.stranger, "Not yours").await;
    for number in [99_999, ticket.number, 99_999, ticket.number] {
        let (status, answer) = send(&api, comment_on(number, vec![0; 4 << 20])).await;
        assert_eq!(status, 200);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND", "{answer:#}");
    }
    assert_eq!(files_on_disk(&api), (0, 0));
    let own = api.ticket(&api.customer, "Printer").await;
    let (_, answer) = send(&api, comment_on(own.number, vec![0; 4 << 20])).await;
    assert_eq!(answer.get("errors"), None, "{answer:#}");
    assert_eq!(files_on_disk(&api), (1, 0));
}

#[tokio::test]
async fn files_beyond_a_budget_are_to_be_sent_again_later() {
    for budget in [
        UploadBudget { total: 1_000, ..UploadBudget::default() },
        UploadBudget { per_person: 1_000, ..UploadBudget::default() },
        UploadBudget { per_address: 1_000, ..UploadBudget::default() },
    ] {
        let api = Api::with(|settings| settings.limits.uploads = budget).await;
        let ticket = api.ticket(&api.customer, "Printer").await;
        let (status, answer) = send(&api, comment_on(ticket.number, vec![0; 1_001])).await;
        assert_eq!(status, 429, "{budget:?}: {answer:#}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "RATE_LIMITED");
        assert_eq!(answer["errors"][0]["extensions"]["retryAfter"], 5, "{answer:#}");
        let (status, answer) = send(&api, comment_on(ticket.number, vec![0; 1_000])).await;
        assert_eq!((status, answer.get("errors")), (200, None), "{answer:#}");
    }
}

#[tokio::test]
async fn a_file_counts_as_often_as_the_document_names_it() {
    let api = Api::start().await;
    let ticket = api.ticket(&api.customer, "Printer").await;
    let file_often = vec!["$f"; 30].join(", ");
    let comment = |alias: &str| {
        format!(
            "{alias}: addComment(input: {{ number: {}, text: \"x\", attachments: [{file_often}] }}) {{ comment {{ id }} }}",
            ticket.number
        )
    };
    let query = format!("mutation($f: Upload!) {{ {} {} }}", comment("a"), comment("b"));
    let form = Form::new()
        .text("operations", json!({ "query": query, "variables": { "f": null } }).to_string())
        .text("map", r#"{"f": ["variables.f"]}"#)
        .part("f", file("a.txt", b"abc".to_vec()));
    let (_, answer) = send(&api, form).await;
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1), "{answer:#}");
    assert_eq!(answer["errors"][0]["path"], json!(["b"]), "{answer:#}");
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}
