//! A macro as its form shows it: one field for each kind of change.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{form_view::FormView, forms::Posted, tags};

/// The fields of the form, in the order in which the changes take effect.
pub(super) const FIELDS: [&str; 11] = [
    "name",
    "text",
    "visibility",
    "status",
    "priority",
    "assignee",
    "queue",
    "add_tags",
    "remove_tags",
    "title",
    "private",
];

/// One thing that a macro does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Change {
    pub(crate) kind: String,
    pub(crate) text: Option<String>,
    pub(crate) visibility: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) assignee: Option<Person>,
    pub(crate) assigns_me: bool,
    pub(crate) queue: Option<Person>,
    pub(crate) priority: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) is_private: Option<bool>,
}

/// A person or a queue.
#[derive(Debug, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: String,
}

/// Whether the form can show all of a macro: each kind of change once.
pub(super) fn fits(changes: &[Change]) -> bool {
    let twice = |(at, one): (usize, &Change)| changes.iter().skip(at + 1).any(|other| other.kind == one.kind);
    !changes.iter().enumerate().any(twice)
}

/// The form of a macro.
pub(super) fn form(empty: FormView, name: &str, changes: &[Change]) -> FormView {
    changes.iter().fold(empty.set("name", name), |form, change| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let id = |one: &Option<Person>| one.as_ref().map(|one| one.id.clone()).unwrap_or_default();
        let tags = tags::line(change.tags.as_deref().unwrap_or_default());
        match change.kind.as_str() {
            "comment" => form.set("text", text(&change.text)).set("visibility", text(&change.visibility)),
            "status" => form.set("status", text(&change.status)),
            "priority" => form.set("priority", text(&change.priority)),
            "assignee" if change.assigns_me => form.set("assignee", "me"),
            "assignee" if change.assignee.is_none() => form.set("assignee", "nobody"),
            "assignee" => form.set("assignee", id(&change.assignee)),
            "queue" => form.set("queue", id(&change.queue)),
            "title" => form.set("title", text(&change.title)),
            "addTags" => form.set("add_tags", tags),
            "removeTags" => form.set("remove_tags", tags),
            "isPrivate" => form.set("private", change.is_private.unwrap_or_default().to_string()),
            _ => form,
        }
    })
}

/// The changes that a form asks for, each with the field that is to blame if it is refused.
pub(super) fn changes(posted: &Posted) -> Vec<(&'static str, Value)> {
    let mut changes = Vec::new();
    if let Some(text) = posted.some("text") {
        let visibility = posted.some("visibility").unwrap_or("PUBLIC");
        changes.push(("text", json!({ "comment": { "text": text, "visibility": visibility } })));
    }
    for field in ["status", "priority", "queue", "title"] {
        changes.extend(posted.some(field).map(|value| (field, json!({ field: value }))));
    }
    let assignee = posted.some("assignee").map(|to| match to {
        "me" => json!({ "me": true }),
        "nobody" => json!({ "user": null }),
        user => json!({ "user": user }),
    });
    changes.extend(assignee.map(|to| ("assignee", json!({ "assignee": to }))));
    changes.extend(posted.some("add_tags").map(|text| ("add_tags", json!({ "addTags": tags::read(text) }))));
    changes.extend(
        posted.some("remove_tags").map(|text| ("remove_tags", json!({ "removeTags": tags::read(text) }))),
    );
    changes.extend(posted.some("private").map(|yes| ("private", json!({ "isPrivate": yes == "true" }))));
    changes
}
