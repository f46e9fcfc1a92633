//! The form of a mailbox that an admin adds, changes, tries or deletes. A password that was typed is never shown again.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::FormView,
    forms::{MemberForm, Posted},
    pages::admin::sections::{admins_only, sections},
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const CREATE: &str = include_str!("create.graphql");
const UPDATE: &str = include_str!("update.graphql");
const DELETE: &str = include_str!("delete.graphql");
const TEST: &str = include_str!("test.graphql");
const SECURITIES: [&str; 3] = ["TLS", "STARTTLS", "NONE"];
const AFTER_FETCH: [&str; 3] = ["MARK", "MOVE", "DELETE"];
const OLD_MAIL: [&str; 3] = ["QUIET", "IMPORT", "ANSWER"];
const REPLIES: [&str; 4] = ["APPEND", "APPEND_HINT", "HINT_ONLY", "QUARANTINE"];

/// The fields that are texts, as form and schema call them.
const TEXTS: [&str; 9] =
    ["queue", "host", "port", "security", "user", "oauth", "folder", "certificates", "replies"];

/// Whether the form has just been taken.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    queues: Vec<Queue>,
    mailboxes: Vec<Mailbox>,
    mail_providers: Vec<Provider>,
    mailbox_passwords_kept: bool,
}

#[derive(Deserialize)]
struct Provider {
    name: String,
    title: String,
}

#[derive(Deserialize)]
struct Queue {
    #[serde(flatten)]
    named: Named,
    active: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mailbox {
    id: Option<String>,
    name: String,
    plus_addressing: Option<bool>,
    cc_watches: Option<bool>,
    reopen_days: Option<i32>,
    after_fetch: Option<String>,
    move_to: Option<String>,
    only_newer_than: Option<String>,
    old_mail: Option<String>,
    progress: Option<Value>,
    paused: bool,
    overridden: bool,
    last_fault: Option<String>,
    #[serde(flatten)]
    rest: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tested {
    test_mailbox: Found,
}

#[derive(Deserialize)]
struct Found {
    fault: Option<String>,
    mails: Option<i64>,
    pushes: Option<bool>,
}

/// What stands around the form.
#[derive(Default)]
struct Told {
    done: bool,
    form: Option<FormView>,
    /// What came of a test: whether it works, and in words.
    tested: Option<(bool, String)>,
    /// Whether the password has to be typed again.
    again: bool,
}

/// `GET /admin/mail/new`
pub(crate) async fn new(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, None, Told::default()).await
}

/// `GET /admin/mail/{id}`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let told = Told { done: asked.done.is_some(), ..Told::default() };
    page(&app, &visitor, StatusCode::OK, Some(&id), told).await
}

/// `POST /admin/mail/new`
pub(crate) async fn create(
    State(app): State<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    if posted.get("do") == "test" {
        return test(&app, &visitor, None, &posted).await;
    }
    let mut input = terms(&posted);
    input["address"] = json!(posted.get("address"));
    match app.api.run::<Value>(&visitor, CREATE, json!({ "input": input })).await {
        Ok(made) => {
            let id = made.pointer("/createMailbox/mailbox/id").and_then(Value::as_str).unwrap_or_default();
            Ok(Redirect::to(&format!("/admin/mail/{id}?done=1")).into_response())
        }
        Err(failure) => refused(&app, &visitor, None, &posted, failure).await,
    }
}

/// `POST /admin/mail/{id}`: changes, tries, pauses or deletes it.
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let input = match posted.get("do") {
        "test" => return test(&app, &visitor, Some(&id), &posted).await,
        "delete" => {
            app.api.run::<Value>(&visitor, DELETE, json!({ "id": id })).await?;
            return Ok(Redirect::to("/admin/mail?done=deleted").into_response());
        }
        "pause" => json!({ "id": id, "paused": true }),
        "resume" => json!({ "id": id, "paused": false }),
        _ => {
            let mut input = terms(&posted);
            input["id"] = json!(id);
            input
        }
    };
    match app.api.run::<Value>(&visitor, UPDATE, json!({ "input": input })).await {
        Ok(_) => Ok(Redirect::to(&format!("/admin/mail/{id}?done=1")).into_response()),
        Err(failure) => refused(&app, &visitor, Some(&id), &posted, failure).await,
    }
}

