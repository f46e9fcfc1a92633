//! Search: a number leads straight to its ticket, words to a list; that of the staff is the desk's.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    error::PageError,
    form_view::reason,
    table::{Cut, Frame, People, Table, Tickets},
    terms::{self, Unknown},
    urls,
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const NUMBER: &str = include_str!("number.graphql");

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Deserialize)]
struct Answer {
    search: Tickets,
    unknown: Vec<Unknown>,
}

/// `GET /search`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    let query = asked.q.trim();
    let title = app.say(&visitor, "search-title", &[]);
    if query.is_empty() {
        let page = json!({ "asked": false, "found": 0, "query": "", "problem": null, "unknown": [] });
        let data = json!({ "page": page, "table": Table::empty() });
        return Ok(app.frame(&visitor, StatusCode::OK, "search/results", &title, data).await);
    }
    if let Some(number) = number(query)
        && exists(&app, &visitor, number).await?
    {
        return Ok(Redirect::to(&format!("/tickets/{number}")).into_response());
    }
    if viewer.is_staff {
        return Ok(Redirect::to(&format!("/desk?{}", urls::query(&[("q", query)]))).into_response());
    }
    let cut = cut.of_search(query);
    let Answer { search: tickets, unknown } = match app.api.run(&visitor, PAGE, cut.search(query)).await {
        Ok(answer) => answer,
        Err(failure) if failure.field.is_some() => {
            let problem = reason(&app, &visitor, &failure);
            let page =
                json!({ "asked": true, "found": 0, "query": query, "problem": problem, "unknown": [] });
            let data = json!({ "page": page, "table": Table::empty() });
            return Ok(app.frame(&visitor, StatusCode::OK, "search/results", &title, data).await);
        }
        Err(failure) => return Err(failure.into()),
    };
    let found = tickets.total_count;
    let pairs = [("q", query)];
    let frame = Frame { people: People::Names, sorts: true, path: "/search", query: &pairs };
    let unknown = terms::unknown(&app, &visitor, &unknown);
    let page = json!({ "asked": true, "found": found, "query": query, "problem": null, "unknown": unknown });
    let table = Table::new(&frame, &cut, tickets);
    let data = json!({ "page": page, "table": table });
    Ok(app.frame(&visitor, StatusCode::OK, "search/results", &title, data).await)
}

/// `10034`, or `#10034` as it is quoted in mails.
fn number(query: &str) -> Option<i32> {
    query.strip_prefix('#').unwrap_or(query).parse().ok()
}

async fn exists(app: &App, visitor: &Visitor, number: i32) -> Result<bool, PageError> {
    let answer: Value = app.api.run(visitor, NUMBER, json!({ "number": number })).await?;
    Ok(!answer["ticket"].is_null())
}
