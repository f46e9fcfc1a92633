//! The rail on the left: overviews with their counts, the tickets opened last, and who is logged in.

use std::collections::BTreeMap;

use futures::join;
use graphql::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use self::offers::{Offer, Undoable, offers};
use crate::{api::Failure, app::App, recent::Seen, urls, view, visitor::Visitor};

mod offers;

/// Counts a customer's tickets.
pub(crate) const CUSTOMER: &str = include_str!("nav/customer.graphql");
const STAFF: &str = include_str!("nav/staff.graphql");
const UNSEEN: &str = include_str!("nav/unseen.graphql");
const VIEWS_SAVED: &str = include_str!("nav/views.graphql");
const RECENT: &str = include_str!("nav/recent.graphql");
const RECENT_SLOTS: usize = 6;

/// The views of the desk, in their order, which is also that of the numbers in `nav/staff.graphql`: the word in the address.
pub(crate) const VIEWS: [&str; 9] =
    ["waiting", "unassigned", "mine", "risk", "mentioned", "open", "pending", "resolved", "all"];

/// What the rail shows.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Rail {
    staff: bool,
    query: String,
    views: Vec<View>,
    /// The viewer's own saved searches.
    saved: Vec<Saved>,
    /// Those that all of the staff have.
    shared: Vec<Saved>,
    offers: Vec<Offer>,
    recent: Vec<Entry>,
    house: Vec<View>,
    /// What stands at the foot of a phone.
    quick: Vec<View>,
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
    /// Whether an agreed time has passed in each of them.
    late: bool,
    /// The icon of a place that is no list.
    icon: Option<&'static str>,
    current: bool,
}

impl Rail {
    /// How many tickets that wait hold something that the viewer has not seen.
    pub(crate) fn unseen(&self) -> u64 {
        self.views.first().map_or(0, |view| view.unseen)
    }
}

impl View {
    fn new(href: impl Into<String>, key: impl Into<String>, count: u64, current: bool) -> Self {
        Self { href: href.into(), key: key.into(), count, unseen: 0, late: false, icon: None, current }
    }
}

