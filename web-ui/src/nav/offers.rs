//! What a member of the staff has just done and can take back: answers and a status, the newest first. The key is the newest's
//! alone.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{acted::Acted, app::App, visitor::Visitor};

/// One thing that can be taken back.
#[derive(Debug, Serialize)]
pub(super) struct Offer {
    number: i32,
    /// What follows the ticket's address, so that its list is known again.
    suffix: String,
    until: DateTime<Utc>,
    /// Whether it was done after all others.
    newest: bool,
    /// The answer; without it, it is the status.
    comment: Option<String>,
    status: Option<Status>,
}

/// A status that was set without an answer.
#[derive(Debug, Serialize)]
struct Status {
    version: i64,
    before: String,
    told: String,
}

/// An answer of the viewer that can still be taken back, as the schema tells it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Undoable {
    id: String,
    undo_until: Option<DateTime<Utc>>,
    ticket: Numbered,
}

#[derive(Deserialize)]
struct Numbered {
    number: i32,
}

/// What is offered, the newest first: what was done last can be taken back the longest.
pub(super) fn offers(app: &App, visitor: &Visitor, answers: Vec<Undoable>) -> Vec<Offer> {
    let answer = |one: Undoable| {
        let number = one.ticket.number;
        let suffix = visitor.whence.suffix(number);
        let (until, comment) = (one.undo_until?, Some(one.id));
        Some(Offer { number, suffix, until, newest: false, comment, status: None })
    };
    let mut all: Vec<Offer> = answers.into_iter().filter_map(answer).chain(status(app, visitor)).collect();
    all.sort_by_key(|offer| std::cmp::Reverse(offer.until));
    if let Some(first) = all.first_mut() {
        first.newest = true;
    }
    all
}

/// The status that can be taken back.
fn status(app: &App, visitor: &Visitor) -> Option<Offer> {
    let acted = visitor.acted.clone().filter(|_| visitor.is_staff())?;
    let after = app.say(visitor, &format!("status-{}", acted.after), &[]);
    let number = acted.number.to_string();
    let told = app.say(
        visitor,
        "sent-status",
        &[("number", number.as_str().into()), ("status", after.as_str().into())],
    );
    let Acted { number, version, before, until, .. } = acted;
    let suffix = visitor.whence.suffix(number);
    let status = Some(Status { version, before, told });
    Some(Offer { number, suffix, until, newest: false, comment: None, status })
}
