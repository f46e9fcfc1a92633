//! A list beside a form: which entries of it are shown, and where each of them leads.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::urls;

/// So many entries stand on one page of the list.
const PAGE: usize = 50;

/// Which entry is shown, and which part of the list beside it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The entry; `new`: an empty form.
    #[serde(default)]
    pub(crate) id: Option<String>,
    /// What is searched for.
    #[serde(default)]
    pub(crate) q: Option<String>,
    #[serde(default)]
    page: Option<usize>,
    #[serde(default)]
    pub(crate) done: Option<String>,
}

impl Asked {
    /// The same search with another entry.
    pub(crate) fn of(id: &str, q: Option<&str>) -> Self {
        Self { id: Some(id.to_owned()), q: q.map(str::to_owned), ..Self::default() }
    }

    /// The list as its template shows it: of each entry its id, its name and a word beside it.
    pub(crate) fn list(&self, path: &str, entries: &[(&str, &str, &str)]) -> Value {
        let at = self.page.unwrap_or(1).max(1);
        let query = self.q.as_deref().unwrap_or_default();
        let link = |id: Option<&str>, page: usize| {
            let page = page.to_string();
            let mut pairs = vec![];
            pairs.extend(id.map(|id| ("id", id)));
            pairs.extend((!query.is_empty()).then_some(("q", query)));
            pairs.extend((page != "1").then_some(("page", page.as_str())));
            if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", urls::query(&pairs)) }
        };
        let current = self.id.as_deref();
        let shown = entries.iter().skip((at - 1).saturating_mul(PAGE)).take(PAGE);
        let shown: Vec<Value> = shown
            .map(|(id, name, hint)| {
                json!({ "href": link(Some(id), at), "name": name, "hint": hint, "current": current == Some(*id) })
            })
            .collect();
        json!({
            "path": path,
            "query": query,
            "count": entries.len(),
            "entries": shown,
            "new": link(Some("new"), at),
            "previous": (at > 1).then(|| link(None, at - 1)),
            "next": (at.saturating_mul(PAGE) < entries.len()).then(|| link(None, at + 1)),
        })
    }
}
