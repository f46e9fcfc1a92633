//! Which ticket an id of a mail that is answered leads to: copiers and scripts give every mail the same one.

use engine::{
    Actor, Address, AuthenticationResults, Bounce, Comment, IncomingMessage, MailReason, MergeTickets,
    MethodResult, Outcome, Paging, Received, Settings, UpdateTicket, Visibility,
};
use tests::{MAILBOX, TestApp, on_each_database};

use super::{mail, receive};

const ANNA: &str = "anna@alpha.example";
const BERT: &str = "bert@beta.example";
const JANA: &str = "jana@example.org";

/// What the copier calls every mail.
const SCAN: &str = "scan-0001@copier.local";

on_each_database!(
    an_id_of_two_tickets_leads_each_sender_to_their_own,
    the_number_of_ones_own_ticket_is_stronger_than_an_id_of_several,
    an_id_of_one_ticket_leads_no_stranger_there,
    a_stranger_who_answers_a_letter_of_ours_still_joins,
    an_agent_who_writes_to_somebody_else_writes_to_nobody_by_that_id,
    what_says_that_a_mail_was_read_or_came_back_names_no_ticket_by_an_id_of_several,
    what_is_left_of_an_id_when_one_of_its_senders_is_erased,
    the_first_of_a_long_list_of_references_counts
);

fn scan(from: &str, text: &str) -> IncomingMessage {
    mail(SCAN, from, "Scan", text)
}

/// An answer to the mail of this id.
fn answer(id: &str, from: &str, to: &str) -> IncomingMessage {
    IncomingMessage {
        in_reply_to: vec![to.to_owned()],
        ..mail(id, from, "Re: Scan", &format!("Von {from}: {id}"))
    }
}

async fn opened(app: &TestApp, message: IncomingMessage) -> i64 {
    let received = receive(&app.engine, message).await;
    assert_eq!(received.outcome, Outcome::Created);
    received.ticket.expect("a ticket")
}

async fn comments(app: &TestApp, number: i64) -> Vec<Comment> {
    let ticket = app.engine.ticket(&Actor::system(), number).await.expect("an answer").expect("a ticket");
    let found = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.expect("comments");
    found.items.into_iter().map(|(_, comment)| comment).collect()
}

fn joins(received: &Received, number: i64, what: &str) {
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)), "{what}");
}

async fn an_id_of_two_tickets_leads_each_sender_to_their_own(app: TestApp) {
    let annas = opened(&app, scan(ANNA, "Annas Scan")).await;
    let berts = opened(&app, scan(BERT, "Berts Scan")).await;
    for (id, from, number) in [("1@x", BERT, berts), ("2@x", ANNA, annas), ("3@x", BERT, berts)] {
        joins(&receive(&app.engine, answer(id, from, SCAN)).await, number, id);
        let by_references = IncomingMessage {
            in_reply_to: Vec::new(),
            references: vec!["unknown@x".to_owned(), SCAN.to_owned()],
            ..answer(&format!("r{id}"), from, SCAN)
        };
        joins(&receive(&app.engine, by_references).await, number, id);
    }
    assert!(comments(&app, annas).await.iter().all(|comment| !comment.text.contains(BERT)));
    // Neither a colleague of one of them nor somebody else takes part in one, and nothing tells of these.
    for (id, from) in [("4@x", "paul@alpha.example"), ("5@x", "carl@gamma.example")] {
        let received = receive(&app.engine, answer(id, from, SCAN)).await;
        assert_eq!((received.outcome, received.why), (Outcome::Created, None), "{from}");
    }
    // Of two tickets of one's own it is the newest.
    let second = opened(&app, scan(ANNA, "Annas zweiter Scan")).await;
    joins(&receive(&app.engine, answer("6@x", ANNA, SCAN)).await, second, "the newest");
    let jana = app.given().agent(JANA).await;
    let merge = MergeTickets { from: second, into: annas };
    app.engine.merge_tickets(&jana.actor, merge).await.expect("merged");
    joins(&receive(&app.engine, answer("7@x", ANNA, SCAN)).await, annas, "into which it was merged");
}

async fn the_number_of_ones_own_ticket_is_stronger_than_an_id_of_several(app: TestApp) {
    let tag = app.engine.settings().mail.subject_tag.clone();
    opened(&app, scan(ANNA, "Annas Scan")).await;
    let other = opened(&app, mail("other@x", BERT, "Drucker", "Defekt.")).await;
    let numbered = |id: &str| IncomingMessage {
        subject: format!("Re: Scan [{tag} #{other}]"),
        ..answer(id, BERT, SCAN)
    };
    joins(&receive(&app.engine, numbered("1@x")).await, other, "the id is Anna's alone");
    opened(&app, scan(BERT, "Berts Scan")).await;
    joins(&receive(&app.engine, numbered("2@x")).await, other, "the id is of both");
}

async fn an_id_of_one_ticket_leads_no_stranger_there(app: TestApp) {
    let annas = opened(&app, scan(ANNA, "Annas Scan")).await;
    let stranger = receive(&app.engine, answer("1@x", BERT, SCAN)).await;
    assert_eq!((stranger.outcome, stranger.why), (Outcome::Created, Some(MailReason::MentionsOther)));
    assert_ne!(stranger.ticket, Some(annas));
    assert_eq!(comments(&app, annas).await.len(), 1);
    joins(&receive(&app.engine, answer("2@x", "paul@alpha.example", SCAN)).await, annas, "a colleague");
    let to_anna = IncomingMessage {
        recipients: vec![ANNA.to_owned(), MAILBOX.to_owned()],
        ..answer("3@x", "support@supplier.example", SCAN)
    };
    joins(&receive(&app.engine, to_anna).await, annas, "who writes to her as well");
    let private = UpdateTicket { number: annas, is_private: Some(true), ..UpdateTicket::default() };
    app.engine.update_ticket(&Actor::system(), private).await.expect("private");
    let colleague = receive(&app.engine, answer("4@x", "pia@alpha.example", SCAN)).await;
    assert_eq!(colleague.outcome, Outcome::Created, "a private ticket is none of a colleague's");
}

