//! Text blocks and macros on a ticket: a block with its variables filled in, and what a macro will do before it is applied.

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::{MemberForm, Posted},
    pages::ticket::{
        case::origin::Origin,
        zoom::{
            answer as zoom,
            offer::{self, After},
            page::read_number,
            send,
        },
    },
    random,
    visitor::{Member, Viewer, Visitor},
};

const PREVIEW: &str = include_str!("preview.graphql");
const FILLED: &str = include_str!("filled.graphql");
const PAGE: &str = include_str!("page.graphql");
const FILL_IN: &str = include_str!("fill_in.graphql");
const APPLY: &str = include_str!("apply.graphql");

/// Which text block or macro.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    id: String,
    /// Files had been chosen, and do not come along.
    files: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    ticket: Option<Ticket>,
    node: Option<Macro>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ticket {
    number: i32,
    title: String,
    version: i64,
    draft: Option<Draft>,
    draft_files: Vec<IgnoredAny>,
    customer: Named,
}

#[derive(Deserialize)]
struct Draft {
    text: String,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// A macro, or another thing with an id, which has no name.
#[derive(Deserialize)]
struct Macro {
    id: Option<String>,
    name: Option<String>,
    #[serde(default)]
    effect: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    kind: String,
    text: Option<String>,
    visibility: Option<String>,
    status: Option<String>,
    assignee: Option<Named>,
    assigns_person: bool,
    assigns_me: bool,
    queue: Option<Named>,
    priority: Option<String>,
    title: Option<String>,
    tags: Option<Vec<String>>,
    is_private: Option<bool>,
}

#[derive(Deserialize)]
struct Filling {
    ticket: Option<Chosen>,
    node: Option<Filled>,
}

/// The files that are kept for what is being written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chosen {
    draft_files: Vec<IgnoredAny>,
}

/// What became of a ticket by a macro.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Applied {
    change_ticket: Changed,
}

#[derive(Deserialize)]
struct Changed {
    ticket: After,
}

/// What a macro would do; another thing with an id does nothing.
#[derive(Deserialize)]
struct Filled {
    #[serde(default)]
    effect: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    kind: String,
    text: Option<String>,
    visibility: Option<String>,
    status: Option<String>,
}

/// `GET /tickets/{number}/block?id=…`: the text alone, for the script that inserts it.
pub(crate) async fn block(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let text = filled(&app, &visitor, read_number(&number)?, &asked.id).await?.ok_or(PageError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// `POST /preview`: what the text of a form will look like, for the script that shows it.
pub(crate) async fn preview(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(_, posted): MemberForm,
) -> Result<Response, PageError> {
    let answer: Value = app.api.run(&visitor, PREVIEW, json!({ "text": posted.get("text") })).await?;
    let html = answer.get("previewComment").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Html(html).into_response())
}

/// A text block as it would be written in this ticket; `None`: there is none.
async fn filled(app: &App, visitor: &Visitor, number: i32, id: &str) -> Result<Option<String>, Failure> {
    let answer: Value = app.api.run(visitor, FILLED, json!({ "id": id, "number": number })).await?;
    Ok(answer.pointer("/node/filled").and_then(Value::as_str).map(str::to_owned))
}

/// Puts the text block that was picked behind what stands in the form for a comment.
pub(crate) async fn insert(
    app: &App,
    visitor: &Visitor,
    number: i32,
    posted: &mut Posted,
) -> Result<(), Failure> {
    let named = if posted.has("block") { "block" } else { "insert" };
    let Some(id) = posted.some(named).map(str::to_owned) else { return Ok(()) };
    let Some(block) = filled(app, visitor, number, &id).await? else { return Ok(()) };
    let text = posted.get("text").trim_end();
    let text = if text.is_empty() { block } else { format!("{text}\n\n{block}") };
    posted.replace("text", text);
    Ok(())
}

/// Puts what a macro writes into the form for a comment, with its readers and its status: people send it. False, and
/// nothing done, if the macro changes other things, too, or if what it writes is not for the readers of what stands in the
/// form or of all else that it writes: a note never joins an answer.
pub(crate) async fn fill_in(
    app: &App,
    visitor: &Visitor,
    (number, id): (i32, &str),
    posted: &mut Posted,
) -> Result<bool, Failure> {
    let Filling { ticket, node } =
        app.api.run(visitor, FILL_IN, json!({ "id": id, "number": number })).await?;
    let effect = node.map(|node| node.effect).unwrap_or_default();
    if effect.is_empty() || !effect.iter().all(|step| matches!(step.kind.as_str(), "comment" | "status")) {
        return Ok(false);
    }
    let mut readers: Vec<&str> = effect.iter().filter_map(|step| step.visibility.as_deref()).collect();
    // A file that was chosen for some readers is for no others, as a text is.
    let has_files = ticket.is_some_and(|ticket| !ticket.draft_files.is_empty());
    if (posted.some("text").is_some() || has_files) && !readers.is_empty() {
        readers.push(send::readers(posted));
    }
    if readers.windows(2).any(|pair| matches!(pair, [one, other] if one != other)) {
        return Ok(false);
    }
    for step in effect {
        if let Some(text) = step.text {
            let typed = posted.get("text").trim_end();
            let text = if typed.is_empty() { text } else { format!("{typed}\n\n{text}") };
            posted.replace("text", text);
        }
        for (name, value) in [("visibility", step.visibility), ("status", step.status)] {
            if let Some(value) = value {
                posted.replace(name, value);
            }
        }
    }
    Ok(true)
}

/// The text blocks that are offered on a ticket: those for its customer's language and for every language, and the others. If
/// none are for that language, the others come first too.
pub(crate) fn blocks(answer: &zoom::Answer, ticket: &zoom::Ticket) -> (Vec<Value>, Vec<Value>) {
    let spoken = ticket.customer.locale.as_deref();
    let all = answer.text_blocks.as_deref().unwrap_or_default();
    let view = |block: &&zoom::Block| json!({ "id": block.id, "name": block.name, "locale": block.locale });
    let fits = |block: &&zoom::Block| block.locale.is_none() || block.locale.as_deref() == spoken;
    let (fitting, others): (Vec<_>, Vec<_>) = all.iter().partition(fits);
    let view_all = |blocks: Vec<&zoom::Block>| blocks.iter().map(view).collect();
    if fitting.is_empty() { (view_all(others), Vec::new()) } else { (view_all(fitting), view_all(others)) }
}

/// `GET /tickets/{number}/macro?id=…`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    if asked.id.is_empty() {
        // Nothing was picked.
        return Ok(Redirect::to(&send::back(&visitor, number)).into_response());
    }
    let form = FormView::new(&[], &[]);
    let form = if asked.files.is_some() { form.without_files() } else { form };
    page(&app, &visitor, &viewer, (number, &asked.id), StatusCode::OK, form).await
}

