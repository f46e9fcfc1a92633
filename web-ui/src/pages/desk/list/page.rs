//! The desk: what waits for the staff, and taking it.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::views::{Saved, all};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::reason,
    forms::MemberForm,
    live,
    nav::VIEWS,
    table::{Cut, Frame, People, Table, Tickets},
    terms::{chips, split},
    urls::{self, Target},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const SEARCH: &str = include_str!("search.graphql");
const ASSIGN: &str = include_str!("assign.graphql");
/// Tickets that one form takes at most: a page full.
const AT_ONCE: usize = 100;

/// The views of work to be done, which are read in the order in which it waits.
const WORK: [&str; 3] = ["unassigned", "mine", "open"];

/// What can be picked to narrow the list: each property with its values and their texts.
const PARTS: [(&str, &[(&str, &str)]); 5] = [
    (
        "status",
        &[
            ("new", "status-NEW"),
            ("open", "status-OPEN"),
            ("pending", "status-PENDING"),
            ("resolved", "status-RESOLVED"),
            ("closed", "status-CLOSED"),
        ],
    ),
    ("assignee", &[("me", "search-assignee-me"), ("none", "search-assignee-none")]),
    (
        "priority",
        &[
            ("urgent", "priority-URGENT"),
            ("high", "priority-HIGH"),
            ("normal", "priority-NORMAL"),
            ("low", "priority-LOW"),
        ],
    ),
    (
        "channel",
        &[
            ("email", "search-channel-EMAIL"),
            ("web", "search-channel-WEB"),
            ("phone", "search-channel-PHONE"),
            ("api", "search-channel-API"),
        ],
    ),
    (
        "is",
        &[
            ("unseen", "search-is-unseen"),
            ("escalated", "search-is-escalated"),
            ("watching", "search-is-watching"),
        ],
    ),
];

/// Which view or search is asked for, and what the last form did.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    view: Option<String>,
    /// What is searched for.
    q: Option<String>,
    /// One more part of the search, picked and not typed.
    add: Option<String>,
    /// The id of a saved view.
    saved: Option<String>,
    done: Option<u32>,
    failed: Option<u32>,
    /// The name under which a search was to be saved, and why it was not.
    #[serde(skip)]
    refused: Option<(String, String)>,
}

impl Asked {
    /// The list again from which a search was to be saved as this name.
    pub(super) fn again(query: &str, saved: &str, name: &str, problem: String) -> Self {
        Self {
            q: Some(query.to_owned()),
            saved: Some(saved.to_owned()).filter(|saved| !saved.is_empty()),
            refused: Some((name.to_owned(), problem)),
            ..Self::default()
        }
    }
}

#[derive(Deserialize)]
struct Answer {
    tickets: Tickets,
}

/// What stands in the list.
enum Listed {
    /// One of the desk's own views.
    View(&'static str),
    /// A search, perhaps that of a saved view.
    Search { query: String, saved: Option<Saved> },
}

/// `GET /desk`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    render(&app, &visitor, asked, cut).await
}

