//! Admins see how mail comes in and goes out.

use std::time::Duration;

use engine::{CreateMailbox, Engine, MailRoutes, MailboxTerms, QueueSetting, UpdateQueue, UpdateUser};
use tests::{Backend, MAILBOX, QUEUE, TestApp, given::PASSWORD};

#[tokio::test]
async fn admins_see_the_mailboxes_of_the_configuration_and_when_mail_last_came_in() {
    for backend in Backend::each() {
        let app = TestApp::with(backend, |settings| {
            settings.mail.routes = MailRoutes {
                fetched: vec![(MAILBOX.to_owned(), "imaps://mail.example.org:993/INBOX".to_owned())],
                folders: Vec::new(),
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
        assert_eq!(known.iter().map(|one| one.health.name.as_str()).collect::<Vec<_>>(), [MAILBOX]);
        let (queue, known) = (known[0].queue.as_str(), &known[0].health);
        assert_eq!((queue, known.server.as_deref()), (QUEUE, Some("imaps://mail.example.org:993/INBOX")));
        assert_eq!((known.lmtp.as_deref(), known.last_mail_at), (Some("127.0.0.1:2424"), None));

        let at = engine::Clock::now(&*app.clock);
        let raw = b"From: kim@customer.example\r\nSubject: Printer\r\n\r\nHelp\r\n".to_vec();
        assert!(mail::inbound::submit(&app.engine, raw, Some(MAILBOX)).await.is_stored());
        assert_eq!(app.engine.mailbox_health(&admin).await.unwrap()[0].health.last_mail_at, Some(at));
    }
}

#[tokio::test]
async fn mails_of_today_and_those_that_wait_are_counted_by_mailbox() {
    for backend in Backend::each() {
        let app = TestApp::with(backend, |settings| settings.mail.new_senders_per_hour = 3).await;
        let ada = app.given().admin("ada@example.org").await;
        let queue = app.given().queue("Second").await.id;
        let add =
            CreateMailbox { address: "box@example.org".to_owned(), queue, terms: MailboxTerms::default() };
        app.engine.create_mailbox(&ada.actor, add).await.unwrap();
        let arrive = async |count: u32, at: &str, of: &str| {
            for number in 0..count {
                let raw = format!("From: {of}{number}@customer.example\r\nSubject: Printer\r\n\r\nHelp\r\n");
                assert!(mail::inbound::submit(&app.engine, raw.into_bytes(), Some(at)).await.is_stored());
            }
        };
        let counts = async |engine: &Engine| {
            let all = engine.mailbox_health(&ada.actor).await.unwrap();
            all.iter().map(|one| (one.today, one.held)).collect::<Vec<_>>()
        };
        assert_eq!(counts(&app.engine).await, [(0, 0), (0, 0)]);
        arrive(2, MAILBOX, "a").await;
        arrive(3, "box@example.org", "b").await;
        assert_eq!(counts(&app.engine).await, [(2, 0), (3, 2)], "three are let in within an hour");
        let other = app.another_node().await;
        assert_eq!(counts(&other).await, [(2, 0), (3, 2)]);

        // It is 17:00 in Berlin, where she is: seven hours later a new day begins, and what waits goes on waiting.
        app.clock.advance(Duration::from_hours(7) - Duration::from_secs(1));
        assert_eq!(counts(&app.engine).await, [(2, 0), (3, 2)]);
        app.clock.advance(Duration::from_secs(1));
        assert_eq!(counts(&app.engine).await, [(0, 0), (0, 2)]);
        arrive(1, MAILBOX, "c").await;
        assert_eq!(counts(&app.engine).await, [(1, 0), (0, 2)]);
        // In Tokyo this day began an hour before the first of them came.
        let tokyo = UpdateUser { time_zone: Some("Asia/Tokyo".to_owned()), ..UpdateUser::default() };
        app.engine.update_user(&ada.actor, ada.user.id, tokyo).await.unwrap();
        let (_, there) = app.given().log_in("ada@example.org", PASSWORD).await;
        let all = app.engine.mailbox_health(&there).await.unwrap();
        assert_eq!(all.iter().map(|one| one.today).collect::<Vec<_>>(), [3, 3]);
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
