//! By what a mail found its ticket stands in the ledger.

use engine::{Actor, IncomingMessage, MailFilter, MailReason, MailRelation, Outcome, Paging};
use tests::{TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";

on_each_database!(
    every_mail_in_a_ticket_says_by_what_it_found_it,
    a_mail_that_mentions_a_ticket_of_somebody_else_found_none,
    a_mail_that_waits_says_what_it_points_to
);

/// What the ledger says of the mail with this id.
async fn line(app: &TestApp, id: &str) -> Option<MailRelation> {
    let filter = MailFilter { message_id: Some(id.to_owned()), ..MailFilter::default() };
    let page = app.engine.mails(&Actor::system(), &filter, &Paging::default()).await.expect("the ledger");
    page.items.first().expect("a line").1.relation
}

async fn every_mail_in_a_ticket_says_by_what_it_found_it(app: TestApp) {
    let first = receive(&app.engine, mail("1@x", MARIA, "Drucker", "Hilfe")).await;
    let number = first.ticket.expect("a ticket");
    let letter = app.letters().await.remove(0);
    let answers = |id: &str, in_reply_to: &str| IncomingMessage {
        in_reply_to: vec![in_reply_to.to_owned()],
        ..mail(id, MARIA, "Re", id)
    };
    let tag = format!("Re: [{} #{number}]", app.engine.settings().mail.subject_tag);
    let signed = IncomingMessage {
        recipients: vec![letter.reply_to.clone().expect("a signed address")],
        ..answers("4@x", &letter.message_id)
    };
    for (message, relation) in [
        (answers("2@x", &letter.message_id), MailRelation::Thread),
        (mail("3@x", MARIA, &tag, "c"), MailRelation::Subject),
        (signed, MailRelation::ReplyAddress),
    ] {
        let id = message.message_id.clone().expect("an id");
        let received = receive(&app.engine, message).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)), "{id}");
        assert_eq!((received.relation, line(&app, &id).await), (Some(relation), Some(relation)), "{id}");
    }
    assert_eq!(
        (first.relation, line(&app, "1@x").await),
        (Some(MailRelation::None), Some(MailRelation::None))
    );
    receive(&app.engine, answers("5@x", "among@people")).await;
    receive(&app.engine, answers("6@x", "among@people")).await;
    assert_eq!(line(&app, "5@x").await, Some(MailRelation::None));
    assert_eq!(line(&app, "6@x").await, Some(MailRelation::SameMail));
}

async fn a_mail_that_mentions_a_ticket_of_somebody_else_found_none(app: TestApp) {
    let number = receive(&app.engine, mail("1@x", MARIA, "Drucker", "Hilfe")).await.ticket.expect("a ticket");
    let tag = format!("Re: [{} #{number}]", app.engine.settings().mail.subject_tag);
    let received = receive(&app.engine, mail("2@x", "eve@fremd.example", &tag, "Ich auch")).await;
    assert_eq!(
        (received.outcome, received.why, received.relation),
        (Outcome::Created, Some(MailReason::MentionsOther), Some(MailRelation::None))
    );
}

async fn a_mail_that_waits_says_what_it_points_to(app: TestApp) {
    receive(&app.engine, mail("1@x", MARIA, "Drucker", "Hilfe")).await;
    let letter = app.letters().await.remove(0);
    let spam = IncomingMessage {
        in_reply_to: vec![letter.message_id],
        marks: vec![("X-Spam-Flag".to_owned(), "YES".to_owned())],
        ..mail("2@x", "eve@fremd.example", "Re", "Angebot")
    };
    let held = receive(&app.engine, spam).await;
    assert_eq!((held.outcome, held.relation), (Outcome::Held, Some(MailRelation::Thread)));
}
