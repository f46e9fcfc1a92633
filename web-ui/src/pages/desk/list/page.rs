//! The desk: what waits for the staff, as a list that can be narrowed, ordered and worked through.

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    beyond::{beyond, shown},
    listed::{Listed, with_part},
    menus::menus,
    outcome::{Outcome, told, untold},
    rows::{Around, List, Tickets},
};
use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::reason,
    live,
    pages::ticket::case::page as case,
    random,
    table::{Cut, Frame, People},
    terms::{self, Unknown},
    urls,
    visitor::{Member, Viewer, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const SEARCH: &str = include_str!("search.graphql");

/// The orders that the list offers, as its address says them.
const SORTS: [&str; 6] = ["due", "waiting", "-updated", "-priority", "-created", "created"];

/// What can be picked to narrow the list: each property with its values and their texts.
const PARTS: [(&str, &[(&str, &str)]); 6] = [
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
    ("turn", &[("us", "search-turn-us"), ("customer", "search-turn-customer")]),
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
            ("at-risk", "search-is-at-risk"),
            ("escalated", "search-is-escalated"),
            ("mentioned", "search-is-mentioned"),
            ("watching", "search-is-watching"),
        ],
    ),
];

/// Which view or search is asked for, and what of it is pointed at.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    view: Option<String>,
    /// What is searched for.
    q: Option<String>,
    /// One more part of the search, picked and not typed.
    add: Option<String>,
    /// The id of a saved view.
    saved: Option<String>,
    /// The number of the row that is pointed at.
    at: Option<i32>,
    /// The number of the ticket that is shown beside the list.
    preview: Option<String>,
    /// On a phone: whether rows are to be ticked.
    select: Option<String>,
    /// The name under which a search was to be saved, and why it was not.
    #[serde(skip)]
    refused: Option<(String, String)>,
    /// What the last act came to.
    #[serde(skip)]
    outcome: Option<Outcome>,
    /// Whether a script asks for what has changed: then the menus stay as they are.
    #[serde(skip)]
    by_script: bool,
    /// The rows that the script shows.
    #[serde(skip)]
    shown: Vec<i32>,
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
    #[serde(default)]
    unknown: Vec<Unknown>,
}

