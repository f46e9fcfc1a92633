//! Which list of the desk is asked for: one of its own views, or a search that may be saved; with its order and its name.

use serde_json::{Value, json};

use super::views::{Saved, all};
use crate::{
    api::Failure,
    app::App,
    error::PageError,
    nav::VIEWS,
    table::Cut,
    terms::{chips, split},
    urls,
    visitor::Visitor,
};

/// The views of work to be done, which are read in the order in which it waits.
const WORK: [&str; 3] = ["unassigned", "mine", "open"];

/// Views that have an address and no entry in the rail.
const BESIDE: [&str; 1] = ["escalated"];

/// What stands in the list.
pub(super) enum Listed {
    /// One of the desk's own views.
    View(&'static str),
    /// A search, perhaps that of a saved view.
    Search { query: String, saved: Option<Saved> },
}

impl Listed {
    /// Reads which list is asked for. `q` that is given but empty asks for all tickets.
    pub(super) async fn read(
        app: &App,
        visitor: &Visitor,
        view: Option<&str>,
        q: Option<&str>,
        saved: Option<&str>,
    ) -> Result<Self, PageError> {
        let typed = q.map(str::trim).filter(|typed| !typed.is_empty());
        if let Some(id) = saved {
            let saved = all(app, visitor).await?.into_iter().find(|view| view.id == id);
            let saved = saved.ok_or(PageError::NotFound)?;
            let query = typed.map_or_else(|| saved.query.clone(), str::to_owned);
            return Ok(Self::Search { query, saved: Some(saved) });
        }
        if let Some(typed) = typed {
            return Ok(Self::Search { query: typed.to_owned(), saved: None });
        }
        let view = view.unwrap_or(if q.is_some() { "all" } else { VIEWS[0] });
        let known = VIEWS.iter().chain(&BESIDE).find(|known| **known == view);
        Ok(Self::View(known.copied().unwrap_or(VIEWS[0])))
    }

    /// What the list holds, as one would type it.
    pub(super) fn query(&self) -> &str {
        match self {
            Self::View(view) => typed(view),
            Self::Search { query, .. } => query,
        }
    }

    /// The filter of a view; a list that only a search can ask for has none.
    pub(super) fn filter(&self) -> Option<Value> {
        match self {
            Self::View("waiting" | "risk" | "mentioned") | Self::Search { .. } => None,
            Self::View(view) => Some(filter(view)),
        }
    }

    /// The order that the list has unless its address names another.
    pub(super) fn in_order(&self, cut: Cut) -> Cut {
        match self {
            Self::View("waiting" | "escalated" | "risk") => cut.of_due(),
            Self::View(view) if WORK.contains(view) => cut.of_work(),
            Self::View(_) => cut,
            Self::Search { query, .. } => cut.of_search(query),
        }
    }

    /// The name of the list.
    pub(super) fn title(&self, app: &App, visitor: &Visitor) -> String {
        match self {
            Self::View(view) => app.say(visitor, &format!("view-{view}"), &[]),
            Self::Search { saved: Some(saved), .. } => saved.name.clone(),
            Self::Search { saved: None, .. } => app.say(visitor, "search-title", &[]),
        }
    }

    /// What the address of the list says.
    pub(super) fn pairs(&self) -> Vec<(&str, &str)> {
        match self {
            Self::View(view) => vec![("view", *view)],
            Self::Search { query, saved } => {
                let changed = saved.as_ref().is_none_or(|saved| saved.query != *query);
                let saved = saved.as_ref().map(|saved| ("saved", saved.id.as_str()));
                saved.into_iter().chain(changed.then_some(("q", query.as_str()))).collect()
            }
        }
    }

