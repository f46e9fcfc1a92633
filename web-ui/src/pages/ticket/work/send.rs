//! Receives the forms of [`super::page`]: links, merges, splits and redacts, and leads back to the ticket.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::page::{Act, page};
use crate::{
    api::Failure,
    app::Shared,
    error::PageError,
    form_view::FormView,
    forms::{MemberForm, Posted},
    pages::ticket::zoom::{page::read_number, send::status},
    visitor::{Viewer, Visitor},
};

const LINK: &str = include_str!("link.graphql");
const UNLINK: &str = include_str!("unlink.graphql");
const EXTERNAL: &str = include_str!("external.graphql");
const REMOVE: &str = include_str!("remove.graphql");
const MERGE: &str = include_str!("merge.graphql");
const UNMERGE: &str = include_str!("unmerge.graphql");
const SPLIT: &str = include_str!("split.graphql");
const REDACT: &str = include_str!("redact.graphql");

/// A form that was sent, and by whom.
struct Sent<'a> {
    app: &'a Shared,
    visitor: &'a Visitor,
    viewer: &'a Viewer,
    number: i32,
    act: Act,
}

impl Sent<'_> {
    /// Back to a ticket, or the form again with what is wrong.
    async fn answer(
        &self,
        done: Result<Value, Failure>,
        to: impl FnOnce(&Value) -> String,
        (form, ticked): (FormView, &[String]),
    ) -> Result<Response, PageError> {
        match done {
            Ok(done) => Ok(Redirect::to(&to(&done)).into_response()),
            Err(failure) => {
                let status = status(&failure)?;
                self.again(status, form.explain(self.app, self.visitor, &failure), ticked).await
            }
        }
    }

    async fn again(
        &self,
        status: StatusCode,
        form: FormView,
        ticked: &[String],
    ) -> Result<Response, PageError> {
        page(self.app, self.visitor, self.viewer, (self.number, self.act), (status, form), ticked).await
    }

    async fn run(&self, document: &str, variables: Value) -> Result<Value, Failure> {
        self.app.api.run(self.visitor, document, variables).await
    }

    /// The form again with something missing.
    async fn missing(
        &self,
        form: FormView,
        (field, key): (&str, &str),
        ticked: &[String],
    ) -> Result<Response, PageError> {
        let form = form.error(field, self.app.say(self.visitor, key, &[])).summarise(self.app, self.visitor);
        self.again(StatusCode::UNPROCESSABLE_ENTITY, form, ticked).await
    }
}

/// `POST /tickets/{number}/link`: adds a link, or removes the one whose button was pressed.
pub(crate) async fn link(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let sent = sent(&app, &visitor, &viewer, &number, Act::Link)?;
    let form = Act::Link.form().fill(&posted).set("visible", posted.has("visible"));
    let done = if let Some(id) = posted.some("unlink") {
        sent.run(UNLINK, json!({ "id": id })).await
    } else if let Some(id) = posted.some("remove") {
        sent.run(REMOVE, json!({ "id": id })).await
    } else if posted.get("do") == "external" {
        let input = json!({
            "number": sent.number, "url": posted.get("url"), "key": posted.some("key"),
            "visibleToCustomer": posted.has("visible"),
        });
        sent.run(EXTERNAL, json!({ "input": input })).await
    } else {
        let Some(other) = number_of(&posted, "other") else {
            return sent.missing(form, ("other", "work-number-needed"), &[]).await;
        };
        let input = json!({ "number": sent.number, "other": other, "kind": posted.get("kind") });
        no_such(sent.run(LINK, json!({ "input": input })).await, "other")
    };
    let back = format!("/tickets/{}", sent.number);
    sent.answer(done, |_| back, (form, &[])).await
}

