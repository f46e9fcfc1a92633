//! Changing many tickets at once.

use std::collections::BTreeMap;

use axum::{
    extract::State as Shares,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{
    menus::{Change, read_menus},
    outcome::{Outcome, State, forgotten, list},
    undo::{Answers, Look, look},
};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::reason,
    forms::{MemberForm, Posted},
    tags,
    urls::Target,
    visitor::Visitor,
};

const CHANGE: &str = include_str!("change.graphql");
const STATE: &str = include_str!("state.graphql");
const MERGE: &str = include_str!("merge.graphql");
const LINK: &str = include_str!("../../ticket/work/link.graphql");
/// Tickets that one form changes at most.
pub(super) const AT_ONCE: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    change_tickets: Results,
}

#[derive(Deserialize)]
struct Results {
    results: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    number: i32,
    error: Option<String>,
    code: Option<String>,
    field: Option<String>,
    ticket: Option<Ticket>,
    /// Children that are still open.
    warnings: Vec<Warned>,
}

#[derive(Deserialize)]
struct Warned {
    tickets: Vec<Numbered>,
}

#[derive(Deserialize)]
struct Numbered {
    number: i32,
}

impl One {
    /// The numbers of the children that are still open, as a sentence shows them.
    fn open_children(&self) -> Option<String> {
        let open = self.warnings.iter().flat_map(|warned| &warned.tickets);
        let open: Vec<String> = open.map(|child| format!("#{}", child.number)).collect();
        (!open.is_empty()).then(|| open.join(", "))
    }
}

#[derive(Deserialize)]
struct Before {
    ticket: Option<Ticket>,
}

#[derive(Clone, Deserialize)]
struct Ticket {
    number: i32,
    version: i64,
    status: String,
    priority: String,
    tags: Vec<String>,
    assignee: Option<Named>,
    queue: Named,
}

#[derive(Clone, Deserialize)]
struct Named {
    id: String,
    name: String,
}

/// What a button of the bar asks for: the changes, the key of the sentence that tells it, and the name in it.
struct Act {
    changes: Value,
    key: &'static str,
    name: String,
    /// What it writes.
    writes: Writes,
}

/// What an act writes into each ticket.
#[derive(Clone, Copy, Default)]
struct Writes {
    /// One answer to the customer, which can be taken back for a while.
    answer: bool,
    /// Something that stays.
    more: bool,
}

impl Ticket {
    fn state(&self) -> State {
        State {
            status: self.status.clone(),
            priority: self.priority.clone(),
            tags: self.tags.clone(),
            assignee: self.assignee.as_ref().map(|assignee| assignee.id.clone()),
            queue: self.queue.id.clone(),
        }
    }
}

/// `POST /desk/change`: does what was picked to every ticket that is ticked.
pub(crate) async fn change(
    Shares(app): Shares<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let numbers = numbers(&posted);
    let pressed = pressed(&posted);
    let outcome = if numbers.is_empty() {
        Outcome::new(&visitor, "bulk-nothing", "")
    } else if pressed == "merge" {
        merge(&app, &visitor, &numbers, posted.get("into")).await?
    } else if pressed == "link" {
        link(&app, &visitor, &numbers, posted.get("link")).await?
    } else if matches!(pressed, "tag" | "untag") && tags::read(posted.get("tags")).is_empty() {
        Outcome::new(&visitor, "bulk-no-tags", "")
    } else if pressed.is_empty() {
        Outcome::new(&visitor, "bulk-no-act", "")
    } else {
        match act(&app, &visitor, &posted, pressed).await {
            Some(act) => apply(&app, &visitor, &numbers, act, posted.some("key")).await?,
            None => return Err(PageError::Unreadable),
        }
    };
    Ok(back(&app, &posted, outcome.or_first(&visitor, &headers)))
}

