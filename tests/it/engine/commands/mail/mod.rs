//! Mails on their way in.

mod abandoned;
mod absence;
mod behalf;
mod beside;
mod bounce;
mod copied;
mod discard;
mod enclosed;
mod forged;
mod hold;
mod join;
mod late;
mod ledger;
mod mailbox;
mod mailboxes;
mod old;
mod open;
mod passed_on;
mod passed_on_below;
mod passed_on_head;
mod pointers;
mod receive;
mod relation;
mod release;
mod replies;
mod resend;
mod ruled;
mod sender;
mod sight;
mod signed;
mod threads;
mod together;

use engine::{Address, Delivery, Engine, IncomingMessage, Received};

/// A plain mail to the queue's address.
pub(crate) fn mail(id: &str, from: &str, subject: &str, text: &str) -> IncomingMessage {
    IncomingMessage {
        message_id: Some(id.to_owned()),
        from: Some(Address { name: "Maria Muster".to_owned(), address: from.to_owned() }),
        recipients: vec![tests::MAILBOX.to_owned()],
        subject: subject.to_owned(),
        text: text.to_owned(),
        ..IncomingMessage::default()
    }
}

/// Takes a mail in, as a transport does.
pub(crate) async fn receive(engine: &Engine, message: IncomingMessage) -> Received {
    let bytes = format!("{message:?}");
    let raw = engine.store_raw(bytes::Bytes::copy_from_slice(bytes.as_bytes())).await.unwrap();
    engine.receive_mail(Delivery { raw, mailbox: None, message }).await.unwrap()
}
