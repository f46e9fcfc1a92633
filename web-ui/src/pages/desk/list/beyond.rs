//! Rows that a script shows and that stand on the page no more: those that still belong to the list, further back or before.

use axum::http::HeaderMap;
use futures::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};

use super::rows::{Ticket, Tickets};
use crate::{api::Failure, app::App, table::ROWS, visitor::Visitor};

const BEYOND: &str = include_str!("beyond.graphql");
/// How many are asked for at a time.
const AT_ONCE: usize = 5;

#[derive(Deserialize)]
struct One {
    ticket: Option<Placed>,
}

#[derive(Deserialize)]
struct Placed {
    #[serde(flatten)]
    ticket: Ticket,
    standing: Standing,
}

#[derive(Deserialize)]
struct Standing {
    position: Option<u64>,
}

/// The numbers of the rows that a script shows.
pub(super) fn shown(headers: &HeaderMap) -> Vec<i32> {
    let named = headers.get("x-rows").and_then(|rows| rows.to_str().ok()).unwrap_or_default();
    let most = usize::try_from(ROWS).unwrap_or_default();
    named.split(',').filter_map(|number| number.parse().ok()).take(most).collect()
}

/// Those of the shown rows that belong to the list and are not on its page.
pub(super) async fn beyond(
    app: &App,
    visitor: &Visitor,
    (shown, page): (&[i32], &Tickets),
    asked: &Value,
) -> Result<Vec<Ticket>, Failure> {
    let missing: Vec<i32> = shown.iter().copied().filter(|number| !page.has(*number)).collect();
    let one = |number: i32| async move {
        let variables = json!({
            "number": number, "filter": asked["filter"], "query": asked["query"], "orderBy": asked["orderBy"],
        });
        let One { ticket } = app.api.run(visitor, BEYOND, variables).await?;
        // The number of a ticket that was merged leads to another.
        let placed = ticket.filter(|placed| placed.ticket.number == number);
        Ok::<_, Failure>(
            placed.filter(|placed| placed.standing.position.is_some()).map(|placed| placed.ticket),
        )
    };
    let found: Vec<Option<Ticket>> = stream::iter(missing).map(one).buffered(AT_ONCE).try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}
