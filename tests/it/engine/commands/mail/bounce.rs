//! A failed delivery is noted where the staff see it.

use engine::{Automatic, Bounce, EventKind, IncomingMessage, Outcome, Paging, Status};
use tests::{TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(a_bounce_is_noted_in_the_ticket_of_its_mail_and_changes_nothing_else);

async fn a_bounce_is_noted_in_the_ticket_of_its_mail_and_changes_nothing_else(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    let report = Bounce {
        original_message_id: Some(letter.message_id),
        status: Some("5.1.1".to_owned()),
        diagnostic: Some("user unknown".to_owned()),
        permanent: true,
        standard: true,
        ..Bounce::default()
    };
    let message = IncomingMessage {
        bounce: Some(report),
        ..mail("1@x", "mailer-daemon@mx.example", "Undelivered", "…")
    };
    let received = receive(&app.engine, message).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, Some(ticket.number)));

    let all = Paging::default();
    let events = app.engine.events(&jana.actor, ticket.id, &all).await.unwrap();
    let last = &events.items.last().unwrap().1;
    assert_eq!(last.kind, EventKind::MailBounced);
    assert_eq!(last.changes[0].from.as_deref(), Some("maria@example.org"));
    assert_eq!(last.changes[0].to.as_deref(), Some("5.1.1 user unknown"));
    let seen = app.engine.events(&maria.actor, ticket.id, &all).await.unwrap();
    assert!(seen.items.iter().all(|(_, event)| event.kind != EventKind::MailBounced));
    let after = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(after.status, Status::Pending);
    assert_eq!(app.told().await, [], "no mail answers a bounce");
}

#[tokio::test]
async fn a_bounce_of_an_unknown_mail_is_kept_and_makes_no_ticket() {
    let app = TestApp::start().await;
    let message = IncomingMessage {
        bounce: Some(Bounce { permanent: true, standard: true, ..Bounce::default() }),
        ..mail("1@x", "mailer-daemon@mx.example", "Undelivered", "…")
    };
    let received = receive(&app.engine, message).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, None));
}

#[tokio::test]
async fn what_only_reads_like_a_bounce_and_is_about_no_mail_of_ours_is_a_ticket_without_a_confirmation() {
    let app = TestApp::start().await;
    let message = IncomingMessage {
        bounce: Some(Bounce { permanent: true, by_machine: true, ..Bounce::default() }),
        automatic: Some(Automatic::Generated),
        ..mail(
            "1@x",
            "postmaster@muster.example",
            "Mail delivery problem",
            "Our mails could not be delivered.",
        )
    };
    let received = receive(&app.engine, message.clone()).await;
    assert_eq!(received.outcome, Outcome::Created);
    assert_eq!(app.told().await, []);

    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let letter = app.letters().await.remove(0);
    let about_ours = Bounce {
        original_message_id: Some(letter.message_id),
        permanent: true,
        by_machine: true,
        ..Bounce::default()
    };
    let message = IncomingMessage { bounce: Some(about_ours), message_id: Some("2@x".to_owned()), ..message };
    let received = receive(&app.engine, message).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, Some(ticket.number)));
}

#[tokio::test]
async fn words_of_the_customer_about_a_rejection_are_a_comment_and_fail_no_letter() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    for address in ["erika@kunde.example", "postmaster@kunde.example"] {
        let erika = app.given().customer(address).await;
        let ticket = app.given().ticket_in(&erika, &jana, Status::Pending).await;
        let letter = app.letters().await.pop().unwrap();
        let suspect = Bounce {
            recipient: Some(address.to_owned()),
            permanent: true,
            by_machine: address.starts_with("postmaster"),
            ..Bounce::default()
        };
        let words = IncomingMessage {
            bounce: Some(suspect),
            null_sender: true,
            automatic: Some(Automatic::Suppressed),
            in_reply_to: vec![letter.message_id],
            ..mail(
                &format!("1-{address}"),
                address,
                "Antwort: Rechnung",
                "Ihre Datei was rejected by unserem Filter.",
            )
        };
        let received = receive(&app.engine, words).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(ticket.number)));
        let after = app.engine.ticket(&erika.actor, ticket.number).await.unwrap().unwrap();
        assert_eq!(after.status, Status::Open);
        let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap();
        assert!(events.items.iter().all(|(_, event)| event.kind != EventKind::MailBounced), "{address}");
    }
}

#[tokio::test]
async fn a_forged_report_that_names_no_letter_fails_none() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    let forged = |id: &str, original: Option<String>, recipient: &str| IncomingMessage {
        bounce: Some(Bounce {
            original_message_id: original,
            recipient: Some(recipient.to_owned()),
            permanent: true,
            standard: true,
            by_machine: true,
            ..Bounce::default()
        }),
        ..mail(id, "mailer-daemon@evil.example", "Undelivered", id)
    };
    let failed =
        async || app.engine.statistics().await.unwrap().letters.iter().any(|(state, _)| state == "FAILED");
    for (id, original, recipient, answers) in [
        ("1@x", None, "maria@example.org", false),
        ("2@x", Some("invented@example.org".to_owned()), "maria@example.org", false),
        ("3@x", None, "eve@evil.example", true),
        ("4@x", Some(letter.message_id.clone()), "eve@evil.example", false),
    ] {
        let mut message = forged(id, original, recipient);
        message.in_reply_to = answers.then(|| letter.message_id.clone()).into_iter().collect();
        assert_eq!(receive(&app.engine, message).await.outcome, Outcome::Bounced, "{id}");
        assert!(!failed().await, "{id}");
    }
    let mut real = forged("5@x", None, "Maria@example.org");
    real.in_reply_to = vec![letter.message_id];
    assert_eq!(receive(&app.engine, real).await.ticket, Some(ticket.number));
    assert!(failed().await);
}
