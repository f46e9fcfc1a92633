//! A mail that the staff discard stays in the ledger, and nothing is made of it.

use engine::{Actor, MailFilter, MailReason, Outcome, Paging, UserFilter};
use tests::{TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(a_discarded_mail_is_kept_and_makes_nothing);

async fn a_discarded_mail_is_kept_and_makes_nothing(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let message =
        engine::IncomingMessage { null_sender: true, ..mail("1@x", "robot@shop.example", "a", "b") };
    assert_eq!(receive(&app.engine, message.clone()).await.outcome, Outcome::Held);
    let page = app.engine.mails(&ada.actor, &MailFilter::default(), &Paging::default()).await.unwrap();
    let id = page.items[0].1.id;
    for _ in 0..2 {
        let mail = app.engine.discard_mail(&ada.actor, id).await.unwrap();
        assert_eq!((mail.outcome, mail.why), (Outcome::Ignored, Some(MailReason::Discarded)));
        assert_eq!(mail.detail, None, "why it was held is no longer what is said of it");
    }
    assert!(app.engine.mail_stream(&ada.actor, id).await.unwrap().is_some());
    assert_eq!(app.engine.count_users(&Actor::system(), &UserFilter::default()).await.unwrap(), 1);
    assert_eq!(receive(&app.engine, message).await.outcome, Outcome::Duplicate, "it does not come back");
}
