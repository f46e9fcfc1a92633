//! Admins see how mail comes in and goes out.

use engine::{MailRoutes, QueueSetting, UpdateQueue};
use tests::{Backend, MAILBOX, TestApp};

#[tokio::test]
async fn admins_see_the_mailboxes_of_the_configuration_and_when_mail_last_came_in() {
    for backend in Backend::each() {
        let app = TestApp::with(backend, |settings| {
            settings.mail.routes = MailRoutes {
                fetched: vec![(MAILBOX.to_owned(), "imaps://mail.example.org:993/INBOX".to_owned())],
                lmtp: Some("127.0.0.1:2424".to_owned()),
                signed_domains: Vec::new(),
            };
        })
        .await;
        let agent = app.given().agent("tom@example.org").await.actor;
        assert!(app.engine.mailbox_health(&agent).await.is_err());
        let admin = app.given().admin("ada@example.org").await.actor;
        // One that is claimed and no longer configured is nothing to look after.
        assert!(
            app.engine.claim_mailbox("gone@example.org", std::time::Duration::from_mins(1)).await.unwrap()
        );
        let known = app.engine.mailbox_health(&admin).await.unwrap();
        assert_eq!(known.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), [MAILBOX]);
        assert_eq!(known[0].server.as_deref(), Some("imaps://mail.example.org:993/INBOX"));
        assert_eq!((known[0].lmtp.as_deref(), known[0].last_mail_at), (Some("127.0.0.1:2424"), None));

        let at = engine::Clock::now(&*app.clock);
        let raw = b"From: kim@customer.example\r\nSubject: Printer\r\n\r\nHelp\r\n".to_vec();
        assert!(mail::inbound::submit(&app.engine, raw, Some(MAILBOX)).await.is_stored());
        assert_eq!(app.engine.mailbox_health(&admin).await.unwrap()[0].last_mail_at, Some(at));
    }
}

#[tokio::test]
async fn admins_see_which_senders_sign() {
    let app = TestApp::with(Backend::Sqlite, |settings| {
        settings.mail.routes.signed_domains = ["org", "example.org"].map(str::to_owned).into();
    })
    .await;
    let agent = app.given().agent("tom@example.org").await.actor;
    assert!(app.engine.mail_senders(&agent).await.is_err());
    let admin = app.given().admin("ada@example.org").await.actor;
    let queue = app.engine.queues(&admin).await.unwrap().remove(0);
    let own = QueueSetting::SenderAddress(Some("desk@notexample.net".to_owned()));
    let update = UpdateQueue { settings: vec![own], ..UpdateQueue::default() };
    app.engine.update_queue(&admin, queue.id, update).await.unwrap();
    let senders = app.engine.mail_senders(&admin).await.unwrap();
    let senders: Vec<_> =
        senders.iter().map(|one| (one.address.as_str(), one.signed_by.as_deref())).collect();
    assert_eq!(senders, [(MAILBOX, Some("example.org")), ("desk@notexample.net", None)]);
}
