//! Old mails: their own dates, and not a word to anybody.

use chrono::{DateTime, TimeDelta, Utc};
use engine::{
    Actor, Address, Bounce, Delivery, IncomingMessage, LetterKind, MailReason, MailSettings, MailboxCursor,
    MailboxHandling, MailboxProgress, OldMail, Outcome, Paging, Status,
};
use tests::{MAILBOX, TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(
    an_old_mail_has_its_own_date_and_nobody_is_written_to,
    an_old_answer_makes_no_ticket_older_and_is_dated,
    an_old_copy_makes_no_ticket_older,
    no_agreed_time_runs_for_an_old_mail_later_either,
    many_old_mails_of_strangers_wait_for_nobody,
    a_mailbox_begins_with_its_folder,
    what_was_read_before_the_first_fetch_and_is_not_old_is_told_as_read,
    what_came_back_or_was_written_long_ago_says_nothing_of_an_address_today,
    how_far_a_mailbox_is_taken_in_is_told,
);

fn old(message: IncomingMessage, at: DateTime<Utc>) -> IncomingMessage {
    IncomingMessage { old: Some(at), ..message }
}

fn years_ago() -> DateTime<Utc> {
    "2015-03-01T08:00:00Z".parse().expect("a time")
}

async fn an_old_mail_has_its_own_date_and_nobody_is_written_to(app: TestApp) {
    let agent = app.given().agent("jana@example.org").await;
    app.told().await;
    let message = old(mail("old-1@c.example", "maria@c.example", "Printer", "It burns."), years_ago());
    let received = receive(&app.engine, message.clone()).await;
    assert_eq!((received.outcome, received.why), (Outcome::Created, Some(MailReason::Old)));
    let number = received.ticket.expect("a ticket");
    let ticket = app.engine.ticket(&agent.actor, number).await.expect("an answer").expect("a ticket");
    assert_eq!((ticket.created_at, ticket.updated_at, ticket.due_at), (years_ago(), years_ago(), None));
    let comments = app.engine.comments(&agent.actor, ticket.id, &Paging::default()).await.expect("comments");
    assert_eq!(comments.items[0].1.created_at, years_ago());
    assert_eq!(receive(&app.engine, message).await.outcome, Outcome::Duplicate);
    assert_eq!(app.told().await, [], "nobody is written to");
    // What comes now is confirmed, also to somebody who wrote long ago.
    receive(&app.engine, mail("new-1@c.example", "maria@c.example", "Scanner", "It burns too.")).await;
    let told = app.told().await;
    assert!(told.contains(&(LetterKind::Confirmation, "maria@c.example".to_owned())), "{told:?}");
}

async fn an_old_answer_makes_no_ticket_older_and_is_dated(app: TestApp) {
    let agent = app.given().agent("jana@example.org").await;
    let first =
        receive(&app.engine, mail("first@c.example", "maria@c.example", "Printer", "It burns.")).await;
    let number = first.ticket.expect("a ticket");
    let before = app.engine.ticket(&agent.actor, number).await.expect("an answer").expect("a ticket");
    app.told().await;
    let answer = IncomingMessage {
        in_reply_to: vec!["first@c.example".to_owned()],
        ..mail("second@c.example", "maria@c.example", "Re: Printer", "It is out.")
    };
    let received = receive(&app.engine, old(answer, years_ago())).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)));
    let after = app.engine.ticket(&agent.actor, number).await.expect("an answer").expect("a ticket");
    assert_eq!((after.created_at, after.updated_at), (before.created_at, before.updated_at));
    let comments = app.engine.comments(&agent.actor, after.id, &Paging::default()).await.expect("comments");
    assert!(comments.items.iter().any(|(_, comment)| comment.created_at == years_ago()));
    assert_eq!(app.told().await, []);
}

