//! The list from which somebody came to a person: it travels in the address, so that the way back leads to the same words, filter, order
//! and page.

use url::form_urlencoded;

use crate::{urls, visitor::Visitor};

/// What of an address names the list.
const NAMES: [&str; 7] = ["q", "role", "state", "sort", "from", "after", "before"];

/// The list of people from which somebody came, as the address names it.
#[derive(Debug, Default)]
pub(crate) struct Place {
    pairs: Vec<(String, String)>,
}

impl Place {
    /// What the request's own address says; forms are sent to one that says the same.
    pub(crate) fn of(visitor: &Visitor) -> Self {
        let query = visitor.here.as_str().split_once('?').map_or("", |(_, query)| query);
        let named = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, value)| NAMES.contains(&name.as_ref()) && !value.is_empty());
        Self { pairs: named.map(|(name, value)| (name.into_owned(), value.into_owned())).collect() }
    }

    /// What follows the address of a person, so that it still knows.
    pub(crate) fn suffix(&self) -> String {
        if self.pairs.is_empty() { String::new() } else { self.with(&[]) }
    }

    /// The same with more in the query.
    pub(crate) fn with(&self, more: &[(&str, &str)]) -> String {
        let pairs: Vec<_> = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        format!("?{}", urls::query(&[&pairs[..], more].concat()))
    }

    /// The list itself.
    pub(crate) fn back(&self) -> String {
        format!("/admin/people{}", self.suffix())
    }
}