/// Whether a macro writes something into a ticket.
async fn answers(app: &App, visitor: &Visitor, number: i32, id: &str) -> Result<bool, Failure> {
    let answer: Filling = app.api.run(visitor, FILL_IN, json!({ "id": id, "number": number })).await?;
    Ok(answer.node.is_some_and(|node| node.effect.iter().any(|step| step.kind == "comment")))
}

/// `POST /tickets/{number}/macro`
pub(crate) async fn apply(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(number): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    let number = read_number(&number)?;
    let id = posted.get("id");
    let input = json!({
        "number": number, "changes": [{ "macro": id }],
        "expectedVersion": posted.some("version").and_then(|version| version.parse::<i64>().ok()),
        "idempotencyKey": posted.some("key"),
    });
    // An answer is taken back by itself, and what goes with it stays then.
    let before = match answers(&app, &visitor, number, id).await {
        Ok(false) => offer::before(&app, &visitor, number).await,
        _ => None,
    };
    match app.api.run::<Applied>(&visitor, APPLY, json!({ "input": input })).await {
        Ok(Applied { change_ticket: Changed { ticket } }) => {
            let offer = offer::offer(&app, &visitor, number, before, &ticket);
            let jar = CookieJar::new().add(offer).add(Origin::of(&visitor).kept(&app, &visitor, number));
            Ok((jar, Redirect::to(&send::back(&visitor, number))).into_response())
        }
        Err(failure) => {
            let status = send::status(&failure)?;
            let mut form = FormView::new(&[], &[]).explain(&app, &visitor, &failure);
            if failure.code == graphql::ErrorCode::Conflict {
                form = form.error("form", app.say(&visitor, "macro-stale", &[]));
            }
            page(&app, &visitor, &viewer, (number, id), status, form).await
        }
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    (number, id): (i32, &str),
    status: StatusCode,
    form: FormView,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let Answer { ticket, node } = app.api.run(visitor, PAGE, json!({ "id": id, "number": number })).await?;
    let ticket = ticket.ok_or(PageError::NotFound)?;
    let Some(Macro { id: Some(id), name: Some(name), effect }) = node else {
        return Err(PageError::NotFound);
    };
    let title = app.say(visitor, "macro-apply-title", &[("name", name.as_str().into())]);
    let effect: Vec<Value> = effect.iter().map(|change| effect_of(app, visitor, change)).collect();
    let data = json!({
        "ticket": { "number": ticket.number, "title": ticket.title, "version": ticket.version },
        "suffix": Origin::of(visitor).suffix(),
        "page": { "id": id, "key": random::word(), "customer": ticket.customer.name, "effect": effect,
            "draft": !ticket.draft_files.is_empty()
                || ticket.draft.is_some_and(|draft| !draft.text.trim().is_empty()) },
        "form": form,
    });
    Ok(app.frame(visitor, status, "ticket/texts", &title, data).await)
}

/// One thing that the macro will do: what it is, the value, and the text of a comment.
fn effect_of(app: &App, visitor: &Visitor, change: &Change) -> Value {
    let say = |key: &str| app.say(visitor, key, &[]);
    let gone = || say("macros-gone");
    let (label, value) = match change.kind.as_str() {
        "comment" if change.visibility.as_deref() == Some("INTERNAL") => ("zoom-note", String::new()),
        "comment" => ("zoom-answer", String::new()),
        "status" => ("fact-status", say(&format!("status-{}", change.status.as_deref().unwrap_or_default()))),
        "priority" => {
            ("fact-priority", say(&format!("priority-{}", change.priority.as_deref().unwrap_or_default())))
        }
        "assignee" if change.assigns_me => ("fact-assignee", say("macros-me")),
        "assignee" => match &change.assignee {
            Some(person) => ("fact-assignee", person.name.clone()),
            None if change.assigns_person => ("fact-assignee", gone()),
            None => ("fact-assignee", say("nobody")),
        },
        "queue" => ("fact-queue", change.queue.as_ref().map_or_else(gone, |queue| queue.name.clone())),
        "title" => ("fact-title", change.title.clone().unwrap_or_default()),
        "addTags" => ("macros-add-tags", crate::tags::line(change.tags.as_deref().unwrap_or_default())),
        "removeTags" => ("macros-remove-tags", crate::tags::line(change.tags.as_deref().unwrap_or_default())),
        _ if change.is_private == Some(true) => ("fact-private", say("macros-private")),
        _ => ("fact-private", say("macros-shared")),
    };
    json!({ "label": say(label), "value": value, "text": change.text, "internal": change.visibility.as_deref() == Some("INTERNAL") })
}
