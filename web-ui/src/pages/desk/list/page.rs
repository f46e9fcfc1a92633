//! The desk: what waits for the staff, and taking it.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::Shared,
    error::PageError,
    forms::MemberForm,
    live,
    nav::VIEWS,
    table::{Cut, Frame, People, Table, Tickets},
    urls::Target,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const ASSIGN: &str = include_str!("assign.graphql");
/// Tickets that one form takes at most: a page full.
const AT_ONCE: usize = 100;

/// The views of work to be done, which are read in the order in which it waits.
const WORK: [&str; 3] = ["unassigned", "mine", "open"];

/// Which view is asked for, and what the last form did.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    view: Option<String>,
    done: Option<u32>,
    failed: Option<u32>,
}

#[derive(Deserialize)]
struct Answer {
    tickets: Tickets,
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
    let asked_view = asked.view.as_deref().unwrap_or_default();
    let view = VIEWS.iter().find(|view| **view == asked_view).copied().unwrap_or(VIEWS[0]);
    let cut = match view {
        "escalated" => cut.of_due(),
        view if WORK.contains(&view) => cut.of_work(),
        _ => cut,
    };
    let live = live::address(&app, &visitor).await;
    let Answer { tickets } = app.api.run(&visitor, PAGE, cut.variables(&filter(view))).await?;
    let query = [("view", view)];
    let frame =
        Frame { staff: true, people: People::Organisations, sorts: true, path: "/desk", query: &query };
    let page = json!({
        "done": asked.done.filter(|count| *count > 0),
        "failed": asked.failed.filter(|count| *count > 0),
        "nothing": asked.done == Some(0) && asked.failed == Some(0),
    });
    let table = Table::new(&frame, &cut, tickets);
    let title = app.say(&visitor, &format!("view-{view}"), &[]);
    let data = json!({ "page": page, "table": table, "live": live });
    Ok(app.frame(&visitor, StatusCode::OK, "desk/list", &title, data).await)
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