async fn an_old_copy_makes_no_ticket_older(app: TestApp) {
    let agent = app.given().agent("jana@example.org").await;
    let first =
        receive(&app.engine, mail("first@c.example", "maria@c.example", "Printer", "It burns.")).await;
    let number = first.ticket.expect("a ticket");
    let before = app.engine.ticket(&agent.actor, number).await.expect("an answer").expect("a ticket");
    let to = |address: &str| Address { name: String::new(), address: address.to_owned() };
    let answer = IncomingMessage {
        in_reply_to: vec!["first@c.example".to_owned()],
        addressees: vec![to(MAILBOX), to("tom@partner.example")],
        ..mail("second@c.example", "maria@c.example", "Re: Printer", "It is out.")
    };
    let received = receive(&app.engine, old(answer, years_ago())).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)));
    let watching = app.engine.watchers_of(&agent.actor, &[before.id]).await.expect("an answer");
    assert_eq!(watching.get(&before.id).map(Vec::len), Some(1), "whom she copied in watches");
    let after = app.engine.ticket(&agent.actor, number).await.expect("an answer").expect("a ticket");
    assert_eq!(after.updated_at, before.updated_at);
}

async fn no_agreed_time_runs_for_an_old_mail_later_either(app: TestApp) {
    let agent = app.given().agent("jana@example.org").await;
    let calendar = app.given().calendar("Office").await;
    let (first, second) =
        (app.given().agreement(&calendar, 60, 240).await, app.given().agreement(&calendar, 30, 120).await);
    let organisation = app.given().organisation("Customers", false).await;
    app.given().agreed(&organisation, &first).await;
    app.given().member(&organisation, "maria@c.example").await;
    let message = mail("old-1@c.example", "maria@c.example", "Printer", "It burns.");
    let number = receive(&app.engine, old(message, years_ago())).await.ticket.expect("a ticket");
    let find =
        async |number| app.engine.ticket(&agent.actor, number).await.expect("an answer").expect("a ticket");
    let ticket = find(number).await;
    let opened = app.given().set(&agent, &ticket, Status::Open).await;
    assert_eq!(opened.due_at, None, "somebody works on it");
    app.given().agreed(&organisation, &second).await;
    assert_eq!(find(number).await.due_at, None, "another agreement");
    let message = mail("new-1@c.example", "maria@c.example", "Scanner", "It burns too.");
    let number = receive(&app.engine, message).await.ticket.expect("a ticket");
    assert!(find(number).await.due_at.is_some(), "what comes now is due");
}

async fn many_old_mails_of_strangers_wait_for_nobody(app: TestApp) {
    let most = MailSettings::default().new_senders_per_domain + 3;
    for count in 0..most {
        let from = format!("person{count}@c.example");
        let message = mail(&format!("m{count}@c.example"), &from, &format!("Printer {count}"), "It burns.");
        let day = TimeDelta::days(i64::try_from(count).expect("few"));
        let received = receive(&app.engine, old(message, years_ago() + day)).await;
        assert_eq!(received.outcome, Outcome::Created, "{count}");
    }
}

async fn a_mailbox_begins_with_its_folder(app: TestApp) {
    let engine = &app.engine;
    assert!(engine.claim_mailbox(MAILBOX, std::time::Duration::from_mins(2)).await.expect("an answer"));
    assert_eq!(engine.mailbox_begun(MAILBOX).await.expect("an answer"), None);
    engine.mailbox_is_at(MAILBOX, "u@h/INBOX").await.expect("noted");
    let begun = engine.mailbox_begun(MAILBOX).await.expect("an answer").expect("it has begun");
    let cursor = MailboxCursor { uid_validity: 1, last_uid: 7 };
    engine.advance_mailbox(MAILBOX, cursor).await.expect("noted");
    app.clock.advance(std::time::Duration::from_hours(72));
    engine.mailbox_is_at(MAILBOX, "u@h/INBOX").await.expect("noted");
    assert_eq!(engine.mailbox_begun(MAILBOX).await.expect("an answer"), Some(begun));
    // All of it is wanted: it begins anew. That not all is wanted any more changes nothing.
    let all = MailboxHandling { old_mail: OldMail::Import, ..MailboxHandling::default() };
    engine.mailbox_is_at(MAILBOX, &all.place("u@h/INBOX")).await.expect("noted");
    let anew = engine.mailbox_begun(MAILBOX).await.expect("an answer").expect("it has begun");
    assert!(anew > begun);
    assert_eq!(engine.mailbox_cursor(MAILBOX).await.expect("an answer"), None);
    engine.advance_mailbox(MAILBOX, cursor).await.expect("noted");
    app.clock.advance(std::time::Duration::from_hours(72));
    engine.mailbox_is_at(MAILBOX, "u@h/INBOX").await.expect("noted");
    assert_eq!(engine.mailbox_begun(MAILBOX).await.expect("an answer"), Some(anew));
    assert_eq!(engine.mailbox_cursor(MAILBOX).await.expect("an answer"), Some(cursor));
    engine.mailbox_is_at(MAILBOX, "u@h/Support").await.expect("noted");
    assert!(engine.mailbox_begun(MAILBOX).await.expect("an answer") > Some(anew));
    assert_eq!(engine.mailbox_cursor(MAILBOX).await.expect("an answer"), None);
}

