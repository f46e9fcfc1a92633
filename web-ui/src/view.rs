//! Small translations from the schema's words to what a template shows.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The class that draws a status: colour and shape beside the word.
pub(crate) fn shape(status: &str) -> String {
    status.to_ascii_lowercase()
}

/// A status with its shape.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StatusView {
    pub(crate) status: String,
    pub(crate) shape: String,
}

impl From<&str> for StatusView {
    fn from(status: &str) -> Self {
        Self { status: status.to_owned(), shape: shape(status) }
    }
}

/// An entry of a select.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) selected: bool,
}

/// Entries of a select, one of them picked.
pub(crate) fn choices<S: AsRef<str>>(values: &[S], picked: &str) -> Vec<Choice> {
    values
        .iter()
        .map(|value| Choice { value: value.as_ref().to_owned(), selected: value.as_ref() == picked })
        .collect()
}

/// Something with a name: a person, a queue.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Its place in a dictionary, where lists are put together.
    #[serde(default)]
    pub(crate) sort_key: String,
    /// A person's mail address, where one is picked.
    #[serde(default)]
    pub(crate) email: String,
    /// When a person is away, where one is picked.
    #[serde(default, skip_serializing)]
    pub(crate) absence: Option<Absence>,
    /// The same in words, if they are away now.
    #[serde(default, skip_deserializing)]
    pub(crate) away: Option<String>,
}

/// When somebody is away.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Absence {
    pub(crate) until: Option<NaiveDate>,
    pub(crate) is_now: bool,
}

/// An entry of a select of things with a name.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct NamedChoice {
    #[serde(flatten)]
    pub(crate) named: Named,
    pub(crate) selected: bool,
}

/// Entries of a select of things with a name, one of them picked.
pub(crate) fn named_choices(all: Vec<Named>, picked: &str) -> Vec<NamedChoice> {
    all.into_iter().map(|named| NamedChoice { selected: named.id == picked, named }).collect()
}

/// People as they are picked: the mail address stands beside a name that another of them has, too.
pub(crate) fn told_apart(mut people: Vec<Named>) -> Vec<Named> {
    let spoken = |one: &Named| one.name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut named: HashMap<String, usize> = HashMap::new();
    for one in &people {
        *named.entry(spoken(one)).or_default() += 1;
    }
    for one in &mut people {
        if !one.email.is_empty() && named.get(&spoken(one)).is_some_and(|so_many| *so_many > 1) {
            one.name = format!("{} ({})", one.name, one.email);
        }
    }
    people
}

/// The letters in the circle beside a comment: first and last name's first.
pub(crate) fn initials(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = letters.next();
    let last = letters.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// How much may be sent.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Limits {
    /// What one file may weigh.
    pub(crate) attachment_bytes: u64,
    /// What a form may weigh in all.
    pub(crate) message_bytes: u64,
    /// How long an answer can be taken back; asked for by the page on which the staff write one.
    #[serde(default)]
    pub(crate) undo_seconds: u64,
}

#[cfg(test)]
mod tests {
    use super::{Named, told_apart};

    #[test]
    fn an_address_stands_beside_a_name_that_another_has_too() {
        let person = |name: &str, email: &str| Named {
            name: name.to_owned(),
            email: email.to_owned(),
            ..Named::default()
        };
        let people = vec![
            person("Kim Sommer", "kim@cit.example"),
            person("Mia Beck", "mia@cit.example"),
            person("kim  sommer", "k.sommer@cit.example"),
            person("Kim Sommer", ""),
        ];
        let names: Vec<String> = told_apart(people).into_iter().map(|one| one.name).collect();
        assert_eq!(
            names,
            ["Kim Sommer (kim@cit.example)", "Mia Beck", "kim  sommer (k.sommer@cit.example)", "Kim Sommer"]
        );
    }
}
