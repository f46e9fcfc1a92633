//! What became of each email of a ticket, by recipient; for the staff.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    app::{App, Shared},
    error::PageError,
    pages::ticket::zoom::{page::read_number, thread::mail_reason},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");

#[derive(Deserialize)]
struct Answer {
    ticket: Option<Ticket>,
}

#[derive(Deserialize)]
struct Ticket {
    title: String,
    emails: Vec<Email>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Email {
    kind: String,
    to: String,
    state: String,
    reason: Option<String>,
    attempts: i32,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    accepted: Option<String>,
    settled_at: Option<DateTime<Utc>>,
}

/// What became of the emails to one address.
#[derive(Serialize)]
struct Person {
    place: usize,
    to: String,
    emails: Vec<Shown>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    kind: String,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    accepted: Option<String>,
    /// Where it stands if it is not sent and done with.
    ended: Option<String>,
    settled_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    /// Whether the reason is in our words.
    ours: bool,
    bad: bool,
}

/// `GET /tickets/{number}/emails`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(number): Path<String>,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let answer: Answer = app.api.run(&visitor, PAGE, json!({ "number": number })).await?;
    let ticket = answer.ticket.ok_or(PageError::NotFound)?;
    let title = app.say(&visitor, "emails-title", &[]);
    let page =
        json!({ "number": number, "title": ticket.title, "people": people(&app, &visitor, ticket.emails) });
    Ok(app.frame(&visitor, StatusCode::OK, "ticket/emails", &title, json!({ "page": page })).await)
}

/// By address, in the order in which each was first written to.
fn people(app: &App, visitor: &Visitor, emails: Vec<Email>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for email in emails {
        let to = email.to.clone();
        let shown = shown(app, visitor, email);
        match people.iter_mut().find(|person| person.to == to) {
            Some(person) => person.emails.push(shown),
            None => people.push(Person { place: people.len(), to, emails: vec![shown] }),
        }
    }
    people
}

fn shown(app: &App, visitor: &Visitor, email: Email) -> Shown {
    let kind = app.say(visitor, &format!("email-kind-{}", email.kind.to_lowercase()), &[]);
    let attempts = [("attempts", email.attempts.into())];
    let ended =
        (email.state != "SENT").then(|| app.say(visitor, &format!("emails-{}", email.state), &attempts));
    let taken_back = email.reason.as_deref() == Some("taken-back");
    let ended = if taken_back { Some(app.say(visitor, "emails-taken-back", &[])) } else { ended };
    // The sentence says why already.
    let reason = email.reason.filter(|reason| !matches!(reason.as_str(), "taken-back" | "too-many"));
    let email = Email { reason, ..email };
    let words = email.reason.as_deref().map(|reason| mail_reason(app, visitor, reason));
    Shown {
        kind,
        created_at: email.created_at,
        sent_at: email.sent_at,
        accepted: email.accepted,
        ended,
        settled_at: email.settled_at,
        ours: words != email.reason,
        reason: words,
        bad: matches!(email.state.as_str(), "FAILED" | "BOUNCED"),
    }
}
