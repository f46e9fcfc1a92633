//! Named readers of the journal: once for each event, in order, whoever reads and whatever breaks.

use engine::{Actor, AddComment, Engine, Event, Handful, JournalReader, Paging, TicketId};
use sea_orm::{
    ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, Statement, TransactionTrait as _,
};
use tests::{Backend, TestApp, on_each_database};

on_each_database!(
    a_reader_takes_each_event_once_and_goes_on_where_it_was,
    two_nodes_that_read_under_one_name_write_each_event_once,
    what_breaks_in_between_comes_again_and_left_nothing,
    commands_in_the_transaction_of_a_reader_are_kept_with_its_cursor,
    a_reader_goes_where_it_is_sent,
);

/// The host's own table of what its reader was told.
async fn host(app: &TestApp) -> DatabaseConnection {
    let host = Database::connect(app.database()).await.unwrap();
    host.execute_unprepared("CREATE TABLE told (event TEXT NOT NULL)").await.unwrap();
    host
}

async fn told(host: &DatabaseConnection) -> Vec<String> {
    let all = Statement::from_string(host.get_database_backend(), "SELECT event FROM told");
    let rows = host.query_all_raw(all).await.unwrap();
    rows.iter().map(|row| row.try_get("", "event").unwrap()).collect()
}

fn reader(engine: &Engine) -> JournalReader {
    engine.reader("shop.told").unwrap()
}

/// Takes some events and notes them; answers how many.
async fn note(reader: &JournalReader, count: u64) -> usize {
    let Some(handful) = reader.next(count).await.unwrap() else { return 0 };
    for event in handful.events() {
        let sql = format!("INSERT INTO told (event) VALUES ('{}')", event.id);
        handful.transaction().execute_unprepared(&sql).await.unwrap();
    }
    let taken = handful.events().len();
    handful.done().await.unwrap();
    taken
}

/// Notes until all of `wanted` are there: on PostgreSQL a transaction of another test may hold some back for a while.
async fn note_all(app: &TestApp, wanted: &[Event]) {
    let (host, reader) = (Database::connect(app.database()).await.unwrap(), reader(&app.engine));
    while told(&host).await.len() < wanted.len() {
        if note(&reader, 2).await == 0 {
            tokio::task::yield_now().await;
        }
    }
}

/// What the journal has after that many tickets, in its order.
async fn events(app: &TestApp, tickets: usize) -> Vec<Event> {
    let anna = app.given().customer("anna@example.org").await;
    let mut all = Vec::new();
    for number in 0..tickets {
        let ticket = app.given().ticket(&anna, &format!("Ticket {number}")).await;
        let page = app.engine.events(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
        all.extend(page.items.into_iter().map(|(_, event)| event));
    }
    all
}

fn texts(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| event.id.to_string()).collect()
}

/// The next event alone, once the reader may have it.
async fn next(reader: &JournalReader) -> Handful {
    loop {
        if let Some(handful) = reader.next(1).await.unwrap() {
            return handful;
        }
        tokio::task::yield_now().await;
    }
}

/// A comment by the host, inside of its transaction.
async fn comment_within(app: &TestApp, transaction: &DatabaseTransaction, number: i64, text: &str) {
    let within = app.engine.within(transaction).await.unwrap();
    let comment = AddComment { number, text: text.to_owned(), ..AddComment::default() };
    within.add_comment(&Actor::system(), comment).await.unwrap();
    within.finish().await.unwrap();
}

async fn a_reader_takes_each_event_once_and_goes_on_where_it_was(app: TestApp) {
    let host = host(&app).await;
    let first = events(&app, 3).await;
    note_all(&app, &first).await;
    assert_eq!(told(&host).await, texts(&first));
    assert_eq!(note(&reader(&app.engine), 9).await, 0, "nothing comes twice");
    let anna = app.engine.reader("another").unwrap();
    assert!(anna.next(1).await.unwrap().is_some(), "another name begins at the beginning");
    for wrong in ["", "a b", &"x".repeat(101)] {
        assert_eq!(app.engine.reader(wrong).unwrap_err().field(), Some("name"));
    }
}

async fn two_nodes_that_read_under_one_name_write_each_event_once(app: TestApp) {
    let host = host(&app).await;
    let other = app.another_node().await;
    let wanted = &events(&app, 6).await;
    let app = &app;
    let read = |engine: Engine| async move {
        let (host, reader) = (Database::connect(app.database()).await.unwrap(), reader(&engine));
        while told(&host).await.len() < wanted.len() {
            if note(&reader, 1).await == 0 {
                tokio::task::yield_now().await;
            }
        }
    };
    futures::join!(read(app.engine.clone()), read(other));
    assert_eq!(told(&host).await, texts(wanted));
}

async fn what_breaks_in_between_comes_again_and_left_nothing(app: TestApp) {
    let host = host(&app).await;
    let wanted = events(&app, 2).await;
    let reader = reader(&app.engine);
    let handful = next(&reader).await;
    handful.transaction().execute_unprepared("INSERT INTO told (event) VALUES ('lost')").await.unwrap();
    drop(handful);
    note_all(&app, &wanted).await;
    assert_eq!(told(&host).await, texts(&wanted));
}

async fn commands_in_the_transaction_of_a_reader_are_kept_with_its_cursor(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "Ticket").await;
    let reader = reader(&app.engine);
    drop({
        let handful = next(&reader).await;
        comment_within(&app, handful.transaction(), ticket.number, "undone").await;
        handful
    });
    let handful = next(&reader).await;
    comment_within(&app, handful.transaction(), ticket.number, "kept").await;
    handful.done().await.unwrap();
    let comments = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    let texts: Vec<_> = comments.items.iter().map(|(_, comment)| comment.text.as_str()).collect();
    assert!(texts.contains(&"kept") && !texts.contains(&"undone"), "{texts:?}");
}

async fn a_reader_goes_where_it_is_sent(app: TestApp) {
    let host = host(&app).await;
    let wanted = events(&app, 3).await;
    note_all(&app, &wanted).await;
    // The place as a reader knows it: a list gives an earlier one while another transaction is open.
    let another = app.engine.reader("another").unwrap();
    let first = next(&another).await.events()[0].cursor;
    reader(&app.engine).seek(first).await.unwrap();
    let again = [&wanted[..], &wanted[1..]].concat();
    note_all(&app, &again).await;
    assert_eq!(told(&host).await, texts(&again), "from there on, once more");
}

/// An event that commits late is not overtaken, and comes before those that were written after it.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the host's own transaction")]
async fn a_reader_waits_for_a_transaction_that_began_earlier() {
    let app = TestApp::on(Backend::Postgres).await;
    let host = host(&app).await;
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "Late").await;
    let reader = reader(&app.engine);
    let open = host.begin().await.unwrap();
    comment_within(&app, &open, ticket.number, "late").await;
    let early = app.given().ticket(&anna, "Early").await;
    let mut order: Vec<TicketId> = Vec::new();
    while let Some(handful) = reader.next(1).await.unwrap() {
        order.extend(handful.events().iter().map(|event| event.ticket));
        handful.done().await.unwrap();
    }
    assert!(!order.contains(&early.id), "it would overtake the transaction that is open");
    let before = order.len();
    open.commit().await.unwrap();
    while !order.contains(&early.id) {
        let handful = next(&reader).await;
        order.extend(handful.events().iter().map(|event| event.ticket));
        handful.done().await.unwrap();
    }
    assert_eq!(order[before], ticket.id, "what commits late comes first");
    order.dedup();
    assert_eq!(order, [ticket.id, early.id]);
}
