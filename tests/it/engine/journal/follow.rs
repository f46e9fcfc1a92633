//! Following the journal: replay, then what comes; late commits, lost rights, ended log-ins, other processes.

use std::{pin::Pin, time::Duration};

use engine::{Actor, Cursor, Error, Event, EventKind, Paging, Result, Scope, Status, TicketFilter};
use futures::{FutureExt as _, Stream, StreamExt as _};
use sea_orm::{ConnectionTrait as _, Database, TransactionTrait as _};
use tests::{Backend, TestApp, on_each_database};

type Events = Pin<Box<dyn Stream<Item = Result<Event>> + Send>>;

fn follow(app: &TestApp, actor: &Actor, after: Option<Cursor>) -> Events {
    Box::pin(app.engine.follow(actor, after, TicketFilter::default()))
}

/// The next event, which must come soon.
async fn next(events: &mut Events) -> Event {
    soon(events).await.expect("the stream goes on").expect("an event")
}

async fn soon(events: &mut Events) -> Option<Result<Event>> {
    tokio::time::timeout(Duration::from_secs(20), events.next()).await.expect("within twenty seconds")
}

/// The next event of this kind: a transaction of another database of the cluster may hold back where now is, and then what
/// was shown before is replayed.
async fn changed(events: &mut Events) -> String {
    loop {
        let event = next(events).await;
        if event.kind == EventKind::Changed {
            return event.id.to_string();
        }
    }
}

/// Nothing is there now; asked until the stream waits.
async fn assert_quiet(events: &mut Events) {
    let next = tokio::time::timeout(Duration::from_millis(200), events.next()).await;
    assert!(next.is_err(), "expected nothing, got {next:?}");
}

on_each_database!(
    the_journal_is_replayed_and_then_followed_without_a_gap,
    without_a_cursor_the_stream_begins_now,
    a_follower_gets_only_what_they_may_see,
    whoever_leaves_a_queue_hears_nothing_more_at_once,
    s55_when_an_organisation_stops_sharing_an_open_stream_ends_too,
    s55_leaving_one_of_two_organisations_ends_an_open_stream_and_joining_widens_it,
    the_stream_of_one_ticket_ends_when_it_is_out_of_sight_and_no_sooner,
    the_stream_ends_when_the_log_in_does,
    the_stream_ends_with_the_engine,
    what_another_node_writes_is_heard,
    a_long_journal_is_replayed_in_order,
    the_history_and_the_stream_give_the_same_places,
);

async fn the_journal_is_replayed_and_then_followed_without_a_gap(app: TestApp) {
    let start = app.engine.journal_end().await.expect("a place");
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let mut events = follow(&app, &anna.actor, Some(start));
    let created = next(&mut events).await;
    assert_eq!((created.kind, created.ticket), (EventKind::Created, ticket.id));
    app.given().comment(&anna, &ticket, "More.").await;
    let commented = next(&mut events).await;
    assert_eq!(commented.kind, EventKind::Commented);
    assert_quiet(&mut events).await;

    let again = created.cursor.to_string().parse().expect("a cursor survives being text");
    assert_eq!(next(&mut follow(&app, &anna.actor, Some(again))).await, commented);
}

async fn without_a_cursor_the_stream_begins_now(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let start = app.engine.journal_end().await.expect("a place");
    app.given().ticket(&anna, "Before").await;
    // A transaction of another database of the cluster may hold back where now is; what was shown once is before it.
    next(&mut follow(&app, &anna.actor, Some(start))).await;
    let mut events = follow(&app, &anna.actor, None);
    while events.next().now_or_never().is_some() {}
    assert_quiet(&mut events).await;
    let ticket = app.given().ticket(&anna, "After").await;
    assert_eq!(next(&mut events).await.ticket, ticket.id);
}

async fn a_follower_gets_only_what_they_may_see(app: TestApp) {
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let (anna, bob) =
        (app.given().customer("anna@a.example").await, app.given().customer("bob@b.example").await);
    let agent = app.given().agent("agent@example.org").await;
    let of_bob = app.given().ticket(&bob, "Bob's").await;
    let ticket = app.given().ticket(&anna, "Anna's").await;
    app.given().internal_note(&agent, &ticket, "For us.").await;
    app.given().comment(&agent, &ticket, "For you.").await;

    let mut events = follow(&app, &anna.actor, start);
    for kind in [EventKind::Created, EventKind::Commented, EventKind::StatusChanged] {
        let event = next(&mut events).await;
        assert_eq!((event.kind, event.ticket), (kind, ticket.id));
    }
    assert_quiet(&mut events).await;

    let filter = TicketFilter { number: Some(of_bob.number), ..TicketFilter::default() };
    let mut narrowed: Events = Box::pin(app.engine.follow(&agent.actor, start, filter));
    assert_eq!(next(&mut narrowed).await.ticket, of_bob.id);
    assert_quiet(&mut narrowed).await;
    let admin = app.given().admin("admin@example.org").await;
    let (_, blind) = app.given().token(&admin, &["admin"]).await;
    let refused = follow(&app, &blind, start).next().await.expect("an answer").expect_err("no scope");
    assert_eq!(refused.scope(), Some(Scope::Read));
    assert_quiet(&mut follow(&app, &Actor::nobody(), start)).await;
}

