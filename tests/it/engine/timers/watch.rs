//! What is told of agreed times, once, by whichever node comes first, and after however long a downtime.

use std::time::Duration;

use chrono::{DateTime, Utc};
use engine::{
    Actor, Direction, EventKind, LetterKind, LetterState, OrderField, Paging, Ran, Status, Ticket,
    TicketFilter, TicketOrder, UpdateTicket,
};
use sea_orm::{ConnectionTrait as _, Database};
use tests::{Person, TestApp, on_each_database};

const MINUTE: Duration = Duration::from_mins(1);

on_each_database!(
    s30_s66_a_warning_and_a_breach_are_told_once_by_two_nodes,
    s66_after_a_long_downtime_all_is_noted_once_and_one_letter_goes_out,
    s66_the_queue_is_told_where_nobody_is_responsible,
    s66_nobody_is_warned_while_the_clock_stands_still_and_somebody_when_it_goes_on,
    a_warning_that_does_not_say_of_what_time_is_withdrawn_and_no_fault,
    s30_the_list_of_what_is_due_and_the_count_of_what_escalated,
    s66_what_was_told_is_told_again_only_when_it_lay_ahead_again
);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

/// A customer with an agreement of 60 and 480 minutes, on Monday at 8.
async fn agreed(app: &TestApp) -> Person {
    let calendar = app.given().calendar("Office").await;
    let agreement = app.given().agreement(&calendar, 60, 480).await;
    let acme = app.given().organisation("Acme", false).await;
    app.given().agreed(&acme, &agreement).await;
    app.clock.set(at("2019-01-28T07:00:00Z"));
    app.given().member(&acme, "max@example.org").await
}

async fn assign(app: &TestApp, ticket: &Ticket, agent: &Person) {
    let input = UpdateTicket {
        number: ticket.number,
        assignee: Some(Some(agent.user.id)),
        ..UpdateTicket::default()
    };
    app.engine.update_ticket(&agent.actor, input).await.expect("assigned");
}

/// What the journal tells of the clocks of a ticket: which kind of event, of which clock.
async fn told(app: &TestApp, actor: &Actor, ticket: &Ticket) -> Vec<(EventKind, String)> {
    let page = app.engine.events(actor, ticket.id, &Paging::default()).await.expect("a history");
    let events = page.items.into_iter().map(|(_, event)| event);
    let clocks = events.filter(|event| matches!(event.kind, EventKind::SlaWarning | EventKind::SlaBreached));
    clocks.map(|event| (event.kind, event.changes[0].field.clone())).collect()
}

fn warning(clock: &str) -> (EventKind, String) {
    (EventKind::SlaWarning, clock.to_owned())
}

fn breach(clock: &str) -> (EventKind, String) {
    (EventKind::SlaBreached, clock.to_owned())
}

async fn s30_s66_a_warning_and_a_breach_are_told_once_by_two_nodes(app: TestApp) {
    let max = agreed(&app).await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&max, "Printer").await;
    assign(&app, &ticket, &jana).await;
    app.letters().await;
    let node = app.another_node().await;
    let both = async || {
        let (one, two) = tokio::join!(app.engine.run_due(), node.run_due());
        one.expect("timers").clocks + two.expect("timers").clocks
    };
    app.clock.advance(MINUTE * 44);
    assert_eq!(both().await, 0);
    assert_eq!(app.engine.next_due().await.unwrap(), Some(at("2019-01-28T07:45:00Z")));
    app.clock.advance(MINUTE);
    assert_eq!((both().await, both().await), (1, 0));
    assert_eq!(app.told().await, [(LetterKind::SlaWarning, "jana@example.org".to_owned())]);
    app.clock.advance(MINUTE * 15);
    assert_eq!(both().await, 0, "the last moment of the hour still keeps the agreement");
    app.clock.advance(Duration::from_millis(1));
    assert_eq!((both().await, both().await), (1, 0));
    assert_eq!(app.told().await, [(LetterKind::SlaBreached, "jana@example.org".to_owned())]);
    let response = [warning("response"), breach("response")];
    assert_eq!(told(&app, &jana.actor, &ticket).await, response);
    assert_eq!(told(&app, &max.actor, &ticket).await, [], "customers are told nothing");
}

