//! The menus of the bar for many tickets: people, queues, and macros with what they do.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{absence::with_absences, app::App, tags, view, visitor::Visitor};

const MENUS: &str = include_str!("menus.graphql");
/// So many macros have a key: the digits but 0.
const KEYS: usize = 9;
/// As much of a macro's text is shown as a hint.
const HINT: usize = 300;

#[derive(Deserialize)]
pub(super) struct People {
    pub(super) nodes: Vec<view::Named>,
}

#[derive(Deserialize)]
pub(super) struct Menus {
    pub(super) agents: People,
    pub(super) admins: People,
    pub(super) queues: Vec<view::Named>,
    pub(super) macros: Vec<Macro>,
}

#[derive(Deserialize)]
pub(super) struct Macro {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) changes: Vec<Change>,
}

/// One thing that a macro does.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Change {
    pub(super) kind: String,
    pub(super) visibility: Option<String>,
    text: Option<String>,
    status: Option<String>,
    assignee: Option<Name>,
    assigns_me: bool,
    assigns_person: bool,
    queue: Option<Name>,
    priority: Option<String>,
    title: Option<String>,
    tags: Option<Vec<String>>,
    is_private: Option<bool>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

/// What the bar of the list offers; a menu that cannot be filled is empty.
pub(super) async fn menus(app: &App, visitor: &Visitor) -> Value {
    let Some(menus) = read_menus(app, visitor).await else {
        return json!({ "people": [], "queues": [], "macros": [], "me": null });
    };
    let own = visitor.viewer.as_ref().map(|viewer| viewer.id.as_str());
    let mut people: Vec<_> = menus.agents.nodes.into_iter().chain(menus.admins.nodes).collect();
    people.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
    let initials: Vec<String> = people.iter().map(|one| view::initials(&one.name)).collect();
    let people = with_absences(app, visitor, view::told_apart(people));
    let others = people.iter().zip(initials).filter(|(one, _)| Some(one.id.as_str()) != own);
    let face = |(one, initials): (&view::Named, String)| json!({ "id": one.id, "name": one.name, "initials": initials, "away": one.away });
    let macros = menus.macros.iter().enumerate().map(|(place, one)| shown(app, visitor, place, one));
    let me = visitor.viewer.as_ref().map(|viewer| view::initials(&viewer.name));
    json!({
        "people": others.map(face).collect::<Vec<_>>(),
        "queues": menus.queues,
        "macros": macros.collect::<Vec<_>>(),
        "me": me,
    })
}

pub(super) async fn read_menus(app: &App, visitor: &Visitor) -> Option<Menus> {
    let answer = app.api.run(visitor, MENUS, json!({})).await;
    answer.inspect_err(|failure| tracing::warn!(message = failure.message, "the bar has no menus")).ok()
}

/// A macro with what it does in a few words, its text, and the key that applies it while the menu is open.
fn shown(app: &App, visitor: &Visitor, place: usize, one: &Macro) -> Value {
    let does: Vec<String> = one.changes.iter().map(|change| told(app, visitor, change)).collect();
    let text = one.changes.iter().find_map(|change| change.text.as_deref());
    let text: Option<String> = text.map(|text| text.chars().take(HINT).collect());
    let key = (place < KEYS).then_some(place + 1);
    json!({ "id": one.id, "name": one.name, "does": does.join(", "), "text": text, "key": key })
}

/// One thing that a macro does, in a word or two.
fn told(app: &App, visitor: &Visitor, change: &Change) -> String {
    let say = |key: &str| app.say(visitor, key, &[]);
    let word = |kind: &str, value: Option<&str>| say(&format!("{kind}-{}", value.unwrap_or_default()));
    let of = |label: &str, value: String| format!("{}: {value}", say(label));
    let gone = || say("macros-gone");
    let name = |one: Option<&Name>| one.map_or_else(gone, |one| one.name.clone());
    let tags = || tags::line(change.tags.as_deref().unwrap_or_default());
    match change.kind.as_str() {
        "comment" if change.visibility.as_deref() == Some("INTERNAL") => say("zoom-note"),
        "comment" => say("zoom-answer"),
        "status" => word("status", change.status.as_deref()),
        "priority" => of("fact-priority", word("priority", change.priority.as_deref())),
        "assignee" if change.assigns_me => of("fact-assignee", say("macros-me")),
        "assignee" if change.assigns_person => of("fact-assignee", name(change.assignee.as_ref())),
        "assignee" => of("fact-assignee", say("nobody")),
        "queue" => of("fact-queue", name(change.queue.as_ref())),
        "title" => of("fact-title", change.title.clone().unwrap_or_default()),
        "addTags" => of("macros-add-tags", tags()),
        "removeTags" => of("macros-remove-tags", tags()),
        _ if change.is_private == Some(true) => say("macros-private"),
        _ => say("macros-shared"),
    }
}
