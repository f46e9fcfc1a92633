//! A mail reaches the queue whose address it names, whether the configuration or an admin made that queue.

use engine::{Actor, Delivery, IncomingMessage, MailboxSettings, Outcome};
use tests::{MAILBOX, QUEUE, TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";
const SALES: &str = "sales@example.org";

on_each_database!(
    a_mail_of_a_mailbox_that_is_gone_stays_where_it_lies,
    s20_a_queue_that_was_made_with_an_address_is_fed_by_it,
    an_alias_of_a_mailbox_leads_to_the_queue_of_its_address,
    an_alias_that_the_configuration_names_leads_into_its_mailbox_and_becomes_no_person,
    mail_from_a_queue_of_ours_waits_for_the_staff_and_makes_no_account
);

async fn queue_of(app: &TestApp, mailbox: Option<&str>, recipients: &[&str]) -> String {
    let recipients: Vec<String> = recipients.iter().map(|to| (*to).to_owned()).collect();
    let message =
        IncomingMessage { recipients, ..mail(&format!("{mailbox:?}@x"), MARIA, "Angebot", "Bitte!") };
    let raw =
        app.engine.store_raw(bytes::Bytes::copy_from_slice(format!("{message:?}").as_bytes())).await.unwrap();
    let delivery = Delivery { raw, mailbox: mailbox.map(ToOwned::to_owned), message };
    let received = app.engine.receive_mail(delivery).await.unwrap();
    let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
    let queues = app.engine.queues(&Actor::system()).await.unwrap();
    queues.into_iter().find(|queue| queue.id == ticket.queue).unwrap().name
}

async fn s20_a_queue_that_was_made_with_an_address_is_fed_by_it(app: TestApp) {
    app.engine.create_queue(&Actor::system(), "Vertrieb", Some("Sales@example.org")).await.unwrap();
    assert_eq!(queue_of(&app, None, &["Sales@Example.org"]).await, "Vertrieb");
    assert_eq!(queue_of(&app, Some(SALES), &[]).await, "Vertrieb");
    let letter = app.letters().await.pop().unwrap();
    assert_eq!(letter.reply_to.as_deref(), Some(SALES), "an answer comes back the same way");
    // The address that the page of the log-in names, for those who have no account yet.
    let contact = app.engine.settings().brand.contact.clone();
    app.engine.create_queue(&Actor::system(), "Anmeldehilfe", Some(&contact)).await.unwrap();
    assert_eq!(queue_of(&app, Some(&contact), &[]).await, "Anmeldehilfe");
    assert_eq!(queue_of(&app, Some(MAILBOX), &[]).await, QUEUE, "the other one goes on as before");
}

async fn an_alias_of_a_mailbox_leads_to_the_queue_of_its_address(app: TestApp) {
    app.engine.create_queue(&Actor::system(), "Vertrieb", Some(SALES)).await.unwrap();
    assert_eq!(queue_of(&app, Some(MAILBOX), &[SALES]).await, "Vertrieb");
    let both = IncomingMessage {
        recipients: vec![SALES.to_owned(), MAILBOX.to_owned()],
        ..mail("both@x", MARIA, "Angebot", "Bitte!")
    };
    let raw = app.engine.store_raw(bytes::Bytes::copy_from_slice(b"both")).await.unwrap();
    let delivery = Delivery { raw, mailbox: Some(MAILBOX.to_owned()), message: both };
    let received = app.engine.receive_mail(delivery).await.unwrap();
    let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
    let queues = app.engine.queues(&Actor::system()).await.unwrap();
    let support = queues.into_iter().find(|queue| queue.name == tests::QUEUE).unwrap();
    assert_eq!(ticket.queue, support.id, "the mailbox that it names and lies in decides");
}

async fn mail_from_a_queue_of_ours_waits_for_the_staff_and_makes_no_account(app: TestApp) {
    app.engine.create_queue(&Actor::system(), "Vertrieb", Some(SALES)).await.unwrap();
    let looped = receive(&app.engine, mail("1@x", "Sales@example.org", "Ihre Anfrage", "Danke")).await;
    assert_eq!(looped.outcome, Outcome::Held);
    assert_eq!(app.told().await, [], "nobody writes to ourselves");
}

async fn a_mail_of_a_mailbox_that_is_gone_stays_where_it_lies(app: TestApp) {
    let message = mail("1@x", MARIA, "Angebot", "Bitte!");
    let raw = app.engine.store_raw(bytes::Bytes::copy_from_slice(b"gone")).await.unwrap();
    let delivery = Delivery { raw, mailbox: Some("gone@example.org".to_owned()), message };
    let refused = app.engine.receive_mails(vec![delivery]).await.expect_err("refused");
    assert!(matches!(refused, engine::Error::NotFound { what: "mailbox" }), "{refused}");
    let ledger = engine::MailFilter::default();
    assert!(
        app.engine
            .mails(&Actor::system(), &ledger, &engine::Paging::default())
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

async fn an_alias_that_the_configuration_names_leads_into_its_mailbox_and_becomes_no_person(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| {
        settings.mail.mailboxes.push(MailboxSettings {
            aliases: vec!["Help@example.org".to_owned()],
            ..MailboxSettings::new("billing@example.org", "Billing")
        });
    })
    .await;
    assert_eq!(queue_of(&app, None, &["help@EXAMPLE.org"]).await, "Billing");
    assert_eq!(queue_of(&app, Some("billing@example.org"), &["help@example.org"]).await, "Billing");
    let looped = receive(&app.engine, mail("1@x", "help@example.org", "Ihre Anfrage", "Danke")).await;
    assert_eq!(looped.outcome, Outcome::Held, "it is one of ours");
}
