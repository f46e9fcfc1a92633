//! Addresses that mail does not reach: what marks them, what is not sent there, and what makes them work again.

use std::time::Duration;

use engine::{
    Code, Failure, IncomingMessage, LetterKind, LetterState, Outcome, Paging, Status, Ticket, Undeliverable,
};
use tests::{MAILBOX, Person, TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    a_bounce_marks_the_address_until_the_person_writes_from_it,
    a_delay_and_a_mail_that_is_too_large_mark_nothing,
    a_refusal_of_the_recipient_marks_the_address_and_what_waits_is_not_sent,
    the_staff_try_an_address_again_and_so_does_a_password_link,
);

const MARIA: &str = "maria@example.org";

struct Desk {
    jana: Person,
    maria: Person,
    ticket: Ticket,
}

async fn desk(app: &TestApp) -> Desk {
    let (jana, maria) = (app.given().agent("jana@example.org").await, app.given().customer(MARIA).await);
    let ticket = app.given().ticket(&maria, "Drucker").await;
    Desk { jana, maria, ticket }
}

/// A report by the standard about a mail of ours.
fn report(id: &str, action: &str, status: &str, original: &str) -> IncomingMessage {
    let raw = format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: {MAILBOX}\r\nSubject: Delivery report\r\n\
         Message-ID: <{id}@mx>\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nThis is the mail system.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {MARIA}\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 user unknown\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{original}>\r\nTo: {MARIA}\r\n\r\n--b--\r\n"
    );
    ::mail::inbound::parse(raw.as_bytes()).message
}

async fn mark(app: &TestApp, by: &Person, of: &Person) -> Option<Undeliverable> {
    app.engine.undeliverable(&by.actor, &[of.user.id]).await.unwrap().remove(&of.user.id)
}

async fn a_bounce_marks_the_address_until_the_person_writes_from_it(app: TestApp) {
    let Desk { jana, maria, ticket } = desk(&app).await;
    let letter = app.letters().await.remove(0);
    let received = receive(&app.engine, report("1", "failed", "5.1.1", &letter.message_id)).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, Some(ticket.number)));
    let known = mark(&app, &jana, &maria).await.expect("the staff are told");
    assert_eq!((known.words.as_str(), known.since), ("5.1.1 550 user unknown", app.now()));
    assert!(mark(&app, &maria, &maria).await.is_none(), "others are told of nobody");

    app.given().comment(&jana, &ticket, "Welches Modell?").await;
    assert_eq!(app.told().await, [], "nothing goes to an address that does not work");
    let unsent = app.engine.unsent_letters(&jana.actor, ticket.id).await.unwrap();
    let last = unsent.last().expect("it is not lost");
    assert_eq!((last.state, last.reason.as_deref()), (LetterState::Withdrawn, Some("undeliverable")));
    let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap();
    let told = events.items.iter().flat_map(|(_, event)| &event.changes);
    let mut told = told.filter(|change| change.field == "mailWithdrawn");
    assert_eq!(told.next().expect("it stands in the journal").to.as_deref(), Some("undeliverable"));

    app.given().set(&jana, &ticket, Status::Resolved).await;
    let now = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(now.auto_close_at, None, "nothing closes over somebody who was not told");

    receive(&app.engine, mail("2@x", MARIA, "Neue Frage", "Ich bin wieder da.")).await;
    assert!(mark(&app, &jana, &maria).await.is_none(), "she writes from it, so it works");
    app.letters().await;
    app.given().comment(&jana, &ticket, "Und jetzt?").await;
    assert!(app.told().await.iter().any(|(_, to)| to == MARIA));
}

async fn a_delay_and_a_mail_that_is_too_large_mark_nothing(app: TestApp) {
    let Desk { jana, maria, ticket } = desk(&app).await;
    let letter = app.letters().await.remove(0);
    receive(&app.engine, report("1", "delayed", "4.4.1", &letter.message_id)).await;
    receive(&app.engine, report("2", "failed", "5.3.4", &letter.message_id)).await;
    assert!(mark(&app, &jana, &maria).await.is_none());
    app.given().comment(&jana, &ticket, "Welches Modell?").await;
    assert_eq!(app.told().await, [(LetterKind::Changed, MARIA.to_owned())]);
}

async fn a_refusal_of_the_recipient_marks_the_address_and_what_waits_is_not_sent(app: TestApp) {
    let Desk { jana, maria, ticket } = desk(&app).await;
    let other = app.given().ticket(&maria, "Maus").await;
    let letter = app.engine.claim_letters(1, Duration::from_mins(1)).await.unwrap().remove(0);
    let refused = |error: &str| Failure { error: error.to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, refused("permanent error (554): 5.7.1 spam")).await.unwrap();
    assert!(mark(&app, &jana, &maria).await.is_none(), "the address is not to blame");
    app.engine.letter_failed(letter.id, refused("permanent error (550): 5.1.1 unknown")).await.unwrap();
    assert!(mark(&app, &jana, &maria).await.is_some());
    assert_eq!(app.told().await, [], "what waited is not sent either");
    let unsent = app.engine.unsent_letters(&jana.actor, other.id).await.unwrap();
    assert_eq!(unsent[0].reason.as_deref(), Some("undeliverable"));

    app.engine.resend_letter(&jana.actor, unsent[0].id).await.unwrap();
    assert_eq!(app.told().await, [(LetterKind::Confirmation, MARIA.to_owned())], "who sends again, tries");
    assert!(mark(&app, &jana, &maria).await.is_none());
    app.given().comment(&jana, &ticket, "Welches Modell?").await;
    assert_eq!(app.told().await, [(LetterKind::Changed, MARIA.to_owned())]);
}

async fn the_staff_try_an_address_again_and_so_does_a_password_link(app: TestApp) {
    let Desk { jana, maria, ticket } = desk(&app).await;
    let letter = app.letters().await.remove(0);
    receive(&app.engine, report("1", "failed", "5.1.1", &letter.message_id)).await;
    let refused = app.engine.try_address(&maria.actor, maria.user.id).await.expect_err("a customer");
    assert_eq!(refused.code(), Code::Forbidden);
    for _ in 0..2 {
        assert_eq!(app.engine.try_address(&jana.actor, maria.user.id).await.unwrap().email, MARIA);
        assert!(mark(&app, &jana, &maria).await.is_none());
    }
    let admin = app.given().admin("admin@example.org").await;
    let log = app.engine.audit_log(&admin.actor, None, &Paging::default()).await.unwrap();
    let tried = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "ADDRESS_TRIED");
    assert_eq!(tried.count(), 1, "once, for there was a mark once");

    app.given().comment(&jana, &ticket, "Welches Modell?").await;
    let letter = app.letters().await.remove(0);
    receive(&app.engine, report("2", "failed", "5.1.1", &letter.message_id)).await;
    app.engine.request_password(MARIA, None).await.unwrap();
    let link = app.letters().await.remove(0).link.expect("letters about an account are sent");
    let token = link.rsplit('/').next().unwrap();
    app.engine.reset_password(token, "Ein-sehr-gutes-Kennwort-7").await.unwrap();
    assert!(mark(&app, &jana, &maria).await.is_none(), "the link arrived");
}
