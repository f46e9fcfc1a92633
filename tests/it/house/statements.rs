//! Which of the users' statements S01 to S75 a test proves: found by the numbers in the names of tests.

use std::collections::BTreeMap;

use super::source::{files, root};

/// Statements that this version proves; a test that loses its number, or goes, is noticed here.
const OPEN: &[u32] = &[];

#[test]
fn each_statement_is_proven_or_known_to_be_open() {
    let proven = proven();
    let open: Vec<u32> = (1..=75).filter(|number| !proven.contains_key(number)).collect();
    let mut list = String::from("# Statements and the tests that prove them\n\n");
    for (number, tests) in &proven {
        list.push_str(&format!("- S{number:02}: {}\n", tests.join(", ")));
    }
    list.push_str(&format!(
        "\nOpen: {}\n",
        open.iter().map(|n| format!("S{n:02}")).collect::<Vec<_>>().join(" ")
    ));
    let place = root().join("target/statements.md");
    std::fs::create_dir_all(root().join("target")).expect("a place for the list");
    std::fs::write(&place, &list).expect("the list");
    eprintln!("{list}({} of 75; also in {})", proven.len(), place.display());
    assert_eq!(open, OPEN, "the list of open statements is not the one that is written down here");
}

/// `fn s03_one_confirmation…` proves S03; `s03_s21_…` proves two.
fn proven() -> BTreeMap<u32, Vec<String>> {
    let mut proven: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut sources = files("tests/it", &["rs"]);
    for crate_name in ["engine", "graphql", "mail", "server", "web-ui", "words"] {
        sources.extend(files(&format!("{crate_name}/src"), &["rs"]));
    }
    for file in sources {
        for line in file.text.lines() {
            let line = line.trim().trim_start_matches("pub ").trim_start_matches("async ");
            let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next()) else {
                continue;
            };
            for number in numbers(name) {
                proven.entry(number).or_default().push(name.to_owned());
            }
        }
    }
    proven
}

/// The numbers in a test's name; `s33_to_s39` names all between.
fn numbers(name: &str) -> Vec<u32> {
    let number = |part: &str| part.strip_prefix('s').filter(|digits| digits.len() == 2)?.parse::<u32>().ok();
    let parts: Vec<&str> = name.split('_').collect();
    let alone = parts.iter().filter_map(|part| number(part));
    let ranges = parts.windows(3).filter(|window| window[1] == "to");
    let ranges = ranges.filter_map(|window| Some(number(window[0])?..=number(window[2])?));
    let mut all: Vec<u32> = alone.chain(ranges.flatten()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn the_numbers_of_a_test_are_read_from_its_name() {
    assert_eq!(numbers("s03_one_confirmation"), [3]);
    assert_eq!(numbers("s07_s11_s33_to_s35_the_form"), [7, 11, 33, 34, 35]);
    assert_eq!(numbers("a_table_of_sizes"), [] as [u32; 0]);
}