/// Tries what stands in the form, and shows it again with what came of that.
async fn test(
    app: &App,
    visitor: &Visitor,
    id: Option<&str>,
    posted: &Posted,
) -> Result<Response, PageError> {
    let mut input = terms(posted);
    if let Some(input) = input.as_object_mut() {
        let others =
            ["queue", "replies", "plusAddressing", "ccWatches", "reopenDays", "onlyNewerThan", "oldMail"];
        for other in others {
            input.remove(other);
        }
        input.insert("id".to_owned(), json!(id));
        input.insert("address".to_owned(), json!(posted.get("address")));
    }
    match app.api.run::<Tested>(visitor, TEST, json!({ "input": input })).await {
        Ok(Tested { test_mailbox: found }) => {
            let told = Told {
                form: Some(typed(posted)),
                tested: Some((found.fault.is_none(), said(app, visitor, &found))),
                again: posted.has_password(),
                ..Told::default()
            };
            page(app, visitor, StatusCode::OK, id, told).await
        }
        Err(failure) => refused(app, visitor, id, posted, failure).await,
    }
}

/// The form again with what is wrong in it, if that is in what was sent.
async fn refused(
    app: &App,
    visitor: &Visitor,
    id: Option<&str>,
    posted: &Posted,
    failure: Failure,
) -> Result<Response, PageError> {
    if failure.is_ours() {
        return Err(failure.into());
    }
    let form = Some(typed(posted).explain(app, visitor, &failure));
    let told = Told { form, again: posted.has_password(), ..Told::default() };
    page(app, visitor, StatusCode::UNPROCESSABLE_ENTITY, id, told).await
}

/// What came of a test, in words.
fn said(app: &App, visitor: &Visitor, found: &Found) -> String {
    if let Some(fault) = &found.fault {
        return app.say(visitor, &fault_key(fault), &[]);
    }
    let mails = found.mails.unwrap_or_default();
    let works = app.say(visitor, "mailbox-test-works", &[("n", mails.into())]);
    if found.pushes == Some(false) {
        return format!("{works} {}", app.say(visitor, "mailbox-test-polled", &[]));
    }
    works
}

/// The text for what is wrong with a mailbox.
pub(crate) fn fault_key(fault: &str) -> String {
    format!("admin-mailbox-fault-{}", fault.to_lowercase().replace('_', "-"))
}

/// What the form decides, as the schema takes it. Without a password, that stays as it is.
fn terms(posted: &Posted) -> Value {
    // What is no number is no port either, and the schema says so.
    let port = posted.some("port").map_or(0, |port| port.parse::<i32>().unwrap_or(-1));
    // Nothing is for ever, and what is no number is refused as a number that is too small.
    let days = posted.some("reopen_days").map(|days| days.parse::<i32>().unwrap_or(-1));
    let mut input = json!({
        "queue": posted.get("queue"),
        "host": posted.get("host"),
        "port": port,
        "security": posted.some("security"),
        "user": posted.get("user"),
        "folder": posted.get("folder"),
        "afterFetch": posted.some("after_fetch"),
        "moveTo": posted.get("move_to"),
        "onlyNewerThan": posted.get("only_newer_than"),
        "oldMail": posted.some("old_mail"),
        "replies": posted.some("replies"),
        "plusAddressing": posted.has("plus_addressing"),
        "ccWatches": posted.has("cc_watches"),
        "reopenDays": days,
    });
    if posted.has("certificates") {
        input["certificates"] = json!(posted.get("certificates"));
    }
    // Without providers the form does not ask.
    if posted.has("oauth") {
        input["oauth"] = json!(posted.get("oauth"));
    }
    // The field is there, and hidden, when a provider is chosen: what a browser fills in by itself is not meant then.
    if posted.has_password() && posted.some("oauth").is_none() {
        input["password"] = json!(posted.get("password"));
    }
    input
}

fn empty() -> FormView {
    let further = [
        "address",
        "plus_addressing",
        "cc_watches",
        "reopen_days",
        "after_fetch",
        "move_to",
        "only_newer_than",
        "old_mail",
    ];
    let values: Vec<_> = further.into_iter().chain(TEXTS).collect();
    let errors: Vec<_> =
        ["address", "password", "reopenDays", "moveTo", "onlyNewerThan"].into_iter().chain(TEXTS).collect();
    FormView::new(&values, &errors)
        .set("security", "TLS")
        .set("after_fetch", "MARK")
        .set("old_mail", "QUIET")
        .set("replies", "APPEND")
        .set("cc_watches", "1")
}

/// The form as it was sent.
fn typed(posted: &Posted) -> FormView {
    let ticked = |name| if posted.has(name) { "1" } else { "" };
    empty()
        .fill(posted)
        .set("plus_addressing", ticked("plus_addressing"))
        .set("cc_watches", ticked("cc_watches"))
}

