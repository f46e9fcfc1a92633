//! The rail on the left: overviews with their counts, the tickets opened last, and who is logged in.

use std::collections::BTreeMap;

use futures::join;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use crate::{app::App, recent::Seen, urls, view, visitor::Visitor};

/// Counts a customer's tickets.
pub(crate) const CUSTOMER: &str = include_str!("nav/customer.graphql");
const STAFF: &str = include_str!("nav/staff.graphql");
const VIEWS_SAVED: &str = include_str!("nav/views.graphql");
const RECENT: &str = include_str!("nav/recent.graphql");
const RECENT_SLOTS: usize = 6;

/// The views of the desk, in their order: the word in the address, which is also the name in the document.
pub(crate) const VIEWS: [&str; 7] = ["unassigned", "mine", "escalated", "open", "pending", "resolved", "all"];

/// What the rail shows.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Rail {
    staff: bool,
    admin: bool,
    on_admin: bool,
    on_reports: bool,
    query: String,
    views: Vec<View>,
    saved: Vec<Saved>,
    recent: Vec<Entry>,
    name: String,
    role: String,
    detail: Option<String>,
}

#[derive(Debug, Serialize)]
struct View {
    href: String,
    key: String,
    count: u64,
    /// How many of them hold something that the viewer has not seen; for the staff.
    unseen: u64,
    current: bool,
}

/// A saved search.
#[derive(Debug, Serialize)]
struct Saved {
    href: String,
    name: String,
    count: u64,
    current: bool,
}

#[derive(Deserialize)]
struct SavedViews {
    views: Vec<SavedView>,
}

#[derive(Deserialize)]
struct SavedView {
    id: String,
    name: String,
    count: u64,
}

