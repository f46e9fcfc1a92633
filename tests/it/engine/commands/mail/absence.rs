//! An absence notice that only its subject tells of leaves the ticket as it is where it answers a letter of ours, and nowhere else.

use engine::{Actor, IncomingMessage, Outcome, Status};
use tests::{TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";

on_each_database!(
    a_notice_that_answers_a_letter_leaves_the_status_as_it_is,
    a_question_about_notices_is_a_request,
    a_notice_by_the_number_alone_is_one_only_where_no_person_writes_so
);

/// A ticket that waits for Maria, and the id and the reply address of the letter that asks her.
async fn asked(app: &TestApp) -> (i64, String, String) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer(MARIA).await;
    let ticket = app.given().ticket(&maria, "Zugang").await;
    app.given().set(&jana, &ticket, Status::Pending).await;
    let letters = app.letters().await.into_iter();
    let letter = letters.rev().find(|letter| letter.to.address == MARIA).expect("a letter");
    (ticket.number, letter.message_id, letter.reply_to.expect("an address"))
}

async fn status(app: &TestApp, number: i64) -> Status {
    app.engine.ticket(&Actor::system(), number).await.expect("an answer").expect("a ticket").status
}

async fn a_notice_that_answers_a_letter_leaves_the_status_as_it_is(app: TestApp) {
    let (number, letter, address) = asked(&app).await;
    let tag = format!("[example.org #{number}]");
    for (at, subject) in [
        format!("Abwesenheitsnotiz Re: Zugang {tag}"),
        format!("AW: Automatische Antwort: Zugang {tag}"),
        "Re: Out of Office".to_owned(),
        format!("OOO: Zugang {tag}"),
        format!("{tag} [Auto-Reply] Zugang"),
        "Poissa: Zugang".to_owned(),
    ]
    .into_iter()
    .enumerate()
    {
        let notice = |id: String| mail(&id, MARIA, &subject, &format!("Bin nicht da ({id})."));
        let in_thread = IncomingMessage { in_reply_to: vec![letter.clone()], ..notice(format!("t{at}@x")) };
        let addressed = IncomingMessage { recipients: vec![address.clone()], ..notice(format!("a{at}@x")) };
        for message in [in_thread, addressed] {
            let received = receive(&app.engine, message).await;
            assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)), "{subject}");
            assert_eq!(status(&app, number).await, Status::Pending, "{subject}");
        }
    }
    let words = IncomingMessage {
        in_reply_to: vec![letter],
        ..mail("w@x", MARIA, &format!("AW: Zugang {tag}"), "Es ist Version 4.")
    };
    receive(&app.engine, words).await;
    assert_eq!(status(&app, number).await, Status::Open, "her own words open it");
}

async fn a_question_about_notices_is_a_request(app: TestApp) {
    for (at, subject) in
        ["Re: Out of Office", "OOO: wie geht das?", "[Auto-Reply] einrichten"].iter().enumerate()
    {
        let among_people = vec!["among@people".to_owned()];
        for (id, in_reply_to) in [(format!("n{at}@x"), Vec::new()), (format!("p{at}@x"), among_people)] {
            let from = format!("{}@fremd.example", id.trim_end_matches("@x"));
            let request = IncomingMessage { in_reply_to, ..mail(&id, &from, subject, "Wie?") };
            let received = receive(&app.engine, request).await;
            assert_eq!((received.outcome, received.reason), (Outcome::Created, None), "{subject}");
        }
    }
}

async fn a_notice_by_the_number_alone_is_one_only_where_no_person_writes_so(app: TestApp) {
    let (number, ..) = asked(&app).await;
    let tag = format!("[example.org #{number}]");
    for (id, subject, wanted) in [
        ("1@x", format!("Automatische Antwort: Zugang {tag}"), Status::Pending),
        ("2@x", format!("Re: Abwesenheit {tag}"), Status::Open),
    ] {
        let received = receive(&app.engine, mail(id, MARIA, &subject, id)).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(number)), "{subject}");
        assert_eq!(status(&app, number).await, wanted, "{subject}");
    }
}
