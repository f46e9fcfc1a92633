//! What every page of the administration has: its sections, and lists that are paged both ways.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::App,
    error::PageError,
    urls,
    visitor::{Viewer, Visitor},
};

/// The address of a section, its text and its icon.
type Section = (&'static str, &'static str, &'static str);

/// The sections in their groups.
const GROUPS: [(&str, &[Section]); 4] = [
    (
        "sections-people",
        &[
            ("/admin/people", "section-people", "users"),
            ("/admin/organisations", "section-organisations", "building"),
        ],
    ),
    (
        "sections-work",
        &[
            ("/admin/queues", "section-queues", "inbox"),
            ("/admin/agreements", "section-agreements", "clock"),
            ("/admin/text-blocks", "text-blocks-title", "doc"),
            ("/admin/macros", "macros-title", "bolt"),
            ("/admin/views", "section-views", "eye"),
        ],
    ),
    (
        "sections-mail",
        &[("/admin/mail", "section-mail", "mail"), ("/admin/templates", "templates-title", "image")],
    ),
    ("sections-house", &[("/admin/audit", "section-audit", "shield")]),
];

/// Rows on one page.
pub(crate) const ROWS: u32 = 50;

/// The sections as links in groups; the one in which the visitor is is marked.
pub(crate) fn sections(app: &App, visitor: &Visitor) -> Vec<Value> {
    let here = visitor.here.path();
    let link = |(href, key, icon): &Section| {
        let current = here.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        json!({ "href": href, "text": app.say(visitor, key, &[]), "icon": icon, "current": current })
    };
    let group = |(key, links): &(&str, &[_])| json!({ "text": app.say(visitor, key, &[]), "links": links.iter().map(link).collect::<Vec<_>>() });
    GROUPS.iter().map(group).collect()
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
    /// Whether the page begins or ends within the list.
    pub(crate) fn is_within(&self) -> bool {
        [&self.after, &self.before].into_iter().flatten().any(|cursor| !cursor.is_empty())
    }

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
    /// The cursor before which the page before ends.
    pub(crate) fn previous(&self) -> Option<&str> {
        self.start_cursor.as_deref().filter(|_| self.has_previous_page)
    }

    /// The cursor after which the page after begins.
    pub(crate) fn next(&self) -> Option<&str> {
        self.end_cursor.as_deref().filter(|_| self.has_next_page)
    }

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
