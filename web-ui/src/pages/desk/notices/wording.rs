//! What a notification says, and where it leads.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::{app::App, visitor::Visitor};

/// A notification, as the pages ask for it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notice {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) at: DateTime<Utc>,
    pub(super) read_at: Option<DateTime<Utc>>,
    pub(super) ticket: Ticket,
    comment: Option<Comment>,
}

#[derive(Deserialize)]
pub(super) struct Ticket {
    pub(super) number: i32,
    pub(super) title: String,
    pub(super) customer: Person,
}

#[derive(Deserialize)]
struct Comment {
    id: String,
    author: Person,
}

#[derive(Deserialize)]
pub(super) struct Person {
    pub(super) name: String,
}

impl Notice {
    /// What happened, in a line.
    pub(super) fn text(&self, app: &App, visitor: &Visitor) -> String {
        let comment = self.comment.as_ref();
        let by = comment.map_or(self.ticket.customer.name.as_str(), |comment| &comment.author.name);
        app.say(visitor, &format!("notices-kind-{}", self.kind), &[("name", by.into())])
    }

    /// The ticket, at the comment that caused it.
    pub(super) fn href(&self) -> String {
        let at = self.comment.as_ref().map(|comment| format!("#comment-{}", comment.id)).unwrap_or_default();
        format!("/tickets/{}{at}", self.ticket.number)
    }
}
