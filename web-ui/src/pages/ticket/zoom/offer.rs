//! A status that is set on a ticket without an answer: what the ticket was before, and the offer to take it back.

use axum_extra::extract::cookie::Cookie;
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;

use crate::{acted::Acted, app::App, pages::ticket::case::origin::Origin, session, visitor::Visitor};

const BEFORE: &str = include_str!("offer.graphql");

/// The status of a ticket before it is changed, and for how long that can be taken back.
#[derive(Debug)]
pub(crate) struct Before {
    status: String,
    wait: TimeDelta,
}

/// A ticket after its status was set.
#[derive(Debug, Deserialize)]
pub(crate) struct After {
    pub(crate) version: i64,
    status: String,
}

#[derive(Deserialize)]
struct Answer {
    ticket: Option<Status>,
    limits: Limits,
}

#[derive(Deserialize)]
struct Status {
    status: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Limits {
    undo_seconds: i64,
}

/// What a ticket is before its status is set; nothing, where that cannot be taken back.
pub(crate) async fn before(app: &App, visitor: &Visitor, number: i32) -> Option<Before> {
    if !visitor.is_staff() {
        return None;
    }
    let found: Answer = app.api.run(visitor, BEFORE, json!({ "number": number })).await.ok()?;
    let wait = TimeDelta::try_seconds(found.limits.undo_seconds).filter(|wait| *wait > TimeDelta::zero())?;
    Some(Before { status: found.ticket?.status, wait })
}

/// The ticket's page, with its list, that says that its status is what it was again.
pub(super) fn taken_back(visitor: &Visitor, number: i32) -> String {
    format!("/tickets/{number}{}", Origin::of(visitor).with(&[("undone", "back")]))
}

/// The cookie that offers to take back what was done; one that ends the offer, if the status is what it was.
pub(crate) fn offer(
    app: &App,
    visitor: &Visitor,
    number: i32,
    before: Option<Before>,
    after: &After,
) -> Cookie<'static> {
    let Some(Before { status, wait }) = before.filter(|before| before.status != after.status) else {
        return session::acted(&app.settings, String::new());
    };
    let until = (app.settings.clock)() + wait;
    let acted = Acted { number, version: after.version, before: status, after: after.status.clone(), until };
    acted.cookie(&app.settings, &visitor.mark())
}
