//! The open tickets of somebody who is switched off, for a colleague.

use serde::Deserialize;
use serde_json::json;

use crate::{app::App, error::PageError, visitor::Visitor};

const ASSIGNED: &str = include_str!("assigned.graphql");
const ASSIGN: &str = include_str!("assign.graphql");
/// As many tickets as one document changes.
const AT_ONCE: usize = 100;
/// Nobody works on more at once; what is left goes to the queue.
const MOST: usize = 10_000;

#[derive(Deserialize)]
struct Assigned {
    tickets: Page,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    page_info: PageInfo,
    nodes: Vec<Numbered>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Deserialize)]
struct Numbered {
    number: i32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    change_tickets: Results,
}

#[derive(Deserialize)]
struct Results {
    results: Vec<OneResult>,
}

#[derive(Deserialize)]
struct OneResult {
    number: i32,
    error: Option<String>,
}

/// The numbers of all tickets for which somebody is responsible and that are not done.
pub(super) async fn assigned(app: &App, visitor: &Visitor, person: &str) -> Result<Vec<i32>, PageError> {
    let (mut numbers, mut after) = (Vec::new(), None::<String>);
    loop {
        let variables = json!({ "assignee": person, "after": after });
        let Assigned { tickets } = app.api.run(visitor, ASSIGNED, variables).await?;
        numbers.extend(tickets.nodes.iter().map(|ticket| ticket.number));
        after = tickets.page_info.end_cursor.filter(|_| tickets.page_info.has_next_page);
        if after.is_none() || numbers.len() >= MOST {
            return Ok(numbers);
        }
    }
}

/// Makes a colleague responsible for them; answers how many could not be handed over.
pub(super) async fn hand_over(
    app: &App,
    visitor: &Visitor,
    numbers: &[i32],
    heir: &str,
) -> Result<u32, PageError> {
    let mut left = 0;
    for some in numbers.chunks(AT_ONCE) {
        let input = json!({ "numbers": some, "changes": [{ "assignee": { "user": heir } }] });
        let changed: Changed = app.api.run(visitor, ASSIGN, json!({ "input": input })).await?;
        for result in changed.change_tickets.results {
            if let Some(error) = result.error {
                tracing::info!(number = result.number, error, "a ticket was not handed over");
                left += 1;
            }
        }
    }
    Ok(left)
}
