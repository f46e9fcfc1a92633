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

/// Fields of forms that are secret, or of no worth when the form is lost.
const NOT_SHOWN_AGAIN: [&str; 2] = ["code", "number"];

#[test]
fn what_is_typed_into_a_form_that_cannot_be_accepted_is_shown_again() {
    let known = std::fs::read_to_string(root().join("web-ui/src/typed.rs")).expect("the fields");
    let texts = std::fs::read_to_string(root().join("web-ui/locales/en/errors.ftl")).expect("the texts");
    let mut wrong = Vec::new();
    for file in files("web-ui/src", &["hbs"]).into_iter().chain(files("web-ui/templates", &["hbs"])) {
        for form in file.text.split("<form").skip(1).filter(|form| !begins_as_query(form)) {
            for name in typed(form.split("</form>").next().unwrap_or_default()) {
                let missing =
                    !known.contains(&format!("\"{name}\"")) || !texts.contains(&format!("kept-{name} ="));
                if missing && !name.contains("{{") && !NOT_SHOWN_AGAIN.contains(&name) {
                    wrong.push(format!("{}: {name}", file.path));
                }
            }
        }
    }
    refuse("web-ui/src/typed.rs lists what a person types, and errors.ftl says what it is (kept-…).", &wrong);
}

/// A form that asks for a page changes nothing: its address keeps what was typed.
fn begins_as_query(form: &str) -> bool {
    form.split('>').next().is_some_and(|tag| tag.contains("method=\"get\""))
}

/// The names of the fields of a form into which a person types.
fn typed(form: &str) -> Vec<&str> {
    let attribute = |tag: &'_ str, name: &str| tag.contains(&format!("type=\"{name}\""));
    let fields = ["<input", "<textarea"].into_iter().flat_map(|begin| {
        form.split(begin).skip(1).filter_map(move |rest| {
            let tag = rest.split('>').next()?;
            let picked =
                ["hidden", "checkbox", "radio", "password", "file"].iter().any(|kind| attribute(tag, kind));
            let name = tag.split(" name=\"").nth(1)?.split('"').next()?;
            (!picked && !tag.contains(" readonly")).then_some(name)
        })
    });
    fields.collect()
}
