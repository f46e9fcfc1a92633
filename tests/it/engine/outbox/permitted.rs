//! The policy is asked when a letter is written: whoever lost the sight of a ticket while it waited gets nothing.

use engine::{Actor, LetterState, Ticket, UpdateTicket, UpdateUser};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    a_letter_to_an_agent_who_lost_the_queue_is_withdrawn,
    a_letter_to_a_customer_who_was_switched_off_is_withdrawn,
    a_letter_goes_where_the_person_reads_mail_now,
    a_letter_that_waited_is_known_by_the_address_that_it_went_to
);

async fn withdrawn(app: &TestApp, ticket: &Ticket) -> Vec<(String, String)> {
    let unsent = app.engine.unsent_letters(&Actor::system(), ticket.id).await.unwrap();
    let withdrawn = unsent.into_iter().filter(|letter| letter.state == LetterState::Withdrawn);
    withdrawn.map(|letter| (letter.address, letter.reason.unwrap_or_default())).collect()
}

async fn assign(app: &TestApp, ticket: &Ticket, to: &Person) {
    let update =
        UpdateTicket { number: ticket.number, assignee: Some(Some(to.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&Actor::system(), update).await.unwrap();
}

async fn a_letter_to_an_agent_who_lost_the_queue_is_withdrawn(app: TestApp) {
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    assign(&app, &ticket, &max).await;
    app.letters().await;
    app.given().comment(&anna, &ticket, "Geheim.").await;
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[]).await.unwrap();
    assert_eq!(app.told().await, []);
    assert_eq!(withdrawn(&app, &ticket).await, [("max@example.org".to_owned(), "ticket-hidden".to_owned())]);
}

async fn a_letter_to_a_customer_who_was_switched_off_is_withdrawn(app: TestApp) {
    let (anna, max) =
        (app.given().customer("anna@example.com").await, app.given().agent("max@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    app.given().comment(&max, &ticket, "Wir sehen nach.").await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), anna.user.id, off).await.unwrap();
    assert_eq!(app.told().await, []);
    assert_eq!(withdrawn(&app, &ticket).await, [("anna@example.com".to_owned(), "switched-off".to_owned())]);
}

async fn a_letter_goes_where_the_person_reads_mail_now(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let [letter] = app.letters().await.try_into().unwrap();
    assert_eq!(letter.to.address, "anna@example.com");
    assert_eq!(withdrawn(&app, &ticket).await, []);
}

async fn a_letter_that_waited_is_known_by_the_address_that_it_went_to(app: TestApp) {
    let anna = app.given().customer("anna@example.com").await;
    let max = app.given().agent("max@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let moved = UpdateUser { email: Some("anna@new.example".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), anna.user.id, moved).await.unwrap();
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.ticket.is_some()).unwrap();
    assert_eq!(letter.to.address, "anna@new.example");
    let emails = app.engine.ticket_emails(&max.actor, ticket.id).await.unwrap();
    assert_eq!(emails.last().unwrap().address, "anna@new.example");
}
