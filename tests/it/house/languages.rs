//! Every text that a person sees exists in every language, with the same values to fill in.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{File, files, refuse, root, shipped};

/// Where texts live.
const PLACES: [&str; 3] = ["mail/locales", "web-ui/locales", "words/locales"];

/// Where a language may be named all the same: the words themselves, the demo's own content, how programs of mail quote, what
/// people write into lists for an import, the default of the configuration, and privacy notices, which the schema has by language.
const NAMED: [&str; 9] = [
    "words/",
    "server/src/demo/",
    "mail/src/inbound/steps/quote/words.rs",
    "engine/src/commands/import/people.rs",
    "engine/src/settings",
    "server/src/config/brand.rs",
    "engine/src/commands/queue/notice.rs",
    "engine/src/queries/notices.rs",
    "web-ui/src/pages/ticket/new/page.rs",
];

/// Key and, for each, the variables that its text names.
type Texts = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_language_has_the_same_keys_and_variables() {
    let mut wrong = Vec::new();
    for place in PLACES {
        let english = texts(&format!("{place}/en"));
        for language in languages(place) {
            let other = texts(&format!("{place}/{language}"));
            for key in english.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
                match (english.get(key), other.get(key)) {
                    (Some(_), None) => wrong.push(format!("{place}/{language} lacks {key}")),
                    (None, Some(_)) => wrong.push(format!("{place}/en lacks {key}")),
                    (Some(one), Some(other)) if one != other => {
                        wrong.push(format!(
                            "{place}: {key} fills in {one:?} in en and {other:?} in {language}"
                        ));
                    }
                    _ => {}
                }
            }
        }
    }
    refuse("Whoever adds a text adds it in every language.", &wrong);
}

#[test]
fn every_language_has_the_same_files_in_every_place() {
    for place in PLACES {
        assert_eq!(languages(place), languages("words/locales"), "in {place}");
        for language in languages(place) {
            let (english, other) = (names(&format!("{place}/en")), names(&format!("{place}/{language}")));
            assert_eq!(english, other, "in {place}");
        }
    }
}

#[test]
fn no_key_is_in_two_places() {
    let mut keys = BTreeSet::new();
    for place in PLACES {
        for key in texts(&format!("{place}/en")).into_keys() {
            assert!(keys.insert(key.clone()), "{key} is in {place} and somewhere else");
        }
    }
}

/// The languages that have a folder.
fn languages(place: &str) -> BTreeSet<String> {
    names(place)
}

fn names(folder: &str) -> BTreeSet<String> {
    let found = std::fs::read_dir(root().join(folder)).expect("a folder of texts").flatten();
    found.map(|file| file.file_name().to_string_lossy().into_owned()).collect()
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

#[test]
fn languages_are_named_one_by_one_where_their_words_are_and_nowhere_else() {
    let named = |file: &File| NAMED.iter().any(|place| file.path.starts_with(place));
    let mut wrong = Vec::new();
    for file in shipped().iter().chain(&files("web-ui/templates", &["hbs"])).filter(|file| !named(file)) {
        for (number, line) in file.code() {
            if ["Lang::De", "\"de\""].iter().any(|language| line.contains(language)) {
                wrong.push(format!("{}:{number} {line}", file.path));
            }
        }
    }
    refuse("A third language is a row in `words` and its texts.", &wrong);
}