async fn whoever_leaves_a_queue_hears_nothing_more_at_once(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let mut events = follow(&app, &agent.actor, start);
    let ticket = app.given().ticket(&anna, "A ticket").await;
    assert_eq!(next(&mut events).await.ticket, ticket.id);
    let connection = Database::connect(app.database()).await.expect("a connection");
    connection.execute_unprepared("DELETE FROM queue_member").await.expect("removed");
    // Nothing has happened since, and nothing need happen.
    assert!(matches!(soon(&mut events).await, Some(Err(Error::Forbidden { .. }))));
    assert!(soon(&mut events).await.is_none());
}

async fn s55_when_an_organisation_stops_sharing_an_open_stream_ends_too(app: TestApp) {
    let shares = app.given().organisation("Shares", true).await;
    let anna = app.given().member(&shares, "anna@a.example").await;
    let ben = app.given().member(&shares, "ben@a.example").await;
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let mut events = follow(&app, &ben.actor, start);
    let ticket = app.given().ticket(&anna, "Anna's").await;
    assert_eq!(next(&mut events).await.ticket, ticket.id);
    let stop = engine::UpdateOrganisation { shares_tickets: Some(false), ..Default::default() };
    app.engine.update_organisation(&Actor::system(), shares.id, stop).await.expect("updated");
    assert!(matches!(soon(&mut events).await, Some(Err(Error::Forbidden { .. }))));
}

async fn s55_leaving_one_of_two_organisations_ends_an_open_stream_and_joining_widens_it(app: TestApp) {
    let (acme, blau) =
        (app.given().organisation("Acme", true).await, app.given().organisation("Blau", true).await);
    let ann = app.given().member(&acme, "ann@a.example").await;
    let bea = app.given().member(&blau, "bea@b.example").await;
    let ben = app.given().member(&acme, "ben@a.example").await;
    let belong = async |organisations: Vec<engine::OrganisationId>| {
        let input = engine::UpdateUser { organisations: Some(organisations), ..Default::default() };
        app.engine.update_user(&Actor::system(), ben.user.id, input).await.expect("updated");
    };
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let mut events = follow(&app, &ben.actor, start);
    let hidden = app.given().ticket(&bea, "Before Ben joined").await;
    let first = app.given().ticket(&ann, "Ann's").await;
    assert_eq!(next(&mut events).await.ticket, first.id, "not {}", hidden.number);
    belong(vec![acme.id, blau.id]).await;
    let second = app.given().ticket(&bea, "Bea's").await;
    assert_eq!(next(&mut events).await.ticket, second.id);
    belong(vec![blau.id, acme.id]).await;
    let third = app.given().ticket(&ann, "Ann's, too").await;
    assert_eq!(next(&mut events).await.ticket, third.id, "another order takes nothing away");
    belong(vec![acme.id]).await;
    let end = soon(&mut events).await;
    assert!(matches!(end, Some(Err(Error::Forbidden { .. }))), "{end:?}");
}

