//! One reader for all who follow: it costs the same for many as for one, and shows each what the database would.

use std::{pin::Pin, time::Duration};

use engine::{
    Actor, Channel, Cursor, Event, EventId, Paging, Priority, Result, Status, Ticket, TicketFilter,
    TicketOrder, UpdateTicket, Visibility,
};
use futures::{FutureExt as _, Stream, StreamExt as _, future::join_all};
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement, TransactionTrait as _};
use tests::{Person, TestApp, on_each_database, servers::cluster::Cluster, wait::until};

type Events = Pin<Box<dyn Stream<Item = Result<Event>> + Send>>;

on_each_database!(
    s24_live_events_are_those_that_the_database_would_show_to_every_reader_and_filter,
    whoever_is_slow_misses_nothing,
    a_ticket_comes_without_what_is_for_the_staff_alone,
);

async fn next(events: &mut Events) -> Event {
    let next = tokio::time::timeout(Duration::from_secs(20), events.next()).await;
    next.expect("within twenty seconds").expect("the stream goes on").expect("an event")
}

/// A follower who has heard everything so far.
async fn live(app: &TestApp, actor: &Actor, filter: &TicketFilter, from: Cursor) -> Events {
    let mut events: Events = Box::pin(app.engine.follow(actor, Some(from), filter.clone()));
    while let Ok(Some(event)) = tokio::time::timeout(Duration::from_millis(500), events.next()).await {
        event.expect("an event");
    }
    events
}

/// On SQLite, where no transaction of another test holds the journal back and makes the reader look again.
#[tokio::test]
async fn one_read_serves_all_who_follow() {
    const FOLLOWERS: usize = 30;
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let end = app.engine.journal_end().await.expect("a place");
    let all = TicketFilter::default();
    let followers = (0..FOLLOWERS).map(|one| {
        let actor = if one % 2 == 0 { &anna.actor } else { &agent.actor };
        live(&app, actor, &all, end)
    });
    let mut followers = join_all(followers).await;
    let mut before = 0;
    // Whoever has heard the first has replayed what there was.
    for text in ["Is everybody here?", "To all of you."] {
        before = app.engine.journal_reads();
        let comment = app.given().comment(&anna, &ticket, text).await;
        for follower in &mut followers {
            assert_eq!(next(follower).await.comment, Some(comment.id));
        }
    }
    let reads = app.engine.journal_reads() - before;
    // One for the commit, and perhaps one because the watch over other processes saw it too.
    assert!((1..=2).contains(&reads), "{reads} reads for {FOLLOWERS} followers");
}

