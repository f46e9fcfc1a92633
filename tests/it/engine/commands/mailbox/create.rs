//! A mailbox is added: at once one of ours, its password kept under the operator's key alone.

use engine::{Actor, CreateUser, Error, Keys, MailboxTerms, Replies, SystemRng};
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::{KEY, MAILBOX, TestApp, on_each_database};

use super::{SECRET, fetched, input, made, terms, told};

on_each_database!(
    a_mailbox_is_added_by_admins_and_is_one_of_ours_at_once_on_every_node,
    what_is_wrong_with_a_mailbox_names_its_field,
    the_password_is_of_no_use_without_its_key_nor_in_another_row,
    mail_for_an_added_mailbox_goes_to_its_queue,
);

async fn a_mailbox_is_added_by_admins_and_is_one_of_ours_at_once_on_every_node(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let queue = given.queue("Billing").await;
    let other = app.another_node().await;
    let refused =
        app.engine.create_mailbox(&jana.actor, input("b@example.org", queue.id, terms("i.example"))).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    let (_, reads) = given.token(&ada, &["tickets:read", "tickets:write"]).await;
    let refused =
        app.engine.create_mailbox(&reads, input("b@example.org", queue.id, terms("i.example"))).await;
    assert!(matches!(refused, Err(Error::MissingScope { .. })), "{refused:?}");
    assert!(app.engine.mailboxes_in_force().await.unwrap().at("b@example.org").is_none());

    let all = MailboxTerms {
        replies: Some(Replies::Quarantine),
        plus_addressing: Some(true),
        ..terms(" IMAP.Example.org ")
    };
    let added = app
        .engine
        .create_mailbox(&ada.actor, input(" Billing@Bücher.example ", queue.id, all))
        .await
        .expect("added");
    assert_eq!(added.address, "billing@xn--bcher-kva.example");
    let access = added.imap.clone().expect("it is fetched");
    assert_eq!(access.server(), "imaps://imap.example.org:993/INBOX");
    assert_eq!(access.user, added.address);
    for engine in [&app.engine, &other] {
        let mailboxes = engine.mailboxes_in_force().await.unwrap();
        let known = mailboxes.at("billing@bücher.example").expect("one of ours").clone();
        assert_eq!((known.queue.as_str(), known.replies), ("Billing", Replies::Quarantine));
        assert!(known.plus_addressing && known.cc_watches);
        assert_eq!(fetched(engine).await, [(added.address.clone(), Some(SECRET.to_owned()))]);
    }
    let health = app.engine.mailbox_health(&ada.actor).await.unwrap();
    let names: Vec<_> =
        health.iter().map(|one| (one.health.name.as_str(), one.definition.is_some())).collect();
    assert_eq!(names, [(MAILBOX, false), (added.address.as_str(), true)]);
    assert!(!format!("{health:?} {:?}", told(&app, &ada).await).contains(SECRET));
    let told = told(&app, &ada).await.remove(0);
    assert_eq!(told[0], ("mailbox".to_owned(), None, Some(added.address.clone())));
    assert_eq!(told.last().unwrap(), &("password".to_owned(), None, None));

    // Mail to it would come back: it cannot be the address of a person, nor that of another queue.
    let person = CreateUser { email: added.address.clone(), name: "B".to_owned(), ..CreateUser::default() };
    let refused = app.engine.create_user(&ada.actor, person).await.expect_err("refused");
    assert_eq!(refused.field(), Some("email"), "{refused}");
    let refused =
        app.engine.create_queue(&ada.actor, "Third", Some(&added.address)).await.expect_err("refused");
    assert_eq!(refused.field(), Some("address"), "{refused}");
}

async fn what_is_wrong_with_a_mailbox_names_its_field(app: TestApp) {
    let given = app.given();
    let ada = given.admin("ada@example.org").await;
    let support = app.engine.queues(&ada.actor).await.unwrap().remove(0);
    let other = app.engine.create_queue(&ada.actor, "Sales", Some("sales@example.org")).await.unwrap();
    let closed = given.queue("Closed").await;
    let off = engine::UpdateQueue { active: Some(false), ..engine::UpdateQueue::default() };
    app.engine.update_queue(&ada.actor, closed.id, off).await.unwrap();
    made(&app, &ada, "twice@example.org", support.id).await;
    let host = "imap.example.org";
    let without = MailboxTerms { password: None, ..terms(host) };
    let control = MailboxTerms { password: Some(engine::MailSecret::new("a\r\nb")), ..terms(host) };
    for (address, queue, terms, field, reason) in [
        ("no address", support.id, terms(host), "address", "address-invalid"),
        (MAILBOX, support.id, terms(host), "address", "mailbox-in-file"),
        ("TICKETS@example.ORG", support.id, terms(host), "address", "mailbox-in-file"),
        ("Twice@Example.org", support.id, terms(host), "address", "mailbox-taken"),
        ("sales@example.org", support.id, terms(host), "address", "address-taken"),
        ("ada@example.org", support.id, terms(host), "address", "address-of-person"),
        ("a@example.org", closed.id, terms(host), "queue", "queue-inactive"),
        ("a@example.org", engine::QueueId(uuid::Uuid::nil()), terms(host), "queue", "queue-unknown"),
        ("a@example.org", support.id, terms("imaps://i.example"), "host", "mailbox-host-invalid"),
        ("a@example.org", support.id, without, "password", "mailbox-password-required"),
        ("a@example.org", support.id, control, "password", "mailbox-password-invalid"),
    ] {
        let refused = app.engine.create_mailbox(&ada.actor, input(address, queue, terms)).await;
        let refused = refused.expect_err("refused");
        assert_eq!((refused.field(), refused.reason()), (Some(field), reason), "{address}: {refused}");
    }
    // The queue that it feeds may have the address already.
    made(&app, &ada, "sales@example.org", other.id).await;
    // One without a server wants no password, and is fetched by nobody.
    let pipe = input("pipe@example.org", support.id, MailboxTerms::default());
    app.engine.create_mailbox(&ada.actor, pipe).await.expect("added");
    assert_eq!(fetched(&app.engine).await.len(), 2);
}

