//! Where the staff answer: who reads it, what the buttons do, and what may be inserted.

use serde_json::{Value, json};

use crate::{
    app::App,
    pages::ticket::{
        texts::page as texts,
        zoom::{
            answer::{Answer, Ticket},
            page::{Told, unreachable},
        },
    },
    view,
    visitor::{Viewer, Visitor},
};

/// The statuses of the menu, in the order of its keys 1 to 4.
const MENU: [&str; 4] = ["OPEN", "PENDING", "RESOLVED", "CLOSED"];

/// All that the form for an answer shows.
pub(crate) fn view(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    (answer, ticket): (&Answer, &Ticket),
    told: &Told,
) -> Value {
    let picked = told.form.text("status");
    let say = |key: &str| app.say(visitor, key, &[]);
    let customer: &[(&str, words::Value<'_>)] = &[("name", ticket.customer.name.as_str().into())];
    let (blocks, other_blocks) = texts::blocks(answer, ticket);
    let readers = ticket.watchers.iter().filter(|watcher| !watcher.is_staff);
    let readers: Vec<Value> =
        readers.map(|one| json!({ "id": one.id, "name": one.name, "email": one.email })).collect();
    let told_to = if readers.is_empty() { "case-told" } else { "case-told-cc" };
    let seconds = i64::try_from(answer.limits.undo_seconds).unwrap_or_default();
    let status = say(&format!("status-{}", ticket.status));
    json!({
        "placeholder": app.say(visitor, "case-placeholder", customer),
        "readers": readers,
        "undo": (seconds > 0).then(|| app.say(visitor, "case-undo-for", &[("seconds", seconds.into())])),
        "mailed": app.say(visitor, told_to, customer),
        "stays": app.say(visitor, "case-note-effect", &[("status", status.as_str().into())]),
        "takes": ticket.assignee.is_none(),
        "me": viewer.id,
        "signature": ticket.answer_signature,
        "picked": picked,
        "send": say(&format!("case-send-{}", main(&ticket.status, picked))),
        "note": if picked.is_empty() { say("case-save-note") } else { say(&format!("case-note-{picked}")) },
        "choices": choices(app, visitor, ticket, picked),
        "blocks": blocks,
        "otherBlocks": other_blocks,
        "macros": answer.macros.as_deref().unwrap_or_default(),
        "draft": ticket.draft.as_ref().map(|draft| draft.saved_at),
        "unreachable": unreachable(ticket) || ticket.customer.undeliverable.is_some(),
        "undeliverable": !unreachable(ticket) && ticket.customer.undeliverable.is_some(),
        "unknown": ticket.customer.is_unknown_sender,
        "off": ticket.customer.active == Some(false),
    })
}

/// What the main button says: what was picked, or what the lifecycle does when nothing is.
fn main<'a>(status: &'a str, picked: &'a str) -> String {
    match (picked, status) {
        ("", "NEW" | "OPEN") => "OPEN".to_owned(),
        ("", status) => format!("stays-{status}"),
        (picked, _) => picked.to_owned(),
    }
}

/// The menu beside it: each status that may be set, with what will happen.
fn choices(app: &App, visitor: &Visitor, ticket: &Ticket, picked: &str) -> Vec<Value> {
    let agreed = ticket.restoration.is_some();
    let usual = if picked.is_empty() { lifecycle(&ticket.status) } else { picked };
    let allowed =
        MENU.iter().enumerate().filter(|(_, status)| **status == ticket.status || ticket.allows(status));
    let choice = |(place, status): (usize, &&str)| {
        let closes = ticket.status_choices.iter().find(|choice| choice.status == **status);
        let closes = closes.and_then(|choice| choice.auto_close_at);
        let clock = if agreed { "agreed" } else { "free" };
        json!({
            "value": status,
            "shape": view::shape(status),
            "key": place + 1,
            "current": **status == *usual,
            "text": app.say(visitor, &format!("case-and-{status}"), &[]),
            "effect": app.say(visitor, &format!("case-effect-{status}-{clock}"), &[]),
            "closes": closes,
        })
    };
    allowed.map(choice).collect()
}

/// What an answer of the staff does to a status by itself.
fn lifecycle(status: &str) -> &str {
    if status == "NEW" { "OPEN" } else { status }
}
