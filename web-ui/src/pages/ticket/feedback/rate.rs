//! Rating a ticket on its own page.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::{Value, json};

use super::page::RATE;
use crate::{
    app::Shared,
    error::PageError,
    forms::MemberForm,
    pages::ticket::zoom::{page::read_number, send},
    visitor::Visitor,
};

/// `POST /tickets/{number}/rate`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    let input = json!({
        "number": number, "rating": posted.some("rating"), "comment": posted.get("comment"),
    });
    let done = app.api.run::<Value>(&visitor, RATE, json!({ "input": input })).await;
    send::answer(&app, &visitor, &viewer, number, done, BTreeMap::new()).await
}
