//! The rows of the desk's list: one line a ticket, with what is new, what was said last, and what is due when.

use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    clocks::{Clock, Due, due},
    table::{Column, Cut, Frame, PageInfo, Pager, ROWS, pager},
    view::{self, initials},
    visitor::Visitor,
};

/// Tags that a row names; the rest is counted.
const TAGS: usize = 2;
/// Letters of what was said last: more than the widest screen shows in one line.
const SNIPPET: usize = 140;

/// A page of tickets as the schema answers it.
impl Tickets {
    /// Whether a ticket stands on the page.
    pub(super) fn has(&self, number: i32) -> bool {
        self.nodes.iter().any(|ticket| ticket.number == number)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tickets {
    pub(super) total_count: u64,
    page_info: PageInfo,
    nodes: Vec<Ticket>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ticket {
    pub(super) number: i32,
    title: String,
    status: String,
    priority: String,
    mark: Option<String>,
    draft: Option<Draft>,
    channel: String,
    tags: Vec<String>,
    reply_received_at: Option<String>,
    version: i64,
    response: Option<Clock>,
    restoration: Option<Clock>,
    updated_at: String,
    customer: Customer,
    organisation: Option<Name>,
    assignee: Option<Person>,
    comments: Comments,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    name: String,
    is_unknown_sender: bool,
}

#[derive(Debug, Deserialize)]
struct Name {
    name: String,
}

/// An answer that the viewer began.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Draft {
    saved_at: String,
}

#[derive(Debug, Deserialize)]
struct Person {
    id: String,
    name: String,
}

#[derive(Debug, Deserialize)]
struct Comments {
    nodes: Vec<Comment>,
}

#[derive(Debug, Deserialize)]
struct Comment {
    text: String,
    author: Author,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Author {
    name: String,
    is_staff: bool,
}

/// The list as its template shows it.
#[derive(Debug, Serialize)]
pub(super) struct List {
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Rows that belong to the list and that a script shows, although they are not on the page.
    beyond: Vec<Row>,
    pager: Option<Pager>,
    from: u64,
    to: u64,
    total: u64,
    /// How many stand below the page.
    below: u64,
    /// How many the next page has.
    more: u64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    number: i32,
    href: String,
    title: String,
    status: String,
    shape: String,
    priority: String,
    /// The class of the priority.
    prio: String,
    mark: Option<&'static str>,
    /// When the viewer's own answer was saved that is not sent yet.
    draft: Option<String>,
    channel: String,
    tags: Vec<String>,
    /// How many tags are not named.
    more_tags: usize,
    snippet: Option<String>,
    /// Whether a reply that is held back stands in the place of the last words.
    held: bool,
    version: i64,
    customer: String,
    organisation: Option<String>,
    assignee: Option<Face>,
    due: Option<Due>,
    updated_at: String,
    /// The row that the address points at.
    at: bool,
    picked: bool,
}

#[derive(Debug, Serialize)]
struct Face {
    name: String,
    initials: String,
    me: bool,
}

/// What the list has to know beside the tickets.
pub(super) struct Around<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) cut: &'a Cut,
    /// The number of the row that is pointed at.
    pub(super) at: Option<i32>,
    /// The rows that are ticked.
    pub(super) picked: &'a [i32],
}

impl List {
    /// Puts a page of tickets in its place, with what lies beyond it.
    pub(super) fn new(
        app: &App,
        visitor: &Visitor,
        around: &Around<'_>,
        (tickets, beyond): (Tickets, Vec<Ticket>),
    ) -> Self {
        let Around { frame, cut, .. } = around;
        let shown = u64::try_from(tickets.nodes.len()).unwrap_or_default();
        let total = tickets.total_count;
        let from = if shown == 0 { 0 } else { cut.from() };
        let to = (from + shown).saturating_sub(1).min(total.max(shown));
        let below = total.saturating_sub(to);
        Self {
            columns: cut.columns(frame),
            pager: pager(frame, cut, &tickets.page_info),
            rows: tickets.nodes.into_iter().map(|ticket| row(app, visitor, around, ticket)).collect(),
            beyond: beyond.into_iter().map(|ticket| row(app, visitor, around, ticket)).collect(),
            from,
            to,
            total,
            below,
            more: below.min(u64::from(ROWS)),
        }
    }

    /// A list that could not be asked for.
    pub(super) const fn empty() -> Self {
        Self {
            columns: Vec::new(),
            rows: Vec::new(),
            beyond: Vec::new(),
            pager: None,
            from: 0,
            to: 0,
            total: 0,
            below: 0,
            more: 0,
        }
    }

    /// The number of the ticket at the top.
    pub(super) fn top(&self) -> Option<i32> {
        self.rows.first().map(|row| row.number)
    }

    /// The ticket at the top, where working through the list begins.
    pub(super) fn first(&self) -> Option<&str> {
        self.rows.first().map(|row| row.href.as_str())
    }
}

fn row(app: &App, visitor: &Visitor, around: &Around<'_>, ticket: Ticket) -> Row {
    let held = ticket.reply_received_at.is_some();
    let mut tags = ticket.tags;
    let more_tags = tags.len().saturating_sub(TAGS);
    tags.truncate(TAGS);
    let own = visitor.viewer.as_ref().map(|viewer| viewer.id.as_str());
    let snippet = if held {
        Some(app.say(visitor, "snippet-held", &[]))
    } else {
        ticket.comments.nodes.first().and_then(snippet)
    };
    Row {
        number: ticket.number,
        href: around.cut.ticket(&around.frame, ticket.number),
        title: ticket.title,
        shape: view::shape(&ticket.status),
        status: ticket.status,
        prio: ticket.priority.to_ascii_lowercase(),
        priority: ticket.priority,
        mark: ticket.mark.as_deref().and_then(mark),
        draft: ticket.draft.map(|draft| draft.saved_at),
        channel: ticket.channel,
        tags,
        more_tags,
        snippet,
        held,
        version: ticket.version,
        customer: customer(app, visitor, ticket.customer),
        organisation: ticket.organisation.map(|organisation| organisation.name),
        assignee: ticket.assignee.map(|assignee| Face {
            initials: initials(&assignee.name),
            me: Some(assignee.id.as_str()) == own,
            name: assignee.name,
        }),
        due: due(ticket.response.as_ref(), ticket.restoration.as_ref()),
        updated_at: ticket.updated_at,
        at: around.at == Some(ticket.number),
        picked: around.picked.contains(&ticket.number),
    }
}

fn customer(app: &App, visitor: &Visitor, customer: Customer) -> String {
    if customer.is_unknown_sender { app.say(visitor, "fact-unknown-sender", &[]) } else { customer.name }
}

/// The last words on one line; those of the staff with their first name before them.
fn snippet(comment: &Comment) -> Option<String> {
    let mut line = String::new();
    if comment.author.is_staff {
        line.push_str(comment.author.name.split_whitespace().next().unwrap_or_default());
        line.push_str(": ");
    }
    let begin = line.len();
    for word in comment.text.split_whitespace() {
        if line.len() > begin {
            line.push(' ');
        }
        line.extend(word.chars().take(SNIPPET));
        if line.len() > SNIPPET {
            break;
        }
    }
    (line.len() > begin).then(|| line.chars().take(SNIPPET).collect())
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
