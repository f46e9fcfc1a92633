//! Letters go to the address in Reply-To; the customer stays the person in From.

use engine::{
    Actor, Address, AuthenticationResults, Automatic, IncomingMessage, LetterKind, MethodResult, Settings,
};
use tests::{MAILBOX, TestApp, on_each_database};

use super::{mail, receive};

const OLE: &str = "ole@firma.example";
const TEAM: &str = "team@firma.example";

on_each_database!(
    letters_go_to_reply_to_and_the_customer_stays_who_wrote,
    an_answer_leads_letters_elsewhere_only_if_a_trusted_server_vouches_for_its_sender,
    lists_machines_and_ourselves_lead_no_letter_away,
    a_stranger_leads_no_letter_away
);

fn with_reply_to(id: &str, from: &str, reply_to: &str) -> IncomingMessage {
    let reply_to = vec![Address { name: String::new(), address: reply_to.to_owned() }];
    IncomingMessage { reply_to, ..mail(id, from, "Rechnung", "Bitte an das Team.") }
}

async fn letters_go_to_reply_to_and_the_customer_stays_who_wrote(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let number = receive(&app.engine, with_reply_to("1@x", OLE, TEAM)).await.ticket.unwrap();
    assert_eq!(app.told().await, [(LetterKind::Confirmation, TEAM.to_owned())]);
    let ticket = app.engine.ticket(&jana.actor, number).await.unwrap().unwrap();
    let users = app.engine.users_by_id(&Actor::system(), &[ticket.customer]).await.unwrap();
    assert_eq!(users[&ticket.customer].email, OLE);
    app.given().comment(&jana, &ticket, "Gern.").await;
    assert_eq!(app.told().await, [(LetterKind::Changed, TEAM.to_owned())]);
    // Another ticket of theirs knows nothing of it.
    receive(&app.engine, mail("3@x", OLE, "Anderes", "Hallo")).await;
    assert_eq!(app.told().await, [(LetterKind::Confirmation, OLE.to_owned())]);
}

/// Who takes part knows the ids of the conversation, and anybody can write a name into `From`.
async fn an_answer_leads_letters_elsewhere_only_if_a_trusted_server_vouches_for_its_sender(app: TestApp) {
    let change = |settings: &mut Settings| settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
    let app = TestApp::with(app.backend, change).await;
    let jana = app.given().agent("jana@example.org").await;
    let number = receive(&app.engine, mail("1@x", OLE, "Rechnung", "Hallo")).await.ticket.unwrap();
    app.told().await;
    let ticket = app.engine.ticket(&jana.actor, number).await.unwrap().unwrap();
    for (place, (result, goes_to)) in
        [(None, OLE), (Some("fail"), OLE), (Some("pass"), TEAM)].into_iter().enumerate()
    {
        let answer = IncomingMessage {
            in_reply_to: vec!["1@x".to_owned()],
            authentication: result.map(dmarc).into_iter().collect(),
            ..with_reply_to(&format!("{place}@y"), OLE, TEAM)
        };
        receive(&app.engine, answer).await;
        app.told().await;
        app.given().comment(&jana, &ticket, "Gern.").await;
        assert_eq!(app.told().await, [(LetterKind::Changed, goes_to.to_owned())], "{result:?}");
    }
    let forged = IncomingMessage { authentication: vec![dmarc("fail")], ..with_reply_to("4@y", OLE, TEAM) };
    let forged = receive(&app.engine, forged).await.ticket.unwrap();
    let forged = app.engine.ticket(&jana.actor, forged).await.unwrap().unwrap();
    app.told().await;
    app.given().comment(&jana, &forged, "Gern.").await;
    assert_eq!(app.told().await, [(LetterKind::Changed, OLE.to_owned())], "a forged mail leads none either");
}

pub(super) fn dmarc(result: &str) -> AuthenticationResults {
    let properties = vec![("header.from".to_owned(), "firma.example".to_owned())];
    let one = MethodResult { method: "dmarc".to_owned(), result: result.to_owned(), properties };
    AuthenticationResults { server: "mx.example.org".to_owned(), results: vec![one] }
}

async fn lists_machines_and_ourselves_lead_no_letter_away(app: TestApp) {
    for (id, reply_to) in [("1@x", MAILBOX), ("2@x", "not an address"), ("3@x", OLE)] {
        receive(&app.engine, with_reply_to(id, OLE, reply_to)).await;
        assert_eq!(app.told().await, [(LetterKind::Confirmation, OLE.to_owned())], "{reply_to}");
    }
    let jana = app.given().agent("jana@example.org").await;
    let list = IncomingMessage {
        automatic: Some(Automatic::List),
        ..with_reply_to("4@x", OLE, "liste@firma.example")
    };
    let number = receive(&app.engine, list).await.ticket.unwrap();
    let ticket = app.engine.ticket(&jana.actor, number).await.unwrap().unwrap();
    app.given().comment(&jana, &ticket, "Gern.").await;
    assert_eq!(app.told().await, [(LetterKind::Changed, OLE.to_owned())]);
}

async fn a_stranger_leads_no_letter_away(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let number = receive(&app.engine, mail("1@x", OLE, "Rechnung", "Hallo")).await.ticket.unwrap();
    app.told().await;
    let other = IncomingMessage {
        in_reply_to: vec!["1@x".to_owned()],
        ..with_reply_to("2@x", "mallory@boese.example", "hier@boese.example")
    };
    receive(&app.engine, other).await;
    let by_number = IncomingMessage {
        subject: format!("Re: [schalter #{number}]"),
        ..with_reply_to("3@x", OLE, "hier@boese.example")
    };
    receive(&app.engine, by_number).await;
    app.told().await;
    let ticket = app.engine.ticket(&jana.actor, number).await.unwrap().unwrap();
    app.given().comment(&jana, &ticket, "Gern.").await;
    let told = app.told().await;
    assert!(told.contains(&(LetterKind::Changed, OLE.to_owned())), "{told:?}");
    assert!(!told.iter().any(|(_, to)| to.starts_with("hier@")), "{told:?}");
}
