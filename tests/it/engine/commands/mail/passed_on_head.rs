//! A mail whose subject the staff wrote anew is passed on by the head in its text, if it goes to the desk alone.

use engine::{Status, Visibility};
use tests::{MAILBOX, TestApp, on_each_database};

use super::behalf::{deliver, ticket, trusting};

const JANA: &str = "jana@example.org";
const HANS: &str = "hans@kunde.example";

on_each_database!(
    a_mail_that_is_passed_on_with_a_subject_of_its_own_opens_the_ticket_of_its_writer,
    a_head_in_any_other_mail_opens_nothing_for_others,
    a_mail_of_a_ticket_that_is_passed_on_with_another_subject_is_a_note_there
);

fn body(from: &str) -> String {
    format!(
        "Bitte aufnehmen, er nervt.\r\n\r\nJana Berger\r\n\r\nVon: {from}\r\nGesendet: Montag, 23. November 2026 08:00\r\nAn: Jana Berger <{JANA}>\r\nBetreff: Drucker defekt\r\n\r\nEr druckt nicht.\r\n\r\nGruss\r\nHans Kunde\r\n"
    )
}

async fn a_mail_that_is_passed_on_with_a_subject_of_its_own_opens_the_ticket_of_its_writer(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    for (subject, more) in [
        ("Neuer Fall: Drucker bei Kunde", String::new()),
        ("Drucker", "\r\nIn-Reply-To: <never@kunde.example>\r\nReferences: <never@kunde.example>".to_owned()),
        ("Ein ganzer Stapel Papier", format!("\r\nCc: {MAILBOX}")),
    ] {
        let head =
            format!("{proven}\r\nFrom: Jana Berger <{JANA}>\r\nTo: {MAILBOX}\r\nSubject: {subject}{more}");
        let report = deliver(&app, &head, &body(&format!("Hans Kunde <{HANS}>"))).await;
        let (opened, customer, comments) = ticket(&app, &report).await;
        assert_eq!((customer.as_str(), opened.title.as_str()), (HANS, "Drucker defekt"), "{subject}");
        assert_eq!(opened.status, Status::New, "{subject}");
        let said: Vec<_> =
            comments.iter().map(|one| (one.visibility, one.author == opened.customer)).collect();
        assert_eq!(said, [(Visibility::Public, true), (Visibility::Internal, false)], "{subject}");
        assert_eq!(comments[0].text, "Er druckt nicht.\n\nGruss\nHans Kunde", "{subject}");
        assert!(comments[1].text.starts_with("Bitte aufnehmen, er nervt."), "{}", comments[1].text);
    }
}

async fn a_head_in_any_other_mail_opens_nothing_for_others(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let (hans, tom) = (format!("Hans Kunde <{HANS}>"), "Tom <tom@example.org>".to_owned());
    let (desk, lea) = (format!("Support <{MAILBOX}>"), "lea@partner.example");
    for (sender, to, subject, from) in [
        (JANA, MAILBOX.to_owned(), "AW: Drucker", &hans),
        (JANA, MAILBOX.to_owned(), "Re: Der Drucker", &hans),
        (JANA, format!("{MAILBOX}, {lea}"), "Drucker", &hans),
        (JANA, format!("{MAILBOX}\r\nCc: {lea}"), "Drucker", &hans),
        (JANA, MAILBOX.to_owned(), "Drucker", &tom),
        (JANA, MAILBOX.to_owned(), "Drucker", &desk),
        ("kim@anders.example", MAILBOX.to_owned(), "Drucker", &hans),
    ] {
        let head = format!("{proven}\r\nFrom: {sender}\r\nTo: {to}\r\nSubject: {subject}");
        let (_, customer, _) = ticket(&app, &deliver(&app, &head, &body(from)).await).await;
        assert_eq!(customer, sender, "{to} {subject} {from}");
        assert!(app.told().await.iter().all(|(_, to)| to != HANS), "{to} {subject} {from}");
    }
}

async fn a_mail_of_a_ticket_that_is_passed_on_with_another_subject_is_a_note_there(app: TestApp) {
    let (app, proven) = trusting(app.backend).await;
    let head = format!("From: {HANS}\r\nTo: {MAILBOX}, {JANA}\r\nSubject: Drucker defekt");
    let first = deliver(&app, &head, "Er druckt nicht.\r\n\r\nGruss\r\nHans Kunde\r\n").await;
    app.letters().await;
    let thread = format!("In-Reply-To: <{}>", first.message_id.clone().expect("an id"));
    let head = format!("{proven}\r\nFrom: {JANA}\r\nTo: {MAILBOX}\r\nSubject: Drucker bei Kunde\r\n{thread}");
    let again = deliver(&app, &head, &body(&format!("Hans Kunde <{HANS}>"))).await;
    assert_eq!(again.ticket, first.ticket);
    let (_, _, comments) = ticket(&app, &again).await;
    let visible: Vec<_> = comments.iter().map(|one| one.visibility).collect();
    assert_eq!(visible, [Visibility::Public, Visibility::Internal]);
    assert!(app.told().await.iter().all(|(_, to)| to != HANS), "it is no answer to him");
}
