//! From which list somebody came to a ticket: it travels in the address, so that the way back and the next ticket are known.

use axum_extra::extract::cookie::Cookie;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::App,
    pages::desk::list::listed::{self as desk, Whence},
    urls,
    visitor::Visitor,
    whence::{self, NAMES},
};

const STANDING: &str = include_str!("standing.graphql");

/// The list from which somebody came, as the address names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    pairs: Vec<(String, String)>,
}

/// Where the ticket stands in that list.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Standing {
    position: Option<u64>,
    total_count: u64,
    previous: Option<i32>,
    next: Option<i32>,
}

#[derive(Deserialize)]
struct Answer {
    ticket: Option<Found>,
}

#[derive(Deserialize)]
struct Found {
    standing: Standing,
}

impl Origin {
    /// What the request's own address says; forms are sent to one that says the same.
    pub(crate) fn of(visitor: &Visitor) -> Self {
        let query = visitor.here.as_str().split_once('?').map_or("", |(_, query)| query);
        Self { pairs: whence::named(query) }
    }

    /// What follows the address of a ticket, so that it still knows.
    pub(crate) fn suffix(&self) -> String {
        if self.pairs.is_empty() { String::new() } else { format!("?{}", self.query(&[])) }
    }

    /// What is kept of it when the ticket is changed, so that whoever takes that back is led to where they were.
    pub(crate) fn kept(&self, app: &App, visitor: &Visitor, number: i32) -> Cookie<'static> {
        visitor.whence.cookie(&app.settings, number, &self.query(&[]))
    }

    /// The same with more in the query.
    pub(crate) fn with(&self, more: &[(&str, &str)]) -> String {
        format!("?{}", self.query(more))
    }

    fn query(&self, more: &[(&str, &str)]) -> String {
        let pairs: Vec<_> = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        urls::query(&[&pairs[..], more].concat())
    }

    fn value(&self, name: &str) -> Option<String> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// The list itself; the ticket again is pointed out in it.
    pub(crate) fn back(&self, number: i32) -> String {
        let at = number.to_string();
        if self.pairs.is_empty() { "/desk".to_owned() } else { format!("/desk{}", self.with(&[("at", &at)])) }
    }

    /// The name of the list, and where the ticket stands in it; a list that cannot be asked has neither.
    pub(crate) async fn standing(
        &self,
        app: &App,
        visitor: &Visitor,
        number: i32,
    ) -> Option<(String, Standing)> {
        if self.pairs.is_empty() {
            return None;
        }
        let [view, saved, q, sort] = NAMES.map(|name| self.value(name));
        let found = async {
            let (title, mut variables) = desk::whence(app, visitor, Whence { view, saved, q, sort }).await?;
            variables["number"] = json!(number);
            let answer: Answer = app.api.run(visitor, STANDING, variables).await?;
            Ok::<_, Failure>(answer.ticket.map(|found| (title, found.standing)))
        };
        found.await.unwrap_or_else(|failure| {
            tracing::debug!(message = failure.message, "the list of a ticket was not found");
            None
        })
    }

    /// Where whoever is done with a ticket goes: to the next one of the list, or back to the list.
    pub(crate) async fn next(&self, app: &App, visitor: &Visitor, number: i32) -> String {
        let standing = self.standing(app, visitor, number).await;
        match standing.and_then(|(_, standing)| standing.next) {
            Some(next) => format!("/tickets/{next}{}", self.suffix()),
            None => self.back(number),
        }
    }

    /// What the head of the page shows of it.
    pub(crate) fn view(&self, number: i32, standing: Option<(String, Standing)>) -> Value {
        let link = |number: Option<i32>| number.map(|number| format!("/tickets/{number}{}", self.suffix()));
        let (title, standing) = standing.unzip();
        let standing = standing.unwrap_or_default();
        json!({
            "suffix": self.suffix(),
            "back": self.back(number),
            "title": title,
            "position": standing.position,
            "total": standing.total_count,
            "previous": link(standing.previous),
            "next": link(standing.next),
        })
    }
}