/// The list that is asked for.
pub(super) async fn render(
    app: &App,
    visitor: &Visitor,
    asked: Asked,
    cut: Cut,
) -> Result<Response, PageError> {
    if let Some(to) = with_part(&asked) {
        return Ok(Redirect::to(&to).into_response());
    }
    let listed = listed(app, visitor, &asked).await?;
    let live = live::address(app, visitor).await;
    let mut problem = asked.refused.as_ref().map(|(_, problem)| problem.clone());
    let cut = in_order(cut, &listed);
    let answer = match &listed {
        Listed::View(view) => app.api.run(visitor, PAGE, cut.variables(&filter(view))).await,
        Listed::Search { query, .. } => app.api.run(visitor, SEARCH, cut.search(query)).await,
    };
    let tickets = match answer {
        Ok(Answer { tickets }) => Some(tickets),
        Err(failure) if failure.field.as_deref() == Some("query") => {
            problem.get_or_insert_with(|| reason(app, visitor, &failure));
            None
        }
        Err(failure) => return Err(failure.into()),
    };
    let pairs = match &listed {
        Listed::View(view) => vec![("view", *view)],
        Listed::Search { query, saved } => {
            let changed = saved.as_ref().is_none_or(|saved| saved.query != *query);
            let saved = saved.as_ref().map(|saved| ("saved", saved.id.as_str()));
            saved.into_iter().chain(changed.then_some(("q", query.as_str()))).collect()
        }
    };
    let frame =
        Frame { staff: true, people: People::Organisations, sorts: true, path: "/desk", query: &pairs };
    let found = tickets.as_ref().map_or(0, |tickets| tickets.total_count);
    let mut page = bar(app, visitor, &listed, found);
    page["parts"] = json!(parts(app, visitor));
    page["problem"] = json!(problem);
    page["name"] = json!(asked.refused.as_ref().map(|(name, _)| name));
    page["done"] = json!(asked.done.filter(|count| *count > 0));
    page["failed"] = json!(asked.failed.filter(|count| *count > 0));
    page["nothing"] = json!(asked.done == Some(0) && asked.failed == Some(0));
    let table = tickets.map_or_else(Table::empty, |tickets| Table::new(&frame, &cut, tickets));
    let title = title(app, visitor, &listed);
    let data = json!({ "page": page, "table": table, "live": live });
    Ok(app.frame(visitor, StatusCode::OK, "desk/list", &title, data).await)
}

/// Where the list stands to which a part of the search was added.
fn with_part(asked: &Asked) -> Option<String> {
    let add = asked.add.as_deref().map(str::trim).filter(|add| !add.is_empty())?;
    let typed = asked.q.as_deref().unwrap_or_default().trim();
    // Of a property whose values exclude each other, the one that was picked last holds.
    let key = add.split_once(':').map(|(key, _)| key).filter(|key| *key != "is");
    let same = |term: &str| {
        term == add || key.is_some_and(|key| term.split_once(':').is_some_and(|(k, _)| k == key))
    };
    let kept = split(typed).into_iter().filter(|term| !same(term));
    let query = kept.chain([add]).collect::<Vec<_>>().join(" ");
    let saved = asked.saved.iter().map(|saved| ("saved", saved.as_str()));
    let pairs: Vec<_> = saved.chain([("q", query.as_str())]).collect();
    Some(format!("/desk?{}", urls::query(&pairs)))
}

/// What can be picked to narrow the list, in groups.
fn parts(app: &App, visitor: &Visitor) -> Vec<Value> {
    PARTS
        .iter()
        .map(|(key, values)| {
            let options = values.iter().map(|(value, text)| {
                json!({ "value": format!("{key}:{value}"), "label": app.say(visitor, text, &[]) })
            });
            let group = app.say(visitor, &format!("search-key-{key}"), &[]);
            json!({ "group": group, "options": options.collect::<Vec<_>>() })
        })
        .collect()
}

/// Reads which list is asked for.
async fn listed(app: &App, visitor: &Visitor, asked: &Asked) -> Result<Listed, PageError> {
    let typed = asked.q.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
    if let Some(id) = &asked.saved {
        let saved = all(app, visitor).await?.into_iter().find(|view| view.id == *id);
        let saved = saved.ok_or(PageError::NotFound)?;
        let query = typed.map_or_else(|| saved.query.clone(), str::to_owned);
        return Ok(Listed::Search { query, saved: Some(saved) });
    }
    if let Some(typed) = typed {
        return Ok(Listed::Search { query: typed.to_owned(), saved: None });
    }
    let view = asked.view.as_deref().unwrap_or(if asked.q.is_some() { "all" } else { VIEWS[0] });
    Ok(Listed::View(VIEWS.iter().find(|known| **known == view).copied().unwrap_or(VIEWS[0])))
}

