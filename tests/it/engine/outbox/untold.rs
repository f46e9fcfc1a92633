//! Nothing closes itself over a customer who was not told.

use std::time::Duration;

use engine::{
    Actor, CreateTicket, Failure, LetterKind, LetterState, MailServerFault, Paging, Status, Ticket,
    UpdateUser,
};
use tests::{TestApp, on_each_database};

const DAY: Duration = Duration::from_hours(24);
const LEASE: Duration = Duration::from_mins(1);

on_each_database!(
    a_ticket_of_a_customer_who_is_switched_off_does_not_close_itself_and_says_why,
    a_ticket_whose_question_could_not_be_delivered_does_not_close_itself_until_it_is_sent_again,
    a_ticket_whose_question_waits_for_the_server_closes_later
);

async fn now(app: &TestApp, ticket: &Ticket) -> Ticket {
    app.engine.ticket(&Actor::system(), ticket.number).await.unwrap().unwrap()
}

async fn switch_off(app: &TestApp, user: engine::UserId) {
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), user, off).await.unwrap();
}

async fn a_ticket_of_a_customer_who_is_switched_off_does_not_close_itself_and_says_why(app: TestApp) {
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    let before = app.given().ticket_in(&anna, &max, Status::Pending).await;
    let asked = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    switch_off(&app, anna.user.id).await;
    let asked = app.given().set(&max, &asked, Status::Pending).await;
    assert_eq!((asked.status, asked.auto_close_at), (Status::Pending, None));
    let events = app.engine.events(&max.actor, asked.id, &Paging::default()).await.unwrap().items;
    let told = events.iter().flat_map(|(_, event)| &event.changes).find(|it| it.field == "mailWithdrawn");
    assert_eq!(told.and_then(|change| change.to.as_deref()), Some("switched-off"));
    app.pass(DAY * 30).await;
    assert_eq!((now(&app, &asked).await.status, app.told().await), (Status::Pending, Vec::new()));
    let kept = now(&app, &before).await;
    assert_eq!((kept.status, kept.auto_close_at), (Status::Pending, None), "it waited before already");
    let phone = CreateTicket {
        title: "Anruf".to_owned(),
        text: "Ruft an.".to_owned(),
        customer_email: Some("anna@example.com".to_owned()),
        status: Some(Status::Resolved),
        ..CreateTicket::default()
    };
    assert_eq!(app.engine.create_ticket(&max.actor, phone).await.unwrap().auto_close_at, None);
}

async fn a_ticket_whose_question_could_not_be_delivered_does_not_close_itself_until_it_is_sent_again(
    app: TestApp,
) {
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    let ticket = app.given().set(&max, &ticket, Status::Pending).await;
    assert!(ticket.auto_close_at.is_some());
    let letter = app.engine.claim_letters(10, LEASE).await.unwrap().remove(0);
    let failure = Failure { error: "550 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure).await.unwrap();
    assert_eq!(now(&app, &ticket).await.auto_close_at, None);
    app.pass(DAY * 30).await;
    assert_eq!(now(&app, &ticket).await.status, Status::Pending);
    let unsent = app.engine.unsent_letters(&max.actor, ticket.id).await.unwrap();
    assert_eq!(unsent.iter().map(|letter| letter.state).collect::<Vec<_>>(), [LetterState::Failed]);
    app.engine.resend_letter(&max.actor, unsent[0].id).await.unwrap();
    assert_eq!(app.told().await, [(LetterKind::Question, "anna@example.com".to_owned())]);
    assert_eq!(now(&app, &ticket).await.auto_close_at, Some(app.now() + DAY * 14));
}

async fn a_ticket_whose_question_waits_for_the_server_closes_later(app: TestApp) {
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    app.given().set(&max, &ticket, Status::Pending).await;
    for _ in 0..20 {
        for letter in app.engine.claim_letters(10, LEASE).await.unwrap() {
            app.engine.letters_wait(&[letter.id], MailServerFault::Sender, "550 no bounces").await.unwrap();
        }
        app.pass(DAY).await;
    }
    assert_eq!(now(&app, &ticket).await.status, Status::Pending, "the customer does not know yet");
    assert!(app.engine.mail_server().await.unwrap().failing_since.is_some());
    app.letters().await;
    app.pass(DAY * 13).await;
    assert_eq!(now(&app, &ticket).await.status, Status::Pending, "they have the whole time from then on");
    app.pass(DAY * 2).await;
    assert_eq!(now(&app, &ticket).await.status, Status::Closed);
}