async fn the_stream_of_one_ticket_ends_when_it_is_out_of_sight_and_no_sooner(app: TestApp) {
    let shares = app.given().organisation("Shares", true).await;
    let anna = app.given().member(&shares, "anna@a.example").await;
    let ben = app.given().member(&shares, "ben@a.example").await;
    let agent = app.given().agent("agent@example.org").await;
    let (theirs, own) = (app.given().ticket(&anna, "Anna's").await, app.given().ticket(&ben, "Ben's").await);
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let of = |actor: &Actor, number| -> Events {
        let filter = TicketFilter { number: Some(number), ..TicketFilter::default() };
        Box::pin(app.engine.follow(actor, start, filter))
    };
    let mut of_theirs = of(&ben.actor, theirs.number);
    let mut of_own = of(&ben.actor, own.number);
    let mut of_agent = of(&agent.actor, own.number);
    app.given().comment(&anna, &theirs, "x").await;
    app.given().comment(&ben, &own, "x").await;
    for events in [&mut of_theirs, &mut of_own, &mut of_agent] {
        next(events).await;
    }
    let stop = engine::UpdateOrganisation { shares_tickets: Some(false), ..Default::default() };
    app.engine.update_organisation(&Actor::system(), shares.id, stop).await.expect("updated");
    let end = loop {
        match soon(&mut of_theirs).await {
            Some(Ok(_)) => {}
            end => break end,
        }
    };
    assert!(matches!(end, Some(Err(Error::NotFound { .. }))), "{end:?}");
    let elsewhere = app.given().queue("Elsewhere").await;
    app.engine.set_queue_members(&Actor::system(), elsewhere.id, &[]).await.expect("nobody");
    let moved = engine::UpdateTicket { number: own.number, queue: Some(elsewhere.id), ..Default::default() };
    app.engine.update_ticket(&Actor::system(), moved).await.expect("moved");
    app.given().comment(&ben, &own, "Still mine").await;
    let end = loop {
        match soon(&mut of_agent).await {
            Some(Ok(_)) => {}
            end => break end,
        }
    };
    assert!(matches!(end, Some(Err(Error::NotFound { .. }))), "{end:?}");
    assert!(matches!(soon(&mut of_own).await, Some(Ok(_))), "one's own goes on");
}

async fn the_stream_ends_when_the_log_in_does(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let (_, token) = app.given().token(&anna, &["tickets:read"]).await;
    let mut by_session = follow(&app, &anna.actor, start);
    let mut by_token = follow(&app, &token, start);
    let ticket = app.given().ticket(&anna, "A ticket").await;
    assert_eq!(next(&mut by_session).await.ticket, ticket.id);
    assert_eq!(next(&mut by_token).await.ticket, ticket.id);

    app.engine.logout(&anna.actor).await.expect("logged out");
    app.given().comment(&agent, &ticket, "A word.").await;
    assert!(matches!(soon(&mut by_session).await, Some(Err(Error::Unauthenticated))));
    assert!(soon(&mut by_session).await.is_none(), "nothing follows the end");
    assert_eq!(next(&mut by_token).await.kind, EventKind::Commented);
    let off = engine::UpdateUser { active: Some(false), ..Default::default() };
    app.engine.update_user(&Actor::system(), anna.user.id, off).await.expect("switched off");
    app.given().comment(&agent, &ticket, "Another word.").await;
    loop {
        match soon(&mut by_token).await {
            Some(Ok(event)) => assert_eq!(event.kind, EventKind::StatusChanged, "of the comment before"),
            end => break assert!(matches!(end, Some(Err(Error::Unauthenticated)))),
        }
    }
}

async fn the_stream_ends_with_the_engine(app: TestApp) {
    let mut events = follow(&app, &Actor::system(), None);
    assert_quiet(&mut events).await;
    app.engine.close().await;
    assert!(soon(&mut events).await.is_none());
}

async fn what_another_node_writes_is_heard(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let other = app.another_node().await;
    let start = Some(other.journal_end().await.expect("a place"));
    let mut events: Events = Box::pin(other.follow(&anna.actor, start, TicketFilter::default()));
    assert_quiet(&mut events).await;
    let ticket = app.given().ticket(&anna, "Written elsewhere").await;
    assert_eq!(next(&mut events).await.ticket, ticket.id);
}

async fn a_long_journal_is_replayed_in_order(app: TestApp) {
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let anna = app.given().customer("anna@example.org").await;
    let bob = app.given().customer("bob@example.org").await;
    let mut opened = Vec::new();
    for place in 0..230 {
        let by = if place % 3 == 0 { &bob } else { &anna };
        let ticket = app.given().ticket(by, "One of many").await;
        if place % 3 != 0 {
            opened.push(ticket.id);
        }
    }
    let mut events = follow(&app, &anna.actor, start);
    for ticket in opened {
        assert_eq!(next(&mut events).await.ticket, ticket);
    }
    assert_quiet(&mut events).await;
}

