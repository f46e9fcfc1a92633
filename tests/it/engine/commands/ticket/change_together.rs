//! Two changes of two tickets in one transaction.

use engine::{Actor, Code, CommentChange, LetterKind, Paging, Priority, Status, TicketChange, TicketChanges};
use tests::{TestApp, on_each_database};

on_each_database!(
    two_tickets_change_in_one_transaction,
    what_is_refused_for_one_is_done_to_none,
    callers_who_name_the_same_tickets_in_other_orders_both_succeed
);

fn list(number: i64, changes: Vec<TicketChange>) -> TicketChanges {
    TicketChanges { number, changes, expected_version: None }
}

fn comment(text: &str) -> TicketChange {
    TicketChange::Comment(CommentChange { text: text.to_owned(), ..CommentChange::default() })
}

async fn two_tickets_change_in_one_transaction(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let paul = app.given().customer("paul@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) = (app.given().ticket(&maria, "Eins").await, app.given().ticket(&paul, "Zwei").await);
    app.letters().await;
    let lists = vec![
        list(other.number, vec![comment("Siehe das andere."), TicketChange::SetStatus(Status::Closed)]),
        list(one.number, vec![comment("Es geht hier weiter."), TicketChange::Prioritise(Priority::High)]),
    ];
    let after = app.engine.change_together(&jana.actor, lists).await.unwrap();
    let numbers: Vec<_> = after.iter().map(|ticket| (ticket.number, ticket.status)).collect();
    assert_eq!(numbers, [(other.number, Status::Closed), (one.number, Status::Open)]);
    let mut told = app.told().await;
    told.sort();
    let expected = [
        (LetterKind::Changed, "maria@example.org".to_owned()),
        (LetterKind::Closed, "paul@example.org".to_owned()),
    ];
    assert_eq!(told, expected);
    for (ticket, lines) in [(&one, 4), (&other, 3)] {
        let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap();
        assert_eq!(events.items.len(), lines, "{}", ticket.title);
    }
}

async fn what_is_refused_for_one_is_done_to_none(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let paul = app.given().customer("paul@example.org").await;
    let (one, other) = (app.given().ticket(&maria, "Eins").await, app.given().ticket(&paul, "Zwei").await);
    let lists = || vec![list(one.number, vec![comment("Ja.")]), list(other.number, vec![comment("Nein.")])];
    let error = app.engine.change_together(&maria.actor, lists()).await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
    let now = app.engine.ticket(&maria.actor, one.number).await.unwrap().unwrap();
    assert_eq!(now.version, one.version);
    let twice = vec![list(one.number, vec![comment("Ja.")]), list(one.number, vec![comment("Nein.")])];
    let error = app.engine.change_together(&Actor::system(), twice).await.unwrap_err();
    assert_eq!(error.field(), Some("number"));
}

async fn callers_who_name_the_same_tickets_in_other_orders_both_succeed(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) = (app.given().ticket(&jana, "Eins").await, app.given().ticket(&jana, "Zwei").await);
    let both = |first: i64, second: i64, text: &str| {
        vec![list(first, vec![comment(text)]), list(second, vec![comment(text)])]
    };
    let (forth, back) = tokio::join!(
        app.engine.change_together(&jana.actor, both(one.number, other.number, "Hin.")),
        app.engine.change_together(&jana.actor, both(other.number, one.number, "Her."))
    );
    assert_eq!((forth.unwrap().len(), back.unwrap().len()), (2, 2));
    let now = app.engine.ticket(&jana.actor, one.number).await.unwrap().unwrap();
    assert_eq!(now.version, one.version + 2);
}
