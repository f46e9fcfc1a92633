//! A failed delivery is noted where the staff see it.

use ::mail::inbound::report::Became;
use engine::{
    Actor, Automatic, Bounce, EventKind, IncomingMessage, LetterState, MailReason, Outcome, Paging, Status,
    UserFilter, Visibility,
};
use tests::{MAILBOX, Person, TestApp, on_each_database};

use super::{mail, receive};

on_each_database!(
    s03_a_bounce_is_noted_in_the_ticket_of_its_mail_and_changes_nothing_else,
    a_report_that_an_agent_passes_on_is_noted_in_the_ticket_of_its_letter,
    what_a_mail_server_wrote_makes_nobody_a_customer_when_it_is_passed_on,
    a_report_to_the_address_of_a_letter_needs_to_quote_nothing,
    an_absence_notice_to_the_address_of_a_letter_joins_its_ticket_and_stays_quiet,
    a_report_without_our_id_is_noted_by_recipient_and_tag_and_fails_no_letter,
);

async fn s03_a_bounce_is_noted_in_the_ticket_of_its_mail_and_changes_nothing_else(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    let report = Bounce {
        original_message_id: Some(letter.message_id),
        status: Some("5.1.1".to_owned()),
        diagnostic: Some("user unknown".to_owned()),
        permanent: true,
        standard: true,
        ..Bounce::default()
    };
    let message = IncomingMessage {
        bounce: Some(report),
        ..mail("1@x", "mailer-daemon@mx.example", "Undelivered", "…")
    };
    let received = receive(&app.engine, message).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, Some(ticket.number)));

    let all = Paging::default();
    let events = app.engine.events(&jana.actor, ticket.id, &all).await.unwrap();
    let last = &events.items.last().unwrap().1;
    assert_eq!(last.kind, EventKind::MailBounced);
    assert_eq!(last.changes[0].from.as_deref(), Some("maria@example.org"));
    assert_eq!(last.changes[0].to.as_deref(), Some("5.1.1 user unknown"));
    let seen = app.engine.events(&maria.actor, ticket.id, &all).await.unwrap();
    assert!(seen.items.iter().all(|(_, event)| event.kind != EventKind::MailBounced));
    let after = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(after.status, Status::Pending);
    assert_eq!(app.told().await, [], "no mail answers a bounce");
}

#[tokio::test]
async fn s03_s06_a_bounce_of_an_unknown_mail_is_kept_and_makes_no_ticket_and_no_account() {
    let app = TestApp::start().await;
    let message = IncomingMessage {
        bounce: Some(Bounce { permanent: true, standard: true, ..Bounce::default() }),
        ..mail("1@x", "mailer-daemon@mx.example", "Undelivered", "…")
    };
    let received = receive(&app.engine, message).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, None));
    assert_eq!(app.told().await, [], "S03: no mail answers a bounce");
    let people = app.engine.count_users(&Actor::system(), &UserFilter::default()).await.unwrap();
    assert_eq!(people, 0, "S06: a mail server is no customer");
}

#[tokio::test]
async fn what_only_reads_like_a_bounce_and_is_about_no_mail_of_ours_is_a_ticket_without_a_confirmation() {
    let app = TestApp::start().await;
    let message = IncomingMessage {
        bounce: Some(Bounce { permanent: true, by_machine: true, ..Bounce::default() }),
        automatic: Some(Automatic::Generated),
        ..mail(
            "1@x",
            "postmaster@muster.example",
            "Mail delivery problem",
            "Our mails could not be delivered.",
        )
    };
    let received = receive(&app.engine, message.clone()).await;
    assert_eq!(received.outcome, Outcome::Created);
    assert_eq!(app.told().await, []);

    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let letter = app.letters().await.remove(0);
    let about_ours = Bounce {
        original_message_id: Some(letter.message_id),
        permanent: true,
        by_machine: true,
        ..Bounce::default()
    };
    let message = IncomingMessage { bounce: Some(about_ours), message_id: Some("2@x".to_owned()), ..message };
    let received = receive(&app.engine, message).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, Some(ticket.number)));
}

