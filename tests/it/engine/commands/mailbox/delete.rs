//! A mailbox is deleted.

use std::time::Duration;

use engine::{
    Actor, Address, CreateUser, Error, IncomingMessage, MailReason, MailboxCursor, Outcome, Paging,
    UserFilter,
};
use tests::{MAILBOX, TestApp, on_each_database};

use super::{fetched, made, told};
use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    a_deleted_mailbox_is_none_of_ours_and_where_it_was_read_is_forgotten,
    the_address_of_a_deleted_mailbox_becomes_nobodys_by_a_mail_that_names_it
);

async fn a_deleted_mailbox_is_none_of_ours_and_where_it_was_read_is_forgotten(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let (queue, name) = (given.queue("First").await, "box@example.org");
    let mailbox = made(&app, &ada, name, queue.id).await;
    assert!(app.engine.claim_mailbox(name, Duration::from_mins(1)).await.unwrap());
    let cursor = MailboxCursor { uid_validity: 1, last_uid: 7 };
    app.engine.advance_mailbox(name, cursor).await.unwrap();
    let refused = app.engine.delete_mailbox(&jana.actor, mailbox.id).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    app.engine.delete_mailbox(&ada.actor, mailbox.id).await.expect("deleted");
    let again = app.engine.delete_mailbox(&ada.actor, mailbox.id).await;
    assert!(matches!(again, Err(Error::NotFound { what: "mailbox" })), "{again:?}");
    assert_eq!(fetched(&app.engine).await, []);
    assert!(app.engine.mailboxes_in_force().await.unwrap().at(name).is_none());
    assert_eq!(app.engine.mailbox_cursor(name).await.unwrap(), None);
    assert_eq!(told(&app, &ada).await[0][0], ("mailbox".to_owned(), Some(name.to_owned()), None));
    let again = made(&app, &ada, name, queue.id).await;
    assert_ne!(again.id, mailbox.id);
}

async fn the_address_of_a_deleted_mailbox_becomes_nobodys_by_a_mail_that_names_it(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let (queue, name) = (app.given().queue("First").await, "box@example.org");
    let mailbox = made(&app, &ada, name, queue.id).await;
    app.engine.delete_mailbox(&ada.actor, mailbox.id).await.expect("deleted");
    let accounts = async || {
        let filter = UserFilter { query: Some("box".to_owned()), ..UserFilter::default() };
        app.engine.users(&Actor::system(), &filter, &Paging::default()).await.unwrap().items.len()
    };
    let person = |address: &str| Address { name: String::new(), address: address.to_owned() };
    let copied = IncomingMessage {
        addressees: vec![person(MAILBOX), person(name), person("box+10034-x@example.org")],
        ..mail("1@x", "maria@muster.example", "Drucker", "Geht nicht.")
    };
    let received = receive(&app.engine, copied).await;
    let number = received.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
    let watching = app.engine.watchers_of(&Actor::system(), &[ticket.id]).await.unwrap();
    assert!(watching.values().all(Vec::is_empty), "{watching:?}");
    let from_it = receive(&app.engine, mail("2@x", name, "Weiter", "b")).await;
    assert_eq!((from_it.outcome, from_it.why), (Outcome::Held, Some(MailReason::OwnAddress)));
    let form = IncomingMessage {
        reply_to: vec![person("ole@muster.example")],
        ..mail("3@x", name, "Formular", "b")
    };
    let number = receive(&app.engine, form).await.ticket.expect("a ticket of the one behind it");
    let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
    let customer = app.engine.users_by_id(&Actor::system(), &[ticket.customer]).await.unwrap();
    assert_eq!(customer[&ticket.customer].email, "ole@muster.example");
    assert_eq!(accounts().await, 0);
    // Somebody has the address now, and an admin says so.
    let given = CreateUser { email: name.to_owned(), name: "Box".to_owned(), ..CreateUser::default() };
    let user = app.engine.create_user(&ada.actor, given).await.expect("given to a person");
    let theirs = receive(&app.engine, mail("4@x", name, "Hallo", "b")).await.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&Actor::system(), theirs).await.unwrap().unwrap();
    assert_eq!(ticket.customer, user.id);
    let tagged = receive(&app.engine, mail("5@x", "box+neu@example.org", "Hallo", "c")).await;
    assert_eq!(tagged.outcome, Outcome::Created);
}