    /// What stands above the list: its search as text and in parts, and the saved view that it is.
    pub(super) fn bar(&self, app: &App, visitor: &Visitor, found: u64) -> Value {
        match self {
            Self::View(view) => json!({
                "query": typed(view), "chips": chips(app, visitor, typed(view), &[]),
                "searched": false, "found": found, "saved": null, "changed": false,
            }),
            Self::Search { query, saved } => {
                let beside: Vec<_> = saved.iter().map(|saved| ("saved", saved.id.as_str())).collect();
                let changed = saved.as_ref().is_none_or(|saved| saved.query != *query);
                let view = saved.as_ref().map(|saved| {
                    json!({
                        "id": saved.id, "name": saved.name, "shared": saved.shared,
                        "canChange": saved.viewer_can_change,
                        "href": format!("/desk?{}", urls::query(&[("saved", &saved.id)])),
                    })
                });
                json!({
                    "query": query, "chips": chips(app, visitor, query, &beside),
                    "searched": true, "found": found, "saved": view, "changed": changed,
                })
            }
        }
    }
}

/// Which list somebody came from, as the address of a ticket says it.
#[derive(Debug)]
pub(crate) struct Whence {
    pub(crate) view: Option<String>,
    pub(crate) saved: Option<String>,
    pub(crate) q: Option<String>,
    pub(crate) sort: Option<String>,
}

/// The name of that list, and the filter or search and the order that it is asked with.
pub(crate) async fn whence(
    app: &App,
    visitor: &Visitor,
    Whence { view, saved, q, sort }: Whence,
) -> Result<(String, Value), Failure> {
    let gone = |_| Failure {
        code: graphql::ErrorCode::NotFound,
        field: None,
        reason: None,
        retry_after: None,
        line: None,
        part: None,
        challenge: None,
        others: None,
        message: "there is no such list".to_owned(),
    };
    let read = Listed::read(app, visitor, view.as_deref(), q.as_deref(), saved.as_deref()).await;
    let listed = read.map_err(gone)?;
    let cut = listed.in_order(Cut::sorted(sort));
    let variables = match listed.filter() {
        Some(filter) => cut.variables(&filter),
        None => cut.search(listed.query()),
    };
    let asked = json!({
        "filter": variables["filter"], "query": variables["query"], "orderBy": variables["orderBy"],
    });
    Ok((listed.title(app, visitor), asked))
}

/// The list to which a part of the search was added.
pub(super) fn with_part(typed: &str, add: &str, saved: Option<&str>) -> String {
    // Of a property whose values exclude each other, the one that was picked last holds.
    let key = add.split_once(':').map(|(key, _)| key).filter(|key| *key != "is");
    let same = |term: &str| {
        term == add || key.is_some_and(|key| term.split_once(':').is_some_and(|(k, _)| k == key))
    };
    let kept = split(typed.trim()).into_iter().filter(|term| !same(term));
    let query = kept.chain([add]).collect::<Vec<_>>().join(" ");
    let saved = saved.into_iter().map(|saved| ("saved", saved));
    let pairs: Vec<_> = saved.chain([("q", query.as_str())]).collect();
    format!("/desk?{}", urls::query(&pairs))
}

/// A view of the desk as one would type it.
fn typed(view: &str) -> &'static str {
    match view {
        "waiting" => "turn:us",
        "unassigned" => "assignee:none status:new,open,pending",
        "mine" => "assignee:me status:new,open,pending",
        "escalated" => "is:escalated",
        "risk" => "is:at-risk",
        "mentioned" => "is:mentioned -status:closed",
        "open" => "status:open",
        "pending" => "status:pending",
        "resolved" => "status:resolved",
        _ => "",
    }
}

/// What a view of the desk holds; the rail's counts ask for the same.
fn filter(view: &str) -> Value {
    match view {
        "unassigned" => json!({ "unassigned": true, "active": true }),
        "mine" => json!({ "mine": true, "active": true }),
        "escalated" => json!({ "escalated": true }),
        "open" => json!({ "status": ["OPEN"] }),
        "pending" => json!({ "status": ["PENDING"] }),
        "resolved" => json!({ "status": ["RESOLVED"] }),
        _ => json!({}),
    }
}
