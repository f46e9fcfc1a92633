//! The numbers in a subject: of several the sender's own counts, and one of the staff answers by it if a trusted server vouches for them.

use engine::{
    Actor, Address, AuthenticationResults, Comment, IncomingMessage, MailReason, MailRelation, MethodResult,
    Outcome, Paging, Settings, Status, Ticket, Visibility,
};
use tests::{MAILBOX, Person, TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";
const JANA: &str = "jana@example.org";

on_each_database!(
    of_several_numbers_the_first_of_ones_own_ticket_counts,
    an_agent_answers_by_the_number_if_a_trusted_server_vouches_for_them,
    an_agent_who_does_not_work_the_queue_takes_no_part_by_its_number,
    an_agent_who_writes_to_others_answers_nobody_by_the_number
);

fn tagged(app: &TestApp, numbers: &[i64]) -> String {
    let tag = &app.engine.settings().mail.subject_tag;
    let tags: String = numbers.iter().map(|number| format!(" [{tag} #{number}]")).collect();
    format!("AW:{tags} Zugang")
}

async fn of_several_numbers_the_first_of_ones_own_ticket_counts(app: TestApp) {
    let mut numbers = Vec::new();
    for (id, from) in [("1@x", MARIA), ("2@x", "eve@fremd.example"), ("3@x", MARIA)] {
        numbers.push(receive(&app.engine, mail(id, from, "Zugang", id)).await.ticket.expect("a ticket"));
    }
    let [own, strange, other] = numbers[..] else { panic!("{numbers:?}") };
    for (id, named, wanted) in [
        ("4@x", vec![strange, own], own),
        ("5@x", vec![own, strange], own),
        ("6@x", vec![99_999, other, own], other),
    ] {
        let received = receive(&app.engine, mail(id, MARIA, &tagged(&app, &named), id)).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(wanted)), "{named:?}");
        assert_eq!(received.relation, Some(MailRelation::Subject), "{named:?}");
    }
    let stranger = mail("7@x", "kim@fremd.example", &tagged(&app, &[other, own]), "Ich auch.");
    let stranger = receive(&app.engine, stranger).await;
    assert_eq!((stranger.outcome, stranger.why), (Outcome::Created, Some(MailReason::MentionsOther)));
    assert!(stranger.reason.expect("a reason").contains(&format!("#{other}")), "the first");
    let bare = tagged(&app, &[other]).replace(" Zugang", "");
    let untitled = receive(&app.engine, mail("8@x", "kim@fremd.example", &bare, "Und ich.")).await;
    let untitled = app.engine.ticket(&Actor::system(), untitled.ticket.expect("a ticket")).await;
    assert_ne!(untitled.expect("an answer").expect("a ticket").title, "AW:", "that says nothing");
}

/// A trusting installation, Jana, and Maria's ticket.
async fn trusting(app: &TestApp) -> (TestApp, Person, Ticket) {
    let trusts = |settings: &mut Settings| settings.mail.trusted_authserv = vec!["mx.example.org".to_owned()];
    let app = TestApp::with(app.backend, trusts).await;
    let (jana, maria) = (app.given().agent(JANA).await, app.given().customer(MARIA).await);
    let ticket = app.given().ticket(&maria, "Zugang").await;
    app.letters().await;
    (app, jana, ticket)
}

/// A mail of Jana's to this address with the number of the ticket, of which a trusted server says this.
fn of_jana(app: &TestApp, id: &str, (result, to): (&str, &str), ticket: &Ticket) -> IncomingMessage {
    let properties = vec![("header.from".to_owned(), "example.org".to_owned())];
    let results = vec![MethodResult { method: "dmarc".to_owned(), result: result.to_owned(), properties }];
    let person = Address { name: String::new(), address: to.to_owned() };
    IncomingMessage {
        to: vec![person.clone()],
        addressees: vec![person],
        recipients: vec![to.to_owned(), MAILBOX.to_owned()],
        authentication: vec![AuthenticationResults { server: "mx.example.org".to_owned(), results }],
        ..mail(id, JANA, &tagged(app, &[ticket.number]), "So geht es.")
    }
}

async fn last(app: &TestApp, ticket: &Ticket) -> Comment {
    let found = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.expect("comments");
    found.items.into_iter().map(|(_, comment)| comment).next_back().expect("one")
}

async fn an_agent_answers_by_the_number_if_a_trusted_server_vouches_for_them(app: TestApp) {
    let (app, jana, ticket) = trusting(&app).await;
    for (id, to) in [("1@x", MAILBOX), ("2@x", MARIA)] {
        let received = receive(&app.engine, of_jana(&app, id, ("pass", to), &ticket)).await;
        assert_eq!((received.outcome, received.ticket), (Outcome::Commented, Some(ticket.number)), "{to}");
        let comment = last(&app, &ticket).await;
        assert_eq!((comment.visibility, comment.author), (Visibility::Public, jana.user.id), "{to}");
    }
    assert!(app.told().await.iter().any(|(_, to)| to == MARIA), "she is told");
    let now = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!(now.status, Status::Open);
    // Nothing proves it: it stays a ticket of its own, for the staff alone.
    for (id, result, why) in
        [("3@x", "none", MailReason::StaffUnproven), ("4@x", "fail", MailReason::StaffForged)]
    {
        let received = receive(&app.engine, of_jana(&app, id, (result, MAILBOX), &ticket)).await;
        assert_eq!((received.outcome, received.why), (Outcome::Created, Some(why)), "{result}");
    }
}

async fn an_agent_who_does_not_work_the_queue_takes_no_part_by_its_number(app: TestApp) {
    let (app, _, ticket) = trusting(&app).await;
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[]).await.expect("set");
    let received = receive(&app.engine, of_jana(&app, "1@x", ("pass", MAILBOX), &ticket)).await;
    assert_eq!(received.outcome, Outcome::Created);
    assert_ne!(received.ticket, Some(ticket.number));
}

async fn an_agent_who_writes_to_others_answers_nobody_by_the_number(app: TestApp) {
    let (app, _, ticket) = trusting(&app).await;
    let to_supplier = of_jana(&app, "1@x", ("pass", "kim@supplier.example"), &ticket);
    let received = receive(&app.engine, to_supplier).await;
    assert_eq!(received.outcome, Outcome::Created);
    assert_ne!(received.ticket, Some(ticket.number), "Maria reads nothing of it");
}
