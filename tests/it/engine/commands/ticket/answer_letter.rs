//! What a customer answers by the link of a letter that asks whether it is solved.

use engine::{AnswerLetter, Cause, Code, EventKind, LetterKind, Paging, Status, Ticket, UpdateUser};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    one_click_closes_a_ticket_that_is_solved_and_twice_is_once,
    one_click_reopens_a_ticket_that_is_not_solved,
    the_link_holds_for_its_ticket_and_for_its_customer_alone
);

async fn token(app: &TestApp) -> String {
    let letters = app.letters().await;
    let letter = letters.iter().rev().find(|letter| letter.kind == LetterKind::Resolved).expect("a letter");
    letter.ask.as_ref().and_then(|ask| ask.url.rsplit('/').next()).expect("a link").to_owned()
}

fn answer(token: &str, solved: bool, text: &str) -> AnswerLetter {
    AnswerLetter { token: token.to_owned(), solved, text: text.to_owned(), idempotency_key: None }
}

async fn given(app: &TestApp) -> (Person, Person, Ticket, String) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    let token = token(app).await;
    (maria, jana, ticket, token)
}

async fn one_click_closes_a_ticket_that_is_solved_and_twice_is_once(app: TestApp) {
    let (maria, jana, ticket, token) = given(&app).await;
    for _ in 0..2 {
        let after = app.engine.answer_letter(answer(&token, true, "")).await.expect("answered");
        assert_eq!(after.status, Status::Closed);
    }
    let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.expect("events").items;
    let closed: Vec<_> = events
        .iter()
        .filter(|(_, event)| event.kind == EventKind::StatusChanged && event.actor == Some(maria.user.id))
        .map(|(_, event)| event.cause)
        .collect();
    assert_eq!(closed, [Cause::Web]);
}

async fn one_click_reopens_a_ticket_that_is_not_solved(app: TestApp) {
    let (maria, jana, ticket, token) = given(&app).await;
    let key =
        |text: &str| AnswerLetter { idempotency_key: Some("k1".to_owned()), ..answer(&token, false, text) };
    for _ in 0..2 {
        let after = app.engine.answer_letter(key("Es klemmt noch.")).await.expect("answered");
        assert_eq!(after.status, Status::Open);
    }
    let comments =
        app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.expect("comments").items;
    let last: Vec<_> = comments.iter().skip(1).map(|(_, one)| (one.author, one.text.as_str())).collect();
    assert_eq!(last, [(maria.user.id, "Es klemmt noch.")]);
    let empty = app.engine.answer_letter(answer(&token, false, "  ")).await.map_err(|error| error.field());
    assert_eq!(empty.map(drop), Err(Some("text")));
}

async fn the_link_holds_for_its_ticket_and_for_its_customer_alone(app: TestApp) {
    let (maria, jana, ticket, token) = given(&app).await;
    let other = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    let moved = token.replacen(&ticket.number.to_string(), &other.number.to_string(), 1);
    let refused = app.engine.answer_letter(answer(&moved, true, "")).await.map_err(|error| error.code());
    assert_eq!(refused.map(drop), Err(Code::BadUserInput));
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&engine::Actor::system(), maria.user.id, off).await.expect("switched off");
    let refused = app.engine.answer_letter(answer(&token, true, "")).await.map_err(|error| error.code());
    assert_eq!(refused.map(drop), Err(Code::BadUserInput), "an account that is switched off answers nothing");
}
