//! What happens all day reads no table from one end to the other that grows with the years: with ten tickets nobody notices,
//! with a million every mail waits for it.

use std::{
    collections::BTreeSet,
    fmt::Debug,
    sync::{Arc, Mutex},
    time::Duration,
};

use engine::{
    Actor, CommentId, IncomingMessage, MailFilter, MergeTickets, Outcome, Paging, SplitTicket, Status,
    Visibility,
};
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
use tests::{Backend, TestApp};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use crate::engine::commands::mail::{mail, receive};

/// The tables that get a line for whatever happens.
const GROWING: [&str; 14] = [
    "account",
    "account_address",
    "attachment",
    "comment",
    "event",
    "idempotency",
    "incoming_mail",
    "letter",
    "message",
    "notification",
    "participant",
    "search_entry",
    "ticket",
    "ticket_seen",
];

/// Writes down every statement that the databases are asked.
#[derive(Debug, Clone, Default)]
struct Statements(Arc<Mutex<BTreeSet<String>>>);

impl Subscriber for Statements {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut read = Read::default();
        event.record(&mut read);
        // A short statement stands in its summary alone.
        let sql = if read.whole.trim().is_empty() { read.summary } else { read.whole };
        self.0.lock().expect("a list").insert(sql);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Read {
    summary: String,
    whole: String,
}

impl Visit for Read {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

/// Mails of all kinds, answers, one that is taken back, tickets that are merged and split, and the timers.
async fn a_day(app: &TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let system = Actor::system();
    let mut numbers = Vec::new();
    for (id, from) in
        [("1@x", "maria@muster.example"), ("2@x", "maria@muster.example"), ("3@x", "tom@t.example")]
    {
        numbers
            .push(receive(&app.engine, mail(id, from, "Drucker", "Er druckt nicht.")).await.ticket.unwrap());
    }
    let letter = app.letters().await.remove(0);
    let answer = IncomingMessage {
        in_reply_to: vec![letter.message_id],
        recipients: letter.reply_to.into_iter().collect(),
        ..mail("4@x", "maria@muster.example", "Re: Drucker", "Noch immer nicht.")
    };
    assert_eq!(receive(&app.engine, answer).await.outcome, Outcome::Commented);
    let ticket = app.engine.ticket(&system, numbers[0]).await.unwrap().unwrap();
    let sent = app.given().comment(&jana, &ticket, "Bitte neu starten.").await;
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    app.given().internal_note(&jana, &ticket, "Wohl das Kabel.").await;
    app.given().set(&jana, &ticket, Status::Resolved).await;
    let held = MailFilter { outcome: vec![Outcome::Held], ..MailFilter::default() };
    app.engine.mails(&jana.actor, &held, &Paging::default()).await.unwrap();
    app.engine.count_mails(&jana.actor, &held).await.unwrap();
    app.engine.mailbox_health(&system).await.unwrap();
    app.engine.merge_tickets(&jana.actor, MergeTickets { from: numbers[1], into: numbers[0] }).await.unwrap();
    let comments = app.engine.comments(&system, ticket.id, &Paging::default()).await.unwrap();
    let last: Vec<CommentId> = comments
        .items
        .iter()
        .rev()
        .filter(|(_, one)| one.visibility == Visibility::Public)
        .take(1)
        .map(|(_, one)| one.id)
        .collect();
    let apart = SplitTicket { number: numbers[0], comments: last, title: "Kabel".to_owned() };
    app.engine.split_ticket(&jana.actor, apart).await.unwrap();
    app.pass(Duration::from_hours(24 * 30)).await;
    app.letters().await;
}

#[tokio::test]
async fn what_happens_all_day_reads_no_growing_table_as_a_whole() {
    let statements = Statements::default();
    tracing::subscriber::set_global_default(statements.clone()).expect("no other test listens");
    let undo = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(Backend::Sqlite, undo).await;
    statements.0.lock().expect("a list").clear();
    a_day(&app).await;
    let asked = std::mem::take(&mut *statements.0.lock().expect("a list"));
    assert!(asked.len() > 100, "{} statements", asked.len());
    let connection = Database::connect(app.database()).await.expect("a connection");
    let mut wrong = Vec::new();
    for sql in &asked {
        // The plan of an INSERT holds what is only looked for while a transaction owes a row that others refer to.
        let verb = sql.split_whitespace().next().unwrap_or_default().to_uppercase();
        if !["SELECT", "UPDATE", "DELETE", "WITH"].contains(&verb.as_str()) {
            continue;
        }
        let explain = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
        let plan = connection.query_all_raw(explain).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        for row in plan {
            let step: String = row.try_get("", "detail").expect("a step");
            // An index of the few that wait for the staff.
            if step.contains("incoming_mail_held_idx") {
                continue;
            }
            let mut words = step.split_whitespace();
            if words.next() == Some("SCAN") && words.next().is_some_and(|table| GROWING.contains(&table)) {
                wrong.push(format!("{step}: {sql}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
