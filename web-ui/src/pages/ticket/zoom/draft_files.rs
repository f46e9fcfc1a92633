//! Files that somebody has chosen for an answer: kept with the draft, so that a reload or a crash loses none of them.

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use graphql::UploadFile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{page, send::status};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::{PageError, later},
    form_view::{self, FormView},
    forms::{MemberForm, Posted},
    pages::ticket::new::page::refused_files,
    visitor::Visitor,
};

const ADD: &str = include_str!("add_draft_files.graphql");
const REMOVE: &str = include_str!("remove_draft_files.graphql");

/// A file of a draft.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct DraftFile {
    id: String,
    filename: String,
    size: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Added {
    add_draft_files: Vec<DraftFile>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Removed {
    remove_draft_files: Vec<DraftFile>,
}

/// `POST /tickets/{number}/files`: what a script keeps as soon as it is chosen, or takes off again; answered with all that are kept.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(_, mut posted): MemberForm,
) -> Result<Response, PageError> {
    let number = page::read_number(&number)?;
    if let Some((status, text)) = refused_files(&app, &visitor, &posted) {
        return Ok((status, Json(json!({ "error": text }))).into_response());
    }
    let done = match posted.some("drop_file").map(str::to_owned) {
        Some(id) => remove(&app, &visitor, number, Some(&id)).await,
        None => add(&app, &visitor, number, &mut posted).await,
    };
    match done {
        Ok(files) => Ok(Json(json!({ "files": files })).into_response()),
        Err(failure) => {
            let told = Json(json!({ "error": form_view::reason(&app, &visitor, &failure) }));
            Ok(later((status(&failure)?, told).into_response(), failure.retry_after))
        }
    }
}

/// Keeps the files of a form with the draft; answers all that are kept.
pub(super) async fn add(
    app: &App,
    visitor: &Visitor,
    number: i32,
    posted: &mut Posted,
) -> Result<Vec<DraftFile>, Failure> {
    add_uploads(app, visitor, number, posted.take_uploads()).await
}

async fn add_uploads(
    app: &App,
    visitor: &Visitor,
    number: i32,
    uploads: Vec<UploadFile>,
) -> Result<Vec<DraftFile>, Failure> {
    let input = json!({ "number": number, "attachments": [] });
    let done: Added = app.api.send(visitor, ADD, json!({ "input": input }), uploads).await?;
    Ok(done.add_draft_files)
}

/// Keeps the files of a form that was refused with the draft, so that it shows them as chosen. Where that cannot be, it says that
/// they are lost.
pub(super) async fn keep_refused(
    app: &App,
    visitor: &Visitor,
    number: i32,
    uploads: Vec<UploadFile>,
    form: FormView,
) -> FormView {
    if uploads.is_empty() {
        return form;
    }
    match add_uploads(app, visitor, number, uploads).await {
        Ok(_) => form.with_files(),
        Err(failure) => {
            tracing::debug!(message = failure.message, "the files of a refused form could not be kept");
            form
        }
    }
}

/// Takes a file off the draft; without an id, all of them.
pub(super) async fn remove(
    app: &App,
    visitor: &Visitor,
    number: i32,
    id: Option<&str>,
) -> Result<Vec<DraftFile>, Failure> {
    let variables = json!({ "number": number, "ids": id.map(|id| [id]) });
    let done: Removed = app.api.run(visitor, REMOVE, variables).await?;
    Ok(done.remove_draft_files)
}
