//! Mails in UTF-16.

use engine::{Actor, MailFilter, MailReason, Outcome, Paging};
use mail::inbound::{parse, submit};
use tests::{MAILBOX, TestApp, on_each_database};

on_each_database!(of_what_cannot_be_read_the_ledger_and_the_ticket_say_so);

const MAIL: &str = "From: Maria Müller <maria@muster.example>\r\nSubject: Drucker für Köln\r\nContent-Type: text/plain; charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\nEr druckt \u{20ac} 5 nicht.\r\n\r\nGrüße\r\n";

fn little(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn big(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

#[test]
fn a_mail_in_utf_16_is_read_with_its_mark_and_without() {
    let marked = format!("\u{feff}{MAIL}");
    for raw in [little(&marked), big(&marked), little(MAIL), big(MAIL)] {
        let message = parse(&raw).message;
        assert!(!message.unreadable);
        assert_eq!(message.from.unwrap().address, "maria@muster.example");
        assert_eq!(message.subject, "Drucker für Köln");
        assert_eq!(message.text, "Er druckt € 5 nicht.\n\nGrüße");
    }
}

#[test]
fn what_is_encoded_once_more_keeps_its_own_charset() {
    let raw = little(
        "From: Jörg <j@x.example>\r\nSubject: a\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n",
    );
    assert_eq!(parse(&raw).message.text, "Grüße");
}

#[test]
fn a_text_in_utf_16_that_is_no_mail_is_shown_as_it_is() {
    let message = parse(&little("\u{feff}Nur ein Text, ohne Kopf.\r\n")).message;
    assert!(message.unreadable && message.attachments.len() == 1);
    assert_eq!(message.text, "Nur ein Text, ohne Kopf.");
}

async fn of_what_cannot_be_read_the_ledger_and_the_ticket_say_so(app: TestApp) {
    let system = Actor::system();
    let report = submit(&app.engine, vec![0xFF, 0x00, 0xC0, 0x13, 0x37], Some(MAILBOX)).await;
    let ledger = app.engine.mails(&system, &MailFilter::default(), &Paging::default()).await.unwrap();
    let line = &ledger.items[0].1;
    assert_eq!((line.outcome, line.why), (Outcome::Created, Some(MailReason::Unreadable)));
    assert!(!line.sha256.is_empty() && MailReason::Unreadable.is_warning());
    let ticket = app.engine.ticket(&system, report.ticket.unwrap()).await.unwrap().unwrap();
    let comments = app.engine.comments(&system, ticket.id, &Paging::default()).await.unwrap();
    let id = comments.items[0].1.id;
    assert_eq!(line.comment, Some(id), "the page shows the warning with it");
    let files = app.engine.attachments_of(&system, &[id]).await.unwrap();
    assert_eq!(files[&id][0].filename, "message.eml");
}
