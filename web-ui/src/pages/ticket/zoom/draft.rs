//! What somebody writes on a ticket and has not sent yet: saved while they type, and before anything is sent.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};

use super::{
    draft_files,
    page::{self, Told},
    send::{picked, readers, status},
};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::{self, FormView},
    forms::{MemberForm, Posted},
    pages::ticket::{case::origin::Origin, new::page::refused_files, texts::page as texts},
    visitor::Visitor,
};

const SAVE: &str = include_str!("save_draft.graphql");

/// `POST /tickets/{number}/draft`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, mut posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    // Whoever had chosen files that cannot be kept is told, and why.
    let refused = with_files(&app, &visitor, number, &mut posted).await;
    let told: &[(&str, &str)] = if refused.is_some() { &[("files", "lost")] } else { &[] };
    let saved = async {
        if posted.has("insert") {
            texts::insert(&app, &visitor, number, &mut posted).await?;
        }
        let whole = match posted.some("macro").map(str::to_owned) {
            Some(id) if viewer.is_staff => texts::fill_in(&app, &visitor, (number, &id), &mut posted).await?,
            _ => true,
        };
        let over = posted.some("again").is_some() && !posted.has("discard");
        match save(&app, &visitor, number, &posted, over).await {
            // What another window holds is not thrown away with this one's.
            Err(failure) if posted.has("discard") && is_overtaken(&failure) => {}
            saved => saved?,
        }
        Ok(whole)
    };
    match saved.await {
        Ok(true) => {
            if let Some((status, text)) = refused {
                let form = entered(&posted).error("files", text).summarise(&app, &visitor);
                return page::again(&app, &visitor, &viewer, number, status, Told::of(form)).await;
            }
            let query = Origin::of(&visitor).suffix();
            Ok(Redirect::to(&format!("/tickets/{number}{query}#composer")).into_response())
        }
        // The macro does more than writing: it shows what, and asks.
        Ok(false) => {
            let query = Origin::of(&visitor).with(&[&[("id", posted.get("macro"))], told].concat());
            Ok(Redirect::to(&format!("/tickets/{number}/macro{query}")).into_response())
        }
        Err(failure) => {
            let status = status(&failure)?;
            let entered = entered(&posted);
            // Without a script, what is saved once more stays: whoever does it has been told. Sending and discarding leave the other.
            let entered = if is_overtaken(&failure) { entered.set("again", "1") } else { entered };
            let told = Told::of(entered.explain(&app, &visitor, &failure));
            page::again(&app, &visitor, &viewer, number, status, told).await
        }
    }
}

/// Whether another window of the same person has saved something that this one does not know.
fn is_overtaken(failure: &Failure) -> bool {
    failure.reason.as_deref() == Some("draft-stale")
}

/// The form as it was sent, with its readers and the status that was picked.
fn entered(posted: &Posted) -> FormView {
    let form = page::form().fill(posted).set("internal", readers(posted) == "INTERNAL");
    form.set("status", picked(posted).unwrap_or_default())
}

/// Keeps the files that were chosen, and takes off those that are not wanted any more; why some were not kept.
async fn with_files(
    app: &App,
    visitor: &Visitor,
    number: i32,
    posted: &mut Posted,
) -> Option<(StatusCode, String)> {
    let dropped = posted.some("drop_file").map(str::to_owned);
    let discards = posted.has("discard");
    if discards || dropped.is_some() {
        let id = dropped.as_deref().filter(|_| !discards);
        if let Err(failure) = draft_files::remove(app, visitor, number, id).await {
            tracing::debug!(message = failure.message, "a file was not taken off a draft");
        }
    }
    if discards || !posted.had_files() {
        return None;
    }
    let refused = refused_files(app, visitor, posted);
    if refused.is_some() {
        return refused;
    }
    let failure = draft_files::add(app, visitor, number, posted).await.err()?;
    let status = status(&failure).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    Some((status, form_view::reason(app, visitor, &failure)))
}

/// Saves what stands in the form for a comment, with the readers and the status that were picked; `over` what another window saved.
pub(super) async fn save(
    app: &App,
    visitor: &Visitor,
    number: i32,
    posted: &Posted,
    over: bool,
) -> Result<(), Failure> {
    let input = json!({
        "number": number,
        "text": if posted.has("discard") { "" } else { posted.get("text") },
        "visibility": visitor.is_staff().then(|| readers(posted)),
        "status": picked(posted),
        // What is thrown away is gone, whatever else was sent with the form.
        "idempotencyKey": posted.some("key").filter(|_| !posted.has("discard")),
        "writer": posted.some("writer"),
        "writtenAt": posted.some("written_at"),
        "basedOn": (posted.has("based_on") && !over).then(|| posted.get("based_on")),
    });
    app.api.run::<Value>(visitor, SAVE, json!({ "input": input })).await.map(drop)
}