/// A saved search.
#[derive(Debug, Serialize)]
struct Saved {
    href: String,
    name: String,
    counted: bool,
    count: u64,
    current: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SavedViews {
    views: Vec<SavedView>,
    undoable_comments: Vec<Undoable>,
}

#[derive(Deserialize)]
struct SavedView {
    id: String,
    name: String,
    shared: bool,
    /// Not asked for where there are too many to be counted.
    count: Option<u64>,
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

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

/// The numbers of `nav/staff.graphql`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StaffCounts {
    ticket_counts: Vec<u64>,
    notices: Count,
    held: Count,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Unseen {
    ticket_counts: Vec<u64>,
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
    let ((views, house), (saved, shared, offers), recent) =
        join!(views(app, visitor), saved(app, visitor), recent(app, visitor));
    Rail {
        quick: quick(visitor, &house),
        staff: viewer.is_staff,
        query: query_of(visitor),
        views,
        saved,
        shared,
        offers,
        recent,
        house,
        name: viewer.name.clone(),
        role: viewer.role.clone(),
        detail: (!viewer.organisations.is_empty())
            .then(|| viewer.organisations.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")),
    }
}

/// What [`Rail::unseen`] tells, without the rest of the rail.
pub(crate) async fn unseen(app: &App, visitor: &Visitor) -> Result<u64, Failure> {
    let found: Unseen = app.api.run(visitor, UNSEEN, json!({})).await?;
    Ok(found.ticket_counts.first().copied().unwrap_or_default())
}

/// The overviews, and the other places of the staff.
async fn views(app: &App, visitor: &Visitor) -> (Vec<View>, Vec<View>) {
    let here = visitor.here.as_str();
    if visitor.is_staff() {
        let counts = staff_counts(app, visitor).await;
        let [held, notices] = [&counts.held, &counts.notices].map(|count| count.total_count);
        // What each view holds, and then what of each is unseen.
        let numbers = &counts.ticket_counts;
        let number = |place: usize| numbers.get(place).copied().unwrap_or_default();
        // A search and a saved view stand at the desk too.
        let is_view = value_of(here, "q").is_none() && value_of(here, "saved").is_none();
        let on_desk = visitor.here.path() == "/desk" && is_view;
        let asked = value_of(here, "view").unwrap_or_else(|| VIEWS[0].to_owned());
        let view = |(place, name): (usize, &&str)| View {
            unseen: number(VIEWS.len() + place),
            late: *name == "risk" && number(place) > 0,
            ..View::new(
                format!("/desk?view={name}"),
                format!("view-{name}"),
                number(place),
                on_desk && asked == *name,
            )
        };
        return (VIEWS.iter().enumerate().map(view).collect(), house(visitor, held, notices));
    }
    let counts = customer_counts(app, visitor).await;
    let count = |name: &str| counts.get(name).map_or(0, |count| count.total_count);
    let on_list = visitor.here.path() == "/tickets";
    let tab = value_of(here, "tab").unwrap_or_default();
    let mine = on_list && !matches!(tab.as_str(), "organisation" | "watching");
    let mut views = vec![View::new("/tickets", "tickets-mine", count("mine"), mine)];
    if !visitor.shared_organisations().is_empty() {
        let current = on_list && tab == "organisation";
        let (to, key) = ("/tickets?tab=organisation", "tickets-organisation");
        views.push(View::new(to, key, count("organisation"), current));
    }
    let watching = on_list && tab == "watching";
    if watching || count("watching") > 0 {
        views.push(View::new("/tickets?tab=watching", "tickets-watching", count("watching"), watching));
    }
    (views, Vec::new())
}

/// What the staff look after beside the tickets.
fn house(visitor: &Visitor, held: u64, notices: u64) -> Vec<View> {
    let path = visitor.here.path();
    let notices = View {
        icon: Some("bell"),
        unseen: notices,
        ..View::new("/desk/notices", "notices-centre", notices, path == "/desk/notices")
    };
    let mail =
        View { icon: Some("mail"), ..View::new("/desk/mail", "mail-title", held, path == "/desk/mail") };
    let reports = View {
        icon: Some("chart"),
        ..View::new("/desk/reports", "reports-title", 0, path == "/desk/reports")
    };
    let admin = visitor.viewer.as_ref().is_some_and(|viewer| viewer.role == "ADMIN");
    let administration =
        View { icon: Some("gear"), ..View::new("/admin", "admin-title", 0, path.starts_with("/admin")) };
    [notices, mail, reports].into_iter().chain(admin.then_some(administration)).collect()
}

/// What is one touch away on a phone; the news are those of `house`.
fn quick(visitor: &Visitor, house: &[View]) -> Vec<View> {
    let path = visitor.here.path();
    let place = |href: &str, key: &str, icon| View {
        icon: Some(icon),
        ..View::new(href, key, 0, path == href.split('?').next().unwrap_or(href))
    };
    let search = place("/search", "quick-search", "search");
    let oneself =
        View { current: path.starts_with("/profile"), ..place("/profile", "quick-oneself", "user") };
    if visitor.is_staff() {
        let unseen = house.first().map_or(0, |notices| notices.unseen);
        let notices = View { unseen, ..place("/desk/notices", "quick-notices", "bell") };
        return vec![place("/desk", "quick-views", "inbox"), search, notices, oneself];
    }
    let of_organisation = value_of(visitor.here.as_str(), "tab").is_some_and(|tab| tab == "organisation");
    let own = place("/tickets", "quick-tickets", "inbox");
    let mut places = vec![View { current: own.current && !of_organisation, ..own }];
    if !visitor.shared_organisations().is_empty() {
        let shared = place("/tickets?tab=organisation", "quick-organisation", "building");
        places.push(View { current: shared.current && of_organisation, ..shared });
    }
    places.extend([search, oneself]);
    places
}

/// The saved searches of the staff, in the viewer's order, their own apart from those of the team, and what they can take back.
async fn saved(app: &App, visitor: &Visitor) -> (Vec<Saved>, Vec<Saved>, Vec<Offer>) {
    if !visitor.is_staff() {
        return Default::default();
    }
    let mut answer: Result<SavedViews, Failure> =
        app.api.run(visitor, VIEWS_SAVED, json!({ "counted": true })).await;
    if answer.as_ref().is_err_and(|failure| failure.code == ErrorCode::TooComplex) {
        // More searches, or longer ones, than are counted at once: they stand there without their numbers.
        answer = app.api.run(visitor, VIEWS_SAVED, json!({ "counted": false })).await;
    }
    let SavedViews { views, undoable_comments } = answer.unwrap_or_else(|failure| {
        tracing::warn!(message = failure.message, "the rail has no saved views");
        SavedViews { views: Vec::new(), undoable_comments: Vec::new() }
    });
    let here = visitor.here.as_str();
    let asked = value_of(here, "saved").filter(|_| visitor.here.path() == "/desk");
    let entry = |view: SavedView| Saved {
        href: format!("/desk?{}", urls::query(&[("saved", &view.id)])),
        current: asked.as_deref() == Some(view.id.as_str()),
        name: view.name,
        counted: view.count.is_some(),
        count: view.count.unwrap_or_default(),
    };
    let (shared, own): (Vec<SavedView>, Vec<SavedView>) = views.into_iter().partition(|view| view.shared);
    let [own, shared] = [own, shared].map(|views| views.into_iter().map(entry).collect());
    (own, shared, offers(app, visitor, undoable_comments))
}

async fn staff_counts(app: &App, visitor: &Visitor) -> StaffCounts {
    app.api.run(visitor, STAFF, json!({})).await.unwrap_or_else(|failure| {
        tracing::warn!(message = failure.message, "the rail has no counts");
        StaffCounts::default()
    })
}

async fn customer_counts(app: &App, visitor: &Visitor) -> BTreeMap<String, Count> {
    let shared = visitor.shared_organisations();
    let asked = json!({ "shared": !shared.is_empty(), "organisations": shared });
    app.api.run(visitor, CUSTOMER, asked).await.unwrap_or_else(|failure| {
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
