//! What the tabs of a browser that share a stream hear beside what happens everywhere: of the tickets that they show.

use futures::{
    StreamExt,
    future::ready,
    stream::{self, BoxStream},
};
use graphql::Response;
use serde_json::json;

use super::{DOCUMENT, Event, present};
use crate::{app::Shared, visitor::Visitor};

/// Tickets at most: each is followed by itself.
const MOST: usize = 12;

/// A ticket that a tab shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tab {
    number: i32,
    /// The last event of the ticket that the tab knows, where it does not know the stream's.
    after: Option<String>,
}

/// The tickets in an address: numbers with commas between them, each with a cursor behind a dot where it has one of its own.
pub(super) fn read(at: Option<&str>) -> Vec<Tab> {
    let tab = |one: &str| {
        let (number, after) =
            one.split_once('.').map_or((one, None), |(number, after)| (number, Some(after)));
        let after = after.filter(|after| !after.is_empty()).map(str::to_owned);
        Some(Tab { number: number.parse().ok()?, after })
    };
    at.unwrap_or_default().split(',').filter_map(tab).take(MOST).collect()
}

/// Who else is at each of these tickets, and that the viewer may not see one of them any longer.
pub(super) async fn follow(
    app: &Shared,
    visitor: &Visitor,
    tabs: &[Tab],
    after: Option<&str>,
) -> BoxStream<'static, Event> {
    let mut all = Vec::new();
    for Tab { number, after: own } in tabs {
        let number = *number;
        let catches_up = own.is_some();
        let variables = json!({ "number": number, "after": own.as_deref().or(after) });
        let answers = app.api.follow(visitor, DOCUMENT, variables).await;
        all.push(answers.filter_map(move |answer| ready(told(number, catches_up, &answer))).boxed());
        all.push(present(app, visitor, Some(number)).await);
    }
    stream::select_all(all).boxed()
}

/// Why nothing more is told of the ticket, while the other tabs go on; and what happened to it, where the tab knows less than
/// the stream. Such an event carries no id: it does not say how far everything is known.
fn told(number: i32, catches_up: bool, answer: &Response) -> Option<Event> {
    if let Some(error) = answer.errors.first() {
        let gone = json!({ "number": number, "code": error.code });
        return Some(Event::default().event("gone").data(gone.to_string()));
    }
    let happened = answer.data.get("ticketEvents").filter(|_| catches_up)?;
    let news = json!({ "number": number, "kind": happened["kind"], "cursor": happened["cursor"] });
    Some(Event::default().event("shown").data(news.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{MOST, Tab, read};

    #[test]
    fn an_address_names_tickets_and_what_is_no_number_names_none() {
        let tab = |number, after: Option<&str>| Tab { number, after: after.map(str::to_owned) };
        assert!(read(None).is_empty() && read(Some("")).is_empty());
        assert_eq!(read(Some("10012,10034.abc_-")), [tab(10012, None), tab(10034, Some("abc_-"))]);
        assert_eq!(read(Some("x,7.,-")), [tab(7, None)]);
        assert_eq!(read(Some(&"1,".repeat(40))).len(), MOST);
    }
}
