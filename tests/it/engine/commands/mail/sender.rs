//! What a new sender is called, where others of their organisation read it.

use engine::{Actor, Address, IncomingMessage};
use tests::{TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(no_sender_is_called_by_their_address);

async fn no_sender_is_called_by_their_address(app: TestApp) {
    for (given, address, name) in [
        ("", "anna.kurz@muster.example", "Anna Kurz"),
        ("ben@muster.example", "ben@muster.example", "Ben"),
        ("Carl Lang (carl@muster.example)", "carl@muster.example", "Carl Lang"),
    ] {
        let from = Some(Address { name: given.to_owned(), address: address.to_owned() });
        let message = IncomingMessage { from, ..mail(&format!("{address}@x"), address, "a", "b") };
        let number = receive(&app.engine, message).await.ticket.unwrap();
        let ticket = app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap();
        let users = app.engine.users_by_id(&Actor::system(), &[ticket.customer]).await.unwrap();
        assert_eq!(users[&ticket.customer].name, name, "{given:?} <{address}>");
    }
}
