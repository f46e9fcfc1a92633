//! Tests lie where the code lies: whoever reads a file finds its proof by its path.

use super::source::{files, refuse, root};

/// Crates whose tests are folders of the same name.
const CRATES: [&str; 7] = ["engine", "graphql", "mail", "oidc", "server", "web-ui", "words"];

#[test]
fn each_test_file_names_a_place_in_the_code() {
    let mut wrong = Vec::new();
    for name in CRATES {
        let folder = format!("tests/it/{}", name.replace('-', "_"));
        for file in files(&folder, &["rs"]) {
            let inside = file.path.trim_start_matches(&format!("{folder}/")).trim_end_matches(".rs");
            if inside.ends_with("mod") || is_helper(&file.text) {
                continue;
            }
            // One file of code may need several of tests: those lie in the folder that it lies in, or that it is.
            let source = root().join(name).join("src");
            let folder = inside.rsplit_once('/').map_or("", |(folder, _)| folder);
            let places =
                [format!("{inside}.rs"), inside.to_owned(), folder.to_owned(), format!("{folder}.rs")];
            if !places.iter().any(|place| source.join(place).exists()) {
                wrong.push(format!("{} mirrors nothing in {name}/src", file.path));
            }
        }
    }
    refuse("tests/it/<crate>/<path>.rs tests <crate>/src/<path>.rs.", &wrong);
}

#[test]
fn each_command_and_each_query_has_its_test() {
    let mut wrong = Vec::new();
    for (code, tests) in [("engine/src/commands", "tests/it/engine/commands")] {
        for file in files(code, &["rs"]) {
            let public = file.text.contains("pub async fn ");
            let inside = file.path.trim_start_matches(&format!("{code}/")).to_owned();
            if public && !root().join(tests).join(&inside).exists() {
                wrong.push(format!("{} has no {tests}/{inside}", file.path));
            }
        }
    }
    refuse("A command without a test is a promise without a witness.", &wrong);
}

#[test]
fn each_mutation_has_its_test() {
    let mut wrong = Vec::new();
    for file in files("graphql/src/mutations", &["rs"]) {
        let inside = file.path.trim_start_matches("graphql/src/mutations/");
        let is_verb = inside.contains('/') && !inside.ends_with("mod.rs");
        if is_verb && !root().join("tests/it/graphql/mutations").join(inside).exists() {
            wrong.push(format!("{} has no tests/it/graphql/mutations/{inside}", file.path));
        }
    }
    refuse("A mutation is called as the right person, as a stranger, and twice.", &wrong);
}

/// A file without a test of its own helps the others.
fn is_helper(text: &str) -> bool {
    !text.contains("#[test]") && !text.contains("#[tokio::test") && !text.contains("on_each_database!")
}