#[tokio::test]
async fn words_of_the_customer_about_a_rejection_are_a_comment_and_fail_no_letter() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    for address in ["erika@kunde.example", "postmaster@kunde.example"] {
        let erika = app.given().customer(address).await;
        let ticket = app.given().ticket_in(&erika, &jana, Status::Pending).await;
        let letter = app.letters().await.pop().unwrap();
        let suspect = Bounce {
            recipient: Some(address.to_owned()),
            permanent: true,
            by_machine: address.starts_with("postmaster"),
            ..Bounce::default()
        };
        let words = IncomingMessage {
            bounce: Some(suspect),
            null_sender: true,
            automatic: Some(Automatic::Suppressed),
            in_reply_to: vec![letter.message_id],
            ..mail(
                &format!("1-{address}"),
                address,
                "Antwort: Rechnung",
                "Ihre Datei was rejected by unserem Filter.",
            )
        };
        let received = receive(&app.engine, words).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(ticket.number)));
        let after = app.engine.ticket(&erika.actor, ticket.number).await.unwrap().unwrap();
        assert_eq!(after.status, Status::Open);
        let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap();
        assert!(events.items.iter().all(|(_, event)| event.kind != EventKind::MailBounced), "{address}");
    }
}

#[tokio::test]
async fn a_forged_report_that_names_no_letter_fails_none() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    let forged = |id: &str, original: Option<String>, recipient: &str| IncomingMessage {
        bounce: Some(Bounce {
            original_message_id: original,
            recipient: Some(recipient.to_owned()),
            permanent: true,
            standard: true,
            by_machine: true,
            ..Bounce::default()
        }),
        ..mail(id, "mailer-daemon@evil.example", "Undelivered", id)
    };
    let failed =
        async || app.engine.statistics().await.unwrap().letters.iter().any(|(state, _)| state == "FAILED");
    for (id, original, recipient, answers) in [
        ("1@x", None, "maria@example.org", false),
        ("2@x", Some("invented@example.org".to_owned()), "maria@example.org", false),
        ("3@x", None, "eve@evil.example", true),
        ("4@x", Some(letter.message_id.clone()), "eve@evil.example", false),
    ] {
        let mut message = forged(id, original, recipient);
        message.in_reply_to = answers.then(|| letter.message_id.clone()).into_iter().collect();
        assert_eq!(receive(&app.engine, message).await.outcome, Outcome::Bounced, "{id}");
        assert!(!failed().await, "{id}");
    }
    let mut real = forged("5@x", None, "Maria@example.org");
    real.in_reply_to = vec![letter.message_id];
    assert_eq!(receive(&app.engine, real).await.ticket, Some(ticket.number));
    assert!(failed().await);
}

/// A report by the standard that quotes nothing but the header lines given.
fn quoting(id: &str, to: &str, recipient: &str, quoted: &str) -> IncomingMessage {
    ::mail::inbound::parse(report(id, to, recipient, quoted).as_bytes()).message
}

fn report(id: &str, to: &str, recipient: &str, quoted: &str) -> String {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: {to}\r\nSubject: Returned mail\r\n\
         Message-ID: <{id}@mx>\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\n{quoted}\r\n--b--\r\n"
    )
}

/// A mail of an agent that encloses this one.
async fn passed_on(app: &TestApp, id: &str, inner: &str) -> ::mail::inbound::Report {
    let raw = format!(
        "From: Jana <jana@example.org>\r\nTo: {MAILBOX}\r\nSubject: WG: Post\r\nMessage-ID: <{id}@x>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n\r\nKam zu mir.\r\n\
         --outer\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--outer--\r\n"
    );
    ::mail::inbound::submit(&app.engine, raw.into_bytes(), Some(MAILBOX)).await
}

async fn a_report_that_an_agent_passes_on_is_noted_in_the_ticket_of_its_letter(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    for (id, answers) in [("1", false), ("2", true)] {
        let maria = app.given().customer(&format!("maria{id}@example.org")).await;
        a_report_is_noted(&app, (&jana, &maria), id, answers).await;
        // What was told of it does not stand among the next letters.
        app.letters().await;
    }
}

