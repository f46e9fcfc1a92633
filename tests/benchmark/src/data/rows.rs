//! The rows that the loaders write, table by table, in the order in which time would have written them.

use std::ops::Range;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    plan::{
        AGENTS, DELAYS, FIRST_NUMBER, MAILBOX, MEMBERS, Person, Plan, QUEUES, Ticket, far_future, id, moment,
        only_queue, organisation_id, organisation_name, queue_id, shares,
    },
    words,
};

/// One value, so that both databases can write it in their own way.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Id(Uuid),
    Text(String),
    Int(i64),
    Flag(bool),
    Time(DateTime<Utc>),
}

/// A table and the columns that are written.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) rows: Vec<Vec<Value>>,
}

macro_rules! table {
    ($name:ident: $($column:ident),+) => {
        fn $name() -> Table {
            Table { name: stringify!($name), columns: &[$(stringify!($column)),+], rows: Vec::new() }
        }
    };
}

table!(organisation: id, name, sharing, created_at);
table!(account: id, email, name, role, locale, time_zone, active, created_at);
table!(membership: user_id, organisation_id, sees_tickets);
table!(queue: id, name, address, created_at);
table!(queue_member: queue_id, user_id);
table!(counter: name, value);
table!(ticket: id, number, title, status, priority, priority_rank, channel, queue_id, customer_id, organisation_id,
    assignee_id, created_at, updated_at, auto_close_at, first_answer_at, version, title_key);
table!(participant: ticket_id, user_id);
table!(comment: id, ticket_id, author_id, visibility, channel, text, html, automatic, created_at);
table!(event: id, kind, ticket_id, actor_id, cause, comment_id, changes, internal, at);
table!(search_entry: ticket_id, comment_id, internal, content);

fn text(words: impl Into<String>) -> Value {
    Value::Text(words.into())
}

/// What stands before the first ticket.
pub(crate) fn people(plan: Plan) -> Vec<Table> {
    let begin = Value::Time(moment(0));
    let (mut organisations, mut accounts, mut memberships) = (organisation(), account(), membership());
    let (mut queues, mut members, mut numbers) = (queue(), queue_member(), counter());
    let mut person = |who: Person, name: String, role: &str| {
        let words = [text(who.email()), text(name), text(role), text("de"), text("Europe/Berlin")];
        let mut row = vec![Value::Id(who.id())];
        row.extend(words);
        row.extend([Value::Flag(true), begin.clone()]);
        accounts.rows.push(row);
    };
    for index in 0..plan.organisations() {
        let name = text(organisation_name(index));
        let own = Value::Id(organisation_id(index));
        organisations.rows.push(vec![
            own.clone(),
            name,
            text(if shares(index) { "ALL" } else { "NOBODY" }),
            begin.clone(),
        ]);
        for customer in index * MEMBERS..(index + 1) * MEMBERS {
            let who = Person::Customer(customer);
            person(who, format!("Person {customer}"), "CUSTOMER");
            memberships.rows.push(vec![Value::Id(who.id()), own.clone(), Value::Flag(false)]);
        }
    }
    for (index, name) in (0..).zip(QUEUES) {
        let address = if index == 0 { text(MAILBOX) } else { Value::Null };
        queues.rows.push(vec![Value::Id(queue_id(index)), text(name), address, begin.clone()]);
    }
    for agent in 0..AGENTS {
        person(Person::Agent(agent), format!("Agent {agent}"), "AGENT");
        for index in (0..4).filter(|index| only_queue(agent).is_none_or(|only| only == *index)) {
            members.rows.push(vec![Value::Id(queue_id(index)), Value::Id(Person::Agent(agent).id())]);
        }
    }
    let last = FIRST_NUMBER + i64::try_from(plan.tickets).expect("small") - 1;
    numbers.rows.push(vec![text("ticket"), Value::Int(last)]);
    vec![organisations, accounts, memberships, queues, members, numbers]
}

/// How many ticks there are: tickets open at the first ones, and the last comments come later.
pub(crate) fn ticks(plan: Plan) -> u64 {
    plan.tickets + DELAYS[2]
}

