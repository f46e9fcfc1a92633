//! What somebody writes for a new ticket and has not sent yet: saved while they type, and before anything is sent.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};

use super::page;
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    forms::{MemberForm, Posted},
    visitor::Visitor,
};

const SAVE: &str = include_str!("save_draft.graphql");

/// `POST /tickets/new/draft`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(_, posted): MemberForm,
) -> Result<Response, PageError> {
    match save(&app, &visitor, &posted).await {
        Ok(()) => Ok(Redirect::to("/tickets/new").into_response()),
        Err(failure) if failure.field.is_some() => {
            let wrong = page::form().fill(&posted).explain(&app, &visitor, &failure);
            page::page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, wrong).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Saves what stands in the form.
pub(super) async fn save(app: &App, visitor: &Visitor, posted: &Posted) -> Result<(), Failure> {
    let text = |name| if posted.has("discard") { "" } else { posted.get(name) };
    let input = json!({
        "title": text("title"),
        "text": text("text"),
        "note": text("note"),
        "customerEmail": text("customer_email"),
        "customerName": text("customer_name"),
        "idempotencyKey": posted.some("key").filter(|_| !posted.has("discard")),
        "writer": posted.some("writer"),
        "writtenAt": posted.some("written_at"),
    });
    app.api.run::<Value>(visitor, SAVE, json!({ "input": input })).await.map(drop)
}
