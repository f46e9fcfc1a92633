//! How files begin, how long they are, and what no file may hold.

use super::source::{files, refuse, root, rust, shipped};

/// Above this there is a second thing inside.
const LONGEST: usize = 500;

/// What the usual file should not exceed.
const MEDIAN: usize = 150;

#[test]
fn every_file_begins_with_why_it_exists() {
    let all = rust();
    let silent = all.iter().filter(|file| !file.text.starts_with("//! "));
    refuse(
        "The first line says why the file exists.",
        &silent.map(|file| file.path.clone()).collect::<Vec<_>>(),
    );
}

#[test]
fn rooms_are_small() {
    let all = rust();
    let long = all.iter().filter(|file| file.lines() > LONGEST);
    let long: Vec<String> = long.map(|file| format!("{} has {} lines", file.path, file.lines())).collect();
    refuse(&format!("No file is longer than {LONGEST} lines."), &long);
    let mut lengths: Vec<usize> = shipped().iter().map(super::source::File::lines).collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    assert!(median <= MEDIAN, "the median file has {median} lines; aim at less than {MEDIAN}");
}

#[test]
fn nothing_that_ships_can_panic_on_purpose() {
    let panics = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!(", "dbg!("];
    let mut wrong = Vec::new();
    for file in shipped() {
        for (number, line) in file.code() {
            // `expect(…)` is also the attribute that silences a lint, with its reason.
            let line = line.replace("#[expect(", "").replace("#![expect(", "");
            if let Some(word) = panics.iter().find(|word| line.contains(**word)) {
                wrong.push(format!("{}:{number} has {word}", file.path));
            }
        }
    }
    refuse("Input must not be able to end a request in a panic: answer an error.", &wrong);
}

#[test]
fn errors_are_logged_in_words() {
    let mut wrong = Vec::new();
    for file in shipped() {
        for (number, line) in file.code() {
            let in_debug = ["?error", "?cause"].iter().any(|word| {
                line.split_once(word)
                    .is_some_and(|(before, _)| before.is_empty() || before.ends_with(['(', ' ']))
            });
            if in_debug || line.contains("as &dyn std::error::Error") {
                wrong.push(format!("{}:{number} {line}", file.path));
            }
        }
    }
    refuse(
        "The log is read by people: write `error = %Causes(&error)`, see engine/src/error/causes.rs.",
        &wrong,
    );
}

#[test]
fn no_test_is_switched_off_and_nothing_is_left_for_later() {
    // Put together here, so that this file does not find itself.
    let signs = [["#[ign", "ore"], ["TO", "DO"], ["FIX", "ME"], ["XX", "X"]].map(|halves| halves.concat());
    let mut wrong = Vec::new();
    for file in rust() {
        for (index, line) in file.text.lines().enumerate() {
            let found = signs.iter().find(|sign| line.contains(sign.as_str()));
            wrong.extend(found.map(|sign| format!("{}:{} has {sign}", file.path, index + 1)));
        }
    }
    refuse("A test runs or goes; a thought for later is an issue.", &wrong);
}

#[test]
fn a_lint_is_silenced_with_a_reason() {
    let mut wrong = Vec::new();
    for file in rust() {
        let text = file.text.replace(char::is_whitespace, " ");
        for attribute in ["#[allow(", "#![allow(", "#[expect(", "#![expect("] {
            for (at, _) in text.match_indices(attribute) {
                let rest = text.get(at..).unwrap_or_default();
                let whole = rest.split_once(")]").map_or(rest, |(whole, _)| whole);
                // A string such as the one above is no attribute.
                let quoted = text.get(..at).is_some_and(|before| before.ends_with('"'));
                if !whole.contains("reason") && !quoted {
                    let line = file.text.get(..at).map_or(0, |before| before.lines().count());
                    wrong.push(format!("{}:{line} {whole}", file.path));
                }
            }
        }
    }
    refuse("Whoever silences a lint says why.", &wrong);
}

#[test]
fn no_template_lets_markup_through() {
    let mut templates = files("web-ui/templates", &["hbs"]);
    templates.extend(files("web-ui/src", &["hbs"]));
    let mut wrong = Vec::new();
    for file in templates {
        for (index, line) in file.text.lines().enumerate() {
            // Three braces do not escape: only what the engine has sanitised may pass.
            for (at, _) in line.match_indices("{{{") {
                let rest = line.get(at + 3..).unwrap_or_default();
                let name = rest.split("}}}").next().unwrap_or_default().trim();
                if !name.ends_with("html") && !name.ends_with("Html") {
                    wrong.push(format!(
                        "{}:{} lets {{{{{{{name}}}}}}} through unescaped",
                        file.path,
                        index + 1
                    ));
                }
            }
            // What the content policy refuses anyway.
            if line.contains(" style=\"") || line.contains(" onclick=") || line.contains("javascript:") {
                wrong.push(format!("{}:{} has inline style or script", file.path, index + 1));
            }
        }
    }
    refuse("Pages escape everything but what the engine made safe, and hold nothing inline.", &wrong);
}

#[test]
fn the_lock_file_holds_one_tls_and_one_runtime() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("a lock file");
    let unwanted = ["openssl-sys", "native-tls", "aws-lc-sys", "async-std"];
    let found = unwanted.iter().filter(|name| lock.contains(&format!("name = \"{name}\"")));
    refuse("See deny.toml for the reasons.", &found.map(|name| (*name).to_owned()).collect::<Vec<_>>());
}
