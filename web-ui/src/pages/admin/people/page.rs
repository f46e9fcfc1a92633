//! Everybody whom the installation knows, for admins: found by name or address, a page at a time.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{Redirect, Response},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    app::Shared,
    error::PageError,
    pages::admin::sections::{Cut, Listed, admins_only, sections},
    view,
    visitor::Member,
};

const PAGE: &str = include_str!("page.graphql");
pub(crate) const ROLES: [&str; 3] = ["CUSTOMER", "AGENT", "ADMIN"];

/// Which people are asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    q: Option<String>,
    role: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    people: Listed<Person>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all(deserialize = "camelCase"))]
struct Person {
    id: String,
    name: String,
    email: String,
    role: String,
    active: bool,
    is_role_address: bool,
    mail_failed: Option<DateTime<Utc>>,
    organisation: Option<Organisation>,
}

#[derive(Deserialize, Serialize)]
struct Organisation {
    name: String,
}

/// `GET /admin`: the administration begins with people.
pub(crate) async fn first(Member(_, viewer): Member) -> Result<Redirect, PageError> {
    admins_only(&viewer)?;
    Ok(Redirect::to("/admin/people"))
}

/// `GET /admin/people`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let query = asked.q.as_deref().map(str::trim).filter(|query| !query.is_empty());
    let role = ROLES.iter().copied().find(|role| asked.role.as_deref() == Some(*role));
    let mut variables = cut.variables();
    variables["query"] = json!(query);
    variables["role"] = json!(role);
    let Answer { people } = app.api.run(&visitor, PAGE, variables).await?;
    let beside = [("q", query.unwrap_or_default()), ("role", role.unwrap_or_default())];
    let page = json!({
        "query": query,
        "roles": view::choices(&ROLES, role.unwrap_or_default()),
        "count": people.total_count,
        "people": people.nodes,
    });
    let pager = people.page_info.pager("/admin/people", &beside);
    let title = app.say(&visitor, "section-people", &[]);
    let data = json!({ "page": page, "pager": pager, "sections": sections(&app, &visitor) });
    Ok(app.frame(&visitor, StatusCode::OK, "admin/people", &title, data).await)
}
