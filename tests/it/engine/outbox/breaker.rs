//! Two machines that answer each other are stopped, the staff are told, and nothing that a person writes is lost.

use std::time::Duration;

use engine::{
    Actor, AddComment, IncomingMessage, LetterKind, LetterState, Paging, Status, Ticket, UpdateTicket,
    UpdateUser,
};
use tests::{Person, TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    a_ticket_that_sends_too_many_letters_holds_them_and_tells_the_staff,
    c7_one_person_gets_only_so_many_automatic_letters_of_all_tickets_and_every_answer,
    answers_beyond_the_limit_are_held_each_for_itself_and_the_history_tells_it_once,
    c7_one_person_gets_only_so_many_letters_about_their_account,
);

/// A ticket of Maria's, for which Jana is responsible.
async fn assigned(app: &TestApp) -> (Person, Person, Ticket) {
    let maria = app.given().customer("maria@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let mine =
        UpdateTicket { number: ticket.number, assignee: Some(Some(jana.user.id)), ..UpdateTicket::default() };
    let ticket = app.engine.update_ticket(&jana.actor, mine).await.unwrap();
    (maria, jana, ticket)
}

/// A mail of Maria's into this ticket, as a machine without headers writes it.
async fn writes(app: &TestApp, ticket: &Ticket, number: usize) {
    let subject = format!("Re: [example.org #{}]", ticket.number);
    let message = IncomingMessage { ..mail(&format!("{number}@m"), "maria@example.com", &subject, "Away.") };
    assert_eq!(receive(&app.engine, message).await.ticket, Some(ticket.number));
}

async fn a_ticket_that_sends_too_many_letters_holds_them_and_tells_the_staff(app: TestApp) {
    let (maria, jana, ticket) = assigned(&app).await;
    app.letters().await;
    let mut told = 0;
    for number in 0..30 {
        app.clock.advance(Duration::from_secs(10));
        writes(&app, &ticket, number).await;
        told += app.told().await.len();
    }
    assert!(told <= 10, "{told} letters to the assignee within five minutes");
    let unsent = app.engine.unsent_letters(&jana.actor, ticket.id).await.unwrap();
    let held: Vec<_> = unsent.iter().filter(|letter| letter.state == LetterState::Held).collect();
    assert_eq!(held.len(), 1, "one letter stands for all: {unsent:?}");
    assert_eq!(held[0].reason.as_deref(), Some("too-many"));
    let all = Paging { first: Some(100), ..Paging::default() };
    let events = app.engine.events(&jana.actor, ticket.id, &all).await.unwrap().items;
    let tripped = events.iter().filter(|(_, event)| event.changes.iter().any(|it| it.field == "mailHeld"));
    assert_eq!(tripped.count(), 1, "the staff are told once");
    let seen = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap().items;
    assert!(seen.iter().all(|(_, event)| event.changes.iter().all(|change| change.field != "mailHeld")));

    // What a person of the staff writes leaves at once.
    let answer =
        AddComment { number: ticket.number, text: "Wir sehen nach.".to_owned(), ..AddComment::default() };
    app.engine.add_comment(&jana.actor, answer).await.unwrap();
    assert_eq!(app.told().await, [(LetterKind::Changed, "maria@example.com".to_owned())]);
    // They have looked: letters pass again, after an hour at the latest.
    app.clock.advance(Duration::from_mins(61));
    writes(&app, &ticket, 100).await;
    assert_eq!(app.told().await, [(LetterKind::Changed, "jana@example.org".to_owned())]);
    // What was held can be sent.
    app.engine.resend_letter(&jana.actor, held[0].id).await.unwrap();
    assert_eq!(app.told().await, [(LetterKind::Changed, "jana@example.org".to_owned())]);
}

async fn c7_one_person_gets_only_so_many_automatic_letters_of_all_tickets_and_every_answer(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| settings.mail.letters_per_person = 5).await;
    let maria = app.given().customer("maria@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut tickets = Vec::new();
    for number in 0..8 {
        tickets.push(app.given().ticket(&maria, &format!("Nr. {number}")).await);
    }
    let confirmed = app.told().await;
    let to_maria = confirmed.iter().filter(|(kind, _)| *kind == LetterKind::Confirmation).count();
    assert_eq!(to_maria, 5, "confirmations count as well: {confirmed:?}");
    for ticket in &tickets {
        let assignee = Some(Some(jana.user.id));
        let mine = UpdateTicket { number: ticket.number, assignee, ..UpdateTicket::default() };
        app.engine.update_ticket(&jana.actor, mine).await.unwrap();
    }
    app.letters().await;
    app.clock.advance(Duration::from_mins(61));
    let mut told = 0;
    for ticket in &tickets {
        for text in ["Geht nicht.", "Immer noch nicht."] {
            app.given().comment(&maria, ticket, text).await;
            told += app.told().await.len();
        }
    }
    assert_eq!(told, 5, "letters to the assignee within a minute");
    let last = tickets.last().expect("a ticket");
    let unsent = app.engine.unsent_letters(&jana.actor, last.id).await.unwrap();
    let held = unsent.iter().filter(|letter| letter.state == LetterState::Held);
    let held: Vec<_> = held.filter(|letter| letter.kind == LetterKind::Changed).collect();
    assert_eq!(held.len(), 1, "it stands on its ticket: {unsent:?}");
    assert_eq!(held[0].reason.as_deref(), Some("too-many"));
    let mut said = Vec::new();
    for ticket in &tickets {
        said.extend(told_held(&app, &jana, ticket).await);
    }
    assert_eq!(said, [Some("person".to_owned())], "the staff are told once, and not at every ticket");
    assert!(app.engine.mail_server().await.unwrap().held > 0, "admins see how many are held");

    // What people of the staff write is never held by it.
    for ticket in &tickets {
        app.given().comment(&jana, ticket, "Wir sehen nach.").await;
        assert_eq!(app.told().await, [(LetterKind::Changed, "maria@example.com".to_owned())]);
    }
    app.clock.advance(Duration::from_mins(61));
    app.given().comment(&maria, last, "Danke.").await;
    assert_eq!(app.told().await, [(LetterKind::Changed, "jana@example.org".to_owned())]);
}

/// What the history of a ticket says of letters that are held: of whom there are too many.
async fn told_held(app: &TestApp, jana: &Person, ticket: &Ticket) -> Vec<Option<String>> {
    let all = Paging { first: Some(100), ..Paging::default() };
    let events = app.engine.events(&jana.actor, ticket.id, &all).await.unwrap().items;
    let changes = events.into_iter().flat_map(|(_, event)| event.changes);
    changes.filter(|change| change.field == "mailHeld").map(|change| change.to).collect()
}

async fn answers_beyond_the_limit_are_held_each_for_itself_and_the_history_tells_it_once(app: TestApp) {
    let (_, jana, ticket) = assigned(&app).await;
    let to_maria = |told: Vec<(LetterKind, String)>| {
        told.iter().filter(|(_, address)| address == "maria@example.com").count()
    };
    let mut told = to_maria(app.told().await);
    let before = told;
    for number in 0..63 {
        app.given().comment(&jana, &ticket, &format!("Antwort {number}.")).await;
        told += to_maria(app.told().await);
    }
    assert_eq!(told, 60, "so many letters of the staff within an hour");
    let unsent = app.engine.unsent_letters(&jana.actor, ticket.id).await.unwrap();
    let held: Vec<_> = unsent.iter().filter(|letter| letter.state == LetterState::Held).collect();
    assert_eq!(held.len(), 3 + before, "none stands for another: {unsent:?}");
    assert_eq!(told_held(&app, &jana, &ticket).await, [Some("answers".to_owned())]);
    // Machines have not caused it: what the customer writes is told as before.
    writes(&app, &ticket, 1).await;
    assert_eq!(app.told().await, [(LetterKind::Changed, "jana@example.org".to_owned())]);
    app.engine.resend_letter(&jana.actor, held[0].id).await.unwrap();
    assert_eq!(app.told().await, [(LetterKind::Changed, "maria@example.com".to_owned())]);
}

async fn c7_one_person_gets_only_so_many_letters_about_their_account(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut told = 0;
    for number in 0..40 {
        let email = if number % 2 == 0 { "max@example.com" } else { "max@example.org" };
        let moved = UpdateUser { email: Some(email.to_owned()), ..UpdateUser::default() };
        app.engine.update_user(&Actor::system(), max.user.id, moved).await.unwrap();
        told += app.told().await.len();
    }
    assert_eq!(told, 30);
    let failed = app.engine.mail_failures(&jana.actor, &[max.user.id]).await.unwrap();
    assert!(failed.contains_key(&max.user.id), "the staff see that a letter did not go");
    assert_eq!(app.engine.mail_server().await.unwrap().held, 1, "one stands for all");
    app.clock.advance(Duration::from_mins(61));
    app.engine.request_password("max@example.org", None).await.unwrap();
    assert_eq!(app.told().await.len(), 1);
    let failed = app.engine.mail_failures(&jana.actor, &[max.user.id]).await.unwrap();
    assert_eq!(failed.len(), 0, "this one went");
}

#[tokio::test]
async fn the_staff_can_still_ask_the_customer_of_a_ticket_whose_letters_are_held() {
    let app = TestApp::start().await;
    let (_, jana, ticket) = assigned(&app).await;
    for number in 0..30 {
        writes(&app, &ticket, number).await;
        app.letters().await;
    }
    app.given().set(&jana, &ticket, Status::Pending).await;
    app.letters().await;
    assert!(
        app.engine.ticket(&Actor::system(), ticket.number).await.unwrap().unwrap().auto_close_at.is_some()
    );
}
