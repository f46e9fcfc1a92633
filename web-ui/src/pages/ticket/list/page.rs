//! My tickets, and those of my organisation where it shares them.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    error::PageError,
    live,
    table::{Cut, Frame, People, Table, Tickets},
    visitor::Member,
};

const PAGE: &str = include_str!("page.graphql");

/// Which list is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    tab: Option<String>,
    show: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    tickets: Tickets,
}

#[derive(Serialize)]
struct Tab {
    href: String,
    key: &'static str,
    count: u64,
    current: bool,
}

#[derive(Serialize)]
struct Filter {
    href: String,
    key: &'static str,
    current: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

#[derive(Deserialize)]
struct Counts {
    mine: Count,
    organisation: Option<Count>,
}

/// `GET /tickets`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    let shared = visitor.shared_organisation();
    let together = asked.tab.as_deref() == Some("organisation") && shared.is_some();
    let waiting = asked.show.as_deref() == Some("waiting");
    let mut filter = match shared {
        Some(organisation) if together => json!({ "organisation": organisation.id }),
        _ if viewer.is_staff => json!({ "customer": viewer.id }),
        _ => json!({ "mine": true }),
    };
    if waiting {
        filter["status"] = json!(["PENDING", "RESOLVED"]);
    }
    let live = live::address(&app, &visitor).await;
    let Answer { tickets } = app.api.run(&visitor, PAGE, cut.variables(&filter)).await?;

    let title_key = if together { "tickets-organisation" } else { "tickets-mine" };
    let mut query = Vec::new();
    query.extend(together.then_some(("tab", "organisation")));
    query.extend(waiting.then_some(("show", "waiting")));
    let frame = Frame {
        staff: false,
        people: if together { People::Names } else { People::Hidden },
        sorts: true,
        path: "/tickets",
        query: &query,
    };
    let page = json!({
        "organisation": shared.is_some(),
        "tabs": tabs(&app, &visitor, together).await?,
        "filters": filters(together, waiting),
        "empty": if waiting { "tickets-none-waiting" } else { "tickets-none" },
        "emptyHint": if waiting { Value::Null } else { json!("tickets-none-hint") },
    });
    let table = Table::new(&frame, &cut, tickets);
    let title = app.say(&visitor, title_key, &[]);
    let data = json!({ "page": page, "table": table, "live": live });
    Ok(app.frame(&visitor, StatusCode::OK, "ticket/list", &title, data).await)
}

async fn tabs(
    app: &Shared,
    visitor: &crate::visitor::Visitor,
    together: bool,
) -> Result<Vec<Tab>, PageError> {
    let Some(organisation) = visitor.shared_organisation() else {
        return Ok(Vec::new());
    };
    let variables = json!({ "organisation": organisation.id, "shared": true });
    let counts: Counts = app.api.run(visitor, crate::nav::CUSTOMER, variables).await?;
    Ok(vec![
        Tab {
            href: "/tickets".to_owned(),
            key: "tickets-mine",
            count: counts.mine.total_count,
            current: !together,
        },
        Tab {
            href: "/tickets?tab=organisation".to_owned(),
            key: "tickets-organisation",
            count: counts.organisation.map_or(0, |count| count.total_count),
            current: together,
        },
    ])
}

fn filters(together: bool, waiting: bool) -> [Filter; 2] {
    let base = if together { "/tickets?tab=organisation" } else { "/tickets" };
    let join = if together { '&' } else { '?' };
    [
        Filter { href: base.to_owned(), key: "filter-all", current: !waiting },
        Filter { href: format!("{base}{join}show=waiting"), key: "filter-waiting", current: waiting },
    ]
}
