//! What every page of the administration has: its sections, and lists that are paged both ways.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::App,
    error::PageError,
    urls,
    visitor::{Viewer, Visitor},
};

/// The sections with their texts.
const SECTIONS: [(&str, &str); 9] = [
    ("/admin/people", "section-people"),
    ("/admin/organisations", "section-organisations"),
    ("/admin/queues", "section-queues"),
    ("/admin/agreements", "section-agreements"),
    ("/admin/text-blocks", "text-blocks-title"),
    ("/admin/macros", "macros-title"),
    ("/admin/templates", "templates-title"),
    ("/admin/mail", "section-mail"),
    ("/admin/audit", "section-audit"),
];

/// Rows on one page.
const ROWS: u32 = 50;

/// The sections as links; the one in which the visitor is is marked.
pub(crate) fn sections(app: &App, visitor: &Visitor) -> Vec<Value> {
    let here = visitor.here.path();
    let link = |(href, key): &(&str, &str)| {
        let current = here.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        json!({ "href": href, "text": app.say(visitor, key, &[]), "current": current })
    };
    SECTIONS.iter().map(link).collect()
}

/// For everybody else there is no such page.
pub(crate) fn admins_only(viewer: &Viewer) -> Result<(), PageError> {
    if viewer.role == "ADMIN" { Ok(()) } else { Err(PageError::NotFound) }
}

/// Which part of a list is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Cut {
    after: Option<String>,
    before: Option<String>,
}

impl Cut {
    /// The variables of a document that pages.
    pub(crate) fn variables(&self) -> Value {
        match self.before.as_deref().filter(|before| !before.is_empty()) {
            Some(before) => json!({ "last": ROWS, "before": before }),
            None => {
                json!({ "first": ROWS, "after": self.after.as_deref().filter(|after| !after.is_empty()) })
            }
        }
    }
}

/// A page of a list as the schema answers it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed<T> {
    pub(crate) total_count: u64,
    pub(crate) page_info: PageInfo,
    pub(crate) nodes: Vec<T>,
}

/// Where a page stands in its list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start_cursor: Option<String>,
    end_cursor: Option<String>,
}

/// The links to the pages before and after.
#[derive(Debug, Serialize)]
pub(crate) struct Pager {
    previous: Option<String>,
    next: Option<String>,
}

impl PageInfo {
    /// Links for a list at `path`, with what else is in its address; nothing where there is one page.
    pub(crate) fn pager(self, path: &str, beside: &[(&str, &str)]) -> Option<Pager> {
        let link = |name, cursor: Option<String>| {
            cursor.map(|cursor| {
                format!("{path}?{}", urls::query(&[beside, &[(name, cursor.as_str())]].concat()))
            })
        };
        let pager = Pager {
            previous: link("before", self.start_cursor.filter(|_| self.has_previous_page)),
            next: link("after", self.end_cursor.filter(|_| self.has_next_page)),
        };
        (pager.previous.is_some() || pager.next.is_some()).then_some(pager)
    }
}
