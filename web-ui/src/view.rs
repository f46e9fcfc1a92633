//! Small translations from the schema's words to what a template shows.

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
}
