//! Whose words a letter carries.

use engine::{LetterKind, LetterOrigin, Outcome, Status, TicketFilter};
use tests::{MAILBOX, TestApp, on_each_database};

use crate::engine::commands::mail::receive;

on_each_database!(
    only_the_public_answer_of_the_staff_is_a_letter_of_a_person,
    an_absence_notice_to_an_answer_opens_no_loop_and_no_ticket,
    nobody_is_told_of_a_status_that_is_another_by_then,
);

async fn nobody_is_told_of_a_status_that_is_another_by_then(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let agent = app.given().agent("ada@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.letters().await;
    app.given().set(&agent, &ticket, Status::Closed).await;
    app.given().comment(&maria, &ticket, "Nein, er druckt noch nicht.").await;
    let kinds = async || app.letters().await.into_iter().map(|letter| letter.kind).collect::<Vec<_>>();
    assert!(!kinds().await.contains(&LetterKind::Closed), "it is open again");
    let history = app.engine.events(&agent.actor, ticket.id, &engine::Paging::default()).await.unwrap();
    let told = history.items.iter().flat_map(|(_, event)| &event.changes);
    assert!(told.clone().all(|change| change.field != "mailWithdrawn"), "that is no fault");
    app.given().set(&agent, &ticket, Status::Closed).await;
    assert!(kinds().await.contains(&LetterKind::Closed), "and now it is closed");
}

async fn only_the_public_answer_of_the_staff_is_a_letter_of_a_person(app: TestApp) {
    let (maria, agent) =
        (app.given().customer("maria@example.org").await, app.given().agent("ada@example.org").await);
    let ticket = app.given().ticket(&maria, "Drucker").await;
    for letter in app.letters().await {
        assert_eq!(letter.origin, LetterOrigin::Notice, "{:?}", letter.kind);
    }
    app.given().comment(&agent, &ticket, "Welches Modell?").await;
    let letters = app.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].origin, letters[0].to.address.as_str()),
        (LetterOrigin::Answer, "maria@example.org")
    );
    app.given().comment(&maria, &ticket, "Das alte.").await;
    for letter in app.letters().await {
        assert_eq!(letter.origin, LetterOrigin::Notice, "to the staff: {:?}", letter.kind);
    }
    app.given().set(&agent, &ticket, Status::Resolved).await;
    let resolved = app.letters().await;
    assert!(resolved.iter().any(|letter| letter.kind == LetterKind::Resolved));
    assert!(resolved.iter().all(|letter| letter.origin == LetterOrigin::Notice), "nobody wrote anything");
}

async fn an_absence_notice_to_an_answer_opens_no_loop_and_no_ticket(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let agent = app.given().agent("ada@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().comment(&agent, &ticket, "Welches Modell?").await;
    let ticket = app.given().set(&agent, &ticket, Status::Pending).await;
    app.letters().await.pop();
    app.given().comment(&agent, &ticket, "Welches genau?").await;
    let ticket = app.engine.ticket(&agent.actor, ticket.number).await.unwrap().unwrap();
    let answer = app.letters().await.pop().unwrap();
    assert_eq!(answer.origin, LetterOrigin::Answer, "so whoever gets it may say that they are away");
    let (own, signed) = (&answer.message_id, answer.reply_to.clone().unwrap());
    let tagged = format!("Automatic reply: {} [example.org #{}]", ticket.title, ticket.number);
    let in_thread = format!("In-Reply-To: <{own}>\r\n");
    for (place, (to, subject, headers)) in [
        (MAILBOX, "Abwesend", format!("{in_thread}Auto-Submitted: auto-replied (vacation)\r\n")),
        (signed.as_str(), "Abwesend", "Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\n".to_owned()),
        (
            signed.as_str(),
            "Automatic reply: Drucker",
            "X-Auto-Response-Suppress: All\r\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\r\n"
                .to_owned(),
        ),
        (signed.as_str(), "Out of office", "X-Autoreply: yes\r\nPrecedence: bulk\r\n".to_owned()),
        (MAILBOX, tagged.as_str(), "Auto-Submitted: auto-replied\r\n".to_owned()),
    ]
    .into_iter()
    .enumerate()
    {
        let raw = format!(
            "From: Maria <maria@example.org>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{place}@away>\r\n{headers}\r\nI am away until Monday.\r\n"
        );
        let received = receive(&app.engine, mail::inbound::parse(raw.as_bytes()).message).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(ticket.number)), "{raw}");
        let after = app.engine.ticket(&agent.actor, ticket.number).await.unwrap().unwrap();
        assert_eq!((after.status, after.auto_close_at), (Status::Pending, ticket.auto_close_at), "{raw}");
        assert_eq!(app.told().await, [], "{raw}");
    }
    let all = app.engine.count_tickets(&agent.actor, &TicketFilter::default()).await.unwrap();
    assert_eq!(all, 1);
}
