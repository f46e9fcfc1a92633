//! Lines of the journal: names are those of today, and rows of every version are read.

use std::pin::pin;

use engine::{
    Actor, Change, EventChange, FromTo, Paging, Ticket, TicketFilter, UpdateQueue, UpdateTicket, UpdateUser,
};
use futures::StreamExt as _;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::{Backend, Person, TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(
    names_are_those_of_today_wherever_events_are_read,
    rows_of_every_version_are_told,
    an_erasure_takes_names_out_of_rows_from_before_there_were_ids,
);

/// What the history of a ticket tells after it was opened.
async fn told(app: &TestApp, by: &Actor, ticket: &Ticket) -> Vec<Change> {
    let events = app.engine.events(by, ticket.id, &Paging::default()).await.expect("a history").items;
    events.into_iter().skip(1).flat_map(|(_, event)| event.changes).collect()
}

async fn assign(app: &TestApp, by: &Person, ticket: &Ticket, to: &Person) {
    let assignee = Some(Some(to.user.id));
    let input = UpdateTicket { number: ticket.number, assignee, ..UpdateTicket::default() };
    app.engine.update_ticket(&by.actor, input).await.expect("assigned");
}

/// Adds a line to the journal of the only ticket, as another version would have written it.
async fn write(app: &TestApp, line: u128, kind: &str, changes: &str) {
    let connection = Database::connect(app.database()).await.expect("a connection");
    let id = Uuid::from_u128(line);
    let id = match app.backend {
        Backend::Sqlite => format!("X'{}'", id.simple()),
        Backend::Postgres => format!("'{id}'::uuid"),
    };
    let sql = format!(
        "INSERT INTO event (id, kind, ticket_id, actor_id, cause, changes, internal, at)
         SELECT {id}, '{kind}', ticket_id, actor_id, cause, '{changes}', FALSE, at FROM event WHERE kind = 'CREATED'"
    );
    connection.execute_unprepared(&sql).await.expect("written");
}

/// What the last line of this kind is kept as.
async fn row(app: &TestApp, kind: &str) -> String {
    let connection = Database::connect(app.database()).await.expect("a connection");
    let sql = format!("SELECT changes FROM event WHERE kind = '{kind}' ORDER BY seq DESC");
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.expect("an answer").expect("a row");
    row.try_get("", "changes").expect("a text")
}

async fn names_are_those_of_today_wherever_events_are_read(app: TestApp) {
    let (ada, ole) = (app.given().admin("ada@example.org").await, app.given().admin("ole@example.org").await);
    let maria = app.given().customer("maria@example.org").await;
    let start = app.engine.journal_end().await.expect("a place");
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let first = app.engine.queues(&Actor::system()).await.expect("queues").remove(0);
    let queue = app.given().queue("Einkauf").await;
    assign(&app, &ada, &ticket, &ole).await;
    let input = UpdateTicket { number: ticket.number, queue: Some(queue.id), ..UpdateTicket::default() };
    app.engine.update_ticket(&ada.actor, input).await.expect("moved");

    let rename = UpdateUser { name: Some("Ole Olsen".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, ole.user.id, rename).await.expect("renamed");
    let rename = UpdateQueue { name: Some("Beschaffung".to_owned()), ..UpdateQueue::default() };
    app.engine.update_queue(&ada.actor, queue.id, rename).await.expect("renamed");

    let assigned = Change::new("assignee", None, Some("Ole Olsen"));
    let opened = Change::new("status", Some("NEW"), Some("OPEN"));
    let moved = Change::new("queue", Some(&first.name), Some("Beschaffung"));
    let public = [assigned.clone(), opened.clone()];
    let all = [assigned, opened, moved];
    assert_eq!(told(&app, &ada.actor, &ticket).await, all);
    assert_eq!(told(&app, &maria.actor, &ticket).await, public, "the queue is for the staff alone");

    let followed = pin!(app.engine.follow(&ada.actor, Some(start), TicketFilter::default()));
    let followed: Vec<_> = followed.skip(1).take(3).map(|event| event.expect("an event")).collect().await;
    let changes: Vec<_> = followed.iter().flat_map(|event| event.changes.clone()).collect();
    assert_eq!(changes, all, "and as it happens");
    let ids: Vec<_> = followed.iter().flat_map(|event| event.changed.clone()).collect();
    assert_eq!(ids[0], EventChange::Assignee(FromTo::now(ole.user.id)));

    let reader = app.engine.reader("names").expect("a reader");
    // On PostgreSQL a transaction of another test may hold some back for a while.
    let handful = loop {
        match reader.next(100).await.expect("the journal") {
            Some(handful) if handful.events().len() == 4 => break handful,
            _ => tokio::task::yield_now().await,
        }
    };
    let changes: Vec<_> = handful.events().iter().skip(1).flat_map(|event| event.changes.clone()).collect();
    assert_eq!(changes, all, "and to a reader with a name");
    drop(handful);

    let kept = format!(r#"{{"v":1,"changes":[{{"field":"assignee","from":null,"to":"{}"}}]}}"#, ole.user.id);
    assert_eq!(row(&app, "ASSIGNED").await, kept, "no name is kept");
}

async fn rows_of_every_version_are_told(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let nobody = Uuid::nil();
    let gone = format!(r#"{{"v":1,"changes":[{{"field":"assignee","from":null,"to":"{nobody}"}}]}}"#);
    let rows = [
        ("ASSIGNED", r#"[{"field":"assignee","from":"Jana","to":"Fritz"}]"#),
        ("CHANGED", r#"[{"field":"queue","from":"Alt","to":"Neu"},{"field":"tags","from":"","to":"a, b"}]"#),
        ("STATUS_CHANGED", r#"[{"field":"status","from":"NEW","to":"OPEN"}]"#),
        (
            "REDACTED",
            r#"[{"field":"redacted","from":null,"to":"comment"},{"field":"reason","from":null,"to":"Kennwort"}]"#,
        ),
        ("CHANGED", r#"{"v":9,"changes":[{"field":"mood","to":{"of":1}}],"more":true}"#),
        ("ASSIGNED", gone.as_str()),
        // Nobody can read these; they stand in nobody's way.
        ("CHANGED", r#"{"v":9,"changes":{"mood":3}}"#),
        ("CHANGED", r#"[{"was":1}]"#),
        ("CHANGED", "null"),
    ];
    for (line, (kind, changes)) in (1..).zip(rows) {
        write(&app, line, kind, changes).await;
    }
    let before = [
        Change::new("assignee", Some("Jana"), Some("Fritz")),
        Change::new("queue", Some("Alt"), Some("Neu")),
        Change::new("tags", Some(""), Some("a, b")),
        Change::new("status", Some("NEW"), Some("OPEN")),
        Change::new("redacted", None, Some("comment")),
    ];
    let reason = Change::new("reason", None, Some("Kennwort"));
    let after = [
        Change::new("mood", None, Some(r#"{"of":1}"#)),
        Change::new("assignee", None, Some(&nobody.to_string())),
    ];
    let all = [before.as_slice(), &[reason], after.as_slice()].concat();
    assert_eq!(told(&app, &Actor::system(), &ticket).await, all);
    let public = [before.as_slice(), after.as_slice()].concat();
    assert_eq!(
        told(&app, &maria.actor, &ticket).await,
        public,
        "why is for the staff alone, in old rows as well"
    );
}

async fn an_erasure_takes_names_out_of_rows_from_before_there_were_ids(app: TestApp) {
    let (ada, fritz) =
        (app.given().admin("ada@example.org").await, app.given().agent("fritz@example.org").await);
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    assign(&app, &ada, &ticket, &fritz).await;
    let name = &fritz.user.name;
    write(&app, 1, "ASSIGNED", &format!(r#"[{{"field":"assignee","from":"{name}","to":null}}]"#)).await;
    write(&app, 2, "RATED", &format!(r#"{{"v":9,"who":"{name}"}}"#)).await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, fritz.user.id, off).await.expect("switched off");
    app.engine.erase_user(&ada.actor, fritz.user.id, "asked for").await.expect("erased");
    let told = told(&app, &ada.actor, &ticket).await;
    let erased = app.engine.users_by_id(&ada.actor, &[fritz.user.id]).await.expect("users");
    let instead = &erased[&fritz.user.id].name;
    assert_ne!(instead, name);
    let named = told.iter().filter(|change| change.field == "assignee").flat_map(|it| [&it.from, &it.to]);
    let named: Vec<_> = named.flatten().collect();
    assert_eq!(named, [instead; 3], "given, taken off in the old row, and taken off at the end");
    assert_eq!(row(&app, "RATED").await, "[]", "nobody can tell what else it says");
}