async fn s66_after_a_long_downtime_all_is_noted_once_and_one_letter_goes_out(app: TestApp) {
    let max = agreed(&app).await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&max, "Printer").await;
    let answered = app.given().ticket(&max, "Answered late, before the timers ran").await;
    for ticket in [&ticket, &answered] {
        assign(&app, ticket, &jana).await;
    }
    app.letters().await;
    app.clock.advance(MINUTE * 60 * 24 * 30);
    app.given().comment(&jana, &answered, "Sorry.").await;
    app.given().set(&jana, &answered, Status::Resolved).await;
    app.letters().await;
    let node = app.another_node().await;
    let (one, two) = tokio::join!(app.engine.run_due(), node.run_due());
    assert_eq!(one.unwrap().clocks + two.unwrap().clocks, 2);
    let all = [warning("response"), breach("response"), warning("restoration"), breach("restoration")];
    for ticket in [&ticket, &answered] {
        assert_eq!(told(&app, &jana.actor, ticket).await, all);
    }
    // Nobody needs to hurry for what is answered and resolved.
    let breached = (LetterKind::SlaBreached, "jana@example.org".to_owned());
    assert_eq!(app.told().await, [breached.clone(), breached]);
    assert_eq!(app.engine.run_due().await.unwrap(), Ran::default());
    let clocks =
        app.engine.clocks_of(&jana.actor, &[answered.id]).await.unwrap().remove(&answered.id).unwrap();
    assert!(clocks.response.unwrap().reading.breached());
}

async fn s66_the_queue_is_told_where_nobody_is_responsible(app: TestApp) {
    let max = agreed(&app).await;
    app.given().agent("jana@example.org").await;
    app.given().agent("ole@example.org").await;
    app.given().admin("ada@example.org").await;
    app.given().ticket(&max, "Printer").await;
    app.letters().await;
    app.pass(MINUTE * 46).await;
    let mut letters = app.told().await;
    letters.sort();
    let warned = |email: &str| (LetterKind::SlaWarning, email.to_owned());
    assert_eq!(letters, [warned("jana@example.org"), warned("ole@example.org")]);
}

async fn s66_nobody_is_warned_while_the_clock_stands_still_and_somebody_when_it_goes_on(app: TestApp) {
    let max = agreed(&app).await;
    let jana = app.given().agent("jana@example.org").await;
    let asked = app.given().ticket(&max, "Printer").await;
    let resolved = app.given().ticket(&max, "Screen").await;
    for ticket in [&asked, &resolved] {
        assign(&app, ticket, &jana).await;
    }
    app.letters().await;
    // The moment of the warning has passed, and no timer has run since.
    app.clock.advance(MINUTE * 50);
    app.given().set(&jana, &asked, Status::Pending).await;
    app.given().set(&jana, &resolved, Status::Resolved).await;
    app.letters().await;
    app.pass(MINUTE).await;
    for ticket in [&asked, &resolved] {
        assert_eq!(told(&app, &jana.actor, ticket).await, []);
    }
    assert_eq!(app.told().await, []);
    assert_eq!(
        app.engine.run_due().await.unwrap(),
        Ran::default(),
        "and it is not looked at again and again"
    );

    app.clock.advance(MINUTE * 30);
    app.given().comment(&max, &asked, "It is the old one.").await;
    app.letters().await;
    app.pass(MINUTE).await;
    assert_eq!(told(&app, &jana.actor, &asked).await, [warning("response")]);
    let page = app.engine.events(&jana.actor, asked.id, &Paging::default()).await.unwrap();
    let warned = page.items.into_iter().map(|(_, event)| event);
    let due = warned
        .filter(|event| event.kind == EventKind::SlaWarning)
        .find_map(|event| event.changes[0].to.clone());
    assert!(due.is_some(), "it says when");
    let letters = app.told().await;
    assert_eq!(letters, [(LetterKind::SlaWarning, "jana@example.org".to_owned())]);
}

