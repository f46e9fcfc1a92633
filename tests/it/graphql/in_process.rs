//! Pages run documents with the rights of their viewer, and reach nothing else.

use futures::StreamExt;
use graphql::{Client, ErrorCode, InProcess, UploadFile};
use serde_json::{Value, json};

use super::api::Api;

#[tokio::test]
async fn a_page_acts_for_its_viewer_and_for_nobody_without_a_token() {
    let api = Api::start().await;
    let pages = InProcess::new(api.engine.clone());
    let document = "{ viewer { email } }";
    let answer = pages.run(Some(&api.customer.token), "de", document, Value::Null, Vec::new()).await;
    assert_eq!(answer.data["viewer"]["email"], "carla@acme.example");
    assert!(answer.errors.is_empty());
    let answer = pages.run(None, "de", "{ tickets { totalCount } }", json!({}), Vec::new()).await;
    assert_eq!(answer.code(), Some(ErrorCode::Unauthenticated));
    assert_eq!(answer.error().map(|error| error.path.as_str()), Some("tickets"));
    let answer = pages.run(None, "de", "{ viewer { id } }", json!(1), Vec::new()).await;
    assert_eq!(answer.code(), Some(ErrorCode::BadUserInput));
}

#[tokio::test]
async fn s34_files_of_a_form_are_put_where_they_belong() {
    let api = Api::start().await;
    let pages = InProcess::new(api.engine.clone());
    let file = |n: usize| UploadFile {
        variable: format!("input.attachments.{n}"),
        filename: format!("{n}.txt"),
        content_type: None,
        bytes: "abc".into(),
    };
    let document = "mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { comments { nodes { attachments { filename } } } } } }";
    let variables = json!({ "input": { "title": "x", "text": "x" } });
    let answer =
        pages.run(Some(&api.customer.token), "de", document, variables, vec![file(0), file(1)]).await;
    let files = &answer.data["createTicket"]["ticket"]["comments"]["nodes"][0]["attachments"];
    assert_eq!(files, &json!([{ "filename": "0.txt" }, { "filename": "1.txt" }]), "{:?}", answer.errors);
}

#[tokio::test]
async fn errors_tell_field_and_reason() {
    let api = Api::start().await;
    let pages = InProcess::new(api.engine.clone());
    let document = "mutation { createTicket(input: { title: \"\", text: \"x\" }) { ticket { id } } }";
    let answer = pages.run(Some(&api.customer.token), "de", document, Value::Null, Vec::new()).await;
    let error = answer.error().expect("an error");
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::BadUserInput, Some("title")));
    assert!(error.reason.is_some(), "{error:?}");
}

#[tokio::test]
async fn s49_log_ins_are_throttled_by_the_address_of_the_client() {
    let api = Api::start().await;
    let client = |address: &str| Client { address: Some(address.into()), user_agent: None };
    let pages = InProcess::new(api.engine.clone());
    let document = "mutation($e: String!) { login(input: { email: $e, password: \"wrong\" }) { token } }";
    let mut codes = Vec::new();
    for n in 0..12 {
        let from = pages.for_client(client("192.0.2.1"));
        let variables = json!({ "e": if n % 2 == 0 { "other@x.example" } else { "OTHER@x.example" } });
        codes.push(from.run(None, "de", document, variables, Vec::new()).await.code());
        if codes.last() == Some(&Some(ErrorCode::RateLimited)) {
            break;
        }
    }
    assert_eq!(codes.last(), Some(&Some(ErrorCode::RateLimited)));
    let wait = pages.for_client(client("192.0.2.1"));
    let wait = wait.run(None, "de", document, json!({ "e": "other@x.example" }), Vec::new()).await;
    assert!(wait.error().and_then(|error| error.retry_after).is_some_and(|wait| wait <= 900));
    let elsewhere = pages.for_client(client("198.51.100.7"));
    let answer = elsewhere.run(None, "de", document, json!({ "e": "other@x.example" }), Vec::new()).await;
    assert_eq!(answer.code(), Some(ErrorCode::Unauthenticated));
}

#[tokio::test]
async fn s41_a_page_follows_what_happens() {
    let api = Api::start().await;
    let pages = InProcess::new(api.engine.clone());
    let document = "subscription { ticketEvents { kind ticket { title } } }";
    let mut events = pages.subscribe(Some(&api.customer.token), "de", document, json!({})).await;
    let opened = async {
        // The stream begins where it is first polled at the latest; the ticket comes after.
        tokio::task::yield_now().await;
        api.ticket(&api.colleague, "Printer").await;
    };
    let (event, ()) = tokio::join!(events.next(), opened);
    let event = event.expect("an event");
    assert_eq!(
        event.data["ticketEvents"],
        json!({ "kind": "CREATED", "ticket": { "title": "Printer" } }),
        "{event:?}"
    );
}