/// Some servers say of a report that it answers the letter.
async fn a_report_is_noted(app: &TestApp, (jana, maria): (&Person, &Person), id: &str, answers: bool) {
    let ticket = app.given().ticket_in(maria, jana, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    let quoted = format!("Message-ID: <{}>", letter.message_id);
    let mut inner = report(id, "jana@example.org", &maria.user.email, &quoted);
    if answers {
        let answered = format!("Return-Path: <>\r\nIn-Reply-To: <{}>\r\n", letter.message_id);
        inner = inner.replace("Return-Path: <>\r\n", &answered);
    }
    let told = passed_on(app, id, &inner).await;
    assert_eq!((told.outcome, told.ticket), (Became::Bounced, Some(ticket.number)));
    assert_eq!(failed(app, jana, &ticket).await, 1);
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items;
    let note = &comments.last().unwrap().1;
    assert_eq!(
        (note.visibility, note.author, note.text.as_str()),
        (Visibility::Internal, jana.user.id, "Kam zu mir.")
    );
    let files = app.engine.attachments_of(&jana.actor, &[note.id]).await.unwrap();
    assert_eq!(files[&note.id].len(), 1, "the report is kept beside it");
    let after = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(after.status, Status::Pending);
}

async fn what_a_mail_server_wrote_makes_nobody_a_customer_when_it_is_passed_on(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let strange = report("r", "jana@example.org", "nobody@kunde.example", "Message-ID: <elsewhere@x>");
    let notice = |head: &str| format!("{head}\r\nSubject: Post\r\n\r\nText\r\n");
    for (id, inner) in [
        ("1", strange),
        ("2", notice("From: postmaster@kunde.example")),
        ("3", notice("From: system@kunde.example\r\nAuto-Submitted: auto-generated")),
        ("4", notice("From: system@kunde.example\r\nReturn-Path: <>")),
    ] {
        let told = passed_on(&app, id, &inner).await;
        assert_eq!(told.outcome, Became::Created, "{inner}");
        let ticket = app.engine.ticket(&jana.actor, told.ticket.unwrap()).await.unwrap().unwrap();
        assert_eq!(ticket.customer, jana.user.id, "it is what the agent wrote: {inner}");
    }
    let inline = format!(
        "From: Jana <jana@example.org>\r\nTo: {MAILBOX}\r\nSubject: WG: Undelivered Mail\r\nMessage-ID: <5@x>\r\n\r\nKam zu mir.\r\n\r\n\
         -------- Weitergeleitete Nachricht --------\r\nVon: Mail Delivery System <MAILER-DAEMON@mx.example>\r\n\
         Datum: 23. November 2026\r\nAn: jana@example.org\r\nBetreff: Undelivered Mail\r\n\r\nuser unknown\r\n"
    );
    let told = ::mail::inbound::submit(&app.engine, inline.into_bytes(), Some(MAILBOX)).await;
    let ticket = app.engine.ticket(&jana.actor, told.ticket.unwrap()).await.unwrap().unwrap();
    assert_eq!(ticket.customer, jana.user.id);
}

async fn failed(app: &TestApp, jana: &Person, ticket: &engine::Ticket) -> usize {
    let unsent = app.engine.unsent_letters(&jana.actor, ticket.id).await.unwrap();
    unsent.iter().filter(|letter| letter.state == LetterState::Failed).count()
}

async fn a_report_to_the_address_of_a_letter_needs_to_quote_nothing(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let sent = app.letters().await;
    let own = |place: usize| sent[place].envelope_sender.clone().expect("plus-addresses arrive");
    assert!(own(0).starts_with("tickets+b") && own(0).ends_with("@example.org") && own(0) != own(1));

    let digit = if own(1).contains('7') { ('7', "8") } else { ('a', "c") };
    let forged = own(1).replacen(digit.0, digit.1, 1);
    if forged != own(1) {
        let received = receive(&app.engine, quoting("0", &forged, "maria@example.org", "")).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, None));
    }
    assert_eq!(failed(&app, &jana, &ticket).await, 0);

    // Her provider passes mail on, and names the address to which it did.
    let received =
        receive(&app.engine, quoting("1", &own(1).to_uppercase(), "m.muster@mobile.example", "")).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, Some(ticket.number)));
    assert_eq!(failed(&app, &jana, &ticket).await, 1);
    let marks = app.engine.undeliverable(&jana.actor, &[maria.user.id]).await.unwrap();
    assert!(marks.contains_key(&maria.user.id), "the letter went to her");

    let plain = format!(
        "From: Mail Delivery Subsystem <mailer-daemon@mx.example>\r\nTo: {}\r\nSubject: failure notice\r\nMessage-ID: <2@mx>\r\nReturn-Path: <>\r\n\r\nSorry, user unknown.\r\n",
        own(0)
    );
    let received = receive(&app.engine, ::mail::inbound::parse(plain.as_bytes()).message).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, Some(ticket.number)));
    assert_eq!(failed(&app, &jana, &ticket).await, 2);
}