/// As an earlier version wrote it.
async fn a_warning_that_does_not_say_of_what_time_is_withdrawn_and_no_fault(app: TestApp) {
    let max = agreed(&app).await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&max, "Printer").await;
    assign(&app, &ticket, &jana).await;
    app.letters().await;
    app.pass(MINUTE * 50).await;
    let rows = Database::connect(app.database()).await.unwrap();
    let changes = r#"{"v":1,"changes":[{"field":"response","from":null,"to":null}]}"#;
    let without = format!("UPDATE letter SET changes = '{changes}' WHERE kind = 'SLA_WARNING'");
    rows.execute_unprepared(&without).await.unwrap();
    assert_eq!(app.told().await, []);
    let emails = app.engine.ticket_emails(&jana.actor, ticket.id).await.unwrap();
    let warning = emails.iter().find(|email| email.kind == LetterKind::SlaWarning).unwrap();
    assert_eq!((warning.state, warning.reason.as_deref()), (LetterState::Withdrawn, Some("taken-back")));
}

async fn s30_the_list_of_what_is_due_and_the_count_of_what_escalated(app: TestApp) {
    let max = agreed(&app).await;
    let jana = app.given().agent("jana@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let without = app.given().ticket(&anna, "Without an agreement").await;
    let late = app.given().ticket(&max, "Late").await;
    app.clock.advance(MINUTE * 30);
    let later = app.given().ticket(&max, "Later").await;
    app.given().comment(&jana, &later, "We look at it.").await;
    let soon = app.given().ticket(&max, "Soon").await;
    app.clock.advance(MINUTE * 31);

    let list = async |actor: &Actor, escalated: Option<bool>| {
        let filter = TicketFilter { escalated, ..TicketFilter::default() };
        let order = TicketOrder { field: OrderField::DueAt, direction: Direction::Asc };
        let page = app.engine.tickets(actor, &filter, order, &Paging::default()).await.unwrap();
        let numbers: Vec<i64> = page.items.iter().map(|(_, ticket)| ticket.number).collect();
        assert_eq!(app.engine.count_tickets(actor, &filter).await.unwrap(), numbers.len() as u64);
        numbers
    };
    let all = [late.number, soon.number, later.number, without.number];
    assert_eq!(list(&jana.actor, None).await, all);
    assert_eq!(list(&jana.actor, Some(true)).await, [late.number]);
    assert_eq!(list(&jana.actor, Some(false)).await, all[1..]);
    // A question stops the clock, but what has passed has passed, until it is resolved.
    app.given().set(&jana, &late, Status::Pending).await;
    assert_eq!(list(&jana.actor, Some(true)).await, [late.number]);
    app.given().set(&jana, &late, Status::Resolved).await;
    app.given().comment(&jana, &late, "Done.").await;
    assert_eq!(list(&jana.actor, Some(true)).await, [] as [i64; 0]);
    assert_eq!(list(&max.actor, Some(true)).await, [] as [i64; 0], "to customers nothing is escalated");
}

async fn s66_what_was_told_is_told_again_only_when_it_lay_ahead_again(app: TestApp) {
    let max = agreed(&app).await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&max, "Printer").await;
    app.pass(MINUTE * 50).await;
    let once = [warning("response")];
    assert_eq!(told(&app, &jana.actor, &ticket).await, once);
    let agreement = app.engine.agreements(&Actor::system()).await.unwrap().remove(0);
    let set = async |minutes| {
        let mut targets = agreement.targets.clone();
        for target in &mut targets {
            target.response_minutes = Some(minutes);
        }
        let input = engine::UpdateAgreement { targets: Some(targets), ..engine::UpdateAgreement::default() };
        app.engine.update_agreement(&Actor::system(), agreement.id, input).await.unwrap();
        app.engine.run_due().await.unwrap();
    };
    set(61).await;
    assert_eq!(told(&app, &jana.actor, &ticket).await, once, "it was past the warning all the time");
    set(100).await;
    assert_eq!(told(&app, &jana.actor, &ticket).await, once);
    app.pass(MINUTE * 25).await;
    assert_eq!(told(&app, &jana.actor, &ticket).await, [warning("response"), warning("response")]);
}
