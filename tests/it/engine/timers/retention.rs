//! What is older than it is kept goes, and no mail is received twice because of that.

use std::time::Duration;

use engine::{Actor, FoundSignature, IncomingMail, IncomingMessage, MailFilter, Outcome, Paging, Settings};
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::{Backend, TestApp};

use crate::engine::commands::mail::{mail, receive};

const DAY: Duration = Duration::from_hours(24);
const MARIA: &str = "maria@muster.example";

fn a_month(settings: &mut Settings) {
    settings.mail.keep_raw = Some(30 * DAY);
}

fn a_month_and_a_year(settings: &mut Settings) {
    settings.mail.keep_raw = Some(30 * DAY);
    settings.mail.keep_ledger = Some(365 * DAY);
}

fn spam(id: &str) -> IncomingMessage {
    IncomingMessage {
        marks: vec![("X-Spam-Flag".to_owned(), "YES".to_owned())],
        ..mail(id, "eve@evil.example", "Angebot", id)
    }
}

async fn ledger(app: &TestApp) -> Vec<IncomingMail> {
    let all = app.engine.mails(&Actor::system(), &MailFilter::default(), &Paging::default()).await;
    let mut all: Vec<_> = all.expect("the ledger").items.into_iter().map(|(_, mail)| mail).collect();
    all.sort_by(|one, other| one.message_id.cmp(&other.message_id));
    all
}

#[tokio::test]
async fn a_mail_as_it_came_goes_in_time_and_what_waits_for_the_staff_stays() {
    for backend in Backend::each() {
        let app = TestApp::with(backend, a_month).await;
        receive(&app.engine, mail("1@x", MARIA, "Drucker", "Hilfe")).await;
        receive(&app.engine, spam("2@x")).await;
        app.pass(20 * DAY).await;
        receive(&app.engine, mail("3@x", MARIA, "Maus", "Hilfe")).await;
        assert!(ledger(&app).await.iter().all(|mail| !mail.sha256.is_empty()), "{backend:?}");
        app.pass(15 * DAY).await;
        let mails = ledger(&app).await;
        let kept: Vec<_> = mails.iter().map(|mail| !mail.sha256.is_empty()).collect();
        assert_eq!(kept, [false, true, true], "{backend:?}");
        assert_eq!(mails[0].subject.as_deref(), Some("Drucker"), "its line stays");
        let gone = app.engine.mail_stream(&Actor::system(), mails[0].id).await.expect("asked");
        assert!(gone.is_none(), "{backend:?}");
        let again = receive(&app.engine, mail("1@x", MARIA, "Drucker", "Hilfe")).await;
        assert_eq!(again.outcome, Outcome::Duplicate, "{backend:?}");
    }
}

#[tokio::test]
async fn the_line_of_a_mail_in_no_ticket_goes_in_time_and_the_mail_stays_a_duplicate() {
    for backend in Backend::each() {
        let app = TestApp::with(backend, a_month_and_a_year).await;
        let admin = app.given().admin("ada@example.org").await;
        receive(&app.engine, mail("1@x", MARIA, "Drucker", "Hilfe")).await;
        receive(&app.engine, spam("2@x")).await;
        receive(&app.engine, spam("3@x")).await;
        let discarded = ledger(&app).await.remove(1);
        app.engine.discard_mail(&admin.actor, discarded.id).await.expect("discarded");
        app.pass(366 * DAY).await;
        let left: Vec<_> =
            ledger(&app).await.into_iter().map(|mail| (mail.message_id, mail.outcome)).collect();
        let id = |id: &str| Some(id.to_owned());
        assert_eq!(left, [(id("1@x"), Outcome::Created), (id("3@x"), Outcome::Held)], "{backend:?}");
        assert!(app.engine.mail(&admin.actor, discarded.id).await.expect("asked").is_none());
        assert_eq!(app.engine.count_mails(&admin.actor, &MailFilter::default()).await.expect("counted"), 2);
        let again = receive(&app.engine, spam("2@x")).await;
        assert_eq!(again.outcome, Outcome::Duplicate, "{backend:?}");
        let answer =
            IncomingMessage { in_reply_to: vec!["1@x".to_owned()], ..mail("4@x", MARIA, "Re", "Danke") };
        let answer = receive(&app.engine, answer).await;
        assert_eq!(answer.outcome, Outcome::Commented, "{backend:?}: routing knows the ids of old mails");
    }
}

#[tokio::test]
async fn a_line_that_goes_does_not_leave_who_signed_its_mail() {
    for backend in Backend::each() {
        let app = TestApp::with(backend, a_month_and_a_year).await;
        let admin = app.given().admin("ada@example.org").await;
        let signature = FoundSignature { name: Some("Eve Evil".to_owned()), ..FoundSignature::default() };
        let signed = IncomingMessage { signature: Some(signature), ..spam("1@x") };
        receive(&app.engine, signed).await;
        let line = ledger(&app).await.remove(0);
        assert!(line.signature.is_some(), "{backend:?}");
        app.engine.discard_mail(&admin.actor, line.id).await.expect("discarded");
        app.pass(366 * DAY).await;
        assert!(ledger(&app).await.is_empty(), "{backend:?}");
        let connection = Database::connect(app.database()).await.expect("a connection");
        let left = Statement::from_string(
            connection.get_database_backend(),
            "SELECT id FROM incoming_mail WHERE signature IS NOT NULL",
        );
        let left = connection.query_all_raw(left).await.expect("the lines");
        assert!(left.is_empty(), "{backend:?}");
    }
}

#[tokio::test]
async fn without_a_setting_all_of_them_stay() {
    let app = TestApp::start().await;
    receive(&app.engine, mail("1@x", MARIA, "Drucker", "Hilfe")).await;
    app.pass(4_000 * DAY).await;
    assert!(!ledger(&app).await[0].sha256.is_empty());
}
