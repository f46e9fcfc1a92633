//! What a partner reads is complete: every argument of the schema is described, and the tutorial's programs run as they
//! stand in the document.

use std::{
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Output},
};

use async_graphql::parser::{
    parse_schema,
    types::{InputValueDefinition, TypeKind, TypeSystemDefinition},
};
use serde_json::Value;
use tests::servers::binary::{Site, binary};

use super::source::{refuse, root};

const SCHEMA: &str = include_str!("../../../graphql/schema.graphql");
const DOCUMENT: &str = include_str!("../../../docs/graphql.md");
const CLIENT: &str = include_str!("../../tutorial/client.rs");

/// Printed between the answers of two blocks.
const CUT: &str = "---8<---";

#[test]
fn every_field_argument_and_input_field_has_a_description() {
    let mut silent = Vec::new();
    for definition in parse_schema(SCHEMA).expect("a schema").definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        if definition.node.description.is_none() {
            silent.push(name.clone());
        }
        match definition.node.kind {
            TypeKind::InputObject(input) => {
                let inputs = input.fields.iter().map(|input| &input.node);
                silent.extend(undescribed(&name, inputs));
            }
            TypeKind::Object(object) => {
                for field in object.fields.iter().map(|field| &field.node) {
                    let place = format!("{name}.{}", field.name.node);
                    if field.description.is_none() {
                        silent.push(place.clone());
                    }
                    silent.extend(undescribed(&place, field.arguments.iter().map(|input| &input.node)));
                }
            }
            TypeKind::Enum(values) => {
                let values = values.values.iter().map(|value| &value.node);
                let silent_values = values.filter(|value| value.description.is_none());
                silent.extend(silent_values.map(|value| format!("{name}.{}", value.value.node)));
            }
            _ => {}
        }
    }
    refuse("The schema is a partner's manual: describe it.", &silent);
}

fn undescribed<'a>(
    place: &str,
    inputs: impl Iterator<Item = &'a InputValueDefinition>,
) -> impl Iterator<Item = String> {
    inputs
        .filter(|input| input.description.is_none())
        .map(move |input| format!("{place}({}:)", input.name.node))
}

#[test]
fn the_document_explains_every_error_code() {
    let missing = graphql::ErrorCode::ALL.iter().map(|code| code.as_str());
    let missing: Vec<String> =
        missing.filter(|code| !DOCUMENT.contains(&format!("| `{code}` |"))).map(str::to_owned).collect();
    refuse("Each code has its line in docs/graphql.md.", &missing);
}

#[test]
fn the_rust_client_of_the_document_is_the_one_that_is_compiled() {
    let compiled: String =
        CLIENT.lines().filter(|line| !line.starts_with("#![")).collect::<Vec<_>>().join("\n");
    let shown = blocks().into_iter().find(|block| block.language == "rust").expect("a client").text;
    assert_eq!(shown.trim(), compiled.trim(), "docs/graphql.md and tests/tutorial/client.rs differ");
}

#[tokio::test]
async fn the_tutorial_works_as_it_is_written() {
    let site = Site::migrated("[server]\nbind = \"127.0.0.1:0\"\n");
    let server = site.serve(&[]).await;
    let work = tempfile::tempdir().expect("a folder");
    symlink(binary(), work.path().join("schalter")).expect("the program on the path");
    let blocks = blocks();
    let client = blocks.iter().find(|block| block.language == "ts").expect("a client");
    std::fs::write(work.path().join("client.mts"), &client.text).expect("a file");

    let shell: Vec<&Block> = blocks.iter().filter(|block| block.language == "sh").collect();
    let texts = shell.iter().map(|block| block.text.as_str()).collect::<Vec<_>>();
    let rust = format!("'{}'", env!("CARGO_BIN_EXE_tutorial-client"));
    let script = [texts.join(&format!("echo; echo '{CUT}'\n")), rust].join(&format!("echo; echo '{CUT}'\n"));
    let output = bash(work.path(), &script, server.url(), &site);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let answers: Vec<&str> = said.split(CUT).map(str::trim).collect();
    assert_eq!(answers.len(), shell.len() + 1, "{said}");
    for (block, answer) in shell.iter().zip(&answers) {
        match &block.answer {
            Some((language, expected)) if language == "json" => {
                let expected = serde_json::from_str(expected).expect("the document's answer is JSON");
                // What the program itself says stands before it.
                let json = answer.find('{').and_then(|at| answer.get(at..)).unwrap_or_default();
                let answer: Value = serde_json::from_str(json).unwrap_or_else(|_| panic!("{answer}"));
                assert!(is_like(&answer, &expected), "{answer:#}\nis not as promised:\n{expected:#}");
            }
            Some((language, expected)) if language == "text" => {
                for line in expected.lines().map(|line| line.split('…').next().unwrap_or_default()) {
                    assert!(answer.lines().any(|one| one.starts_with(line)), "{line:?} is not in\n{answer}");
                }
            }
            _ => {}
        }
    }
    assert_eq!(answers.last(), Some(&"#10001 \"COMMENTED\""));
    assert!(server.stop().await.success());
}

/// Runs the script as a reader does: in one shell, in an empty folder, with the program on the path.
fn bash(folder: &Path, script: &str, url: &str, site: &Site) -> Output {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", script]).current_dir(folder);
    command.env("PATH", format!("{}:{path}", folder.display())).env("HOME", folder);
    command.env("SCHALTER_URL", url).env("SCHALTER_CONFIG", site.path().join("schalter.toml"));
    command.output().expect("bash runs")
}

/// A fenced block of the document.
struct Block {
    language: String,
    text: String,
    /// What the document shows as its answer: language and text.
    answer: Option<(String, String)>,
}

fn blocks() -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut lines = DOCUMENT.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else { continue };
        let text = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .fold(String::new(), |all, line| all + line + "\n");
        match found.last_mut() {
            Some(before)
                if matches!(language, "json" | "text")
                    && before.language == "sh"
                    && before.answer.is_none() =>
            {
                before.answer = Some((language.to_owned(), text));
            }
            _ => found.push(Block { language: language.to_owned(), text, answer: None }),
        }
    }
    found
}

/// Whether an answer is as the document shows it; "…" stands for anything.
fn is_like(answer: &Value, expected: &Value) -> bool {
    match (answer, expected) {
        (_, Value::String(any)) if any == "…" => true,
        (Value::Object(answer), Value::Object(expected)) => {
            answer.len() == expected.len()
                && expected
                    .iter()
                    .all(|(name, value)| answer.get(name).is_some_and(|one| is_like(one, value)))
        }
        (Value::Array(answer), Value::Array(expected)) => {
            answer.len() == expected.len()
                && answer.iter().zip(expected).all(|(one, other)| is_like(one, other))
        }
        _ => answer == expected,
    }
}

#[test]
fn the_readme_leads_to_the_document() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("a readme");
    assert!(readme.contains("docs/graphql.md"));
}