async fn the_history_and_the_stream_give_the_same_places(app: TestApp) {
    let start = Some(app.engine.journal_end().await.expect("a place"));
    let anna = app.given().customer("anna@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let ticket = app.given().ticket_in(&anna, &agent, Status::Pending).await;
    let mut events = follow(&app, &anna.actor, start);
    let followed = [next(&mut events).await, next(&mut events).await];
    // Read afterwards: what the stream has shown, no transaction of another database of the cluster holds back any more.
    let history = app.engine.events(&anna.actor, ticket.id, &Paging::default()).await.expect("a page");
    let history: Vec<_> = history.items.into_iter().map(|(_, event)| event).collect();
    assert_eq!(history, followed);
}

/// Two transactions are open at once; the one that began first commits last. A reader who has seen the other's event
/// must still get the first one's, and in an order in which no cursor stands beyond it.
#[expect(clippy::disallowed_methods, reason = "two transactions of another program, which has no Work")]
#[tokio::test]
async fn an_event_that_commits_late_is_not_skipped() {
    let app = TestApp::on(Backend::Postgres).await;
    let anna = app.given().customer("anna@example.org").await;
    let start = app.engine.journal_end().await.expect("a place");
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let mut events = follow(&app, &anna.actor, Some(start));
    assert_eq!(next(&mut events).await.kind, EventKind::Created);
    let connection = Database::connect(app.database()).await.expect("a connection");
    let line = |at: u32| {
        format!(
            "INSERT INTO event (id, kind, ticket_id, cause, changes, internal, at) VALUES
             ('00000000-0000-0000-0000-{at:012}', 'CHANGED', '{}', 'SYSTEM', '[]', false, now())",
            ticket.id
        )
    };
    let first = connection.begin().await.expect("begun");
    first.execute_unprepared(&line(1)).await.expect("written");
    let second = connection.begin().await.expect("begun");
    second.execute_unprepared(&line(2)).await.expect("written");
    second.commit().await.expect("committed");

    assert_quiet(&mut events).await;
    let place = app.engine.journal_end().await.expect("a place");
    let shown = app.engine.events(&anna.actor, ticket.id, &Paging::default()).await.expect("a page");
    let (_, last) = shown.items.last().expect("the history shows what is committed");
    assert_eq!(last.id.to_string(), "00000000-0000-0000-0000-000000000002");

    first.commit().await.expect("committed");
    connection.execute_unprepared("SELECT pg_notify('schalter_journal', '')").await.expect("notified");
    for after in [None, Some(place), Some(last.cursor)] {
        let mut from_place = after.map(|after| follow(&app, &anna.actor, Some(after)));
        let events = from_place.as_mut().unwrap_or(&mut events);
        let ids = [changed(events).await, changed(events).await];
        assert_eq!(
            ids,
            ["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"],
            "after {after:?}"
        );
    }
}

/// What holds an event back may end without a word: it wrote no event, or was rolled back.
#[expect(clippy::disallowed_methods, reason = "a transaction of another program, which has no Work")]
#[tokio::test]
async fn an_event_that_was_held_back_comes_when_what_held_it_ends_without_a_word() {
    let app = TestApp::on(Backend::Postgres).await;
    let anna = app.given().customer("anna@example.org").await;
    let start = app.engine.journal_end().await.expect("a place");
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let mut events = follow(&app, &anna.actor, Some(start));
    assert_eq!(next(&mut events).await.kind, EventKind::Created);
    let connection = Database::connect(app.database()).await.expect("a connection");
    let silent = connection.begin().await.expect("begun");
    silent.execute_unprepared("INSERT INTO setting (key, value) VALUES ('x', 'y')").await.expect("written");
    let comment = app.given().comment(&anna, &ticket, "Noch etwas.").await;
    assert_quiet(&mut events).await;
    silent.rollback().await.expect("rolled back");
    assert_eq!(next(&mut events).await.comment, Some(comment.id));
}

/// Whoever wrote an event may be interrupted between the commit and waking the reader.
#[expect(clippy::disallowed_methods, reason = "a commit that wakes nobody, which no Work makes")]
#[tokio::test]
async fn an_event_of_this_node_comes_even_if_its_writer_could_not_wake_the_reader() {
    let app = TestApp::on(Backend::Postgres).await;
    let anna = app.given().customer("anna@example.org").await;
    let start = app.engine.journal_end().await.expect("a place");
    let ticket = app.given().ticket(&anna, "A ticket").await;
    let mut events = follow(&app, &anna.actor, Some(start));
    assert_eq!(next(&mut events).await.kind, EventKind::Created);
    // Long enough for the ear to be open.
    let heard = app.given().comment(&anna, &ticket, "Noch etwas.").await;
    assert_eq!(next(&mut events).await.comment, Some(heard.id));
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;

    let connection = Database::connect(app.database()).await.expect("a connection");
    let tx = connection.begin().await.expect("begun");
    let line = format!(
        "INSERT INTO event (id, kind, ticket_id, cause, changes, internal, at) VALUES
         ('00000000-0000-0000-0000-000000000001', 'CHANGED', '{}', 'SYSTEM', '[]', false, now())",
        ticket.id
    );
    tx.execute_unprepared(&line).await.expect("written");
    tx.commit().await.expect("committed");
    assert_eq!(next(&mut events).await.id.to_string(), "00000000-0000-0000-0000-000000000001");
}
