//! What the staff keep in mind about the ticket's customer: shown on the customer's card, and changed there.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, Utc};
use graphql::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::Shared,
    error::PageError,
    form_view,
    forms::MemberForm,
    pages::ticket::zoom::{
        answer::{Name, Ticket},
        page::{self, Told},
        send,
    },
    visitor::Visitor,
};

const SET: &str = include_str!("set_memo.graphql");

/// What is kept in mind about a customer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Memo {
    text: String,
    version: i64,
    changed_at: DateTime<Utc>,
    changed_by: Option<Name>,
}

/// `POST /tickets/{number}/memo`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let seen: i64 = posted.get("version").parse().unwrap_or_default();
    let input = json!({ "user": posted.get("user"), "text": posted.get("memo"), "expectedVersion": seen });
    let done: Result<Value, Failure> = app.api.run(&visitor, SET, json!({ "input": input })).await;
    let Err(failure) = done else {
        return Ok(Redirect::to(&send::back(&visitor, number)).into_response());
    };
    let status = send::status(&failure)?;
    let told = Told {
        memo_error: Some(MemoError {
            text: form_view::reason(&app, &visitor, &failure),
            clash: failure.code == ErrorCode::Conflict,
        }),
        facts: BTreeMap::from([("memo", posted.get("memo").to_owned())]),
        ..Told::of(page::form())
    };
    page::again(&app, &visitor, &viewer, number, status, told).await
}

/// Why the form was refused.
#[derive(Debug)]
pub(crate) struct MemoError {
    text: String,
    /// Whether somebody else was faster: then theirs is shown beside what was typed.
    clash: bool,
}

/// What the card shows; nothing about a customer who is nobody.
pub(super) fn view(ticket: &Ticket, told: &Told) -> Option<Value> {
    let customer = &ticket.customer;
    let memo = customer.memo.as_ref();
    let text = memo.map(|memo| memo.text.as_str()).unwrap_or_default();
    let theirs = memo.filter(|_| told.memo_error.as_ref().is_some_and(|error| error.clash));
    (!customer.is_unknown_sender).then(|| {
        json!({
            "user": customer.id,
            "text": text,
            "typed": told.fact("memo", text),
            "version": memo.map_or(0, |memo| memo.version),
            "error": told.memo_error.as_ref().map(|error| error.text.as_str()),
            "clash": theirs.map(|memo| json!({ "by": memo.changed_by.as_ref().map(|by| &by.name), "at": memo.changed_at })),
        })
    })
}
