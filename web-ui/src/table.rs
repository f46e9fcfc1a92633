//! The list of tickets as every page shows it: columns that sort, rows, and links to the pages before and after.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    clocks::{Clock, due},
    urls, view,
};

/// Rows on one page.
pub(crate) const ROWS: u32 = 25;

/// How a list is cut and ordered, as its address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Cut {
    sort: Option<String>,
    after: Option<String>,
    before: Option<String>,
    /// The order if the address names none, as [`ORDERS`] spells it.
    #[serde(skip)]
    usual: Option<&'static str>,
}

/// The list as a template shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Table {
    staff: bool,
    people: bool,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

/// Who reads the list, and where it stands.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
    /// For the staff: boxes to tick and who is responsible.
    pub(crate) staff: bool,
    /// What is shown of the people who asked.
    pub(crate) people: People,
    /// Whether the columns sort.
    pub(crate) sorts: bool,
    /// The path of the list.
    pub(crate) path: &'a str,
    /// What else is in its address.
    pub(crate) query: &'a [(&'a str, &'a str)],
}

/// What a list shows of the people who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum People {
    /// Nothing: they are the reader.
    Hidden,
    /// Their names: among colleagues the organisation is always the same.
    Names,
    /// Their names and organisations.
    Organisations,
}

#[derive(Debug, Serialize)]
struct Column {
    key: &'static str,
    href: Option<String>,
    sort: Option<&'static str>,
    wide: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    number: i32,
    title: String,
    status: String,
    shape: String,
    /// A bold title: it is the customer's turn, or something is new for the staff.
    dot: bool,
    /// What is new, for the staff.
    mark: Option<&'static str>,
    turn: Option<&'static str>,
    /// On which way it came; for the staff.
    channel: Option<String>,
    tags: Vec<String>,
    customer: String,
    organisation: Option<String>,
    assignee: Option<String>,
    /// Which agreed time is to be kept next; for the staff.
    due: Option<crate::clocks::Due>,
    created_at: String,
    updated_at: String,
}

#[derive(Debug, Serialize)]
struct Pager {
    previous: Option<String>,
    next: Option<String>,
}

/// A page of tickets as the schema answers it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tickets {
    /// How many there are on all pages.
    pub(crate) total_count: u64,
    page_info: PageInfo,
    nodes: Vec<Ticket>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start_cursor: Option<String>,
    end_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ticket {
    number: i32,
    title: String,
    status: String,
    waiting_for: String,
    /// Asked for where the staff read the list.
    #[serde(default)]
    mark: Option<String>,
    viewer_is_customer: bool,
    /// Asked for where the staff read the list.
    #[serde(default)]
    channel: Option<String>,
    tags: Vec<String>,
    /// Asked for where the staff read the list.
    #[serde(default)]
    response: Option<Clock>,
    /// Asked for where the staff read the list.
    #[serde(default)]
    restoration: Option<Clock>,
    created_at: String,
    updated_at: String,
    customer: Name,
    organisation: Option<Name>,
    assignee: Option<Name>,
}

#[derive(Debug, Deserialize)]
struct Name {
    name: String,
}

/// The columns that sort: the word in the address, and the schema's.
const ORDERS: [(&str, &str); 8] = [
    ("number", "NUMBER"),
    ("created", "CREATED_AT"),
    ("updated", "UPDATED_AT"),
    ("title", "TITLE"),
    ("status", "STATUS"),
    ("waiting", "WAITING_SINCE"),
    ("due", "DUE_AT"),
    ("priority", "PRIORITY"),
];

impl Cut {
    /// A list from its beginning, in this order.
    pub(crate) fn sorted(sort: Option<String>) -> Self {
        Self { sort, ..Self::default() }
    }

    /// The same list with the order that work is done in: what has waited longest for an answer comes first.
    pub(crate) fn of_work(self) -> Self {
        Self { usual: Some("waiting"), ..self }
    }

    /// The same list with what is due first at the top.
    pub(crate) fn of_due(self) -> Self {
        Self { usual: Some("due"), ..self }
    }

    /// The same list in the order that a search asks for with `sort:`.
    pub(crate) fn of_search(self, typed: &str) -> Self {
        let asked = typed.split_whitespace().rev().find_map(|term| term.strip_prefix("sort:"));
        let usual = match asked {
            Some("due") => Some("due"),
            Some("-due") => Some("-due"),
            Some("updated") => Some("-updated"),
            Some("-updated") => Some("updated"),
            Some("-created") => Some("created"),
            Some("priority") => Some("-priority"),
            Some("-priority") => Some("priority"),
            _ => None,
        };
        Self { usual, ..self }
    }

    /// The word in the address and whether it runs downwards; newest first unless the address or the list knows better.
    fn order(&self) -> (&'static str, &'static str, bool) {
        let asked = self.sort.as_deref().or(self.usual).unwrap_or_default();
        let (name, down) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
        ORDERS
            .iter()
            .find(|(word, _)| *word == name)
            .map_or(("created", "CREATED_AT", true), |(word, field)| (word, field, down))
    }

