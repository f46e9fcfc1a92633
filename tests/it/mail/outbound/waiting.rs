//! What is the server's fault lets every letter wait, tells so, and goes on by itself.

use engine::{Actor, EventKind, LetterState, Paging, Ticket};
use mail::outbound::{self, Transport};
use tests::servers::smtp::{Refusal, Smtp};
use tests::wait::until;
use tests::{MAILBOX, Person, TestApp};
use tokio::sync::watch;

/// Four customers with a ticket each, whose confirmations wait.
async fn four(app: &TestApp) -> Vec<(Person, Ticket)> {
    let mut tickets = Vec::new();
    for name in ["anna", "bert", "cora", "dora"] {
        let customer = app.given().customer(&format!("{name}@customer.example")).await;
        let ticket = app.given().ticket(&customer, "Composer").await;
        tickets.push((customer, ticket));
    }
    tickets
}

/// Runs the outbox against a server that refuses, until that is mended: nothing fails, and everything leaves.
async fn waits_and_goes_on(refusal: Refusal, words: &str) {
    let (app, server) = (TestApp::start().await, Smtp::start().await);
    server.refuse(Some(refusal));
    let tickets = four(&app).await;
    let (stop, stopped) = watch::channel(false);
    let transport = Transport::open(&server.url(), None).unwrap();
    let task = tokio::spawn(outbound::run(app.engine.clone(), transport, Vec::new(), stopped));
    let health = until("the server to count as failing, and every letter to wait for it", || async {
        let health = app.engine.mail_server().await.unwrap();
        Some(health).filter(|health| health.failing_since.is_some() && health.waiting == 4)
    })
    .await;
    assert!(health.last_error.is_some_and(|error| error.contains(words)));
    assert!(health.last_fault.is_some(), "pages say it in the language of their reader");
    assert_eq!(health.oldest_waiting_at, Some(app.now()));
    for (_, ticket) in &tickets {
        let told = until("the reason at the ticket", || async {
            let unsent = app.engine.unsent_letters(&Actor::system(), ticket.id).await.unwrap();
            unsent.into_iter().find(|letter| letter.reason.is_some() && letter.state != LetterState::Failed)
        })
        .await;
        assert!(told.reason.is_some_and(|reason| reason.contains(words)));
    }
    assert!(server.kept().is_empty());
    server.refuse(None);
    until("every letter to leave", || std::future::ready((server.kept().len() == 4).then_some(()))).await;
    until("the server to count as well", || async {
        app.engine.mail_server().await.unwrap().failing_since.is_none().then_some(())
    })
    .await;
    stop.send_replace(true);
    task.await.unwrap().unwrap();
    for (_, ticket) in &tickets {
        assert_eq!(app.engine.unsent_letters(&Actor::system(), ticket.id).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_server_that_refuses_the_null_sender_fails_no_letter() {
    waits_and_goes_on(Refusal::Sender("550 5.7.1 no bounces here"), "no bounces here").await;
}

#[tokio::test]
async fn a_server_that_refuses_every_recipient_alike_fails_no_letter() {
    waits_and_goes_on(Refusal::Everybody("550 5.7.1 sender rejected"), "sender rejected").await;
}

#[tokio::test]
async fn a_server_that_takes_mail_for_us_alone_fails_no_letter() {
    waits_and_goes_on(Refusal::EverybodyBut(MAILBOX, "554 relay access denied"), "relay access denied").await;
}

#[tokio::test]
async fn a_server_that_puts_every_mail_off_after_it_came_fails_no_letter() {
    waits_and_goes_on(Refusal::Mail("451 4.3.0 queue file write error"), "queue file write error").await;
}

#[tokio::test]
async fn a_server_that_closes_while_a_mail_is_under_way_fails_no_letter() {
    waits_and_goes_on(Refusal::Everybody("421 4.3.2 shutting down"), "shutting down").await;
}

#[tokio::test]
async fn a_refused_recipient_fails_alone_while_the_others_leave() {
    let (app, server) = (TestApp::start().await, Smtp::start().await);
    let tickets = four(&app).await;
    server.answer([tests::servers::smtp::Answer::RefuseRecipient("550 5.1.1 nobody here")]);
    let (stop, stopped) = watch::channel(false);
    let transport = Transport::open(&server.url(), None).unwrap();
    let task = tokio::spawn(outbound::run(app.engine.clone(), transport, Vec::new(), stopped));
    until("three letters", || std::future::ready((server.kept().len() == 3).then_some(()))).await;
    until("the refused letter to be settled", || async { (failed(&app, &tickets).await > 0).then_some(()) })
        .await;
    stop.send_replace(true);
    task.await.unwrap().unwrap();
    assert_eq!(failed(&app, &tickets).await, 1);
    assert_eq!(app.engine.mail_server().await.unwrap().failing_since, None);
}

/// How many letters the tickets' journals call failed.
async fn failed(app: &TestApp, tickets: &[(Person, Ticket)]) -> usize {
    let mut failed = 0;
    for (_, ticket) in tickets {
        let events = app.engine.events(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
        failed += events.items.iter().filter(|(_, event)| event.kind == EventKind::MailBounced).count();
    }
    failed
}
