//! A form as its template shows it: the values that stand in it, and what is wrong with them.

use std::collections::BTreeMap;

use graphql::ErrorCode;
use serde::Serialize;
use serde_json::{Value, json};
use words::format;

use crate::{
    api::{Failure, Part},
    app::App,
    forms::Posted,
    visitor::Visitor,
};

/// What a template finds under `form`. Every name it asks for must be declared, since templates are strict.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FormView {
    values: BTreeMap<&'static str, Value>,
    errors: BTreeMap<&'static str, Option<String>>,
    /// A line above the form when a field further down is wrong.
    summary: Option<String>,
    /// Files were sent and have to be picked again.
    files_lost: bool,
}

impl FormView {
    /// An empty form with these fields, and these places for errors; `form` is the one above all fields.
    pub(crate) fn new(values: &[&'static str], errors: &[&'static str]) -> Self {
        let errors = errors.iter().chain(&["form"]).map(|name| (*name, None)).collect();
        let values = values.iter().map(|name| (*name, json!(""))).collect();
        Self { values, errors, summary: None, files_lost: false }
    }

    /// Puts a value in.
    pub(crate) fn set(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.insert(name, value.into());
        self
    }

    /// Puts in what was sent.
    pub(crate) fn fill(mut self, posted: &Posted) -> Self {
        for (name, value) in &mut self.values {
            if posted.has(name) {
                *value = json!(posted.get(name));
            }
        }
        self.files_lost = posted.had_files();
        self
    }

    /// Says that files have to be chosen again.
    pub(crate) fn without_files(mut self) -> Self {
        self.files_lost = true;
        self
    }

    /// Says that the files are shown as chosen.
    pub(crate) fn with_files(mut self) -> Self {
        self.files_lost = false;
        self
    }

    /// Says what is wrong with a field; the form as a whole when it has no such field.
    pub(crate) fn error(mut self, field: &str, text: String) -> Self {
        let place = self.place(field);
        self.errors.insert(place, Some(text));
        self
    }

    /// Says what is wrong with a further field. Several may have no place of their own; then what was told of the others stays.
    fn also(self, field: &str, text: &str) -> Self {
        let place = self.place(field);
        let told = self.errors.get(place).and_then(Option::as_deref);
        let told = told.filter(|told| place == "form" && *told != text);
        let text = told.map_or_else(|| text.to_owned(), |told| format!("{told} {text}"));
        self.error(field, text)
    }

    /// Where the form says what is wrong with a field.
    fn place(&self, field: &str) -> &'static str {
        self.errors.keys().find(|name| **name == field).copied().unwrap_or("form")
    }

    /// What stands in a field.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether something is wrong with this field.
    pub(crate) fn has_error(&self, name: &str) -> bool {
        self.errors.get(name).is_some_and(Option::is_some)
    }

    /// Whether something is wrong.
    pub(crate) fn is_wrong(&self) -> bool {
        self.errors.values().any(Option::is_some)
    }

    /// Explains a failure at the field that it is about.
    pub(crate) fn explain(self, app: &App, visitor: &Visitor, failure: &Failure) -> Self {
        if matches!(failure.code, ErrorCode::TooComplex | ErrorCode::Internal) {
            tracing::error!(message = failure.message, "a form failed");
        }
        let field = |one: &Failure| match one.field.as_deref() {
            Some(field) if field.starts_with("attachments") => "files".to_owned(),
            Some(field) => field.to_owned(),
            None => "form".to_owned(),
        };
        let others = failure.others.iter().flat_map(|others| &others.0);
        let told = self.error(&field(failure), reason(app, visitor, failure));
        others
            .filter(|other| other.field.is_some())
            .fold(told, |told, other| told.also(&field(other), &reason(app, visitor, other)))
            .summarise(app, visitor)
    }

    /// Points at the fields when one is wrong.
    pub(crate) fn summarise(mut self, app: &App, visitor: &Visitor) -> Self {
        let at_a_field = self.errors.iter().any(|(name, error)| *name != "form" && error.is_some());
        if at_a_field {
            self.summary = Some(app.say(visitor, "form-check-fields", &[]));
        }
        self
    }
}

/// Why a form is refused, in the visitor's language: the texts know the reasons and the codes, else the sentence of the
/// schema is better than none.
pub(crate) fn reason(app: &App, visitor: &Visitor, failure: &Failure) -> String {
    let line = failure.line.map(i64::from).unwrap_or_default();
    let (term, file, size) = match failure.part.as_deref() {
        Some(Part::Term(term)) => (term.as_str(), "", String::new()),
        Some(Part::File(name, limit)) => ("", name.as_str(), format::bytes(visitor.lang, *limit)),
        None => ("", "", String::new()),
    };
    let given: [(&str, words::Value<'_>); 4] =
        [("line", line.into()), ("term", term.into()), ("file", file.into()), ("size", size.as_str().into())];
    let text = |key: String| app.texts.get(visitor.lang, &key, &given);
    let by_reason = failure.reason.as_ref().and_then(|reason| text(format!("reason-{reason}")));
    by_reason
        .or_else(|| text(format!("code-{}", failure.code.as_str())))
        .unwrap_or_else(|| failure.message.clone())
}