/// `GET /desk`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    headers: HeaderMap,
    uri: Uri,
    Query(mut asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let fragment = headers.get("x-fragment").map(HeaderValue::as_bytes);
    asked.by_script = fragment.is_some();
    asked.shown = shown(&headers);
    // Of several tabs, the one that acted asks for what came of it.
    if fragment != Some(b"1") {
        asked.outcome = untold(&visitor, &headers, &uri);
    }
    let cookies = asked.outcome.as_ref().map(|outcome| told(&app, outcome)).unwrap_or_default();
    let mut response = render(&app, &visitor, &viewer, asked, cut).await?;
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The list that is asked for.
pub(super) async fn render(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    asked: Asked,
    cut: Cut,
) -> Result<Response, PageError> {
    if let Some(add) = asked.add.as_deref().map(str::trim).filter(|add| !add.is_empty()) {
        let typed = asked.q.as_deref().unwrap_or_default();
        return Ok(Redirect::to(&with_part(typed, add, asked.saved.as_deref())).into_response());
    }
    let (view, q, saved) = (asked.view.as_deref(), asked.q.as_deref(), asked.saved.as_deref());
    let listed = Listed::read(app, visitor, view, q, saved).await?;
    let live = live::address(app, visitor).await;
    let mut problem = asked.refused.as_ref().map(|(_, problem)| problem.clone());
    let cut = listed.in_order(cut);
    let (document, variables) = match listed.filter() {
        Some(filter) => (PAGE, cut.variables(&filter)),
        None => (SEARCH, cut.search(listed.query())),
    };
    let answer: Result<Answer, _> = app.api.run(visitor, document, variables.clone()).await;
    let mut unknown = Vec::new();
    let tickets = match answer {
        Ok(answer) => {
            unknown = terms::unknown(app, visitor, &answer.unknown);
            let beyond = beyond(app, visitor, (&asked.shown, &answer.tickets), &variables).await?;
            Some((answer.tickets, beyond))
        }
        Err(failure) if failure.field.as_deref() == Some("query") => {
            problem.get_or_insert_with(|| reason(app, visitor, &failure));
            None
        }
        Err(failure) => return Err(failure.into()),
    };
    let pairs = listed.pairs();
    let frame = Frame { people: People::Organisations, sorts: true, path: "/desk", query: &pairs };
    let found = tickets.as_ref().map_or(0, |(tickets, _)| tickets.total_count);
    let mut page = listed.bar(app, visitor, found);
    page["parts"] = json!(parts(app, visitor, &listed, saved));
    page["sorts"] = json!(sorts(&cut));
    page["pairs"] = json!(pairs.iter().map(|(name, value)| json!([name, value])).collect::<Vec<_>>());
    page["problem"] = json!(problem);
    page["key"] = json!(random::word());
    page["unknown"] = json!(unknown);
    page["name"] = json!(asked.refused.as_ref().map(|(name, _)| name));
    page["select"] = json!(asked.select.is_some());
    page["again"] = json!(format!("/desk?{}", urls::query(&pairs)));
    page["outcome"] = json!(asked.outcome.as_ref().map(|outcome| outcome.view(app, visitor)));
    page["bulk"] = if asked.by_script { json!(null) } else { menus(app, visitor).await };
    let picked = asked.outcome.as_ref().map(Outcome::picked).unwrap_or_default();
    let around = Around { frame, cut: &cut, at: asked.at, picked: &picked };
    let list = tickets.map_or_else(List::empty, |tickets| List::new(app, visitor, &around, tickets));
    page["first"] = json!(list.first());
    let previewed = asked.preview.as_deref().and_then(|number| number.parse().ok());
    page["preview"] = match previewed {
        Some(number) => json!(case::preview(app, visitor, viewer, number).await?),
        None => json!(null),
    };
    page["previewOf"] = json!(asked.at.or_else(|| list.top()));
    let title = listed.title(app, visitor);
    let data = json!({ "page": page, "table": list, "live": live });
    Ok(app.frame(visitor, StatusCode::OK, "desk/list", &title, data).await)
}

/// `GET /desk/preview/{number}`: the preview alone, for a script that puts it beside the list.
pub(crate) async fn preview(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(number): Path<i32>,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let shown = case::preview(&app, &visitor, &viewer, number).await?.ok_or(PageError::NotFound)?;
    Ok(app.show(&visitor, StatusCode::OK, "desk-preview", "", json!({ "page": { "preview": shown } })))
}

/// What can be picked to narrow the list, in groups of links.
fn parts(app: &App, visitor: &Visitor, listed: &Listed, saved: Option<&str>) -> Vec<Value> {
    PARTS
        .iter()
        .map(|(key, values)| {
            let options = values.iter().map(|(value, text)| {
                let part = format!("{key}:{value}");
                json!({
                    "href": with_part(listed.query(), &part, saved),
                    "label": app.say(visitor, text, &[]),
                })
            });
            let group = app.say(visitor, &format!("search-key-{key}"), &[]);
            json!({ "group": group, "options": options.collect::<Vec<_>>() })
        })
        .collect()
}

/// The orders that can be picked; one that a column asked for stands among them.
fn sorts(cut: &Cut) -> Vec<Value> {
    let current = cut.sorting();
    let known = SORTS.contains(&current.as_str());
    let other = (!known).then_some(current.as_str());
    SORTS
        .iter()
        .copied()
        .chain(other)
        .map(|sort| {
            let key = if SORTS.contains(&sort) { sort.replace('-', "down-") } else { "column".to_owned() };
            json!({ "value": sort, "key": key, "selected": sort == current })
        })
        .collect()
}