/// What happens in these ticks.
pub(crate) fn happenings(plan: Plan, ticks: Range<u64>) -> Vec<Table> {
    let mut tables = Tables {
        plan,
        tickets: ticket(),
        participants: participant(),
        comments: comment(),
        events: event(),
        entries: search_entry(),
    };
    for tick in ticks {
        for (place, delay) in DELAYS.into_iter().enumerate() {
            let Some(index) = tick.checked_sub(delay).filter(|index| *index < plan.tickets) else { continue };
            let ticket = plan.ticket(index);
            if place == 0 {
                tables.open(&ticket);
            }
            tables.comment(&ticket, place);
        }
    }
    vec![tables.tickets, tables.participants, tables.comments, tables.events, tables.entries]
}

struct Tables {
    plan: Plan,
    tickets: Table,
    participants: Table,
    comments: Table,
    events: Table,
    entries: Table,
}

impl Tables {
    fn open(&mut self, ticket: &Ticket) {
        let title = words::title(ticket.index);
        let title_key = engine::title_key(&title);
        let waits = matches!(ticket.status, "PENDING" | "RESOLVED");
        let (priority, rank) = match ticket.index % 20 {
            0 => ("HIGH", 2),
            1 => ("LOW", 0),
            _ => ("NORMAL", 1),
        };
        self.entries.rows.push(vec![
            Value::Id(ticket.id()),
            Value::Null,
            Value::Flag(false),
            text(format!("{} {title}", ticket.number())),
        ]);
        self.tickets.rows.push(vec![
            Value::Id(ticket.id()),
            Value::Int(ticket.number()),
            text(title),
            text(ticket.status),
            text(priority),
            Value::Int(rank),
            text("EMAIL"),
            Value::Id(queue_id(ticket.queue)),
            Value::Id(Person::Customer(ticket.customer).id()),
            Value::Id(organisation_id(ticket.organisation)),
            if ticket.assigned { Value::Id(Person::Agent(ticket.agent).id()) } else { Value::Null },
            Value::Time(ticket.created_at()),
            Value::Time(ticket.commented_at(2)),
            if waits { Value::Time(far_future()) } else { Value::Null },
            Value::Time(ticket.commented_at(1)),
            Value::Int(4),
            text(title_key),
        ]);
        for who in [Person::Customer(ticket.customer), Person::Agent(ticket.agent)] {
            self.participants.rows.push(vec![Value::Id(ticket.id()), Value::Id(who.id())]);
        }
    }

    fn comment(&mut self, ticket: &Ticket, place: usize) {
        let words = words::comment(ticket.comment_index(place), self.plan.comments());
        let internal = place == 2 && ticket.ends_in_note();
        let (own, of, at) = (ticket.comment_id(place), ticket.id(), ticket.commented_at(place));
        let author = ticket.author(place).id();
        let channel = if place == 1 { "WEB" } else { "EMAIL" };
        self.comments.rows.push(vec![
            Value::Id(own),
            Value::Id(of),
            Value::Id(author),
            text(if internal { "INTERNAL" } else { "PUBLIC" }),
            text(channel),
            text(words.clone()),
            text(format!("<p>{words}</p>")),
            Value::Flag(false),
            Value::Time(at),
        ]);
        let entry = vec![Value::Id(of), Value::Id(own), Value::Flag(internal), text(words)];
        self.entries.rows.push(entry);
        let kind = if place == 0 { "CREATED" } else { "COMMENTED" };
        let mut event = |kind: &str, changes: String, salt: u64| {
            self.events.rows.push(vec![
                Value::Id(id(salt, ticket.comment_index(place), at)),
                text(kind),
                Value::Id(of),
                Value::Id(author),
                text(if channel == "WEB" { "WEB" } else { "MAIL" }),
                Value::Id(own),
                text(changes),
                Value::Flag(internal),
                Value::Time(at),
            ]);
        };
        event(kind, "[]".to_owned(), 17);
        if place == 1 && ticket.status != "NEW" {
            let status = ticket.status;
            event("STATUS_CHANGED", format!(r#"[{{"field":"status","from":"NEW","to":"{status}"}}]"#), 18);
        }
    }
}
