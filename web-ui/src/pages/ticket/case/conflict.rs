//! Somebody was faster: whether they changed the very fields that this form changes, and what they made of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;

use crate::{
    api::Failure, app::App, forms::Posted, pages::ticket::zoom::answer::Nodes, tags, view::Named,
    visitor::Visitor,
};

const NOW: &str = include_str!("now.graphql");

#[derive(Deserialize)]
struct Answer {
    ticket: Option<Now>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Now {
    version: i64,
    title: String,
    priority: String,
    is_private: bool,
    tags: Vec<String>,
    status: String,
    queue: Named,
    organisation: Option<Named>,
    assignee: Option<Named>,
    events: Nodes<Event>,
}

#[derive(Deserialize)]
struct Event {
    at: DateTime<Utc>,
    actor: Option<Actor>,
    changes: Vec<Field>,
}

#[derive(Deserialize)]
struct Actor {
    name: String,
}

#[derive(Deserialize)]
struct Field {
    field: String,
}

/// What a form that comes late may do.
pub(crate) enum Late {
    /// Nobody changed what it changes: it may be sent as about this version.
    Apart(i64),
    /// Others changed the same fields: a sentence for each.
    Clash(String),
}

/// Looks what others changed; nothing to tell, when the form does not say what it changes from.
pub(crate) async fn look(
    app: &App,
    visitor: &Visitor,
    number: i32,
    posted: &Posted,
    typed: &BTreeMap<&'static str, String>,
) -> Result<Option<Late>, Failure> {
    let before = |name: &str| format!("{name}_before");
    if typed.is_empty() || !typed.keys().all(|name| posted.has(&before(name))) {
        return Ok(None);
    }
    let Answer { ticket } = app.api.run(visitor, NOW, json!({ "number": number })).await?;
    let Some(now) = ticket else { return Ok(None) };
    let clashes = typed.iter().filter(|(name, wanted)| {
        let is = now.value(name);
        is != posted.get(&before(name)) && is != **wanted
    });
    let clashes: Vec<String> = clashes.map(|(name, _)| now.tell(app, visitor, name)).collect();
    Ok(Some(if clashes.is_empty() { Late::Apart(now.version) } else { Late::Clash(clashes.join(" ")) }))
}

impl Now {
    /// A field as forms write it.
    fn value(&self, name: &str) -> String {
        match name {
            "title" => self.title.clone(),
            "priority" => self.priority.clone(),
            "status" => self.status.clone(),
            "tags" => tags::line(&self.tags),
            "is_private" => self.is_private.to_string(),
            "queue" => self.queue.id.clone(),
            "organisation" => self.organisation.as_ref().map(|one| one.id.clone()).unwrap_or_default(),
            _ => self.assignee.as_ref().map(|assignee| assignee.id.clone()).unwrap_or_default(),
        }
    }

    /// A field as people read it.
    fn shown(&self, app: &App, visitor: &Visitor, name: &str) -> String {
        let say = |key: &str| app.say(visitor, key, &[]);
        match name {
            "priority" => say(&format!("priority-{}", self.priority)),
            "status" => say(&format!("status-{}", self.status)),
            "queue" => self.queue.name.clone(),
            "organisation" => {
                self.organisation.as_ref().map_or_else(|| say("admin-none"), |one| one.name.clone())
            }
            "is_private" => say(if self.is_private { "macros-private" } else { "macros-shared" }),
            "assignee" => self.assignee.as_ref().map_or_else(|| say("nobody"), |one| one.name.clone()),
            _ => self.value(name),
        }
    }

    /// Who changed a field to what, and when.
    fn tell(&self, app: &App, visitor: &Visitor, name: &str) -> String {
        let of_schema = if name == "is_private" { "isPrivate" } else { name };
        let touches = |event: &&Event| event.changes.iter().any(|change| change.field == of_schema);
        let event = self.events.nodes.iter().rev().find(touches);
        let by = event.and_then(|event| event.actor.as_ref()).map(|actor| actor.name.clone());
        let at = event
            .map(|event| words::format::short(visitor.lang, &visitor.zone, (app.settings.clock)(), event.at))
            .unwrap_or_default();
        let label = app.say(visitor, &format!("case-field-{name}"), &[]);
        let arguments = [
            ("by", by.unwrap_or_else(|| app.say(visitor, "the-system", &[])).into()),
            ("field", label.into()),
            ("value", self.shown(app, visitor, name).into()),
            ("at", at.into()),
        ];
        app.say(visitor, "case-clash", &arguments)
    }
}
