//! Both languages have the same texts, and the pages' documents fit the schema.

use std::{fs, path::PathBuf};

use engine::{Status, lifecycle::Step};
use futures::StreamExt as _;
use tests::TestApp;
use words::Lang;

#[test]
fn every_text_of_the_pages_exists_in_both_languages() {
    let texts = web_ui::texts().expect("texts");
    assert_eq!(texts.keys(Lang::De), texts.keys(Lang::En));
}

#[test]
fn the_words_for_what_a_comment_does_agree_with_the_lifecycle() {
    let texts = web_ui::texts().expect("texts");
    let say = |key: &str| texts.get(Lang::De, key, &[]).expect("a text");
    for status in [Status::New, Status::Open, Status::Pending, Status::Resolved, Status::Closed] {
        let after = status.after(Step::CustomerComments).expect("customers may always write");
        let preset = say(&format!("preset-customer-{}", status.as_str()));
        let label = say(&format!("status-{}", after.as_str()));
        let reopened = after == Status::Open && preset == "wieder öffnen";
        assert!(preset == label || reopened, "{status:?}: the form presets {preset}, it becomes {label}");
        let staff = status.after(Step::StaffAnswers).expect("staff may always answer");
        let effect = say(&format!("effect-staff-{}", status.as_str()));
        let label = say(&format!("status-{}", staff.as_str()));
        assert!(effect.contains(&format!("„{label}“")), "{status:?}: {effect}, but it becomes {label}");
    }
}

#[tokio::test]
async fn every_document_of_the_pages_fits_the_schema() {
    let app = TestApp::start().await;
    let schema = graphql::schema(app.engine.clone());
    let mut checked = 0;
    for path in documents(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../web-ui/src")) {
        let document = fs::read_to_string(&path).expect("a document");
        async_graphql::parser::parse_query(&document).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        // Without variables, a document that fits stops at the first variable that it needs, and nowhere else.
        let mut answers = schema.execute_stream(async_graphql::Request::new(&document));
        let answer = answers.next().await.expect("an answer");
        for error in answer.errors {
            let about_variables = error.message.contains("Variable") || error.message.contains("variable");
            let about_login = error.message.contains("log in") || error.path.len() == 1;
            assert!(about_variables || about_login, "{path:?}: {}", error.message);
        }
        checked += 1;
    }
    assert!(checked >= 15, "only {checked} documents found");
}

fn documents(folder: &PathBuf) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|kind| kind == "graphql") {
            found.push(path);
        }
    }
    found
}
