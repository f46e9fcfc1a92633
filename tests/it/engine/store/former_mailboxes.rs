//! Addresses of mailboxes that were taken out of the configuration.

use engine::{
    Actor, Address, CreateUser, Engine, IncomingMessage, MailReason, MailboxSettings, Outcome, Paging,
    UserFilter,
};
use tests::{MAILBOX, TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    the_address_of_a_mailbox_that_left_the_file_becomes_nobodys_by_a_mail,
    what_comes_from_a_mailbox_that_left_the_file_is_held,
    an_admin_gives_the_address_of_a_mailbox_that_left_the_file_to_a_person
);

const OLD: &str = "old@example.org";
const ALIAS: &str = "older@example.org";

/// A start of the server whose configuration still names the mailbox. That of `app` does not.
async fn with_it(app: &TestApp) -> Engine {
    let aliases = || vec![ALIAS.to_owned()];
    let mailbox = || MailboxSettings {
        plus_addressing: true,
        aliases: aliases(),
        ..MailboxSettings::new(OLD, "Support")
    };
    app.node_with(|settings| settings.mail.mailboxes.push(mailbox())).await
}

fn person(address: &str) -> Address {
    Address { name: String::new(), address: address.to_owned() }
}

async fn accounts(engine: &Engine) -> usize {
    let filter = UserFilter { query: Some("old".to_owned()), ..UserFilter::default() };
    engine.users(&Actor::system(), &filter, &Paging::default()).await.unwrap().items.len()
}

async fn the_address_of_a_mailbox_that_left_the_file_becomes_nobodys_by_a_mail(app: TestApp) {
    // Twice: what is known is not written again.
    for _ in 0..2 {
        with_it(&app).await.close().await;
    }
    let copied = IncomingMessage {
        addressees: vec![person(MAILBOX), person(OLD), person("Old+10034-x@EXAMPLE.org")],
        ..mail("1@x", "maria@muster.example", "Drucker", "Geht nicht.")
    };
    let number = receive(&app.engine, copied).await.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().expect("the ticket");
    let watching = app.engine.watchers_of(&Actor::system(), &[ticket.id]).await.unwrap();
    assert!(watching.values().all(Vec::is_empty), "{watching:?}");
    assert_eq!(accounts(&app.engine).await, 0);
}

async fn what_comes_from_a_mailbox_that_left_the_file_is_held(app: TestApp) {
    with_it(&app).await.close().await;
    for (id, from) in [("1@x", OLD), ("2@x", "old+neu@example.org"), ("3@x", ALIAS)] {
        let received = receive(&app.engine, mail(id, from, "Weiter", "b")).await;
        assert_eq!((received.outcome, received.why), (Outcome::Held, Some(MailReason::OwnAddress)), "{from}");
    }
    assert_eq!(accounts(&app.engine).await, 0);
    assert!(app.letters().await.is_empty(), "nothing is written there, and nothing comes back");
}

async fn an_admin_gives_the_address_of_a_mailbox_that_left_the_file_to_a_person(app: TestApp) {
    with_it(&app).await.close().await;
    // The next start, without it.
    let engine = app.another_node().await;
    let ada = app.given().admin("ada@example.org").await;
    let given = CreateUser { email: OLD.to_owned(), name: "Old".to_owned(), ..CreateUser::default() };
    let user = engine.create_user(&ada.actor, given).await.expect("given to a person");
    let number = receive(&engine, mail("1@x", OLD, "Hallo", "b")).await.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().expect("the ticket");
    assert_eq!(ticket.customer, user.id);
}
