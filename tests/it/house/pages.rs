//! The GraphQL documents of the pages fit the schema, so that no page can drift away from it.

use async_graphql::{Request, Variables, parser::parse_query};
use tests::TestApp;

use super::source::{files, refuse, root};

#[tokio::test]
async fn each_page_document_is_valid_for_the_schema() {
    let app = TestApp::start().await;
    let schema = graphql::schema(app.engine.clone());
    // The weight of a page is reckoned from its length before anything else is looked at.
    let variables = Variables::from_json(serde_json::json!({"first": 10, "last": 10, "events": 10}));
    let mut wrong = Vec::new();
    for file in files("web-ui/src", &["graphql"]) {
        if let Err(error) = parse_query(&file.text) {
            wrong.push(format!("{}: {error}", file.path));
            continue;
        }
        let answer = schema.execute(Request::new(&file.text).variables(variables.clone())).await;
        // Nobody is logged in and no variable is given, so resolvers fail; but those errors have a path.
        let invalid =
            answer.errors.iter().filter(|error| error.path.is_empty() && !is_about_the_call(&error.message));
        wrong.extend(invalid.map(|error| format!("{}: {}", file.path, error.message)));
    }
    refuse("Change the document together with the schema.", &wrong);
}

#[test]
fn the_printed_schema_is_the_one_that_runs() {
    let kept =
        std::fs::read_to_string(root().join("graphql/schema.graphql")).expect("graphql/schema.graphql");
    assert!(
        kept == graphql::sdl(),
        "run `cargo run -- schema > graphql/schema.graphql` and review the difference"
    );
}

/// What is missing here and not in the document: its variables, and a transport for subscriptions.
fn is_about_the_call(message: &str) -> bool {
    (message.starts_with("Variable") && message.contains("is required"))
        || message.starts_with("Subscriptions are not")
}
