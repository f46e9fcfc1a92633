//! What strangers send too much of waits for the staff: no account, no letter, nothing lost.

use std::time::Duration;

use engine::{
    Actor, Address, Forwarded, IncomingMessage, LetterKind, MailFilter, MailReason, Outcome, Paging,
    UserFilter,
};
use tests::{Backend, TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(
    s06_a_flood_from_one_domain_is_held_and_leaves_the_confirmations_to_others,
    a_flood_from_one_network_is_held_whatever_its_domains,
    one_sender_who_floods_is_held_until_the_hour_is_over,
    s06_spam_mail_servers_and_empty_senders_make_no_account,
    people_whom_a_forward_names_are_new_senders_too
);

async fn people(app: &TestApp) -> u64 {
    app.engine.count_users(&Actor::system(), &UserFilter::default()).await.unwrap()
}

async fn held(app: &TestApp) -> Vec<(Option<String>, Option<MailReason>)> {
    let filter = MailFilter { outcome: vec![Outcome::Held], ..MailFilter::default() };
    let page = app.engine.mails(&Actor::system(), &filter, &Paging::default()).await.unwrap();
    page.items.into_iter().map(|(_, mail)| (mail.from, mail.why)).collect()
}

async fn with_limits(backend: Backend) -> TestApp {
    TestApp::with(backend, |settings| {
        settings.mail.new_senders_per_domain = 3;
        settings.mail.new_senders_per_range = 4;
        settings.mail.new_senders_per_hour = 10;
        settings.mail.first_confirmations_per_hour = 10;
        settings.mail.mails_per_sender = 5;
    })
    .await
}

async fn s06_a_flood_from_one_domain_is_held_and_leaves_the_confirmations_to_others(app: TestApp) {
    let app = with_limits(app.backend).await;
    let mut outcomes = Vec::new();
    for place in 0..20 {
        let from = format!("s{place}@m{place}.flood.example");
        outcomes.push(receive(&app.engine, mail(&format!("{place}@x"), &from, "a", "b")).await.outcome);
    }
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Created).count(), 3);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Held).count(), 17);
    assert_eq!((people(&app).await, app.told().await.len()), (3, 3));
    assert_eq!(held(&app).await.len(), 17);
    assert_eq!(held(&app).await[0].1, Some(MailReason::TooManyNewSenders));

    receive(&app.engine, mail("real@x", "kim@kunde.example", "a", "b")).await;
    assert_eq!(app.told().await, [(LetterKind::Confirmation, "kim@kunde.example".to_owned())]);
    let known = receive(&app.engine, mail("again@x", "s0@m0.flood.example", "a", "c")).await;
    assert_eq!(known.outcome, Outcome::Created, "whoever is known is heard");
    app.clock.advance(Duration::from_hours(2));
    let later = receive(&app.engine, mail("later@x", "new@flood.example", "a", "b")).await;
    assert_eq!(later.outcome, Outcome::Created, "the hour is over");
}

async fn a_flood_from_one_network_is_held_whatever_its_domains(app: TestApp) {
    let app = with_limits(app.backend).await;
    let from = |place: usize, client: &str| IncomingMessage {
        client: Some(client.parse().unwrap()),
        ..mail(&format!("{place}@x"), &format!("s@d{place}.example"), "a", "b")
    };
    let mut created = 0;
    for place in 0..9 {
        let received = receive(&app.engine, from(place, &format!("203.0.113.{place}"))).await;
        created += usize::from(received.outcome == Outcome::Created);
    }
    assert_eq!(created, 4);
    assert_eq!(receive(&app.engine, from(10, "198.51.100.1")).await.outcome, Outcome::Created);
}

async fn one_sender_who_floods_is_held_until_the_hour_is_over(app: TestApp) {
    let app = with_limits(app.backend).await;
    app.given().customer("maria@muster.example").await;
    let mut outcomes = Vec::new();
    for place in 0..8 {
        let message = mail(&format!("{place}@x"), "Maria@muster.example", "a", "b");
        outcomes.push(receive(&app.engine, message).await.outcome);
    }
    assert_eq!(outcomes[4..6], [Outcome::Created, Outcome::Held]);
    assert_eq!(held(&app).await[0].1, Some(MailReason::TooManyFromSender));
    app.clock.advance(Duration::from_hours(2));
    let later = receive(&app.engine, mail("later@x", "maria@muster.example", "a", "b")).await;
    assert_eq!(later.outcome, Outcome::Created);
}

async fn s06_spam_mail_servers_and_empty_senders_make_no_account(app: TestApp) {
    app.given().customer("known@muster.example").await;
    let mark = |message: IncomingMessage| IncomingMessage {
        marks: vec![("X-Spam-Flag".to_owned(), "YES".to_owned())],
        ..message
    };
    let server = IncomingMessage {
        by_mail_server: true,
        ..mail("2@x", "mailer-daemon@mx.example", "Undelivered", "Something.")
    };
    let null = IncomingMessage { null_sender: true, ..mail("3@x", "robot@shop.example", "a", "b") };
    for (message, reason) in [
        (mark(mail("1@x", "eve@evil.example", "Angebot", "b")), MailReason::Spam),
        (server, MailReason::MailServer),
        (null, MailReason::NullSender),
    ] {
        let received = receive(&app.engine, message).await;
        assert_eq!((received.outcome, received.why, received.ticket), (Outcome::Held, Some(reason), None));
        assert!(received.reason.is_some());
    }
    assert_eq!((people(&app).await, app.told().await.len()), (1, 0));
    let known = receive(&app.engine, mark(mail("4@x", "known@muster.example", "Angebot", "b"))).await;
    assert_eq!(known.outcome, Outcome::Created, "a filter may err: whoever is known is heard");
}

async fn people_whom_a_forward_names_are_new_senders_too(app: TestApp) {
    let app = with_limits(app.backend).await;
    app.given().agent("jana@example.org").await;
    let passes_on = |id: &str, places: std::ops::Range<usize>| {
        let one = |place: usize| Forwarded {
            from: Some(Address { name: String::new(), address: format!("s{place}@opfer.example") }),
            subject: Some("Bitte".to_owned()),
            text: "Ich kündige.".to_owned(),
            announced: true,
            ..Forwarded::default()
        };
        IncomingMessage {
            forwarded: places.map(one).collect(),
            ..mail(id, "jana@example.org", "WG: Bitte", "b")
        }
    };
    assert_eq!(receive(&app.engine, passes_on("1@x", 0..3)).await.outcome, Outcome::Created);
    let before = people(&app).await;
    let more = receive(&app.engine, passes_on("2@x", 3..6)).await;
    assert_eq!((more.outcome, more.why), (Outcome::Held, Some(MailReason::TooManyNewSenders)));
    assert_eq!(people(&app).await, before, "no account is made");
    let known = receive(&app.engine, passes_on("3@x", 0..3)).await;
    assert_eq!(known.outcome, Outcome::Created, "whoever is known is heard");
}
