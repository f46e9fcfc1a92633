//! Every failure has a code.

use graphql::ErrorCode;
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::json;

use super::api::Api;

#[tokio::test]
async fn what_cannot_be_parsed_or_does_not_fit_the_schema_is_bad_input() {
    let api = Api::start().await;
    for document in [
        "",
        "{",
        "nonsense",
        "{ nonsense }",
        "{ viewer }",
        "{ viewer { nonsense } }",
        "{ ticket { id } }",
        "{ ticket(number: \"1\") { id } }",
        "query A { viewer { id } } query B { viewer { id } }",
        "subscription { ticketEvents { id } }",
        "query($x: Nonsense) { viewer { id } }",
        "{ viewer { ...Missing } }",
        "mutation { nonsense }",
        "{ viewer @nonsense { id } }",
    ] {
        let (code, _) = api.refusal(Some(&api.agent), document, json!({})).await;
        assert_eq!(code, "BAD_USER_INPUT", "{document}");
    }
}

#[tokio::test]
async fn the_validation_names_the_field_that_is_wrong() {
    let api = Api::start().await;
    for (document, field) in [
        ("{ ticket { id } }", "number"),
        ("{ ticket(number: true) { id } }", "number"),
        ("mutation { createTicket(input: { title: 1, text: \"x\" }) { ticket { id } } }", "title"),
        ("mutation { createTicket(input: { title: \"x\" }) { ticket { id } } }", "text"),
        (
            "mutation { createTicket(input: { title: \"x\", text: \"x\", colour: 1 }) { ticket { id } } }",
            "colour",
        ),
    ] {
        let refusal = api.refusal(Some(&api.agent), document, json!({})).await;
        assert_eq!(refusal, ("BAD_USER_INPUT".into(), field.into()), "{document}");
    }
}

#[tokio::test]
async fn an_internal_error_shows_an_id_and_nothing_else() {
    let api = Api::start().await;
    let connection = Database::connect(api.app.database()).await.expect("a connection");
    connection.execute_unprepared("ALTER TABLE queue RENAME TO queue_away").await.expect("renamed");
    let answer = api.run(Some(&api.agent), "{ queues { name } }", json!({})).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"], json!({ "code": "INTERNAL" }));
    let message = error["message"].as_str().expect("a message");
    assert!(message.starts_with("Something went wrong on our side. It was logged as "), "{message}");
    assert!(!answer.to_string().contains("table"), "{answer}");
}

#[tokio::test]
async fn a_database_that_is_away_is_unavailable_for_a_while() {
    let api = Api::start().await;
    api.engine.close().await;
    let answer = api.run(Some(&api.agent), "{ tickets { totalCount } }", json!({})).await;
    let error = &answer["errors"][0];
    assert_eq!(
        error["extensions"],
        json!({ "code": "UNAVAILABLE", "reason": "unavailable", "retryAfter": 5 })
    );
    assert!(!answer.to_string().to_lowercase().contains("pool"), "{answer}");
}

#[test]
fn the_codes_are_those_of_the_schema() {
    let words: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    let core = include_str!("schema-core.graphql");
    let line = core.lines().find(|line| line.starts_with("enum ErrorCode")).expect("the enum");
    let promised: Vec<&str> =
        line.trim_start_matches("enum ErrorCode {").trim_end_matches('}').split_whitespace().collect();
    assert_eq!(words, promised);
}