async fn an_absence_notice_to_the_address_of_a_letter_joins_its_ticket_and_stays_quiet(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    app.engine.request_password("maria@example.org", None).await.unwrap();
    let password = app.letters().await.pop().unwrap();
    let away = |to: Option<String>, id: &str| {
        let raw = format!(
            "From: Maria <maria@example.org>\r\nTo: {}\r\nSubject: Abwesend\r\nMessage-ID: <{id}@away>\r\nAuto-Submitted: auto-replied\r\n\r\nBin bis Montag nicht da.\r\n",
            to.expect("an address for failures")
        );
        ::mail::inbound::parse(raw.as_bytes()).message
    };
    let received = receive(&app.engine, away(letter.envelope_sender, "1")).await;
    assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(ticket.number)));
    let after = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!((after.status, after.auto_close_at), (Status::Pending, ticket.auto_close_at));
    let received = receive(&app.engine, away(password.envelope_sender, "2")).await;
    assert_eq!((received.outcome, received.why), (Outcome::Ignored, Some(MailReason::AutoReply)));
    assert_eq!(app.told().await, [], "nobody answers a machine");

    // Whoever was shown the letter by somebody else is no party to the ticket.
    let to = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items.len();
    app.given().comment(&jana, &ticket, "Noch da?").await;
    let letter = app.letters().await.pop().unwrap();
    let stranger = IncomingMessage {
        recipients: vec![letter.envelope_sender.unwrap()],
        ..mail("3@x", "eve@evil.example", "Re", "Zeigt mir alles.")
    };
    assert_eq!(receive(&app.engine, stranger).await.ticket, Some(ticket.number));
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items;
    assert_eq!(comments.len(), to + 2);
    assert_eq!(comments.last().unwrap().1.visibility, Visibility::Internal);
}

async fn a_report_without_our_id_is_noted_by_recipient_and_tag_and_fails_no_letter(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    app.letters().await;
    let subject = format!("Subject: =?utf-8?q?Dr=C3=BCcker?= [example.org #{}]\r\n", ticket.number);
    for (id, recipient, quoted, noted) in [
        ("1", "maria@example.org", subject.as_str(), true),
        ("2", "Maria@Example.org", subject.as_str(), true),
        ("3", "eve@evil.example", subject.as_str(), false),
        ("4", "maria@example.org", "Subject: Hello\r\n", false),
    ] {
        let received = receive(&app.engine, quoting(id, tests::MAILBOX, recipient, quoted)).await;
        let expected = noted.then_some(ticket.number);
        assert_eq!((received.outcome, received.ticket), (Outcome::Bounced, expected), "{id}");
    }
    let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap();
    let bounced = events.items.iter().filter(|(_, event)| event.kind == EventKind::MailBounced);
    assert_eq!(bounced.count(), 2);
    assert_eq!(failed(&app, &jana, &ticket).await, 0, "anybody could write such a report");
    assert!(app.engine.undeliverable(&jana.actor, &[maria.user.id]).await.unwrap().is_empty());
}
