//! Paths within the site: only these are followed after a log-in, and none leads elsewhere.

use axum::http::Uri;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use url::form_urlencoded;

/// A path of ours with its query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Target(String);

impl Target {
    /// The target that a form or link names; nothing when it could lead off the site.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let inside = text.starts_with('/')
            && !text.starts_with("//")
            && text.len() <= 2000
            && !text.contains('\\')
            && !text.chars().any(|c| c.is_control() || c.is_whitespace());
        (inside && text.is_ascii()).then(|| Self(text.to_owned()))
    }

    /// The path with its query.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The path alone.
    pub(crate) fn path(&self) -> &str {
        self.0.split('?').next().unwrap_or_default()
    }

    /// The query, if it has one.
    pub(crate) fn query(&self) -> Option<&str> {
        let (_, behind) = self.0.split_once('?')?;
        behind.split('#').next()
    }

    /// The same page with one more value in the query.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let join = if self.0.contains('?') { '&' } else { '?' };
        format!("{}{join}{}", self.0, query(&[(name, value)]))
    }
}

/// Writes a query, values escaped.
pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// What was asked for, freed from the choice of language, and that choice.
pub(crate) fn without_lang(uri: &Uri) -> (Target, Option<String>) {
    let mut lang = None;
    let rest: Vec<_> = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .filter(|(name, value)| {
            if name == "lang" {
                lang = Some(value.to_string());
            }
            name != "lang"
        })
        .collect();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    let path = uri.path();
    let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    (Target::parse(&target).unwrap_or_else(|| Target("/".to_owned())), lang)
}

/// The number of the ticket to which a link led before a mail program took along what stood behind it: a full stop, a
/// bracket, a slash.
pub(crate) fn stretched(path: &str) -> Option<i32> {
    let rest = path.strip_prefix("/tickets/")?;
    let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, tail) = rest.split_at_checked(digits)?;
    let tail = percent_decode_str(tail).decode_utf8().ok()?;
    let goes = |letter: char| letter.is_whitespace() || ".,;:!?/)]}>\"'»”“’*_".contains(letter);
    if tail.chars().all(goes) { number.parse().ok() } else { None }
}