#[derive(Debug, Serialize)]
struct Entry {
    number: i32,
    title: String,
    status: String,
    shape: String,
    changed: bool,
    current: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

#[derive(Deserialize)]
struct Found {
    number: i32,
    title: String,
    status: String,
    version: i64,
}

/// The rail for the page that the visitor asked for. A rail that cannot be filled is empty: the page still stands.
pub(crate) async fn rail(app: &App, visitor: &Visitor) -> Rail {
    let Some(viewer) = &visitor.viewer else {
        return Rail::default();
    };
    let (views, saved, recent) = join!(views(app, visitor), saved(app, visitor), recent(app, visitor));
    Rail {
        staff: viewer.is_staff,
        admin: viewer.role == "ADMIN",
        on_admin: visitor.here.path().starts_with("/admin"),
        on_reports: visitor.here.path() == "/desk/reports",
        query: query_of(visitor),
        views,
        saved,
        recent,
        name: viewer.name.clone(),
        role: viewer.role.clone(),
        detail: viewer.organisation.as_ref().map(|organisation| organisation.name.clone()),
    }
}

async fn views(app: &App, visitor: &Visitor) -> Vec<View> {
    let here = visitor.here.as_str();
    let counts = counts(app, visitor).await;
    let count = |name: &str| counts.get(name).map_or(0, |count| count.total_count);
    if visitor.is_staff() {
        // A search and a saved view stand at the desk too.
        let is_view = value_of(here, "q").is_none() && value_of(here, "saved").is_none();
        let on_desk = visitor.here.path() == "/desk" && is_view;
        let asked = value_of(here, "view").unwrap_or_else(|| VIEWS[0].to_owned());
        let view = |name: &&str| View {
            href: format!("/desk?view={name}"),
            key: format!("view-{name}"),
            count: count(name),
            unseen: count(&format!("{name}Unseen")),
            current: on_desk && asked == *name,
        };
        let mail = View {
            href: "/desk/mail".to_owned(),
            key: "mail-title".to_owned(),
            count: count("held"),
            unseen: 0,
            current: visitor.here.path() == "/desk/mail",
        };
        return VIEWS.iter().map(view).chain([mail]).collect();
    }
    let on_list = visitor.here.path() == "/tickets";
    let tab = value_of(here, "tab").unwrap_or_default();
    let mut views = vec![View {
        href: "/tickets".to_owned(),
        key: "tickets-mine".to_owned(),
        count: count("mine"),
        unseen: 0,
        current: on_list && !matches!(tab.as_str(), "organisation" | "watching"),
    }];
    if visitor.shared_organisation().is_some() {
        views.push(View {
            href: "/tickets?tab=organisation".to_owned(),
            key: "tickets-organisation".to_owned(),
            count: count("organisation"),
            unseen: 0,
            current: on_list && tab == "organisation",
        });
    }
    let watching = on_list && tab == "watching";
    if watching || count("watching") > 0 {
        views.push(View {
            href: "/tickets?tab=watching".to_owned(),
            key: "tickets-watching".to_owned(),
            count: count("watching"),
            unseen: 0,
            current: watching,
        });
    }
    views
}

/// The saved searches of the staff, in the viewer's order.
async fn saved(app: &App, visitor: &Visitor) -> Vec<Saved> {
    if !visitor.is_staff() {
        return Vec::new();
    }
    let answer = app.api.run(visitor, VIEWS_SAVED, json!({})).await;
    let SavedViews { views } = answer.unwrap_or_else(|failure| {
        tracing::warn!(message = failure.message, "the rail has no saved views");
        SavedViews { views: Vec::new() }
    });
    let here = visitor.here.as_str();
    let asked = value_of(here, "saved").filter(|_| visitor.here.path() == "/desk");
    let entry = |view: SavedView| Saved {
        href: format!("/desk?{}", urls::query(&[("saved", &view.id)])),
        current: asked.as_deref() == Some(view.id.as_str()),
        name: view.name,
        count: view.count,
    };
    views.into_iter().map(entry).collect()
}

async fn counts(app: &App, visitor: &Visitor) -> BTreeMap<String, Count> {
    let answer = if visitor.is_staff() {
        app.api.run(visitor, STAFF, json!({})).await
    } else {
        let shared = visitor.shared_organisation().map(|organisation| organisation.id.as_str());
        app.api.run(visitor, CUSTOMER, json!({ "organisation": shared, "shared": shared.is_some() })).await
    };
    answer.unwrap_or_else(|failure| {
        tracing::warn!(message = failure.message, "the rail has no counts");
        BTreeMap::new()
    })
}

/// The tickets opened last that the viewer may still see.
async fn recent(app: &App, visitor: &Visitor) -> Vec<Entry> {
    let seen = visitor.recent.seen();
    if seen.is_empty() {
        return Vec::new();
    }
    let mut variables = Map::new();
    for slot in 0..RECENT_SLOTS {
        let number = seen.get(slot).map(|seen| seen.number);
        variables.insert(format!("n{slot}"), json!(number.unwrap_or(0)));
        variables.insert(format!("i{slot}"), json!(number.is_some()));
    }
    let found: BTreeMap<String, Option<Found>> =
        app.api.run(visitor, RECENT, Value::Object(variables)).await.unwrap_or_default();
    let path = visitor.here.path();
    let entry = |(slot, seen): (usize, &Seen)| {
        let ticket = found.get(&format!("t{slot}"))?.as_ref()?;
        let current = path == format!("/tickets/{}", ticket.number);
        Some(Entry {
            number: ticket.number,
            title: ticket.title.clone(),
            status: ticket.status.clone(),
            shape: view::shape(&ticket.status),
            changed: !current && ticket.version != seen.version,
            current,
        })
    };
    seen.iter().enumerate().filter_map(entry).collect()
}

fn query_of(visitor: &Visitor) -> String {
    if !["/search", "/desk"].contains(&visitor.here.path()) {
        return String::new();
    }
    value_of(visitor.here.as_str(), "q").unwrap_or_default()
}

fn value_of(here: &str, name: &str) -> Option<String> {
    let (_, query) = here.split_once('?')?;
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