/// Back to the list, which tells what became of it.
pub(super) fn back(app: &App, posted: &Posted, mut outcome: Outcome) -> Response {
    let back = Target::parse(posted.get("back")).filter(|back| back.path() == "/desk");
    let to = back.as_ref().map_or("/desk", Target::as_str);
    let mut response = Redirect::to(to).into_response();
    outcome.list = list(back.as_ref().and_then(Target::query).unwrap_or_default());
    // Both at once may be more than a server takes.
    for cookie in outcome.cookie(app).into_iter().chain(forgotten(app)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The numbers that are ticked, each once.
fn numbers(posted: &Posted) -> Vec<i32> {
    let mut numbers: Vec<i32> = posted.all("number").filter_map(|number| number.parse().ok()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.truncate(AT_ONCE);
    numbers
}

/// Which button was pressed. Enter in a field presses the first one of the form, which is there for that: then it is the
/// button beside the field that was filled in.
fn pressed(posted: &Posted) -> &str {
    let filled = |field| !posted.get(field).trim().is_empty();
    match (posted.get("do"), filled("tags"), filled("into"), filled("link")) {
        ("typed", true, false, false) => "tag",
        ("typed", false, true, false) => "merge",
        ("typed", false, false, true) => "link",
        ("typed", ..) => "",
        (pressed, ..) => pressed,
    }
}

/// What a button does. Names are looked up, so that the sentence can say them.
async fn act(app: &App, visitor: &Visitor, posted: &Posted, pressed: &str) -> Option<Act> {
    let (kind, value) = pressed.split_once(':').unwrap_or((pressed, ""));
    let made = |changes, key, name: &str| {
        Some(Act { changes: json!([changes]), key, name: name.to_owned(), writes: Writes::default() })
    };
    match kind {
        "assignee" if value == "me" => made(json!({ "assignee": { "me": true } }), "desk-assigned", ""),
        "assignee" if value == "none" => made(json!({ "assignee": { "user": null } }), "bulk-unassigned", ""),
        "assignee" => {
            let menus = read_menus(app, visitor).await?;
            let name = menus.agents.nodes.iter().chain(&menus.admins.nodes).find(|one| one.id == value);
            let name = name.map(|one| one.name.clone()).unwrap_or_default();
            made(json!({ "assignee": { "user": value } }), "bulk-assigned", &name)
        }
        "status" => {
            made(json!({ "status": value }), "bulk-status", &app.say(visitor, &word("status", value)?, &[]))
        }
        "priority" => {
            let name = app.say(visitor, &word("priority", value)?, &[]);
            made(json!({ "priority": value }), "bulk-priority", &name)
        }
        "queue" => {
            let menus = read_menus(app, visitor).await?;
            let name = menus.queues.iter().find(|one| one.id == value)?.name.clone();
            made(json!({ "queue": value }), "bulk-queue", &name)
        }
        "macro" => {
            let menus = read_menus(app, visitor).await?;
            let one = menus.macros.iter().find(|one| one.id == value)?;
            Some(Act {
                changes: json!([{ "macro": value }]),
                key: "bulk-macro",
                name: one.name.clone(),
                writes: writes(&one.changes),
            })
        }
        "tag" => {
            let tags = tags::read(posted.get("tags"));
            made(json!({ "addTags": tags }), "bulk-tagged", &tags::line(&tags))
        }
        "untag" => {
            let tags = tags::read(posted.get("tags"));
            made(json!({ "removeTags": tags }), "bulk-untagged", &tags::line(&tags))
        }
        _ => None,
    }
}

fn writes(changes: &[Change]) -> Writes {
    let comments = changes.iter().filter(|change| change.kind == "comment");
    let (answers, notes): (Vec<_>, Vec<_>) =
        comments.partition(|comment| comment.visibility.as_deref() == Some("PUBLIC"));
    let answer = answers.len() == 1;
    Writes { answer, more: !notes.is_empty() || (!answer && !answers.is_empty()) }
}

/// The key of a word of the schema, if it is one.
fn word(kind: &str, value: &str) -> Option<String> {
    const WORDS: [&str; 9] =
        ["NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED", "LOW", "NORMAL", "HIGH", "URGENT"];
    WORDS.contains(&value).then(|| format!("{kind}-{value}"))
}

/// `key`: of the form, so that what is sent twice is one act.
async fn apply(
    app: &App,
    visitor: &Visitor,
    numbers: &[i32],
    act: Act,
    key: Option<&str>,
) -> Result<Outcome, PageError> {
    let mut before: BTreeMap<i32, Ticket> = BTreeMap::new();
    for number in numbers {
        before.extend(read(app, visitor, *number).await?.map(|ticket| (*number, ticket)));
    }
    let key = key.map(|key| act_key(key, numbers, &act.changes));
    let input = json!({ "numbers": numbers, "changes": act.changes, "idempotencyKey": key.as_deref() });
    let begun = (app.settings.clock)();
    let answer: Result<Changed, Failure> = app.api.run(visitor, CHANGE, json!({ "input": input })).await;
    let mut outcome = Outcome::new(visitor, act.key, &act.name);
    outcome.of_act(key.as_deref());
    outcome.stays = act.writes.more;
    let results = match answer {
        Ok(changed) => changed.change_tickets.results,
        Err(failure) if failure.is_ours() => return Err(failure.into()),
        // What is wrong with the changes themselves is wrong for every ticket.
        Err(failure) => {
            let why = reason(app, visitor, &failure);
            for number in numbers {
                outcome.fail(*number, &why);
            }
            return Ok(outcome);
        }
    };
    outcome.answers = act.writes.answer.then(|| Answers::new(begun, (app.settings.clock)()));
    for one in results {
        let Some(after) = &one.ticket else {
            let why = why(app, visitor, &one);
            outcome.fail(one.number, &why);
            continue;
        };
        let Some(before) = before.get(&one.number) else {
            outcome.settled(one.number);
            continue;
        };
        if before.assignee.as_ref().map(|one| &one.id) != after.assignee.as_ref().map(|one| &one.id)
            && let Some(one) = &before.assignee
        {
            *outcome.taken.entry(one.name.clone()).or_default() += 1;
        }
        if before.status != after.status
            && let Some(open) = one.open_children()
        {
            outcome.warn(one.number, &open);
        }
        let open = match outcome.answers {
            Some(within) => look(app, visitor, one.number, within).await.ok().and_then(Look::open_until),
            None => None,
        };
        let answered = open.is_some();
        if let Some(until) = open {
            outcome.ends(until);
        }
        outcome.stays |= act.writes.answer && !answered;
        let versions = (before.version, after.version);
        outcome.changed(after.number, versions, (&before.state(), &after.state()), answered);
    }
    Ok(outcome)
}

async fn read(app: &App, visitor: &Visitor, number: i32) -> Result<Option<Ticket>, Failure> {
    let found: Before = app.api.run(visitor, STATE, json!({ "number": number })).await?;
    Ok(found.ticket)
}

/// What a ticket is now, if the visitor sees it.
pub(super) async fn state_of(app: &App, visitor: &Visitor, number: i32) -> Result<Option<State>, Failure> {
    Ok(read(app, visitor, number).await?.map(|ticket| ticket.state()))
}

/// The key of an act: that of the form, and what is done to which tickets. A form that stays, or that somebody goes back to, may
/// ask for something else, which is another act.
fn act_key(form: &str, numbers: &[i32], changes: &Value) -> String {
    let act = json!([form, numbers, changes]).to_string();
    URL_SAFE_NO_PAD.encode(Sha256::digest(act.as_bytes()))
}

/// Why one ticket was not changed, in the visitor's language where there is a text for it.
fn why(app: &App, visitor: &Visitor, one: &One) -> String {
    let is_tags = |part: &str| matches!(part, "tags" | "addTags" | "removeTags");
    let key = match (one.code.as_deref(), one.field.as_deref()) {
        // Such as `changes.0.addTags`.
        (Some("BAD_USER_INPUT"), Some(field)) if field.split('.').any(is_tags) => {
            Some("reason-tags-too-many".to_owned())
        }
        (code, _) => code.map(|code| format!("code-{code}")),
    };
    let known = key.and_then(|key| app.texts.get(visitor.lang, &key, &[]));
    known.or_else(|| one.error.clone()).unwrap_or_default()
}

async fn merge(app: &App, visitor: &Visitor, numbers: &[i32], into: &str) -> Result<Outcome, PageError> {
    let mut outcome = Outcome::new(visitor, "bulk-merged", number_of(into));
    let Some(target) = other(app, visitor, &mut outcome, (numbers, into), "bulk-merge-number") else {
        return Ok(outcome);
    };
    for number in numbers.iter().filter(|number| **number != target) {
        let variables = json!({ "from": number, "into": target });
        match app.api.run::<Value>(visitor, MERGE, variables).await {
            Ok(_) => outcome.merged(*number),
            Err(failure) if failure.is_ours() => return Err(failure.into()),
            Err(failure) => outcome.fail(*number, &reason(app, visitor, &failure)),
        }
    }
    Ok(outcome)
}

/// Says of each ticket that it has to do with another one.
async fn link(app: &App, visitor: &Visitor, numbers: &[i32], to: &str) -> Result<Outcome, PageError> {
    let mut outcome = Outcome::new(visitor, "bulk-linked", number_of(to));
    let Some(target) = other(app, visitor, &mut outcome, (numbers, to), "bulk-link-number") else {
        return Ok(outcome);
    };
    for number in numbers.iter().filter(|number| **number != target) {
        let input = json!({ "number": number, "other": target, "kind": "RELATED" });
        match app.api.run::<Value>(visitor, LINK, json!({ "input": input })).await {
            Ok(_) => outcome.settled(*number),
            Err(failure) if failure.is_ours() => return Err(failure.into()),
            Err(failure) => outcome.fail(*number, &reason(app, visitor, &failure)),
        }
    }
    Ok(outcome)
}

/// The number as it was typed, with or without its sign.
fn number_of(typed: &str) -> &str {
    typed.trim().trim_start_matches('#')
}

/// The ticket that was named beside those that are ticked; if none was, each of them fails with the sentence of this key.
fn other(
    app: &App,
    visitor: &Visitor,
    outcome: &mut Outcome,
    (numbers, typed): (&[i32], &str),
    key: &str,
) -> Option<i32> {
    let target = number_of(typed).parse().ok();
    if target.is_none() {
        let why = app.say(visitor, key, &[]);
        for number in numbers {
            outcome.fail(*number, &why);
        }
    }
    target
}