async fn a_stranger_who_answers_a_letter_of_ours_still_joins(app: TestApp) {
    let annas = opened(&app, scan(ANNA, "Annas Scan")).await;
    let letter = app.letters().await.pop().expect("a confirmation");
    // Somebody opens a ticket under the id of our letter, and one under hers.
    opened(&app, mail(&letter.message_id, BERT, "Anderes", "Meins")).await;
    opened(&app, scan(BERT, "Berts Scan")).await;
    let both = IncomingMessage {
        references: vec![letter.message_id.clone(), SCAN.to_owned()],
        ..answer("1@x", "anna@home.example", SCAN)
    };
    joins(&receive(&app.engine, both).await, annas, "our letter proves it");
    let by_letter = answer("2@x", "anna@home.example", &letter.message_id);
    joins(&receive(&app.engine, by_letter).await, annas, "its id is its own");
}

async fn an_agent_who_writes_to_somebody_else_writes_to_nobody_by_that_id(app: TestApp) {
    let trusts = |settings: &mut Settings| settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
    let app = TestApp::with(app.backend, trusts).await;
    app.given().agent(JANA).await;
    let annas = opened(&app, scan(ANNA, "Annas Scan")).await;
    let pass = MethodResult {
        method: "dmarc".to_owned(),
        result: "pass".to_owned(),
        properties: vec![("header.from".to_owned(), "example.org".to_owned())],
    };
    let results = vec![AuthenticationResults { server: "mx.example.org".to_owned(), results: vec![pass] }];
    let to = |id: &str, address: &str| {
        let person = Address { name: String::new(), address: address.to_owned() };
        let recipients = vec![address.to_owned(), MAILBOX.to_owned()];
        let (to, addressees) = (vec![person.clone()], vec![person]);
        IncomingMessage {
            to,
            addressees,
            recipients,
            authentication: results.clone(),
            ..answer(id, JANA, SCAN)
        }
    };
    let to_bert = receive(&app.engine, to("1@x", BERT)).await;
    assert_eq!((to_bert.outcome, to_bert.why), (Outcome::Created, Some(MailReason::MentionsOther)));
    assert_eq!(comments(&app, annas).await.len(), 1, "Anna reads nothing of what is for Bert");
    for (id, address) in [("2@x", ANNA), ("3@x", MAILBOX)] {
        joins(&receive(&app.engine, to(id, address)).await, annas, address);
        assert_eq!(
            comments(&app, annas).await.pop().expect("it").visibility,
            Visibility::Public,
            "{address}"
        );
    }
    opened(&app, scan(BERT, "Berts Scan")).await;
    let to_anna = receive(&app.engine, to("4@x", ANNA)).await;
    assert_eq!(to_anna.outcome, Outcome::Created, "nobody knows whose scan it answers");
}

async fn what_says_that_a_mail_was_read_or_came_back_names_no_ticket_by_an_id_of_several(app: TestApp) {
    let annas = opened(&app, scan(ANNA, "Annas Scan")).await;
    let read = |id: &str| IncomingMessage {
        receipt_of: Some(SCAN.to_owned()),
        ..mail(id, "reader@gamma.example", "Gelesen", "Gelesen.")
    };
    let returned = |id: &str| IncomingMessage {
        bounce: Some(Bounce {
            original_message_id: Some(SCAN.to_owned()),
            permanent: true,
            standard: true,
            ..Bounce::default()
        }),
        ..mail(id, "mailer-daemon@mx.example", "Undelivered", "Failed.")
    };
    for (at, ticket) in [Some(annas), None].into_iter().enumerate() {
        let received = receive(&app.engine, read(&format!("r{at}@x"))).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Ignored, ticket));
        let received = receive(&app.engine, returned(&format!("b{at}@x"))).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, ticket));
        if ticket.is_some() {
            opened(&app, scan(BERT, "Berts Scan")).await;
        }
    }
}

async fn what_is_left_of_an_id_when_one_of_its_senders_is_erased(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let annas = opened(&app, scan(ANNA, "Annas Scan")).await;
    let berts = opened(&app, scan(BERT, "Berts Scan")).await;
    let anna = app.engine.ticket(&ada.actor, annas).await.expect("an answer").expect("a ticket").customer;
    app.engine.erase_user(&ada.actor, anna, "auf Wunsch").await.expect("erased");
    joins(&receive(&app.engine, answer("1@x", BERT, SCAN)).await, berts, "his own");
    let bert = app.engine.ticket(&ada.actor, berts).await.expect("an answer").expect("a ticket").customer;
    app.engine.erase_user(&ada.actor, bert, "auf Wunsch").await.expect("erased");
    assert_eq!(receive(&app.engine, answer("2@x", BERT, SCAN)).await.why, None, "nobody knows it any more");
}

async fn the_first_of_a_long_list_of_references_counts(app: TestApp) {
    let number = opened(&app, mail("1@x", ANNA, "Drucker", "Defekt.")).await;
    let letter = app.letters().await.pop().expect("a confirmation");
    let between = (0..300).map(|at| format!("{at}@elsewhere.example"));
    let references = std::iter::once(letter.message_id).chain(between).collect();
    let message =
        IncomingMessage { references, ..mail("2@x", "anna@home.example", "Re: Drucker", "Und nun?") };
    joins(&receive(&app.engine, message).await, number, "the first");
}