    /// The variables of the document that lists.
    pub(crate) fn variables(&self, filter: &Value) -> Value {
        let (_, field, down) = self.order();
        let direction = if down { "DESC" } else { "ASC" };
        let (first, last) = if self.before.is_some() { (None, Some(ROWS)) } else { (Some(ROWS), None) };
        let after = self.after.as_ref().filter(|_| self.before.is_none());
        json!({
            "filter": filter,
            "orderBy": { "field": field, "direction": direction },
            "first": first, "after": after, "last": last, "before": self.before,
        })
    }

    /// The variables of a document that searches.
    pub(crate) fn search(&self, query: &str) -> Value {
        let mut variables = self.variables(&Value::Null);
        variables["query"] = json!(query);
        variables
    }
}

impl Table {
    /// Puts a page of tickets into the frame.
    pub(crate) fn new(frame: &Frame<'_>, cut: &Cut, tickets: Tickets) -> Self {
        let pager = pager(frame, cut, &tickets.page_info);
        Self {
            staff: frame.staff,
            people: frame.people != People::Hidden,
            columns: columns(frame, cut),
            rows: tickets.nodes.into_iter().map(|ticket| row(ticket, frame)).collect(),
            pager,
        }
    }

    /// An empty list.
    pub(crate) fn empty() -> Self {
        Self { staff: false, people: false, columns: Vec::new(), rows: Vec::new(), pager: None }
    }
}

fn columns(frame: &Frame<'_>, cut: &Cut) -> Vec<Column> {
    let (sorted, _, down) = cut.order();
    let sorts = |word: &'static str, key: &'static str, wide: bool| {
        let current = frame.sorts && word == sorted;
        // A second click turns the order round; numbers and times begin with the newest.
        let next_down = if current { !down } else { !matches!(word, "title" | "status" | "due") };
        let sort = if next_down { format!("-{word}") } else { word.to_owned() };
        Column {
            key,
            href: frame.sorts.then(|| link(frame, &[("sort", &sort)])),
            sort: current.then_some(if down { "descending" } else { "ascending" }),
            wide,
        }
    };
    let plain = |key| Column { key, href: None, sort: None, wide: false };
    let mut columns = vec![sorts("number", "column-number", false), sorts("title", "column-title", false)];
    if frame.people != People::Hidden {
        columns.push(plain(if frame.staff { "column-customer" } else { "column-requester" }));
    }
    columns.push(sorts("status", "column-status", false));
    if frame.staff {
        columns.push(plain("column-assignee"));
        columns.push(sorts("due", "column-due", false));
    }
    columns.push(sorts("created", "column-created", false));
    columns.push(sorts("updated", "column-updated", true));
    columns
}

fn row(ticket: Ticket, frame: &Frame<'_>) -> Row {
    let staff = frame.staff;
    let yours = !staff && ticket.viewer_is_customer && ticket.waiting_for == "CUSTOMER";
    Row {
        number: ticket.number,
        title: ticket.title,
        shape: view::shape(&ticket.status),
        dot: yours || (staff && ticket.mark.is_some()),
        mark: ticket.mark.as_deref().filter(|_| staff).and_then(mark),
        status: ticket.status,
        turn: yours.then_some("you"),
        channel: ticket.channel.filter(|_| staff),
        tags: ticket.tags,
        customer: ticket.customer.name,
        organisation: ticket
            .organisation
            .filter(|_| frame.people == People::Organisations)
            .map(|organisation| organisation.name),
        assignee: ticket.assignee.map(|assignee| assignee.name),
        due: due(ticket.response.as_ref(), ticket.restoration.as_ref()).filter(|_| staff),
        created_at: ticket.created_at,
        updated_at: ticket.updated_at,
    }
}

/// The name of a mark, as templates and texts call it.
fn mark(mark: &str) -> Option<&'static str> {
    match mark {
        "NEW" => Some("new"),
        "REPLIED" => Some("replied"),
        "HELD_BACK" => Some("held"),
        _ => None,
    }
}

fn pager(frame: &Frame<'_>, cut: &Cut, info: &PageInfo) -> Option<Pager> {
    let sort = cut.sort.as_deref();
    let page = |name, cursor: Option<&str>| {
        let mut pairs = Vec::new();
        pairs.extend(sort.map(|sort| ("sort", sort)));
        pairs.push((name, cursor?));
        Some(link(frame, &pairs))
    };
    // Relay leaves open whether a page knows what is on its other side; whoever came from there knows it.
    let previous = info.has_previous_page || cut.after.is_some();
    let next = info.has_next_page || cut.before.is_some();
    let pager = Pager {
        previous: if previous { page("before", info.start_cursor.as_deref()) } else { None },
        next: if next { page("after", info.end_cursor.as_deref()) } else { None },
    };
    (pager.previous.is_some() || pager.next.is_some()).then_some(pager)
}

fn link(frame: &Frame<'_>, more: &[(&str, &str)]) -> String {
    let pairs = [frame.query, more].concat();
    format!("{}?{}", frame.path, urls::query(&pairs))
}