/// What stands above the list: its search as text and in parts, and the saved view that it is.
fn bar(app: &App, visitor: &Visitor, listed: &Listed, found: u64) -> Value {
    match listed {
        Listed::View(view) => json!({
            "query": typed(view), "chips": chips(app, visitor, typed(view), &[]),
            "searched": false, "found": found, "saved": null,
        }),
        Listed::Search { query, saved } => {
            let beside: Vec<_> = saved.iter().map(|saved| ("saved", saved.id.as_str())).collect();
            let view = saved.as_ref().map(|saved| {
                json!({
                    "id": saved.id, "name": saved.name, "shared": saved.shared,
                    "canChange": saved.viewer_can_change, "changed": saved.query != *query,
                })
            });
            json!({
                "query": query, "chips": chips(app, visitor, query, &beside),
                "searched": true, "found": found, "saved": view,
            })
        }
    }
}

/// A view of the desk as one would type it.
fn typed(view: &str) -> &'static str {
    match view {
        "unassigned" => "assignee:none status:new,open,pending",
        "mine" => "assignee:me status:new,open,pending",
        "escalated" => "is:escalated",
        "open" => "status:open",
        "pending" => "status:pending",
        "resolved" => "status:resolved",
        _ => "",
    }
}

/// `POST /desk/assign`: takes every ticket that was ticked.
pub(crate) async fn assign(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let (mut done, mut failed) = (0_u32, 0_u32);
    for number in posted.all("number").filter_map(|number| number.parse::<i32>().ok()).take(AT_ONCE) {
        let variables = json!({ "number": number, "assignee": viewer.id });
        match app.api.run::<Value>(&visitor, ASSIGN, variables).await {
            Ok(_) => done += 1,
            Err(failure) if failure.is_ours() => return Err(failure.into()),
            Err(failure) => {
                tracing::info!(number, message = failure.message, "a ticket was not taken");
                failed += 1;
            }
        }
    }
    let back = Target::parse(posted.get("back")).filter(|back| back.path() == "/desk");
    let view = back.as_ref().map_or("/desk", Target::as_str);
    let view = Target::parse(view.split("&done=").next().unwrap_or("/desk"));
    let to = view.map_or_else(|| "/desk".to_owned(), |view| view.with("done", &done.to_string()));
    Ok(Redirect::to(&format!("{to}&failed={failed}")).into_response())
}

/// What a view of the desk holds; the rail's counts ask for the same.
fn filter(view: &str) -> Value {
    const ACTIVE: [&str; 3] = ["NEW", "OPEN", "PENDING"];
    match view {
        "unassigned" => json!({ "unassigned": true, "status": ACTIVE }),
        "mine" => json!({ "mine": true, "status": ACTIVE }),
        "escalated" => json!({ "escalated": true }),
        "open" => json!({ "status": ["OPEN"] }),
        "pending" => json!({ "status": ["PENDING"] }),
        "resolved" => json!({ "status": ["RESOLVED"] }),
        _ => json!({}),
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
        message: "there is no such list".to_owned(),
    };
    let listed = listed(app, visitor, &Asked { view, q, saved, ..Asked::default() }).await.map_err(gone)?;
    let title = title(app, visitor, &listed);
    let cut = in_order(Cut::sorted(sort), &listed);
    let variables = match &listed {
        Listed::View(view) => cut.variables(&filter(view)),
        Listed::Search { query, .. } => cut.search(query),
    };
    Ok((
        title,
        json!({ "filter": variables["filter"], "query": variables["query"], "orderBy": variables["orderBy"] }),
    ))
}

/// The order that a list has unless its address names another.
fn in_order(cut: Cut, listed: &Listed) -> Cut {
    match listed {
        Listed::View("escalated") => cut.of_due(),
        Listed::View(view) if WORK.contains(view) => cut.of_work(),
        Listed::View(_) => cut,
        Listed::Search { query, .. } => cut.of_search(query),
    }
}

fn title(app: &App, visitor: &Visitor, listed: &Listed) -> String {
    match listed {
        Listed::View(view) => app.say(visitor, &format!("view-{view}"), &[]),
        Listed::Search { saved: Some(saved), .. } => saved.name.clone(),
        Listed::Search { saved: None, .. } => app.say(visitor, "search-title", &[]),
    }
}
