//! Every text that a person sees exists in German and in English, with the same values to fill in.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{files, refuse, root};

/// Where texts live.
const PLACES: [&str; 3] = ["mail/locales", "web-ui/locales", "words/locales"];

/// Key and, for each, the variables that its text names.
type Texts = BTreeMap<String, BTreeSet<String>>;

#[test]
fn both_languages_have_the_same_keys_and_variables() {
    let mut wrong = Vec::new();
    for place in PLACES {
        let (german, english) = (texts(&format!("{place}/de")), texts(&format!("{place}/en")));
        for key in german.keys().chain(english.keys()).collect::<BTreeSet<_>>() {
            match (german.get(key), english.get(key)) {
                (Some(_), None) => wrong.push(format!("{place}/en lacks {key}")),
                (None, Some(_)) => wrong.push(format!("{place}/de lacks {key}")),
                (Some(one), Some(other)) if one != other => {
                    wrong.push(format!("{place}: {key} fills in {one:?} in German and {other:?} in English"));
                }
                _ => {}
            }
        }
    }
    refuse("Whoever adds a text adds it twice.", &wrong);
}

#[test]
fn both_languages_have_the_same_files() {
    let names = |folder: &str| -> BTreeSet<String> {
        let found = std::fs::read_dir(root().join(folder)).expect("a folder of texts").flatten();
        found.map(|file| file.file_name().to_string_lossy().into_owned()).collect()
    };
    for place in PLACES {
        assert_eq!(names(&format!("{place}/de")), names(&format!("{place}/en")), "in {place}");
    }
}

#[test]
fn no_text_is_empty_and_german_says_sie() {
    let mut wrong = Vec::new();
    for place in PLACES {
        for file in files(place, &["ftl"]) {
            for (index, line) in file.text.lines().enumerate() {
                let words: Vec<&str> = line.split(|letter: char| !letter.is_alphabetic()).collect();
                let familiar = ["du", "dich", "dir", "dein", "deine", "deinem", "deinen", "deiner"];
                if file.path.contains("/de/") && words.iter().any(|word| familiar.contains(word)) {
                    wrong.push(format!("{}:{} {line}", file.path, index + 1));
                }
            }
        }
    }
    refuse("Customers of our customers are addressed as Sie.", &wrong);
}

/// Reads messages and the variables they use; Fluent's lines that go on are indented.
fn texts(folder: &str) -> Texts {
    let mut all = Texts::new();
    for file in files(folder, &["ftl"]) {
        let mut key = None;
        for line in file.text.lines().filter(|line| !line.starts_with('#')) {
            let begins = line.split_once('=').map(|(name, _)| name.trim());
            let begins = begins.filter(|name| !line.starts_with(' ') && !name.is_empty());
            if let Some(name) = begins {
                key = Some(name.to_owned());
                let before = all.insert(name.to_owned(), BTreeSet::new());
                assert!(before.is_none(), "{} has {name} twice", file.path);
            }
            if let Some(variables) = key.as_ref().and_then(|key| all.get_mut(key)) {
                variables.extend(line.split('$').skip(1).map(first_word));
            }
        }
    }
    all
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_')).collect()
}