async fn the_password_is_of_no_use_without_its_key_nor_in_another_row(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.engine.queues(&ada.actor).await.unwrap().remove(0).id;
    let without = app.node_with_keys(None).await;
    let refused = without.create_mailbox(&ada.actor, input("a@example.org", queue, terms("i.example"))).await;
    let refused = refused.expect_err("refused");
    assert_eq!((refused.field(), refused.reason()), (Some("password"), "secrets-key-missing"));
    let words = refused.to_string();
    assert!(words.contains("schalter secrets key") && words.contains("secrets.key_file"), "{words}");

    let [a, b] = ["a@example.org", "b@example.org"].map(str::to_owned);
    for address in [&a, &b] {
        made(&app, &ada, address, queue).await;
    }
    let db = Database::connect(app.database()).await.unwrap();
    let run = async |sql: &str| {
        db.execute_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("done");
    };
    let rows = "SELECT address, password FROM mailbox_definition ORDER BY address";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), rows)).await.unwrap();
    let kept: Vec<String> = rows.iter().map(|row| row.try_get("", "password").unwrap()).collect();
    assert!(kept.iter().all(|kept| !kept.contains(SECRET)) && kept[0] != kept[1], "{kept:?}");

    // Without the key, or with another one, the mailbox says so and nothing fails.
    let new_key = Keys::generate(&SystemRng).unwrap();
    for keys in [None, Some(Keys::parse(&new_key).unwrap())] {
        let node = app.node_with_keys(keys).await;
        assert_eq!(fetched(&node).await, [(a.clone(), None), (b.clone(), None)]);
        let health = node.mailbox_health(&ada.actor).await.unwrap();
        let faults: Vec<_> =
            health.iter().map(|one| one.health.last_fault.map(engine::MailboxFault::as_str)).collect();
        assert_eq!(faults, [None, Some("PASSWORD_UNREADABLE"), Some("PASSWORD_UNREADABLE")]);
        assert!(node.mailboxes_in_force().await.unwrap().at(&a).is_some(), "its address stays ours");
    }
    // After a rotation the older key still opens what it sealed.
    let rotated = Keys::parse(&new_key).unwrap().and_old(KEY).unwrap();
    let rotated = app.node_with_keys(Some(rotated)).await;
    assert_eq!(fetched(&rotated).await[0], (a.clone(), Some(SECRET.to_owned())));

    run("UPDATE mailbox_definition SET password = (SELECT password FROM mailbox_definition
         WHERE address = 'b@example.org') WHERE address = 'a@example.org'")
    .await;
    assert_eq!(
        fetched(&app.engine).await,
        [(a, None), (b, Some(SECRET.to_owned()))],
        "moved, it opens nothing"
    );
}

async fn mail_for_an_added_mailbox_goes_to_its_queue(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("Billing").await;
    made(&app, &ada, "billing@example.org", queue.id).await;
    let mail = |id: &str, to: &str| {
        format!(
            "From: kim@customer.example\r\nTo: {to}\r\nSubject: {id}\r\nMessage-ID: <{id}@x>\r\n\r\nHelp\r\n"
        )
    };
    let fetched = mail("one", "list@elsewhere.example").into_bytes();
    assert!(mail::inbound::submit(&app.engine, fetched, Some("billing@example.org")).await.is_stored());
    let named = mail("two", "Billing@example.org").into_bytes();
    assert!(mail::inbound::submit(&app.engine, named, None).await.is_stored());
    for number in [10_001, 10_002] {
        let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().expect("a ticket");
        assert_eq!(ticket.queue, queue.id);
    }
    // Answers go to the mailbox of the queue.
    let letters = app.letters().await;
    assert!(!letters.is_empty());
    assert!(letters.iter().all(|letter| letter.reply_to.as_deref() == Some("billing@example.org")));
}