/// Everybody with every filter follows live while things happen; then each journal is replayed from the start.
async fn s24_live_events_are_those_that_the_database_would_show_to_every_reader_and_filter(app: TestApp) {
    let shares = app.given().organisation("Shares", true).await;
    let alone = app.given().organisation("Alone", false).await;
    let sales = app.given().queue("Sales").await;
    let (anna, ben) = (
        app.given().member(&shares, "anna@shares.example").await,
        app.given().member(&shares, "ben@shares.example").await,
    );
    let (cora, dan) = (
        app.given().member(&alone, "cora@alone.example").await,
        app.given().customer("dan@nowhere.example").await,
    );
    let (agent, of_sales) =
        (app.given().agent("agent@example.org").await, app.given().agent("sales@example.org").await);
    let admin = app.given().admin("admin@example.org").await;
    let system = Actor::system();
    app.engine.set_queue_members(&system, sales.id, &[of_sales.user.id]).await.expect("members");
    let queues = app.engine.queues(&system).await.expect("queues");
    let support = queues.iter().find(|queue| queue.id != sales.id).expect("another queue").id;
    app.engine.set_queue_members(&system, support, &[agent.user.id]).await.expect("members");
    let (_, writes) = app.given().token(&agent, &["tickets:write"]).await;

    let mut tickets = Vec::new();
    for by in [&anna, &ben, &cora, &dan] {
        tickets.push(app.given().ticket(by, "A ticket").await);
    }
    for (place, ticket) in tickets.iter().enumerate() {
        app.given().comment(&agent, ticket, "An answer.").await;
        let change = UpdateTicket {
            number: ticket.number,
            assignee: (place % 2 == 0).then_some(Some(agent.user.id)),
            tags: (place == 1).then(|| vec!["vip".to_owned()]),
            priority: (place == 2).then_some(Priority::High),
            status: (place == 3).then_some(Status::Resolved),
            ..UpdateTicket::default()
        };
        app.engine.update_ticket(&agent.actor, change).await.expect("changed");
    }
    let moved = UpdateTicket { number: tickets[0].number, queue: Some(sales.id), ..UpdateTicket::default() };
    app.engine.update_ticket(&agent.actor, moved).await.expect("moved");

    // Nothing that a filter asks for changes from here on: a replay reads later, and must find the same.
    let start = app.engine.journal_end().await.expect("a place");
    let readers = [&anna, &ben, &cora, &dan, &agent, &of_sales, &admin].map(|person| &person.actor);
    let readers: Vec<&Actor> = readers.into_iter().chain([&writes, &system]).collect();
    let filters = filters(&shares, &sales, &anna, &agent, &tickets);
    let pairs = || readers.iter().flat_map(|reader| filters.iter().map(move |filter| (*reader, filter)));
    let live = join_all(pairs().map(|(reader, filter)| live(&app, reader, filter, start))).await;
    // A note and a comment each.
    let before = 2;
    for ticket in &tickets {
        app.given().internal_note(&admin, ticket, "For us.").await;
        app.given().comment(&admin, ticket, "For you.").await;
    }
    let mut shown = 0;
    let mut live = live;
    for ((reader, filter), events) in pairs().zip(&mut live) {
        let expected = expected(&app, reader, filter, before).await;
        shown += expected.len();
        for id in expected {
            assert_eq!(next(events).await.id, id, "{reader:?} {filter:?}");
        }
    }
    // All have heard what they should by now; whoever hears more, hears too much.
    for ((reader, filter), events) in pairs().zip(&mut live) {
        assert!(events.next().now_or_never().is_none(), "{reader:?} {filter:?}");
    }
    assert!(shown > 100, "somebody heard something: {shown}");
}

/// What the database would show: the events since `before` of the tickets that the list has.
async fn expected(app: &TestApp, reader: &Actor, filter: &TicketFilter, before: usize) -> Vec<EventId> {
    let all = Paging { first: Some(100), ..Paging::default() };
    let listed = app.engine.tickets(reader, filter, TicketOrder::default(), &all).await.expect("a page");
    let mut expected = Vec::new();
    for (_, ticket) in listed.items {
        let events = app.engine.events(reader, ticket.id, &all).await.expect("a page").items;
        let written = app.engine.events(&Actor::system(), ticket.id, &all).await.expect("a page").items;
        let new: Vec<_> = written.iter().skip(written.len() - before).map(|(_, event)| event.id).collect();
        expected.extend(events.iter().map(|(_, event)| event.id).filter(|id| new.contains(id)));
    }
    // Ids are drawn in the order of writing.
    expected.sort_unstable();
    expected
}

fn filters(
    organisation: &engine::Organisation,
    queue: &engine::Queue,
    customer: &Person,
    agent: &Person,
    tickets: &[Ticket],
) -> Vec<TicketFilter> {
    let none = TicketFilter::default;
    let at = tickets[0].created_at;
    vec![
        none(),
        TicketFilter { status: vec![Status::Pending, Status::Open], ..none() },
        TicketFilter { queue: Some(queue.id), ..none() },
        TicketFilter { assignee: Some(agent.user.id), ..none() },
        TicketFilter { unassigned: Some(true), ..none() },
        TicketFilter { unassigned: Some(false), ..none() },
        TicketFilter { customer: Some(customer.user.id), ..none() },
        TicketFilter { organisation: Some(organisation.id), ..none() },
        TicketFilter { mine: Some(true), ..none() },
        TicketFilter { mine: Some(false), ..none() },
        TicketFilter { escalated: Some(true), ..none() },
        TicketFilter { channels: vec![Channel::Web], ..none() },
        TicketFilter { channels: vec![Channel::Email, Channel::Phone], ..none() },
        TicketFilter { tag: Some("vip".to_owned()), ..none() },
        TicketFilter { created_after: Some(at), updated_after: Some(at), ..none() },
        TicketFilter { created_before: Some(at), ..none() },
        TicketFilter { search: Some("ticket".into()), ..none() },
        TicketFilter { number: Some(tickets[1].number), ..none() },
    ]
}

