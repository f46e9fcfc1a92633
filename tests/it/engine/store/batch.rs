//! The turn of those who write about mails: it is waited for, and not for ever.

use std::time::Duration;

use engine::{Delivery, Outcome};
use sea_orm::{ConnectionTrait as _, Database, TransactionTrait as _};
use tests::{Backend, TestApp};

use crate::engine::commands::mail::mail;

/// The lock of the turn: "mailturn" in ASCII.
const TURN: i64 = i64::from_be_bytes(*b"mailturn");

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a transaction of another process, which stands still")]
async fn mail_comes_in_while_another_process_stands_still_over_its_own() {
    let app = TestApp::on(Backend::Postgres).await;
    let other = Database::connect(app.database()).await.expect("a connection");
    let stands_still = other.begin().await.expect("a transaction");
    stands_still
        .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({TURN})"))
        .await
        .expect("its turn");
    let mut deliveries = Vec::new();
    for place in 0..3 {
        let message = mail(
            &format!("{place}@x"),
            &format!("kim{place}@customer.example"),
            "Drucker",
            "Er druckt nicht.",
        );
        let raw = app
            .engine
            .store_raw(bytes::Bytes::copy_from_slice(format!("{message:?}").as_bytes()))
            .await
            .expect("stored");
        deliveries.push(Delivery { raw, mailbox: None, message });
    }
    let alone = deliveries.remove(0);
    let received = tokio::time::timeout(Duration::from_secs(20), async {
        let mut all = vec![app.engine.receive_mail(alone).await.expect("received")];
        all.extend(app.engine.receive_mails(deliveries).await.expect("received"));
        all
    });
    let received = received.await.expect("nobody waits for ever");
    assert!(received.iter().all(|one| one.outcome == Outcome::Created), "{received:?}");
    stands_still.rollback().await.expect("it wakes");
    other.close().await.expect("closed");
}