async fn what_was_read_before_the_first_fetch_and_is_not_old_is_told_as_read(app: TestApp) {
    let engine = &app.engine;
    assert!(engine.claim_mailbox(MAILBOX, std::time::Duration::from_mins(2)).await.expect("an answer"));
    engine.mailbox_is_at(MAILBOX, "u@h/INBOX").await.expect("noted");
    let begun = engine.mailbox_begun(MAILBOX).await.expect("an answer").expect("it has begun");
    for (id, at, why) in [
        ("read@c.example", begun - TimeDelta::seconds(3), MailReason::Read),
        ("older@c.example", begun - TimeDelta::hours(25), MailReason::Old),
    ] {
        let message = old(mail(id, "maria@c.example", "Printer", id), at);
        let raw = engine.store_raw(bytes::Bytes::copy_from_slice(id.as_bytes())).await.expect("stored");
        let mailbox = Some(MAILBOX.to_owned());
        let received = engine.receive_mail(Delivery { raw, mailbox, message }).await.expect("taken in");
        assert_eq!((received.outcome, received.why), (Outcome::Created, Some(why)), "{id}");
    }
    assert_eq!(app.told().await, [], "nobody is written to");
}

async fn what_came_back_or_was_written_long_ago_says_nothing_of_an_address_today(app: TestApp) {
    let engine = &app.engine;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@c.example").await;
    app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let letter = app.letters().await.pop().expect("a letter to her");
    assert!(engine.claim_mailbox(MAILBOX, std::time::Duration::from_mins(2)).await.expect("an answer"));
    engine.mailbox_is_at(MAILBOX, "u@h/INBOX").await.expect("noted");
    let begun = engine.mailbox_begun(MAILBOX).await.expect("an answer").expect("it has begun");
    let report = |id: &str| IncomingMessage {
        bounce: Some(Bounce {
            original_message_id: Some(letter.message_id.clone()),
            status: Some("5.1.1".to_owned()),
            permanent: true,
            standard: true,
            ..Bounce::default()
        }),
        ..mail(id, "mailer-daemon@mx.example", "Undelivered", id)
    };
    let (long_ago, just_now) = (begun - TimeDelta::hours(25), begun - TimeDelta::seconds(3));
    for (message, at, outcome, is_marked) in [
        (report("1@mx"), long_ago, Outcome::Bounced, false),
        (report("2@mx"), just_now, Outcome::Bounced, true),
        (mail("3@c.example", "maria@c.example", "Printer", "3"), long_ago, Outcome::Created, true),
        (mail("4@c.example", "maria@c.example", "Printer", "4"), just_now, Outcome::Created, false),
    ] {
        let id = message.message_id.clone().expect("an id");
        let raw = engine.store_raw(bytes::Bytes::from(id.clone().into_bytes())).await.expect("stored");
        let delivery = Delivery { raw, mailbox: Some(MAILBOX.to_owned()), message: old(message, at) };
        let received = engine.receive_mail(delivery).await.expect("taken in");
        assert_eq!(received.outcome, outcome, "{id}");
        let marks = engine.undeliverable(&jana.actor, &[maria.user.id]).await.expect("an answer");
        assert_eq!(marks.contains_key(&maria.user.id), is_marked, "{id}");
    }
}

async fn how_far_a_mailbox_is_taken_in_is_told(app: TestApp) {
    assert!(app.engine.claim_mailbox(MAILBOX, std::time::Duration::from_mins(2)).await.expect("an answer"));
    for progress in [Some(MailboxProgress { done: 50, total: 120 }), None] {
        app.engine.mailbox_progress(MAILBOX, progress).await.expect("noted");
        let all = app.engine.mailbox_health(&Actor::system()).await.expect("a list");
        assert_eq!(all[0].health.progress, progress);
    }
}
