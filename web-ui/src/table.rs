//! The list of tickets as customers see it, and what it shares with that of the desk: columns that sort, and links to the
//! pages before and after.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{urls, view};

/// Rows on one page.
pub(crate) const ROWS: u32 = 25;

/// How a list is cut and ordered, as its address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Cut {
    sort: Option<String>,
    after: Option<String>,
    before: Option<String>,
    /// The place of the first row among all, counted from 1; a cursor does not tell it.
    from: Option<u64>,
    /// The order if the address names none, as [`ORDERS`] spells it.
    #[serde(skip)]
    usual: Option<&'static str>,
}

/// The list as a template shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Table {
    people: bool,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

/// Who reads the list, and where it stands.
#[derive(Debug)]
pub(crate) struct Frame<'a> {
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

/// The head of a column.
#[derive(Debug, Serialize)]
pub(crate) struct Column {
    key: &'static str,
    /// Its class at the desk.
    class: &'static str,
    href: Option<String>,
    sort: Option<&'static str>,
    /// Whether its name is only read out.
    quiet: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    number: i32,
    title: String,
    status: String,
    shape: String,
    /// A bold title: it is the customer's turn.
    dot: bool,
    turn: Option<&'static str>,
    tags: Vec<String>,
    customer: String,
    organisation: Option<String>,
    created_at: String,
}

/// Links to the pages before and after.
#[derive(Debug, Serialize)]
pub(crate) struct Pager {
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

/// What the schema says of a page.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageInfo {
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
    viewer_is_customer: bool,
    tags: Vec<String>,
    created_at: String,
    customer: Name,
    organisation: Option<Name>,
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

    /// The order as the address says it, or as it is without.
    pub(crate) fn sorting(&self) -> String {
        let (word, _, down) = self.order();
        if down { format!("-{word}") } else { word.to_owned() }
    }

    /// The place of the first row among all, counted from 1.
    pub(crate) fn from(&self) -> u64 {
        let paged = self.after.is_some() || self.before.is_some();
        self.from.filter(|_| paged).unwrap_or(1).max(1)
    }

    /// The address of a ticket of the list, which says from which list one comes.
    pub(crate) fn ticket(&self, frame: &Frame<'_>, number: i32) -> String {
        let sort = self.sort.as_deref().map(|sort| ("sort", sort));
        let pairs: Vec<_> = frame.query.iter().copied().chain(sort).collect();
        format!("/tickets/{number}?{}", urls::query(&pairs))
    }

    /// The columns of the desk's list.
    pub(crate) fn columns(&self, frame: &Frame<'_>) -> Vec<Column> {
        let sorts = |word, key, class| Column { class, ..column(frame, self, word, key) };
        let plain = |key, class| Column { key, class, href: None, sort: None, quiet: false };
        let quiet = |column| Column { quiet: true, ..column };
        vec![
            quiet(sorts("priority", "fact-priority", "t-prio")),
            quiet(plain("column-mark", "t-mark")),
            sorts("number", "column-number", "t-num"),
            sorts("title", "column-title", "t-title"),
            plain("column-customer", "t-cust"),
            quiet(plain("column-assignee", "t-who")),
            quiet(sorts("status", "column-status", "t-stat")),
            sorts("due", "column-due", "t-due"),
            sorts("updated", "column-last", "t-age r"),
        ]
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
            people: frame.people != People::Hidden,
            columns: columns(frame, cut),
            rows: tickets.nodes.into_iter().map(|ticket| row(ticket, frame)).collect(),
            pager,
        }
    }

    /// An empty list.
    pub(crate) fn empty() -> Self {
        Self { people: false, columns: Vec::new(), rows: Vec::new(), pager: None }
    }
}

fn columns(frame: &Frame<'_>, cut: &Cut) -> Vec<Column> {
    let sorts = |word, key| column(frame, cut, word, key);
    let mut columns = vec![sorts("number", "column-number"), sorts("title", "column-title")];
    if frame.people != People::Hidden {
        let key = "column-requester";
        columns.push(Column { key, class: "", href: None, sort: None, quiet: false });
    }
    columns.push(sorts("status", "column-status"));
    columns.push(sorts("created", "column-created"));
    columns
}

/// The head of a column that sorts.
fn column(frame: &Frame<'_>, cut: &Cut, word: &'static str, key: &'static str) -> Column {
    let (sorted, _, down) = cut.order();
    let current = frame.sorts && word == sorted;
    // A second click turns the order round; numbers and times begin with the newest.
    let next_down = if current { !down } else { !matches!(word, "title" | "status" | "due") };
    let sort = if next_down { format!("-{word}") } else { word.to_owned() };
    Column {
        key,
        class: "",
        href: frame.sorts.then(|| link(frame, &[("sort", &sort)])),
        sort: current.then_some(if down { "descending" } else { "ascending" }),
        quiet: false,
    }
}

fn row(ticket: Ticket, frame: &Frame<'_>) -> Row {
    let yours = ticket.viewer_is_customer && ticket.waiting_for == "CUSTOMER";
    Row {
        number: ticket.number,
        title: ticket.title,
        shape: view::shape(&ticket.status),
        dot: yours,
        status: ticket.status,
        turn: yours.then_some("you"),
        tags: ticket.tags,
        customer: ticket.customer.name,
        organisation: ticket
            .organisation
            .filter(|_| frame.people == People::Organisations)
            .map(|organisation| organisation.name),
        created_at: ticket.created_at,
    }
}

/// The links to the pages before and after; none, if this is all.
pub(crate) fn pager(frame: &Frame<'_>, cut: &Cut, info: &PageInfo) -> Option<Pager> {
    let sort = cut.sort.as_deref();
    let rows = u64::from(ROWS);
    let (earlier, later) = (cut.from().saturating_sub(rows).max(1), cut.from() + rows);
    let page = |name, cursor: Option<&str>, from: u64| {
        let from = from.to_string();
        let mut pairs = Vec::new();
        pairs.extend(sort.map(|sort| ("sort", sort)));
        pairs.push((name, cursor?));
        pairs.push(("from", &from));
        Some(link(frame, &pairs))
    };
    // Relay leaves open whether a page knows what is on its other side; whoever came from there knows it.
    let previous = info.has_previous_page || cut.after.is_some();
    let next = info.has_next_page || cut.before.is_some();
    let pager = Pager {
        previous: if previous { page("before", info.start_cursor.as_deref(), earlier) } else { None },
        next: if next { page("after", info.end_cursor.as_deref(), later) } else { None },
    };
    (pager.previous.is_some() || pager.next.is_some()).then_some(pager)
}

fn link(frame: &Frame<'_>, more: &[(&str, &str)]) -> String {
    let pairs = [frame.query, more].concat();
    format!("{}?{}", frame.path, urls::query(&pairs))
}
