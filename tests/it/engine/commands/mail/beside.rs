//! Several people answer a mail that never came here: who takes part in the ticket of the first answer joins it, and nobody else.

use engine::{Actor, IncomingMessage, MergeTickets, Outcome, Paging, Received};
use tests::{TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(
    a_second_answer_of_the_same_person_to_a_mail_that_never_came_joins_the_ticket_of_the_first,
    a_watcher_who_answers_the_same_mail_joins_and_a_stranger_who_knows_its_id_does_not,
    what_is_known_of_a_thread_is_stronger,
    what_was_answered_moves_with_the_comment
);

const MARIA: &str = "maria@muster.example";

/// An answer to this mail among people.
async fn answer(app: &TestApp, id: &str, from: &str, to: &str) -> Received {
    let message = IncomingMessage { in_reply_to: vec![to.to_owned()], ..mail(id, from, "Re: Umzug", id) };
    receive(&app.engine, message).await
}

async fn a_second_answer_of_the_same_person_to_a_mail_that_never_came_joins_the_ticket_of_the_first(
    app: TestApp,
) {
    let first = answer(&app, "1@x", MARIA, "among@people").await;
    assert_eq!(first.outcome, Outcome::Created);
    let second = answer(&app, "2@x", MARIA, "among@people").await;
    assert_eq!((second.outcome, second.ticket), (Outcome::Commented, first.ticket));
    let other = answer(&app, "3@x", MARIA, "another@people").await;
    assert_eq!(other.outcome, Outcome::Created, "another mail is another matter");
    let third = answer(&app, "4@x", MARIA, "among@people").await;
    assert_eq!((third.outcome, third.ticket), (Outcome::Commented, first.ticket));
}

async fn a_watcher_who_answers_the_same_mail_joins_and_a_stranger_who_knows_its_id_does_not(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let tom = app.given().customer("tom@muster.example").await;
    let number = answer(&app, "1@x", MARIA, "among@people").await.ticket.unwrap();
    for (id, from) in
        [("2@x", "eve@evil.example"), ("3@x", "jana@example.org"), ("4@x", "uwe@muster.example")]
    {
        let received = answer(&app, id, from, "among@people").await;
        assert_eq!(received.outcome, Outcome::Created, "{from} takes no part in it");
        let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
        let events = app.engine.events(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
        let told = events.items.iter().any(|(_, event)| format!("{event:?}").contains(&number.to_string()));
        assert!(!told, "nothing tells that there is another");
    }
    app.engine.watch_ticket(&jana.actor, number, Some(tom.user.id), None).await.unwrap();
    let received = answer(&app, "5@x", "tom@muster.example", "among@people").await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)));
    app.engine.unwatch_ticket(&jana.actor, number, Some(tom.user.id)).await.unwrap();
    let received = answer(&app, "6@x", "tom@muster.example", "among@people").await;
    assert_eq!(received.outcome, Outcome::Created, "whoever was taken off takes no part any more");
}

async fn what_is_known_of_a_thread_is_stronger(app: TestApp) {
    answer(&app, "1@x", MARIA, "among@people").await;
    let other = receive(&app.engine, mail("2@x", MARIA, "Drucker", "b")).await;
    let known = answer(&app, "3@x", MARIA, "2@x").await;
    assert_eq!((known.outcome, known.ticket), (Outcome::Commented, other.ticket));
    let subject = format!("Re: Drucker [example.org #{}]", other.ticket.unwrap());
    let to = vec!["among@people".to_owned()];
    let by_number = IncomingMessage { in_reply_to: to, ..mail("4@x", MARIA, &subject, "c") };
    let by_number = receive(&app.engine, by_number).await;
    assert_eq!((by_number.outcome, by_number.ticket), (Outcome::Commented, other.ticket));
}

async fn what_was_answered_moves_with_the_comment(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let into = receive(&app.engine, mail("1@x", MARIA, "Drucker", "b")).await.ticket.unwrap();
    let from = answer(&app, "2@x", MARIA, "among@people").await.ticket.unwrap();
    app.engine.merge_tickets(&jana.actor, MergeTickets { from, into }).await.unwrap();
    let received = answer(&app, "3@x", MARIA, "among@people").await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(into)));
}
