//! A mail opens a ticket; how many confirmations go to people who were never heard of before is bounded.

use std::time::Duration;

use engine::{Actor, IncomingMessage, Outcome, Role, UserFilter, UserState};
use tests::{Backend, TestApp};

use super::{mail, receive, replies::dmarc};

#[tokio::test]
async fn s06_the_first_mail_of_a_sender_makes_a_customer_without_a_password_and_the_next_one_nobody() {
    for backend in Backend::each() {
        let app = TestApp::on(backend).await;
        let ada = app.given().admin("ada@example.org").await;
        let people = async || {
            let filter = UserFilter { role: Some(Role::Customer), ..UserFilter::default() };
            app.engine.count_users(&Actor::system(), &filter).await.unwrap()
        };
        let number = receive(&app.engine, mail("1@x", "kim@kunde.example", "a", "b")).await.ticket.unwrap();
        assert_eq!(people().await, 1, "{backend:?}");
        let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
        let facts = app.engine.user_facts(&ada.actor, &[ticket.customer]).await.unwrap();
        assert_eq!(facts[&ticket.customer].state, UserState::NoPassword, "{backend:?}");
        receive(&app.engine, mail("2@x", "Kim@Kunde.example", "c", "d")).await;
        assert_eq!(people().await, 1, "{backend:?}: they are known");
    }
}

#[tokio::test]
async fn s06_a_flood_of_unknown_senders_makes_tickets_but_is_not_answered_without_end() {
    for backend in Backend::each() {
        let app = TestApp::with(backend, |settings| settings.mail.first_confirmations_per_hour = 3).await;
        app.given().customer("known@example.org").await;
        app.clock.advance(Duration::from_hours(2));
        let from = |place: i32, sender: &str| mail(&format!("{place}-{sender}"), sender, "a", "b");
        for place in 0..10 {
            let received = receive(&app.engine, from(place, &format!("s{place}@flood.example"))).await;
            assert_eq!(received.outcome, Outcome::Created);
        }
        assert_eq!(app.told().await.len(), 3, "{backend:?}");
        receive(&app.engine, from(11, "known@example.org")).await;
        assert_eq!(app.told().await.len(), 1, "{backend:?}: whoever is known is told as ever");
        app.clock.advance(Duration::from_hours(2));
        receive(&app.engine, from(12, "s1@flood.example")).await;
        receive(&app.engine, from(13, "new@flood.example")).await;
        assert_eq!(app.told().await.len(), 2, "{backend:?}: the hour is over");
    }
}

#[tokio::test]
async fn whoever_was_made_up_as_the_sender_is_not_written_to() {
    for backend in Backend::each() {
        let trusts = |settings: &mut engine::Settings| {
            settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
        };
        let app = TestApp::with(backend, trusts).await;
        for (place, (result, letters)) in [("fail", 0), ("pass", 1)].into_iter().enumerate() {
            let message = IncomingMessage {
                authentication: vec![dmarc(result)],
                ..mail(&format!("{place}@x"), "ole@firma.example", "Click here", "http://spam.example")
            };
            let received = receive(&app.engine, message).await;
            assert_eq!(received.outcome, Outcome::Created, "{backend:?}: no mail is lost");
            assert_eq!(app.told().await.len(), letters, "{backend:?} {result}");
        }
    }
}