async fn whoever_is_slow_misses_nothing(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let end = app.engine.journal_end().await.expect("a place");
    let all = TicketFilter::default();
    let mut slow = live(&app, &anna.actor, &all, end).await;
    let mut quick = live(&app, &anna.actor, &all, end).await;
    let mut written = Vec::new();
    for place in 0..150 {
        written.push(app.given().comment(&anna, &ticket, &format!("Comment {place}.")).await.id);
        assert_eq!(next(&mut quick).await.comment, written.last().copied(), "one piece of news each");
    }
    for comment in written {
        assert_eq!(next(&mut slow).await.comment, Some(comment));
    }
    assert!(slow.next().now_or_never().is_none());
}

async fn a_ticket_comes_without_what_is_for_the_staff_alone(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let tagged =
        UpdateTicket { number: ticket.number, tags: Some(vec!["vip".to_owned()]), ..UpdateTicket::default() };
    app.engine.update_ticket(&agent.actor, tagged).await.expect("tagged");
    let end = app.engine.journal_end().await.expect("a place");
    for (actor, tags) in [(&anna.actor, vec![]), (&agent.actor, vec!["vip".to_owned()])] {
        let events = app.engine.follow_with_tickets(actor, Some(end), TicketFilter::default());
        let mut events = Box::pin(events);
        assert!(events.next().now_or_never().is_none());
        let comment = app.given().comment(&agent, &ticket, "A word.").await;
        let heard = loop {
            let next = tokio::time::timeout(Duration::from_secs(20), events.next()).await;
            let heard = next.expect("soon").expect("goes on").expect("an event");
            if heard.event.comment == Some(comment.id) {
                break heard;
            }
        };
        assert_eq!((heard.ticket.number, &heard.ticket.tags), (ticket.number, &tags));
        assert_eq!((heard.ticket.channel, Visibility::Public), (Channel::Web, Visibility::Public));
    }
}

/// PostgreSQL's process for the connection by which the journal is read stands still in the middle of a look.
#[expect(clippy::disallowed_methods, reason = "a transaction of another program, which has no Work")]
#[tokio::test]
async fn a_connection_of_the_journal_that_stands_still_is_given_up_and_nobody_misses_anything() {
    let cluster = Cluster::start().await;
    let app = TestApp::at(cluster.database("house").await).await;
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let end = app.engine.journal_end().await.expect("a place");
    let mut events = live(&app, &anna.actor, &TicketFilter::default(), end).await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    let other = connection.begin().await.expect("begun");
    other.execute_unprepared("LOCK TABLE rights_change IN ACCESS EXCLUSIVE MODE").await.expect("locked");
    let comment = app.given().comment(&anna, &ticket, "Is anybody there?").await;
    let looking =
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%rights_changed%'";
    let looking = Statement::from_string(DbBackend::Postgres, looking);
    let process = until("a look that waits", async || {
        let row = other.query_one_raw(looking.clone()).await.expect("an answer")?;
        row.try_get::<i32>("", "pid").ok()
    });
    let process = process.await.to_string();
    signal("STOP", &process);
    other.rollback().await.expect("let go");
    assert_eq!(next(&mut events).await.comment, Some(comment.id));
    signal("CONT", &process);
    app.engine.close().await;
}

fn signal(name: &str, process: &str) {
    let done = std::process::Command::new("kill").args([&format!("-{name}"), process]).status();
    assert!(done.expect("kill runs").success(), "process {process} could not be signalled");
}
