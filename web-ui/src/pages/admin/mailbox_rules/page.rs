//! The rules of a mailbox that an admin added: a form with those that are there and one that is empty. A rule without a pattern is
//! taken away.

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
    form_view::reason,
    forms::{MemberForm, Posted},
    pages::admin::sections::{admins_only, sections},
    view::{self, Named},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");
const UPDATE: &str = include_str!("update.graphql");
const STATUSES: [&str; 5] = ["NEW", "OPEN", "PENDING", "RESOLVED", "CLOSED"];
const PRIORITIES: [&str; 4] = ["URGENT", "HIGH", "NORMAL", "LOW"];
const FIELDS: [&str; 6] = ["header", "pattern", "status", "priority", "tags", "queue"];

/// Whether the form has just been taken.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    queues: Vec<Queue>,
    mailboxes: Vec<Mailbox>,
}

#[derive(Clone, Deserialize)]
struct Queue {
    #[serde(flatten)]
    named: Named,
    active: bool,
}

#[derive(Deserialize)]
struct Mailbox {
    id: Option<String>,
    name: String,
    rules: Option<Vec<Rule>>,
}

#[derive(Deserialize)]
struct Rule {
    header: String,
    pattern: String,
    status: Option<String>,
    priority: Option<String>,
    tags: Vec<String>,
    queue: Option<Id>,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

/// A rule as it stands in the form.
#[derive(Clone, Default)]
struct Typed {
    /// What stands in the fields, in their order.
    values: [String; FIELDS.len()],
    /// Which field is wrong, and why.
    error: Option<(String, String)>,
}

/// `GET /admin/mail/{id}/rules`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    page(&app, &visitor, StatusCode::OK, &id, Told { done: asked.done.is_some(), ..Told::default() }).await
}

/// `POST /admin/mail/{id}/rules`
pub(crate) async fn submit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let (typed, moved) = typed(&posted);
    let rules: Vec<Value> = typed.iter().map(Typed::input).collect();
    let input = json!({ "id": id, "rules": rules });
    match app.api.run::<Value>(&visitor, UPDATE, json!({ "input": input })).await {
        Ok(_) => {
            let there = moved.map(|place| format!("#rule-{place}")).unwrap_or_default();
            Ok(Redirect::to(&format!("/admin/mail/{id}/rules?done=1{there}")).into_response())
        }
        Err(failure) if failure.is_ours() => Err(failure.into()),
        Err(failure) => {
            let told = Told::refused(&app, &visitor, typed, &failure);
            page(&app, &visitor, StatusCode::UNPROCESSABLE_ENTITY, &id, told).await
        }
    }
}

/// The rules that were sent, but for those without a pattern, in the order in which they are to be; and where the one stands
/// now that was moved.
fn typed(posted: &Posted) -> (Vec<Typed>, Option<usize>) {
    let columns = FIELDS.map(|name| posted.all(name).collect::<Vec<_>>());
    let rows = columns.iter().map(Vec::len).max().unwrap_or_default();
    let row = |at: usize| {
        let value = |column: &Vec<&str>| column.get(at).copied().unwrap_or_default().to_owned();
        Typed { values: columns.each_ref().map(value), error: None }
    };
    let mut all: Vec<Typed> = (0..rows).map(row).collect();
    let moved = moved(posted.get("move")).filter(|(from, to)| *from < rows && *to < rows);
    if let Some((from, to)) = moved {
        all.swap(from, to);
    }
    let is_rule = |typed: &Typed| !typed.pattern().trim().is_empty();
    let place = moved.map(|(_, to)| all.iter().take(to + 1).filter(|typed| is_rule(typed)).count());
    all.retain(is_rule);
    (all, place)
}

/// From where to where a rule is moved by this button; counted from 0, while the buttons count from 1.
fn moved(button: &str) -> Option<(usize, usize)> {
    let (way, place) = button.split_once(' ')?;
    let from = place.parse::<usize>().ok()?.checked_sub(1)?;
    let to = if way == "up" { from.checked_sub(1)? } else { from.checked_add(1)? };
    Some((from, to))
}

