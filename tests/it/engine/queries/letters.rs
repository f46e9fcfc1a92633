//! Staff learn of mails about an account that do not arrive, and nobody else.

use std::time::Duration;

use engine::{
    Actor, Bounce, ChooseNotice, Clock as _, Delivery, Failure, IncomingMessage, LetterKind, LetterState,
    MailPace, MailTimes, MergeTickets, Notice, Outcome, TicketEmail, UserId,
};
use tests::{TestApp, on_each_database};

on_each_database!(
    a_password_mail_that_failed_is_shown_to_the_staff_until_one_arrives,
    a_password_mail_that_came_back_is_shown_to_the_staff,
    what_became_of_each_email_of_a_ticket_is_told_to_the_staff_alone,
    emails_of_a_merged_ticket_stand_with_the_one_that_goes_on,
    a_digest_stands_with_each_ticket_that_came_into_it
);

const LEASE: Duration = Duration::from_mins(1);

async fn failed(app: &TestApp, actor: &Actor, id: UserId) -> bool {
    app.engine.mail_failures(actor, &[id]).await.expect("an answer").contains_key(&id)
}

async fn a_password_mail_that_failed_is_shown_to_the_staff_until_one_arrives(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let ben = app.given().prepared("ben@example.org").await;
    app.engine.request_password("ben@example.org", None).await.expect("an answer");
    let letter = app.engine.claim_letters(10, LEASE).await.expect("an outbox").remove(0);
    assert_eq!(letter.kind, LetterKind::PasswordRequest);
    assert!(!failed(&app, &agent.actor, ben.id).await, "it is under way");
    let failure = Failure { error: "550 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure).await.expect("noted");
    assert!(failed(&app, &agent.actor, ben.id).await);
    assert!(!failed(&app, &anna.actor, ben.id).await, "customers learn nothing of it");
    assert!(!failed(&app, &agent.actor, anna.user.id).await);
    app.clock.advance(Duration::from_hours(1));
    app.engine.request_password("ben@example.org", None).await.expect("an answer");
    assert_eq!(app.letters().await.len(), 1);
    assert!(!failed(&app, &agent.actor, ben.id).await, "the next one arrived");
}

async fn a_password_mail_that_came_back_is_shown_to_the_staff(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let ben = app.given().prepared("ben@example.org").await;
    app.engine.request_password("ben@example.org", None).await.expect("an answer");
    let letter = app.letters().await.remove(0);
    let bounce = Bounce {
        original_message_id: Some(letter.message_id),
        permanent: true,
        standard: true,
        ..Bounce::default()
    };
    let message = IncomingMessage {
        bounce: Some(bounce),
        subject: "Undelivered".to_owned(),
        ..IncomingMessage::default()
    };
    let raw = app.engine.store_raw(bytes::Bytes::copy_from_slice(b"a report")).await.expect("kept");
    let received =
        app.engine.receive_mail(engine::Delivery { raw, mailbox: None, message }).await.expect("taken in");
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, None));
    assert!(failed(&app, &agent.actor, ben.id).await);
}

