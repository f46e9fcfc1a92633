//! Emails of a kind are switched off by the link of one of them.

use std::time::Duration;

use engine::{
    Actor, Code, EmailSwitch, Letter, LetterKind, MailPace, MailTimes, Notice, Ticket, UpdateTicket,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    the_link_of_a_notice_switches_off_its_kind_for_its_reader_and_can_be_undone,
    answers_and_confirmations_have_no_such_link,
    an_email_for_many_has_the_link_for_all_that_it_tells,
    a_link_that_is_not_ours_does_nothing,
    a_link_holds_for_the_account_that_the_readers_was_merged_into
);

fn token(letter: &Letter) -> String {
    let url = letter.unsubscribe.as_deref().expect("it can be switched off");
    url.strip_prefix("https://tickets.example.org/unsubscribe/").expect("an address of ours").to_owned()
}

async fn assign(app: &TestApp, ticket: &Ticket, to: &Person) {
    let input =
        UpdateTicket { number: ticket.number, assignee: Some(Some(to.user.id)), ..UpdateTicket::default() };
    app.engine.update_ticket(&Actor::system(), input).await.expect("assigned");
}

fn to<'l>(letters: &'l [Letter], person: &Person) -> Vec<&'l Letter> {
    letters.iter().filter(|letter| letter.to.address == person.user.email).collect()
}

async fn emails(app: &TestApp, person: &Person) -> Vec<(Notice, bool)> {
    let choices = app.engine.notices(&person.actor).await.expect("choices");
    choices.into_iter().map(|(notice, choice)| (notice, choice.email)).collect()
}

async fn the_link_of_a_notice_switches_off_its_kind_for_its_reader_and_can_be_undone(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let before = (emails(&app, &jana).await, emails(&app, &ole).await);
    let ticket = app.given().ticket(&anna, "A ticket").await;
    app.letters().await;
    assign(&app, &ticket, &jana).await;
    let letters = app.letters().await;
    let token = token(to(&letters, &jana)[0]);
    let switch = |email| vec![EmailSwitch { notice: Notice::Assigned, email }];
    for _ in 0..2 {
        let asked = app.engine.email_switches(&token).await.expect("an answer");
        assert_eq!(asked, Some(switch(true)), "asking changes nothing");
    }
    for _ in 0..2 {
        assert_eq!(app.engine.switch_emails(&token, false).await.expect("switched"), switch(false));
    }
    assert_eq!(app.engine.email_switches(&token).await.expect("an answer"), Some(switch(false)));
    let off: Vec<_> =
        before.0.iter().map(|&(notice, email)| (notice, email && notice != Notice::Assigned)).collect();
    assert_eq!((emails(&app, &jana).await, emails(&app, &ole).await), (off, before.1.clone()));
    assign(&app, &ticket, &ole).await;
    app.letters().await;
    assign(&app, &ticket, &jana).await;
    assert!(to(&app.letters().await, &jana).is_empty(), "no email of this kind");
    app.given().comment(&anna, &ticket, "Hello?").await;
    assert_eq!(to(&app.letters().await, &jana).len(), 1, "of the others still");
    assert_eq!(app.engine.switch_emails(&token, true).await.expect("switched"), switch(true));
    assert_eq!((emails(&app, &jana).await, emails(&app, &ole).await), before);
}

async fn answers_and_confirmations_have_no_such_link(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "A ticket").await;
    app.given().comment(&jana, &ticket, "What is it?").await;
    let letters = app.letters().await;
    let own = to(&letters, &anna);
    assert_eq!(own[0].kind, LetterKind::Confirmation);
    assert_eq!(own.len(), 2, "{own:?}");
    assert!(own.iter().all(|letter| letter.unsubscribe.is_none()), "{own:?}");
}

async fn an_email_for_many_has_the_link_for_all_that_it_tells(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let hourly = MailTimes { pace: MailPace::Hourly, ..MailTimes::default() };
    app.engine.choose_mail_times(&jana.actor, hourly).await.expect("chosen");
    let ticket = app.given().ticket(&anna, "A ticket").await;
    assign(&app, &ticket, &jana).await;
    app.given().comment(&anna, &ticket, "Hello?").await;
    app.pass(Duration::from_hours(1)).await;
    let letters = app.letters().await;
    let token = token(to(&letters, &jana)[0]);
    let off = app.engine.switch_emails(&token, false).await.expect("switched");
    let off: Vec<_> = off.into_iter().map(|switch| (switch.notice, switch.email)).collect();
    assert_eq!(off, [(Notice::Assigned, false), (Notice::Replied, false)]);
}

async fn a_link_that_is_not_ours_does_nothing(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let before = (emails(&app, &jana).await, emails(&app, &ole).await);
    let ticket = app.given().ticket(&anna, "A ticket").await;
    app.letters().await;
    assign(&app, &ticket, &jana).await;
    let letters = app.letters().await;
    let right = token(to(&letters, &jana)[0]);
    // One digit of the signature is another one, whatever it was.
    let (rest, last) = right.split_at(right.len() - 1);
    let forged = format!("{rest}{}", if last == "0" { "1" } else { "0" });
    let id = |person: &Person| person.user.id.0.simple().to_string();
    for wrong in [
        forged,
        right.replace(&id(&jana), &id(&ole)),
        right.replace(&id(&jana), &id(&anna)),
        right.replace("ASSIGNED", "REPLIED"),
        right.replace("ASSIGNED", "ASSIGNED.REPLIED"),
        right.to_uppercase(),
        String::new(),
        "ASSIGNED".to_owned(),
        "x".repeat(10_000),
    ] {
        let refused = app.engine.switch_emails(&wrong, false).await.map_err(|error| error.code()).map(drop);
        assert_eq!(refused, Err(Code::BadUserInput), "{wrong}");
        assert_eq!(app.engine.email_switches(&wrong).await.expect("an answer"), None, "{wrong}");
    }
    assert_eq!((emails(&app, &jana).await, emails(&app, &ole).await), before);
    // Somebody who may not log in any more is told nothing by email; their link is good for nothing.
    let admin = app.given().admin("ada@example.org").await;
    let off = engine::UpdateUser { active: Some(false), ..engine::UpdateUser::default() };
    app.engine.update_user(&admin.actor, jana.user.id, off).await.expect("switched off");
    assert!(app.engine.switch_emails(&right, false).await.is_err());
}

async fn a_link_holds_for_the_account_that_the_readers_was_merged_into(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let (old, new) = (app.given().agent("old@example.org").await, app.given().agent("new@example.org").await);
    let ticket = app.given().ticket(&anna, "A ticket").await;
    app.letters().await;
    assign(&app, &ticket, &old).await;
    let token = token(to(&app.letters().await, &old)[0]);
    app.engine.merge_users(&admin.actor, old.user.id, new.user.id).await.expect("merged");
    app.engine.switch_emails(&token, false).await.expect("switched");
    assert!(emails(&app, &new).await.contains(&(Notice::Assigned, false)));
}