impl Typed {
    fn of(rule: Rule) -> Self {
        let tags = rule.tags.join(", ");
        let queue = rule.queue.map(|queue| queue.id).unwrap_or_default();
        let (status, priority) = (rule.status.unwrap_or_default(), rule.priority.unwrap_or_default());
        Self { values: [rule.header, rule.pattern, status, priority, tags, queue], error: None }
    }

    fn pattern(&self) -> &str {
        &self.values[1]
    }

    /// The rule as the schema takes it.
    fn input(&self) -> Value {
        let [header, pattern, status, priority, tags, queue] = &self.values;
        let some = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let tags: Vec<&str> = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).collect();
        json!({
            "header": header.trim(), "pattern": pattern.trim(), "status": some(status), "priority": some(priority),
            "tags": tags, "queue": some(queue),
        })
    }

    /// The rule as the template shows it.
    fn shown(&self, place: usize, queues: &[Queue]) -> Value {
        let [header, pattern, status, priority, tags, queue] = &self.values;
        let open = queues.iter().filter(|one| one.active || one.named.id == *queue);
        let error = |name: &str| self.error.as_ref().filter(|(at, _)| at == name).map(|(_, words)| words);
        let errors: serde_json::Map<_, _> =
            FIELDS.iter().map(|name| ((*name).to_owned(), json!(error(name)))).collect();
        json!({
            "place": place, "header": header, "pattern": pattern, "tags": tags,
            "statuses": view::choices(&STATUSES, status), "priorities": view::choices(&PRIORITIES, priority),
            "queues": view::named_choices(open.map(|one| one.named.clone()).collect(), queue), "errors": errors,
        })
    }
}

/// What stands around the form.
#[derive(Default)]
struct Told {
    done: bool,
    /// The rules as they were sent.
    typed: Option<Vec<Typed>>,
    /// What is wrong with all of it.
    error: Option<String>,
}

impl Told {
    /// What is wrong, at the rule and the field that it is about.
    fn refused(app: &App, visitor: &Visitor, mut typed: Vec<Typed>, failure: &Failure) -> Self {
        let words = match failure.reason.as_deref() {
            // What the reader of patterns says stands in no text of ours.
            Some("mailbox-rule-pattern") => {
                let error = failure.message.split_once(": ").map_or("", |(_, error)| error);
                app.say(visitor, "mailbox-rule-pattern-wrong", &[("error", error.into())])
            }
            _ => reason(app, visitor, failure),
        };
        let place = failure.field.as_deref().and_then(|field| {
            let (index, name) = field.strip_prefix("rules.")?.split_once('.')?;
            Some((index.parse::<usize>().ok()?, name.to_owned()))
        });
        let error = match place.and_then(|(index, name)| Some((typed.get_mut(index)?, name))) {
            Some((rule, name)) => {
                rule.error = Some((name, words));
                Some(app.say(visitor, "form-check-fields", &[]))
            }
            None => Some(words),
        };
        Self { done: false, typed: Some(typed), error }
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    id: &str,
    told: Told,
) -> Result<Response, PageError> {
    let Answer { queues, mailboxes } = app.api.run(visitor, PAGE, json!({})).await?;
    let shown = mailboxes.into_iter().find(|one| one.id.as_deref() == Some(id)).ok_or(PageError::NotFound)?;
    let kept = || shown.rules.unwrap_or_default().into_iter().map(Typed::of).collect();
    let mut rules: Vec<Typed> = told.typed.unwrap_or_else(kept);
    let empty = Typed { values: ["Subject", "", "", "", "", ""].map(str::to_owned), error: None };
    rules.push(empty);
    let last = rules.len();
    let rules = rules.iter().enumerate().map(|(at, rule)| {
        let mut rule = rule.shown(at + 1, &queues);
        rule["new"] = json!(at + 1 == last);
        rule["up"] = json!(at > 0 && at + 1 < last);
        rule["down"] = json!(at + 2 < last);
        rule
    });
    let page = json!({
        "id": id, "name": shown.name, "done": told.done, "error": told.error,
        "rules": rules.collect::<Vec<_>>(),
    });
    let title = app.say(visitor, "mailbox-rules-title", &[("name", shown.name.as_str().into())]);
    let data = json!({ "page": page, "sections": sections(app, visitor) });
    Ok(app.frame(visitor, status, "admin/mailbox-rules", &title, data).await)
}
