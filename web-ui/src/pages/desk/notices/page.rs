//! The notification centre of the staff: what concerns the viewer, and marking it as read.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::wording::Notice;
use crate::{
    app::{App, Shared},
    error::PageError,
    forms::MemberForm,
    live, urls,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const MARK: &str = include_str!("mark.graphql");

/// The filters of the page: the word in the address, whether only what is unread is asked for, and the kinds.
const FILTERS: [(&str, bool, &[&str]); 7] = [
    ("unread", true, &[]),
    ("all", false, &[]),
    ("assigned", false, &["ASSIGNED"]),
    ("replied", false, &["REPLIED"]),
    ("mentioned", false, &["MENTIONED"]),
    ("due", false, &["DUE_SOON", "OVERDUE"]),
    ("new", false, &["NEW_TICKET"]),
];

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    show: Option<String>,
    after: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    notifications: Notices,
    unread: Count,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notices {
    page_info: PageInfo,
    nodes: Vec<Notice>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// `GET /desk/notices`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let (name, unread, kinds) = filter(asked.show.as_deref().unwrap_or_default());
    let variables = json!({
        "filter": { "unread": unread.then_some(true), "kinds": Some(kinds).filter(|kinds| !kinds.is_empty()) },
        "after": asked.after,
    });
    let answer: Answer = app.api.run(&visitor, PAGE, variables).await?;
    let info = answer.notifications.page_info;
    let next = info.end_cursor.filter(|_| info.has_next_page);
    let next =
        next.map(|after| format!("/desk/notices?{}", urls::query(&[("show", name), ("after", &after)])));
    let filters = FILTERS.iter().map(|(filter, ..)| {
        json!({
            "href": format!("/desk/notices?show={filter}"), "key": format!("notices-show-{filter}"),
            "current": *filter == name,
        })
    });
    let page = json!({
        "show": name,
        "unread": answer.unread.total_count,
        "filters": filters.collect::<Vec<_>>(),
        "notices": answer.notifications.nodes.iter().map(|one| row(&app, &visitor, one)).collect::<Vec<_>>(),
        "next": next,
    });
    let title = app.say(&visitor, "notices-centre", &[]);
    let live = if asked.after.is_none() { json!(live::address(&app, &visitor).await) } else { Value::Null };
    let data = json!({ "page": page, "live": live });
    Ok(app.frame(&visitor, StatusCode::OK, "desk/notices", &title, data).await)
}

/// `POST /desk/notices`: one, or all, are read.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let ids = if posted.has("all") { None } else { Some(posted.some("id").into_iter().collect::<Vec<_>>()) };
    app.api.run::<Value>(&visitor, MARK, json!({ "ids": ids })).await?;
    let (name, ..) = filter(posted.get("show"));
    Ok(Redirect::to(&format!("/desk/notices?show={name}")).into_response())
}

fn filter(wanted: &str) -> (&'static str, bool, &'static [&'static str]) {
    FILTERS.iter().find(|(name, ..)| *name == wanted).copied().unwrap_or(FILTERS[0])
}

fn row(app: &App, visitor: &Visitor, notice: &Notice) -> Value {
    let icon = match notice.kind.as_str() {
        "ASSIGNED" => "user",
        "REPLIED" => "reply",
        "MENTIONED" => "quote",
        "DUE_SOON" => "clock",
        "NEW_TICKET" => "inbox",
        _ => "alert",
    };
    json!({
        "id": notice.id,
        "text": notice.text(app, visitor),
        "icon": icon,
        "number": notice.ticket.number,
        "ticket": notice.ticket.title,
        "customer": notice.ticket.customer.name,
        "href": notice.href(),
        "at": notice.at,
        "unread": notice.read_at.is_none(),
    })
}