async fn what_became_of_each_email_of_a_ticket_is_told_to_the_staff_alone(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let number = app.given().ticket(&anna, "Printer").await.number;
    let ticket = app.engine.ticket(&agent.actor, number).await.expect("an answer").expect("a ticket").id;
    let told = |actor: Actor| {
        let engine = app.engine.clone();
        async move { engine.ticket_emails(&actor, ticket).await.expect("an answer") }
    };
    let letter = app.engine.claim_letters(10, LEASE).await.expect("an outbox");
    let letter = letter.into_iter().find(|letter| letter.to.address == "anna@example.org").expect("a letter");
    let of_anna =
        |emails: Vec<TicketEmail>| emails.into_iter().find(|email| email.address == "anna@example.org");
    let waits = of_anna(told(agent.actor.clone()).await).expect("hers");
    assert_eq!((waits.sent_at, waits.accepted, waits.settled_at), (None, None, None));

    app.clock.advance(Duration::from_mins(1));
    app.engine.letter_accepted(letter.id, "250 2.0.0 Ok:\r queued as 4Xq").await.expect("noted");
    let sent = of_anna(told(agent.actor.clone()).await).expect("hers");
    assert_eq!((sent.state, sent.came_back()), (LetterState::Sent, false));
    assert_eq!(sent.accepted.as_deref(), Some("250 2.0.0 Ok: queued as 4Xq"));
    assert_eq!(sent.sent_at, Some(app.clock.now()));

    app.clock.advance(Duration::from_mins(1));
    let bounce = Bounce {
        original_message_id: Some(letter.message_id),
        permanent: true,
        standard: true,
        status: Some("5.1.1".to_owned()),
        ..Bounce::default()
    };
    let message = IncomingMessage { bounce: Some(bounce), ..IncomingMessage::default() };
    let raw = app.engine.store_raw(bytes::Bytes::copy_from_slice(b"a report")).await.expect("kept");
    let delivery = Delivery { raw, mailbox: None, message };
    app.engine.receive_mail(delivery).await.expect("noted");
    let back = of_anna(told(agent.actor.clone()).await).expect("hers");
    assert!(back.came_back() && back.accepted.is_some(), "{back:?}");
    assert_eq!((back.reason.as_deref(), back.settled_at), (Some("5.1.1"), Some(app.clock.now())));

    assert!(told(anna.actor.clone()).await.is_empty(), "customers learn nothing of it");
    app.engine.resend_letter(&agent.actor, letter.id).await.expect("again");
    let again = of_anna(told(agent.actor.clone()).await).expect("hers");
    assert_eq!((again.state, again.sent_at, again.settled_at), (LetterState::Waiting, None, None));
}

async fn emails_of_a_merged_ticket_stand_with_the_one_that_goes_on(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let source = app.given().ticket(&anna, "Printer").await;
    let target = app.given().ticket(&anna, "Printer again").await;
    app.letters().await;
    let of = async |ticket| app.engine.ticket_emails(&agent.actor, ticket).await.expect("an answer");
    let (theirs, own) = (of(source.id).await, of(target.id).await);
    assert!(!theirs.is_empty(), "a confirmation at least");
    let input = MergeTickets { from: source.number, into: target.number };
    app.engine.merge_tickets(&agent.actor, input).await.expect("merged");
    let all: Vec<_> = of(target.id).await.iter().map(|email| email.id).collect();
    for email in theirs.iter().chain(&own) {
        assert!(all.contains(&email.id), "{email:?} of {all:?}");
    }
}

async fn a_digest_stands_with_each_ticket_that_came_into_it(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let before = app.given().ticket(&anna, "Before").await;
    let choice = ChooseNotice { notice: Notice::NewTicket, email: Some(true), page: None };
    app.engine.choose_notice(&jana.actor, choice).await.expect("chosen");
    let times = MailTimes { pace: MailPace::Hourly, ..MailTimes::default() };
    app.engine.choose_mail_times(&jana.actor, times).await.expect("chosen");
    let first = app.given().ticket(&anna, "Printer").await;
    let second = app.given().ticket(&anna, "Network").await;
    let digests = async |of: &engine::Ticket, by: &Actor| -> Vec<TicketEmail> {
        let emails = app.engine.ticket_emails(by, of.id).await.expect("an answer");
        emails.into_iter().filter(|email| email.kind == LetterKind::Digest).collect()
    };
    let waits = digests(&first, &ole.actor).await;
    assert_eq!(
        waits.iter().map(|one| (one.address.as_str(), one.state)).collect::<Vec<_>>(),
        [("jana@example.org", LetterState::Waiting)]
    );
    app.pass(Duration::from_hours(1)).await;
    app.letters().await;
    let (one, other) = (digests(&first, &ole.actor).await, digests(&second, &ole.actor).await);
    assert_eq!(one, other, "it is the same email");
    assert_eq!((one.len(), one[0].state, one[0].id), (1, LetterState::Sent, waits[0].id));
    assert!(digests(&before, &ole.actor).await.is_empty(), "it did not come into it");
    assert!(digests(&first, &anna.actor).await.is_empty(), "customers learn nothing of it");
    // Whoever sees the ticket that goes on sees what became of the other's.
    let input = MergeTickets { from: first.number, into: before.number };
    app.engine.merge_tickets(&ole.actor, input).await.expect("merged");
    assert_eq!(digests(&before, &ole.actor).await, one);
}