/// `POST /tickets/{number}/merge`
pub(crate) async fn merge(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let sent = sent(&app, &visitor, &viewer, &number, Act::Merge)?;
    let form = Act::Merge.form().fill(&posted);
    let Some(into) = number_of(&posted, "into") else {
        return sent.missing(form, ("into", "work-number-needed"), &[]).await;
    };
    let input = json!({ "input": { "from": sent.number, "into": into } });
    let done = no_such(sent.run(MERGE, input).await, "into");
    sent.answer(done, |done| ticket_of(done, "mergeTickets"), (form, &[])).await
}

/// `POST /tickets/{number}/unmerge`: the number is that of the ticket that was merged into another.
pub(crate) async fn unmerge(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, _): MemberForm,
) -> Result<Response, PageError> {
    let sent = sent(&app, &visitor, &viewer, &number, Act::Merge)?;
    let done = sent.run(UNMERGE, json!({ "number": sent.number })).await;
    sent.answer(done, |done| ticket_of(done, "unmergeTicket"), (Act::Merge.form(), &[])).await
}

/// `POST /tickets/{number}/split`
pub(crate) async fn split(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let sent = sent(&app, &visitor, &viewer, &number, Act::Split)?;
    let form = Act::Split.form().fill(&posted);
    let chosen: Vec<String> = posted.all("comments").map(str::to_owned).collect();
    let input = json!({ "number": sent.number, "comments": chosen, "title": posted.get("title") });
    let done = sent.run(SPLIT, json!({ "input": input })).await;
    sent.answer(done, |done| ticket_of(done, "splitTicket"), (form, &chosen)).await
}

/// `POST /tickets/{number}/redact`: only once the person has said that they are sure.
pub(crate) async fn redact(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let sent = sent(&app, &visitor, &viewer, &number, Act::Redact)?;
    let with_title = posted.has("title");
    let form = Act::Redact.form().fill(&posted).set("title", with_title);
    let what = posted.get("what");
    let (field, id) = what.split_once(':').unwrap_or_default();
    let chosen = [id.to_owned()];
    if !matches!(field, "comment" | "attachment") {
        return sent.missing(form, ("what", "work-redact-needed"), &[]).await;
    }
    if !posted.has("sure") {
        return sent.missing(form, ("sure", "work-redact-unsure"), &chosen).await;
    }
    if with_title && field == "attachment" {
        return sent.missing(form, ("title", "work-redact-title-of-file"), &chosen).await;
    }
    let input = json!({ field: id, "reason": posted.get("reason"), "title": with_title });
    let done = sent.run(REDACT, json!({ "input": input })).await;
    let back = format!("/tickets/{}", sent.number);
    sent.answer(done, |_| back, (form, &chosen)).await
}

fn sent<'a>(
    app: &'a Shared,
    visitor: &'a Visitor,
    viewer: &'a Viewer,
    number: &str,
    act: Act,
) -> Result<Sent<'a>, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    Ok(Sent { app, visitor, viewer, number: read_number(number)?, act })
}

/// A number that somebody typed, with or without `#`.
fn number_of(posted: &Posted, field: &str) -> Option<i32> {
    posted.get(field).trim().trim_start_matches('#').parse().ok()
}

/// A ticket that is not there, or hidden, is a mistake in the field where its number was typed.
fn no_such(done: Result<Value, Failure>, field: &str) -> Result<Value, Failure> {
    done.map_err(|failure| match failure.code {
        graphql::ErrorCode::NotFound => Failure {
            code: graphql::ErrorCode::BadUserInput,
            field: Some(field.to_owned()),
            reason: Some("ticket-unknown".into()),
            ..failure
        },
        _ => failure,
    })
}

fn ticket_of(done: &Value, mutation: &str) -> String {
    #[derive(Deserialize)]
    struct Numbered {
        number: i32,
    }
    let ticket = done.get(mutation).and_then(|payload| payload.get("ticket"));
    let numbered = ticket.and_then(|ticket| Numbered::deserialize(ticket).ok());
    numbered.map_or_else(|| "/desk".to_owned(), |ticket| format!("/tickets/{}", ticket.number))
}
