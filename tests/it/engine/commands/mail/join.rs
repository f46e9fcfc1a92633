//! A mail joins its ticket: as an answer of the customer or the staff, or for the staff's eyes alone.

use chrono::TimeDelta;
use engine::{
    Actor, Automatic, Comment, IncomingMessage, LetterKind, MailboxSettings, Replies, Role, Settings, Status,
    Ticket, UpdateTicket, UpdateUser, Visibility,
};
use tests::{Backend, MAILBOX, Person, QUEUE, TestApp, on_each_database};

use super::{mail, receive};

const MARIA: &str = "maria@muster.example";
const JANA: &str = "jana@example.org";

on_each_database!(
    an_out_of_office_notice_of_the_staff_is_shown_to_the_staff_alone,
    a_mail_of_an_agent_who_is_switched_off_is_shown_to_the_staff_alone,
    a_mail_of_an_agent_who_does_not_work_the_queue_is_shown_to_the_staff_alone,
    a_mail_of_an_agent_who_works_the_queue_is_an_answer
);

/// A ticket that waits for Maria, with Jana responsible.
async fn pending(app: &TestApp) -> (Person, Ticket) {
    let jana = app.given().agent(JANA).await;
    let maria = app.given().customer(MARIA).await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    let mine =
        UpdateTicket { number: ticket.number, assignee: Some(Some(jana.user.id)), ..UpdateTicket::default() };
    let ticket = app.engine.update_ticket(&jana.actor, mine).await.unwrap();
    (jana, ticket)
}

/// Answers the newest letter; the comment that becomes of it, and the ticket after that.
async fn answer(app: &TestApp, answer: IncomingMessage) -> (Comment, Ticket) {
    let letter = app.letters().await.pop().unwrap();
    let answer = IncomingMessage { in_reply_to: vec![letter.message_id], ..answer };
    let received = receive(&app.engine, answer).await;
    let id = received.comment.unwrap();
    let comment = app.engine.comments_by_id(&Actor::system(), &[id]).await.unwrap().remove(&id).unwrap();
    let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
    (comment, ticket)
}

async fn an_out_of_office_notice_of_the_staff_is_shown_to_the_staff_alone(app: TestApp) {
    let (_, before) = pending(&app).await;
    let away = IncomingMessage {
        automatic: Some(Automatic::AutoReply),
        ..mail("1@x", JANA, "Abwesend", "Bin im Urlaub, Vertretung: Tom, 0151 …")
    };
    let (comment, after) = answer(&app, away).await;
    assert_eq!(comment.visibility, Visibility::Internal);
    assert_eq!((after.status, after.auto_close_at), (before.status, before.auto_close_at));
    assert_eq!(app.told().await, []);
}

async fn a_mail_of_an_agent_who_is_switched_off_is_shown_to_the_staff_alone(app: TestApp) {
    let (jana, _) = pending(&app).await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), jana.user.id, off).await.unwrap();
    let (comment, after) = answer(&app, mail("1@x", JANA, "Re", "Ich war das nicht.")).await;
    assert_eq!((comment.visibility, after.status), (Visibility::Internal, Status::Pending));
    assert_eq!(app.told().await, [], "the customer hears nothing of it");
}

async fn a_mail_of_an_agent_who_does_not_work_the_queue_is_shown_to_the_staff_alone(app: TestApp) {
    let (jana, ticket) = pending(&app).await;
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[]).await.unwrap();
    let (comment, after) = answer(&app, mail("1@x", JANA, "Re", "So geht es:")).await;
    assert_eq!((comment.visibility, after.status), (Visibility::Internal, Status::Pending));
    let admin = UpdateUser { role: Some(Role::Admin), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), jana.user.id, admin).await.unwrap();
    let again =
        IncomingMessage { in_reply_to: vec!["1@x".to_owned()], ..mail("2@x", JANA, "Re", "So geht es nun:") };
    let id = receive(&app.engine, again).await.comment.unwrap();
    let comments = app.engine.comments_by_id(&Actor::system(), &[id]).await.unwrap();
    assert_eq!(comments[&id].visibility, Visibility::Public, "an admin works every queue");
}

async fn a_mail_of_an_agent_who_works_the_queue_is_an_answer(app: TestApp) {
    pending(&app).await;
    let (comment, _) = answer(&app, mail("1@x", JANA, "Re", "So geht es:")).await;
    assert_eq!(comment.visibility, Visibility::Public);
    assert_eq!(app.told().await, [(LetterKind::Changed, MARIA.to_owned())]);
}

#[tokio::test]
async fn s17_s73_an_answer_that_is_held_back_is_told_to_the_assignee_and_nothing_closes_over_it() {
    for (backend, replies) in [(Backend::Sqlite, Replies::HintOnly), (Backend::Postgres, Replies::Quarantine)]
    {
        let change = |settings: &mut Settings| {
            let (address, queue) = (MAILBOX.to_owned(), QUEUE.to_owned());
            settings.mailboxes = vec![MailboxSettings { address, queue, replies, plus_addressing: false }];
        };
        let app = TestApp::with(backend, change).await;
        let (jana, before) = pending(&app).await;
        assert!(before.auto_close_at.is_some());
        let (comment, after) = answer(&app, mail("1@x", MARIA, "Re", "Es ist Version 4.")).await;
        assert_eq!(comment.visibility, Visibility::Internal);
        assert_eq!((after.status, after.auto_close_at), (Status::Pending, None), "{replies:?}");
        assert_eq!(app.told().await, [(LetterKind::Changed, JANA.to_owned())], "{replies:?}");
        app.clock.advance(TimeDelta::days(365).to_std().unwrap());
        assert_eq!(app.engine.run_due().await.unwrap().closed, 0);
        app.given().comment(&jana, &after, "Und welche Version von Windows?").await;
        let asked = app.engine.ticket(&jana.actor, after.number).await.unwrap().unwrap();
        assert_eq!(asked.status, Status::Pending);
        assert!(
            asked.auto_close_at.is_some_and(|at| at > app.now()),
            "the staff have looked: it waits again"
        );
    }
}
