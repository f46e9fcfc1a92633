//! Reads one section of the tree and notes every mistake on the way, unknown keys included.

use std::cell::RefCell;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use engine::content::quoted;

use super::mistake::{Mistake, Origin};
use super::node::{Node, Value};
use super::{place, similar};

/// A section being read. Every key asked for is a known key; [`Section::finish`] reports the others.
pub(super) struct Section<'a> {
    path: String,
    node: Option<&'a Node>,
    known: RefCell<Vec<&'static str>>,
    mistakes: &'a RefCell<Vec<Mistake>>,
    directory: &'a Path,
}

impl<'a> Section<'a> {
    /// The whole configuration, whose relative paths count from `directory`.
    pub(super) fn root(node: &'a Node, mistakes: &'a RefCell<Vec<Mistake>>, directory: &'a Path) -> Self {
        Self { path: String::new(), node: Some(node), known: RefCell::default(), mistakes, directory }
    }

    fn below(&self, path: String, node: Option<&'a Node>) -> Self {
        Self { path, node, known: RefCell::default(), mistakes: self.mistakes, directory: self.directory }
    }

    /// The directory from which relative paths count.
    pub(super) fn directory(&self) -> &'a Path {
        self.directory
    }

    /// A section within this one; an absent one reads as empty.
    pub(super) fn section(&self, key: &'static str) -> Self {
        let node = self.entry(key);
        if let Some(node) = node
            && !matches!(node.value, Value::Table(_))
        {
            self.wrong(key, format!("must be a section, not {}", node.value.kind()));
            return self.below(self.name(key), None);
        }
        self.below(self.name(key), node)
    }

    /// Whether a key is a list.
    pub(super) fn is_list(&self, key: &'static str) -> bool {
        self.entry(key).is_some_and(|node| matches!(node.value, Value::List(_)))
    }

    /// Whether this is an entry of a list.
    pub(super) fn is_item(&self) -> bool {
        self.path.ends_with(']')
    }

    /// The sections of a list (`[[mail.mailbox]]`).
    pub(super) fn sections(&self, key: &'static str) -> Vec<Self> {
        let Some(node) = self.entry(key) else {
            return Vec::new();
        };
        let Value::List(items) = &node.value else {
            let name = self.name(key);
            self.wrong(key, format!("must be a list; write [[{name}]] above each entry"));
            return Vec::new();
        };
        let sections = items.iter().enumerate().map(|(index, item)| {
            let section = self.below(format!("{}[{index}]", self.name(key)), Some(item));
            if !matches!(item.value, Value::Table(_)) {
                section.note(&item.origin, section.path.clone(), "must be a section");
            }
            section
        });
        sections.collect()
    }

    /// The sections of a table whose keys are names that the operator chose (`[mail.oauth.NAME]`).
    pub(super) fn named(&self, key: &'static str) -> Vec<(String, Self)> {
        let Some(Value::Table(entries)) = self.entry(key).map(|node| &node.value) else {
            if self.entry(key).is_some() {
                let name = self.name(key);
                self.wrong(key, format!("must be sections; write [{name}.NAME]"));
            }
            return Vec::new();
        };
        let sections = entries.iter().map(|(name, node)| {
            let section = self.below(format!("{}.{name}", self.name(key)), Some(node));
            if !matches!(node.value, Value::Table(_)) {
                section.note(&node.origin, section.path.clone(), "must be a section");
            }
            (name.clone(), section)
        });
        sections.collect()
    }

    /// Text, as it stands.
    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        self.parsed(key, |text| Ok::<_, String>(text.to_owned()))
    }

    /// Text with a meaning; what `parse` refuses is a mistake with that message.
    pub(super) fn parsed<T, E: Display>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let node = self.entry(key)?;
        let Value::Text(text) = &node.value else {
            self.wrong(key, format!("must be text in quotes, not {}", node.value.kind()));
            return None;
        };
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(key, error.to_string());
                None
            }
        }
    }

    /// A list of texts with a meaning; in a variable they are parted by commas.
    pub(super) fn texts<T, E: Display>(
        &self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        self.texts_if_given(key, parse).unwrap_or_default()
    }

    /// The same where an empty list means another thing than none.
    pub(super) fn texts_if_given<T, E: Display>(
        &self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<Vec<T>> {
        let node = self.entry(key)?;
        let words: Vec<&str> = match (&node.value, &node.origin) {
            (Value::List(items), _) => {
                let words: Vec<_> = items.iter().filter_map(|item| item.text()).collect();
                if words.len() < items.len() {
                    self.wrong(key, "must contain only text in quotes");
                }
                words
            }
            (Value::Text(text), Origin::Variable(_)) => {
                text.split(',').filter(|word| !word.trim().is_empty()).collect()
            }
            _ => {
                self.wrong(key, format!("must be a list of text in quotes, not {}", node.value.kind()));
                Vec::new()
            }
        };
        let parsed = words
            .into_iter()
            .filter_map(|word| parse(word).map_err(|error| self.wrong(key, error.to_string())).ok());
        Some(parsed.collect())
    }

    /// A whole number within bounds.
    pub(super) fn integer(&self, key: &'static str, least: i64, most: i64) -> Option<i64> {
        let node = self.entry(key)?;
        let number = match (&node.value, &node.origin) {
            (Value::Integer(number), _) => Some(*number),
            // A variable is text by nature.
            (Value::Text(text), Origin::Variable(_)) => text.trim().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(key, format!("must be a whole number from {least} to {most}"));
        }
        number
    }

    /// A yes or a no.
    pub(super) fn boolean(&self, key: &'static str) -> Option<bool> {
        let node = self.entry(key)?;
        let flag = match (&node.value, &node.origin) {
            (Value::Boolean(flag), _) => Some(*flag),
            (Value::Text(text), Origin::Variable(_)) => text.trim().parse().ok(),
            _ => None,
        };
        if flag.is_none() {
            self.wrong(key, "must be true or false");
        }
        flag
    }

    /// One word out of a few.
    pub(super) fn choice<T: Copy>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.parsed(key, |text| {
            let found = choices.iter().find(|(word, _)| *word == text);
            found.map(|(_, value)| *value).ok_or_else(|| {
                let words: Vec<_> = choices.iter().map(|(word, _)| quoted(word)).collect();
                format!("must be one of {}, not {}", words.join(", "), quoted(text))
            })
        })
    }

    /// A value that may stand in a file of its own, so that a secret need not stand here: `key` or `key_file`.
    pub(super) fn text_or_file(&self, key: &'static str, file_key: &'static str) -> Option<String> {
        let here = self.text(key);
        let from_file = self.parsed(file_key, |written| {
            let path = place::path(self.directory, written);
            let shown = path.display().to_string();
            fs::read_to_string(path)
                .map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
                .map_err(|error| format!("cannot read {}: {error}", quoted(&shown)))
        });
        if here.is_some() && self.entry(file_key).is_some() {
            self.wrong(file_key, format!("give either {key} or {file_key}, not both"));
        }
        here.or(from_file)
    }

    /// The absolute path of a file that exists.
    pub(super) fn file(&self, key: &'static str) -> Option<PathBuf> {
        self.parsed(key, |written| {
            let path = place::path(self.directory, written);
            let shown = path.display().to_string();
            match fs::metadata(&path) {
                Ok(found) if found.is_file() => Ok(path),
                Ok(_) => Err(format!("{} is not a file", quoted(&shown))),
                Err(error) => Err(format!("cannot read {}: {error}", quoted(&shown))),
            }
        })
    }

    /// Whether a key is given.
    pub(super) fn has(&self, key: &'static str) -> bool {
        self.entry(key).is_some()
    }

    /// Notes that a needed key is missing.
    pub(super) fn missing(&self, key: &'static str, message: impl Into<String>) {
        if self.entry(key).is_none() {
            let origin = self.node.map_or(Origin::Absent, |node| node.origin.clone());
            self.note(&origin, self.name(key), message);
        }
    }

    /// Notes that the value of a key is wrong, where that key stands.
    pub(super) fn wrong(&self, key: &'static str, message: impl Into<String>) {
        let here = self.node.map_or(Origin::Absent, |node| node.origin.clone());
        let origin = self.entry(key).map_or(here, |node| node.origin.clone());
        self.note(&origin, self.name(key), message);
    }

    /// Reports every key that nobody asked for, with the one that was probably meant.
    pub(super) fn finish(self) {
        let Some(Value::Table(entries)) = self.node.map(|node| &node.value) else {
            return;
        };
        let known = self.known.borrow();
        for (key, node) in entries {
            if known.contains(&key.as_str()) {
                continue;
            }
            let message = match similar::closest(key, &known) {
                Some(meant) => format!("unknown key; did you mean \"{meant}\"?"),
                None => format!("unknown key; known keys: {}", known.join(", ")),
            };
            self.note(&node.origin, self.name(key), message);
        }
    }

    fn entry(&self, key: &'static str) -> Option<&'a Node> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        self.node.and_then(|node| node.get(key))
    }

    fn name(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn note(&self, origin: &Origin, key: String, message: impl Into<String>) {
        self.mistakes.borrow_mut().push(Mistake { origin: origin.clone(), key, message: message.into() });
    }
}
