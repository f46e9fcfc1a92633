//! A mail to the signed reply addresses of several tickets reaches each of them.

use engine::{
    Actor, Comment, IncomingMessage, Letter, MailFilter, MailboxSettings, Outcome, Paging, Replies, Status,
    Ticket, Visibility,
};
use tests::{Person, TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";
const JANA: &str = "jana@example.org";

on_each_database!(
    a_mail_to_the_addresses_of_two_tickets_is_a_comment_in_each,
    the_first_address_that_holds_names_the_ticket_of_the_mail,
    who_takes_no_part_in_the_other_ticket_writes_in_the_first_alone,
    an_agent_speaks_in_each_by_its_own_signature_alone,
    what_is_about_a_note_in_one_ticket_is_a_note_in_each,
    what_a_mailbox_holds_back_is_held_back_in_its_ticket
);

/// A ticket of this customer, and the newest letter to this person after Jana has answered there.
async fn answered(app: &TestApp, customer: &Person, jana: &Person, title: &str) -> (Ticket, Letter) {
    let ticket = app.given().ticket(customer, title).await;
    app.given().comment(jana, &ticket, "Wir sehen nach.").await;
    let letters = app.letters().await;
    let to = &customer.user.email;
    let letter = letters.into_iter().rev().find(|letter| letter.to.address == *to).expect("a letter");
    (ticket, letter)
}

async fn comments(app: &TestApp, ticket: &Ticket) -> Vec<Comment> {
    let found = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    found.items.into_iter().map(|(_, comment)| comment).collect()
}

fn to(id: &str, from: &str, letters: &[&Letter]) -> IncomingMessage {
    let recipients = letters.iter().filter_map(|letter| letter.reply_to.clone()).collect();
    IncomingMessage { recipients, ..mail(id, from, "Re", "Zu beiden.") }
}

async fn a_mail_to_the_addresses_of_two_tickets_is_a_comment_in_each(app: TestApp) {
    let (jana, maria) = (app.given().agent(JANA).await, app.given().customer(MARIA).await);
    let (one, first) = answered(&app, &maria, &jana, "Drucker").await;
    let (other, second) = answered(&app, &maria, &jana, "Maus").await;
    app.given().set(&jana, &other, Status::Resolved).await;
    app.letters().await;
    let both = to("1@x", MARIA, &[&first, &second]);
    let received = receive(&app.engine, both.clone()).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(one.number)));
    for ticket in [&one, &other] {
        let last = comments(&app, ticket).await.pop().unwrap();
        assert_eq!((last.text.as_str(), last.visibility), ("Zu beiden.", Visibility::Public));
        let now = app.engine.ticket(&Actor::system(), ticket.number).await.unwrap().unwrap();
        assert_ne!(now.status, Status::Resolved, "it is opened again");
    }
    let ledger =
        app.engine.mails(&Actor::system(), &MailFilter::default(), &Paging::default()).await.unwrap();
    let mut lines: Vec<_> = ledger.items.iter().map(|(_, line)| (line.ticket, line.outcome)).collect();
    lines.sort_by_key(|(ticket, _)| *ticket != Some(one.id));
    assert_eq!(lines, [(Some(one.id), Outcome::Commented), (Some(other.id), Outcome::Commented)]);
    // Again, and handed over for the other mailbox.
    assert_eq!(receive(&app.engine, both).await.outcome, Outcome::Duplicate);
    assert_eq!((comments(&app, &one).await.len(), comments(&app, &other).await.len()), (3, 3));
    // What answers it by its id alone means the first.
    let answer =
        IncomingMessage { in_reply_to: vec!["1@x".to_owned()], ..mail("2@x", MARIA, "Re", "Noch etwas.") };
    let received = receive(&app.engine, answer).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(one.number)));
    assert_eq!(comments(&app, &other).await.len(), 3);
}

async fn the_first_address_that_holds_names_the_ticket_of_the_mail(app: TestApp) {
    let (jana, maria) = (app.given().agent(JANA).await, app.given().customer(MARIA).await);
    let (one, first) = answered(&app, &maria, &jana, "Drucker").await;
    let (other, second) = answered(&app, &maria, &jana, "Maus").await;
    for (id, letters, wanted) in [("1@x", [&first, &second], &one), ("2@x", [&second, &first], &other)] {
        let received = receive(&app.engine, to(id, MARIA, &letters)).await;
        assert_eq!(received.ticket, Some(wanted.number), "{id}");
    }
    let mut forged = to("3@x", MARIA, &[&first, &second]);
    let (signed, host) = forged.recipients[0].rsplit_once('@').expect("an address");
    let other_end = if signed.ends_with('0') { '1' } else { '0' };
    forged.recipients[0] = format!("{}{other_end}@{host}", &signed[..signed.len() - 1]);
    let received = receive(&app.engine, forged).await;
    assert_eq!(received.ticket, Some(other.number), "the first is signed by nobody");
    let answer = IncomingMessage {
        in_reply_to: vec![second.message_id.clone()],
        ..to("4@x", MARIA, &[&first, &second])
    };
    let received = receive(&app.engine, answer).await;
    assert_eq!(received.ticket, Some(other.number), "it answers the second");
}

