//! The host's guard: asked before every command, on every way in, and able to refuse alone.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use engine::{
    Actor, AddComment, Asked, ChangeTickets, Code, CommentChange, CreateTicket, Engine, MailReason, Outcome,
    Refusal, Status, TicketChange, TicketId, Upload, policy::Action,
};
use tests::{TestApp, on_each_database};

use super::commands::mail::{mail, receive};

on_each_database!(
    a_refusal_is_forbidden_with_the_words_of_the_host_and_writes_nothing,
    files_of_a_draft_are_asked_for_as_their_comment_is,
    of_many_tickets_each_is_asked_for_itself,
    a_guard_permits_nothing,
    a_mail_that_is_refused_waits_for_the_staff,
    a_timer_leaves_alone_what_is_refused
);

type Refuses = Arc<Mutex<Option<(Action, Option<TicketId>)>>>;

/// An engine on the same database whose guard refuses what `Refuses` says.
async fn guarded(app: &TestApp) -> (Engine, Refuses) {
    let refuses = Refuses::default();
    let known = Arc::clone(&refuses);
    let guard = move |asked: &Asked<'_>| match *known.lock().unwrap() {
        Some((action, ticket))
            if asked.action == action
                && (ticket.is_none() || asked.ticket.map(|subject| subject.ticket) == ticket) =>
        {
            Err(Refusal::because("Your contract has ended."))
        }
        _ => Ok(()),
    };
    let engine = Engine::builder()
        .database(app.database())
        .blobs(format!("file://{}", app.directory().join("blobs").display()))
        .settings(app.engine.settings().clone())
        .clock(Arc::<engine::ManualClock>::clone(&app.clock))
        .guard(Arc::new(guard))
        .open();
    (engine.await.unwrap(), refuses)
}

fn refuse(refuses: &Refuses, action: Action, ticket: Option<TicketId>) {
    *refuses.lock().unwrap() = Some((action, ticket));
}

async fn a_refusal_is_forbidden_with_the_words_of_the_host_and_writes_nothing(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Eins").await;
    let (engine, refuses) = guarded(&app).await;
    refuse(&refuses, Action::CommentInPublic, None);
    let comment = AddComment { number: ticket.number, text: "Hallo".to_owned(), ..AddComment::default() };
    let error = engine.add_comment(&maria.actor, comment.clone()).await.unwrap_err();
    assert_eq!((error.code(), error.to_string().as_str()), (Code::Forbidden, "Your contract has ended."));
    assert_eq!(app.engine.count_comments(&maria.actor, ticket.id).await.unwrap(), 1);
    assert!(engine.ticket(&maria.actor, ticket.number).await.unwrap().is_some(), "reading is not asked");

    refuse(&refuses, Action::OpenTicket, None);
    engine.add_comment(&maria.actor, comment).await.expect("something else is refused now");
    let new = CreateTicket { title: "Zwei".to_owned(), text: "x".to_owned(), ..CreateTicket::default() };
    let error = engine.create_ticket(&maria.actor, new).await.unwrap_err();
    assert_eq!(error.reason(), "guarded");
}

async fn files_of_a_draft_are_asked_for_as_their_comment_is(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Eins").await;
    let file = || Upload { filename: "x.txt".to_owned(), content_type: None, bytes: "x".to_owned().into() };
    let (engine, refuses) = guarded(&app).await;
    engine.add_draft_files(&maria.actor, ticket.number, &[file()]).await.expect("kept");
    refuse(&refuses, Action::CommentInPublic, None);
    let added = engine.add_draft_files(&maria.actor, ticket.number, &[file()]).await.unwrap_err();
    let removed = engine.remove_draft_files(&maria.actor, ticket.number, None).await.unwrap_err();
    assert_eq!((added.reason(), removed.reason()), ("guarded", "guarded"));
    let kept = app.engine.draft_files_of(&maria.actor, &[ticket.id]).await.unwrap();
    assert_eq!(kept[&ticket.id].len(), 1, "nothing was added or taken off");
}

async fn of_many_tickets_each_is_asked_for_itself(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) = (app.given().ticket(&maria, "Eins").await, app.given().ticket(&maria, "Zwei").await);
    let (engine, refuses) = guarded(&app).await;
    refuse(&refuses, Action::CloseTicket, Some(other.id));
    let note =
        TicketChange::Comment(CommentChange { text: "Erledigt.".to_owned(), ..CommentChange::default() });
    let changes = vec![note, TicketChange::SetStatus(Status::Closed)];
    let many = ChangeTickets { numbers: vec![one.number, other.number], changes, ..ChangeTickets::default() };
    let results = engine.change_tickets(&jana.actor, many).await.unwrap();
    assert_eq!(results[0].outcome.as_ref().unwrap().status, Status::Closed);
    let error = results[1].outcome.as_ref().unwrap_err();
    assert_eq!((error.code(), error.path().as_deref()), (Code::Forbidden, Some("changes.1.status")));
    assert_eq!(app.engine.count_comments(&jana.actor, other.id).await.unwrap(), 1, "all of it or nothing");
}

async fn a_guard_permits_nothing(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let ticket = app.given().ticket(&maria, "Eins").await;
    let (engine, refuses) = guarded(&app).await;
    let comment = AddComment { number: ticket.number, text: "Hallo".to_owned(), ..AddComment::default() };
    let hidden = engine.add_comment(&eve.actor, comment.clone()).await.unwrap_err();
    assert_eq!(hidden.code(), Code::NotFound);
    refuse(&refuses, Action::CommentInPublic, None);
    let hidden = engine.add_comment(&eve.actor, comment).await.unwrap_err();
    assert_eq!(hidden.code(), Code::NotFound, "what is hidden stays hidden, whatever the guard says");
}

async fn a_mail_that_is_refused_waits_for_the_staff(app: TestApp) {
    let (engine, refuses) = guarded(&app).await;
    refuse(&refuses, Action::OpenTicket, None);
    let held = receive(&engine, mail("1@x", "kim@kunde.example", "Hilfe", "Bitte")).await;
    assert_eq!((held.outcome, held.why), (Outcome::Held, Some(MailReason::Guarded)));
    refuse(&refuses, Action::ManageHouse, None);
    let opened = receive(&engine, mail("2@x", "kim@kunde.example", "Hilfe", "Bitte")).await;
    assert_eq!(opened.outcome, Outcome::Created);
}

async fn a_timer_leaves_alone_what_is_refused(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Resolved).await;
    app.letters().await;
    let (engine, refuses) = guarded(&app).await;
    refuse(&refuses, Action::WorkTicket, Some(ticket.id));
    app.clock.advance(Duration::from_hours(24 * 8));
    assert_eq!(engine.run_due().await.unwrap().closed, 0);
    let still = app.engine.ticket(&Actor::system(), ticket.number).await.unwrap().unwrap();
    assert_eq!(still.status, Status::Resolved);
}