fn filled(mailbox: &Mailbox) -> FormView {
    let ticked = |flag: Option<bool>| if flag == Some(true) { "1" } else { "" };
    let mut form = empty()
        .set("address", mailbox.name.as_str())
        .set("plus_addressing", ticked(mailbox.plus_addressing))
        .set("cc_watches", ticked(mailbox.cc_watches))
        .set("reopen_days", mailbox.reopen_days.map(|days| days.to_string()).unwrap_or_default())
        .set("after_fetch", mailbox.after_fetch.as_deref().unwrap_or("MARK"))
        .set("move_to", mailbox.move_to.as_deref().unwrap_or_default())
        .set("only_newer_than", mailbox.only_newer_than.as_deref().unwrap_or_default())
        .set("old_mail", mailbox.old_mail.as_deref().unwrap_or("QUIET"));
    for name in TEXTS {
        match mailbox.rest.get(name) {
            Some(Value::String(text)) => form = form.set(name, text.as_str()),
            Some(Value::Number(number)) => form = form.set(name, number.to_string()),
            _ => {}
        }
    }
    let queue = mailbox.rest.pointer("/queue/id").and_then(Value::as_str);
    form.set("queue", queue.unwrap_or_default())
}

/// The providers to choose from, and one that is chosen and no longer there.
fn providers(known: Vec<Provider>, chosen: &str) -> Vec<Value> {
    let is_gone = !chosen.is_empty() && known.iter().all(|one| one.name != chosen);
    let gone = is_gone.then(|| Provider { name: chosen.to_owned(), title: chosen.to_owned() });
    let all = known.into_iter().chain(gone);
    all.map(|one| json!({ "selected": one.name == chosen, "value": one.name, "title": one.title })).collect()
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    id: Option<&str>,
    told: Told,
) -> Result<Response, PageError> {
    let answer: Answer = app.api.run(visitor, PAGE, json!({})).await?;
    let shown = match id {
        Some(id) => {
            let is = |mailbox: &&Mailbox| mailbox.id.as_deref() == Some(id);
            Some(answer.mailboxes.iter().find(is).ok_or(PageError::NotFound)?)
        }
        None => None,
    };
    let form = told.form.unwrap_or_else(|| shown.map_or_else(empty, filled));
    let fed = form.text("queue").to_owned();
    let open = answer.queues.into_iter().filter(|queue| queue.active || queue.named.id == fed);
    let consent =
        shown.filter(|one| matches!(one.last_fault.as_deref(), Some("NOT_CONNECTED" | "CONSENT_GONE")));
    let providers = providers(answer.mail_providers, form.text("oauth"));
    let page = json!({
        "consent": consent.map(|one| json!({
            "words": app.say(visitor, &fault_key(one.last_fault.as_deref().unwrap_or_default()), &[]),
            "account": one.rest["user"], "provider": one.rest["oauth"],
        })),
        "providers": providers,
        "keyless": !answer.mailbox_passwords_kept,
        "id": id,
        "action": format!("/admin/mail/{}", id.unwrap_or("new")),
        "name": shown.map(|mailbox| mailbox.name.as_str()),
        "paused": shown.is_some_and(|mailbox| mailbox.paused),
        "overridden": shown.is_some_and(|mailbox| mailbox.overridden),
        "unreadable": shown.is_some_and(|one| one.last_fault.as_deref() == Some("PASSWORD_UNREADABLE")),
        "rules": shown.and_then(|one| one.rest.get("rules")?.as_array().map(Vec::len)),
        "certificates": !form.text("certificates").is_empty() || form.has_error("certificates"),
        "done": told.done,
        "works": told.tested.as_ref().is_some_and(|(works, _)| *works),
        "tested": told.tested.map(|(_, words)| words),
        "again": told.again,
        "queues": view::named_choices(open.map(|queue| queue.named).collect(), &fed),
        "securities": view::choices(&SECURITIES, form.text("security")),
        "ways": view::choices(&AFTER_FETCH, form.text("after_fetch")),
        "olds": view::choices(&OLD_MAIL, form.text("old_mail")),
        "progress": shown.and_then(|one| one.progress.as_ref()),
        "replies": view::choices(&REPLIES, form.text("replies")),
    });
    let title = match shown {
        Some(mailbox) => app.say(visitor, "mailbox-title", &[("name", mailbox.name.as_str().into())]),
        None => app.say(visitor, "mailbox-new", &[]),
    };
    let data = json!({ "page": page, "form": form, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/mailbox", &title, data).await)
}