async fn who_takes_no_part_in_the_other_ticket_writes_in_the_first_alone(app: TestApp) {
    let (jana, maria) = (app.given().agent(JANA).await, app.given().customer(MARIA).await);
    let eve = app.given().customer("eve@fremd.example").await;
    let (one, first) = answered(&app, &eve, &jana, "Drucker").await;
    let (other, second) = answered(&app, &maria, &jana, "Maus").await;
    let received = receive(&app.engine, to("1@x", "eve@fremd.example", &[&first, &second])).await;
    assert_eq!(received.ticket, Some(one.number));
    assert_eq!((comments(&app, &one).await.len(), comments(&app, &other).await.len()), (3, 2));
    // Who was taken off does not write there again.
    app.engine.watch_ticket(&jana.actor, other.number, Some(eve.user.id), None).await.unwrap();
    app.engine.unwatch_ticket(&jana.actor, other.number, Some(eve.user.id)).await.unwrap();
    receive(&app.engine, to("2@x", "eve@fremd.example", &[&first, &second])).await;
    assert_eq!(comments(&app, &other).await.len(), 2);
}

/// The newest letter to Jana, of a comment by Maria.
async fn to_jana(app: &TestApp, jana: &Person, maria: &Person, ticket: &Ticket) -> Letter {
    let mine = engine::UpdateTicket {
        number: ticket.number,
        assignee: Some(Some(jana.user.id)),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, mine).await.unwrap();
    app.given().comment(maria, ticket, "Und nun?").await;
    let letters = app.letters().await;
    letters.into_iter().rev().find(|letter| letter.to.address == JANA).expect("a letter to Jana")
}

async fn an_agent_speaks_in_each_by_its_own_signature_alone(app: TestApp) {
    let (jana, maria) = (app.given().agent(JANA).await, app.given().customer(MARIA).await);
    let (one, _) = answered(&app, &maria, &jana, "Drucker").await;
    let (other, to_maria) = answered(&app, &maria, &jana, "Maus").await;
    let signed = to_jana(&app, &jana, &maria, &one).await;
    for (id, letters) in [("1@x", [&signed, &to_maria]), ("2@x", [&to_maria, &signed])] {
        receive(&app.engine, to(id, JANA, &letters)).await;
        let last = comments(&app, &one).await.pop().unwrap();
        assert_eq!((last.text.as_str(), last.visibility), ("Zu beiden.", Visibility::Public), "{id}");
        let last = comments(&app, &other).await.pop().unwrap();
        assert_eq!((last.text.as_str(), last.visibility), ("Zu beiden.", Visibility::Internal), "{id}");
    }
}

async fn what_is_about_a_note_in_one_ticket_is_a_note_in_each(app: TestApp) {
    let (jana, maria) = (app.given().agent(JANA).await, app.given().customer(MARIA).await);
    let tom = app.given().agent("tom@example.org").await;
    let (one, _) = answered(&app, &maria, &jana, "Drucker").await;
    let (other, _) = answered(&app, &maria, &jana, "Maus").await;
    let signed = to_jana(&app, &jana, &maria, &one).await;
    app.given().internal_note(&tom, &other, &format!("@{} schwierig.", jana.user.name)).await;
    let of_note =
        app.letters().await.into_iter().find(|letter| letter.is_note).expect("a letter of the note");
    receive(&app.engine, to("1@x", JANA, &[&signed, &of_note])).await;
    for ticket in [&one, &other] {
        let last = comments(&app, ticket).await.pop().unwrap();
        assert_eq!((last.text.as_str(), last.visibility), ("Zu beiden.", Visibility::Internal));
    }
    assert!(app.told().await.iter().all(|(_, to)| to != MARIA));
}

async fn what_a_mailbox_holds_back_is_held_back_in_its_ticket(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| {
        settings.mail.mailboxes.push(MailboxSettings {
            replies: Replies::Quarantine,
            plus_addressing: true,
            ..MailboxSettings::new("billing@example.org", "Billing")
        });
    })
    .await;
    let (jana, maria) = (app.given().agent(JANA).await, app.given().customer(MARIA).await);
    let (one, first) = answered(&app, &maria, &jana, "Drucker").await;
    let (other, _) = answered(&app, &maria, &jana, "Rechnung").await;
    let queues = app.engine.queues(&Actor::system()).await.unwrap();
    let billing = queues.iter().find(|queue| queue.name == "Billing").expect("a queue").id;
    let number = other.number;
    let moved = engine::UpdateTicket { number, queue: Some(billing), ..engine::UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, moved).await.unwrap();
    app.given().comment(&jana, &other, "Anbei.").await;
    let second = app.letters().await.pop().expect("a letter");
    assert!(second.reply_to.as_ref().is_some_and(|to| to.starts_with("billing+")), "{second:?}");
    receive(&app.engine, to("1@x", MARIA, &[&first, &second])).await;
    for (ticket, visibility) in [(&one, Visibility::Public), (&other, Visibility::Internal)] {
        let last = comments(&app, ticket).await.pop().unwrap();
        assert_eq!((last.text.as_str(), last.visibility), ("Zu beiden.", visibility));
    }
}
