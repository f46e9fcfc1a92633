//! Mails that are owed: sent at least once, not twice when we know, given up in the open.

mod breaker;
mod fill;
mod permitted;
mod signature;
mod untold;
mod year;

use std::time::Duration;

use engine::{
    Actor, EventChange, EventKind, Failure, FromTo, Letter, LetterChange, LetterKind, LetterOrigin,
    MailContent, Paging, Status, UpdateTicket,
};
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement, TransactionTrait as _};
use tests::{Backend, TestApp, on_each_database};

const LEASE: Duration = Duration::from_mins(1);

on_each_database!(
    two_nodes_never_send_the_same_letter,
    a_letter_of_a_node_that_died_is_sent_by_another,
    a_letter_whose_turn_comes_late_is_held_for_as_long_as_its_server_may_take,
    a_passing_fault_is_tried_again_later_and_a_lasting_one_is_shown_to_the_staff,
    s13_an_answer_and_the_statuses_after_it_are_one_email_with_all_texts,
    s13_of_a_status_that_is_set_back_while_its_email_waits_nobody_is_told,
    s13_what_was_claimed_or_tried_is_never_changed
);

async fn two_nodes_never_send_the_same_letter(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    for i in 0..20 {
        app.given().ticket(&maria, &format!("Nr {i}")).await;
    }
    let other = app.another_node().await;
    let (one, two) = tokio::join!(app.engine.claim_letters(20, LEASE), other.claim_letters(20, LEASE));
    let mut ids: Vec<_> = one.unwrap().into_iter().chain(two.unwrap()).map(|letter| letter.id).collect();
    ids.extend(app.engine.claim_letters(20, LEASE).await.unwrap().into_iter().map(|letter| letter.id));
    assert_eq!(ids.len(), 20);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 20);
}

async fn a_letter_of_a_node_that_died_is_sent_by_another(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    app.given().ticket(&maria, "Drucker").await;
    let first = app.engine.claim_letters(10, LEASE).await.unwrap();
    assert_eq!(app.engine.claim_letters(10, LEASE).await.unwrap(), []);
    app.clock.advance(LEASE + Duration::from_secs(1));
    let again = app.another_node().await.claim_letters(10, LEASE).await.unwrap();
    assert_eq!(again[0].message_id, first[0].message_id, "mail programs show one of two with the same id");
    app.engine.letters_sent(&[again[0].id]).await.unwrap();
    app.clock.advance(LEASE * 100);
    assert_eq!(app.engine.claim_letters(10, LEASE).await.unwrap(), []);
}

async fn a_letter_whose_turn_comes_late_is_held_for_as_long_as_its_server_may_take(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    app.given().ticket(&maria, "Drucker").await;
    let letter = app.engine.claim_letters(10, LEASE).await.unwrap().remove(0);
    assert!(app.engine.holds_letter(letter.id, LEASE * 15).await.unwrap());
    let other = app.another_node().await;
    app.clock.advance(LEASE * 14);
    assert_eq!(other.claim_letters(10, LEASE).await.unwrap(), [], "its server still thinks about it");
    app.clock.advance(LEASE * 2);
    assert_eq!(other.claim_letters(10, LEASE).await.unwrap().len(), 1);
    assert!(!app.engine.holds_letter(letter.id, LEASE).await.unwrap(), "it is the other's now");
}

#[tokio::test]
async fn the_claims_of_a_node_that_died_are_free_at_once_on_postgresql() {
    let app = TestApp::on(Backend::Postgres).await;
    let maria = app.given().customer("maria@example.org").await;
    app.given().ticket(&maria, "Drucker").await;
    let other = app.another_node().await;
    let claimed = other.claim_letters(10, LEASE).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert!(other.holds_letter(claimed[0].id, LEASE).await.unwrap());
    assert!(other.claim_mailbox("tickets@example.org", LEASE).await.unwrap());
    assert_eq!(app.engine.claim_letters(10, LEASE).await.unwrap(), [], "it lives");
    assert!(!app.engine.claim_mailbox("tickets@example.org", LEASE).await.unwrap(), "it lives");
    // The engine is dropped as in a process that dies: nothing is given back, the connections break.
    drop(other);
    let letters = tests::wait::until("the letter of the dead node", || async {
        Some(app.engine.claim_letters(10, LEASE).await.unwrap()).filter(|letters| !letters.is_empty())
    })
    .await;
    assert_eq!(letters[0].id, claimed[0].id, "the clock stood still: no lease ran out");
    assert!(app.engine.holds_letter(claimed[0].id, LEASE).await.unwrap());
    assert!(app.engine.claim_mailbox("tickets@example.org", LEASE).await.unwrap());
}

async fn a_passing_fault_is_tried_again_later_and_a_lasting_one_is_shown_to_the_staff(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let failure = |permanent| Failure { error: "450 try later".to_owned(), permanent };
    let letter = app.engine.claim_letters(10, LEASE).await.unwrap().remove(0);
    app.engine.letter_failed(letter.id, failure(false)).await.unwrap();
    assert_eq!(app.engine.claim_letters(10, LEASE).await.unwrap(), [], "not at once");
    app.clock.advance(Duration::from_secs(61));
    let letter = app.engine.claim_letters(10, LEASE).await.unwrap().remove(0);
    assert_eq!(letter.attempt, 2);
    app.engine.letter_failed(letter.id, failure(true)).await.unwrap();
    app.clock.advance(Duration::from_secs(100_000));
    assert_eq!(app.engine.claim_letters(10, LEASE).await.unwrap(), []);
    let events = app.engine.events(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    let last = &events.items.last().unwrap().1;
    assert_eq!((last.kind, last.changes[0].to.as_deref()), (EventKind::MailBounced, Some("450 try later")));
    assert_eq!(app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn s13_a_burst_of_comments_is_one_mail_while_that_waits() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    for text in ["Eins.", "Zwei.", "Drei."] {
        app.given().comment(&jana, &ticket, text).await;
    }
    assert_eq!(app.told().await.len(), 1);
    app.given().comment(&jana, &ticket, "Vier.").await;
    assert_eq!(app.told().await.len(), 1, "what comes after the mail is told anew");
}

/// Three answers within moments are two emails when the first one has left before the second answer came: nothing can join what
/// is on its way, and what came after it is told once.
#[tokio::test]
async fn s13_of_a_burst_what_comes_while_a_mail_is_leaving_is_one_more_mail() {
    let app = TestApp::start().await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    app.given().comment(&jana, &ticket, "Eins.").await;
    let leaving = app.engine.claim_letters(10, LEASE).await.unwrap();
    for text in ["Zwei.", "Drei."] {
        app.given().comment(&jana, &ticket, text).await;
    }
    app.engine.letters_sent(&[leaving[0].id]).await.unwrap();
    assert_eq!(leaving.len(), 1);
    assert_eq!(app.told().await.len(), 1, "of the second and the third");
}

/// Answer, question, solution within moments: one email that says where the ticket stands, with the texts in order.
async fn s13_an_answer_and_the_statuses_after_it_are_one_email_with_all_texts(app: TestApp) {
    for content in [MailContent::Link, MailContent::Full] {
        let app = TestApp::with(app.backend, |settings| settings.mail.content = content).await;
        let maria = app.given().customer("maria@example.org").await;
        let otto = app.given().customer("otto@example.org").await;
        let jana = app.given().agent("jana@example.org").await;
        let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
        app.engine.watch_ticket(&jana.actor, ticket.number, Some(otto.user.id), None).await.expect("watched");
        app.letters().await;
        app.given().comment(&jana, &ticket, "Eins.").await;
        app.given().set(&jana, &ticket, Status::Pending).await;
        app.given().comment(&jana, &ticket, "Zwei.").await;
        app.given().set(&jana, &ticket, Status::Resolved).await;
        let mut letters = app.letters().await;
        letters.sort_by(|one, other| one.to.address.cmp(&other.to.address));
        let told: Vec<_> =
            letters.iter().map(|letter| (letter.to.address.as_str(), letter.kind, texts(letter))).collect();
        let quoted = if content == MailContent::Full { vec!["Eins.", "Zwei."] } else { Vec::new() };
        let expected = [
            ("maria@example.org", LetterKind::Resolved, quoted.clone()),
            ("otto@example.org", LetterKind::Changed, quoted),
        ];
        assert_eq!(told, expected, "{content:?}");
        let status = FromTo { from: Some(Status::Open), to: Some(Status::Resolved) };
        let told = [LetterChange::Changed(EventChange::Status(status))];
        assert!(letters.iter().all(|letter| letter.changes == told), "{letters:?}");
        assert!(letters.iter().all(|letter| letter.origin == LetterOrigin::Answer), "{letters:?}");
    }
}

/// What is over before anybody has read of it is told to nobody.
async fn s13_of_a_status_that_is_set_back_while_its_email_waits_nobody_is_told(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    app.given().set(&jana, &ticket, Status::Pending).await;
    app.given().set(&jana, &ticket, Status::Open).await;
    assert_eq!(app.told().await, []);
    assert_eq!(app.engine.unsent_letters(&jana.actor, ticket.id).await.expect("letters"), []);
}

/// Another node has claimed it, or its server has heard of it: then what is new is an email of its own.
async fn s13_what_was_claimed_or_tried_is_never_changed(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| settings.mail.content = MailContent::Full).await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    app.given().comment(&jana, &ticket, "Eins.").await;
    let first = app.engine.claim_letters(10, LEASE).await.expect("an outbox").remove(0);
    app.given().set(&jana, &ticket, Status::Pending).await;
    let failure = Failure { error: "450 try later".to_owned(), permanent: false };
    app.engine.letter_failed(first.id, failure).await.expect("noted");
    app.given().comment(&jana, &ticket, "Zwei.").await;
    app.clock.advance(LEASE * 2);
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().map(|letter| (letter.id == first.id, texts(letter))).collect();
    assert_eq!(told, [(true, vec!["Eins."]), (false, vec!["Zwei."])]);
    assert_eq!(letters[1].kind, LetterKind::Question);
}

fn texts(letter: &Letter) -> Vec<&str> {
    letter.comment.iter().chain(&letter.more_comments).map(|comment| comment.text.as_str()).collect()
}

/// Another node claims the email in the very moment in which something would join it: then it leaves without that.
#[expect(clippy::disallowed_methods, reason = "a transaction of another program, which has no Work")]
#[tokio::test]
async fn s13_nothing_joins_a_mail_that_is_just_being_claimed() {
    let app = TestApp::on(Backend::Postgres).await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    app.given().comment(&jana, &ticket, "Eins.").await;
    let connection = Database::connect(app.database()).await.expect("a connection");
    let claim = connection.begin().await.expect("begun");
    let claimed =
        "UPDATE letter SET state = 'CLAIMED', attempts = 1, claimed_by = 'other' WHERE state = 'WAITING'";
    assert_eq!(claim.execute_unprepared(claimed).await.expect("claimed").rows_affected(), 1);
    let second = app.given();
    let second = second.comment(&jana, &ticket, "Zwei.");
    let commit = async {
        let waiting =
            "SELECT 1 AS one FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%letter%'
            AND datname = current_database()";
        let waiting = Statement::from_string(DbBackend::Postgres, waiting);
        tests::wait::until("a comment that waits", async || {
            connection.query_one_raw(waiting.clone()).await.expect("an answer")
        })
        .await;
        claim.commit().await.expect("committed");
    };
    tokio::join!(second, commit);
    let all = Statement::from_string(DbBackend::Postgres, "SELECT state FROM letter WHERE kind = 'CHANGED'");
    let rows = connection.query_all_raw(all).await.expect("the letters");
    let states: Vec<String> = rows.iter().map(|row| row.try_get("", "state").expect("a text")).collect();
    assert!(states.iter().any(|state| state == "WAITING"), "the second one is told: {states:?}");
}

#[tokio::test]
async fn s07_a_confirmation_carries_the_privacy_notice_in_the_readers_language() {
    let notice = |settings: &mut engine::Settings| {
        let notices = [("de", "Nur anonyme Daten."), ("en", "Anonymous data only.")];
        settings.brand.notices = notices.map(|(lang, text)| (lang.to_owned(), text.to_owned())).into();
    };
    let app = TestApp::with(Backend::Sqlite, notice).await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().comment(&jana, &ticket, "Wir sehen nach.").await;
    let notices: Vec<_> =
        app.letters().await.into_iter().map(|letter| (letter.kind, letter.notice)).collect();
    let confirmed = (engine::LetterKind::Confirmation, Some("Nur anonyme Daten.".to_owned()));
    assert_eq!(notices, [confirmed, (engine::LetterKind::Changed, None)]);
    let english = engine::UpdateUser { locale: Some("en".to_owned()), ..engine::UpdateUser::default() };
    app.engine.update_user(&Actor::system(), maria.user.id, english).await.expect("updated");
    app.given().ticket(&maria, "Printer").await;
    let letter = app.letters().await.pop().expect("a confirmation");
    assert_eq!(letter.notice.as_deref(), Some("Anonymous data only."));
}

#[tokio::test]
async fn s15_a_letter_carries_a_text_only_where_the_operator_wants_it_and_never_an_internal_one() {
    for (content, expected) in [(MailContent::Link, None), (MailContent::Full, Some("Sichtbar."))] {
        let app = TestApp::with(Backend::Sqlite, |settings| settings.mail.content = content).await;
        let maria = app.given().customer("maria@example.org").await;
        let jana = app.given().agent("jana@example.org").await;
        let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
        app.letters().await;
        app.given().internal_note(&jana, &ticket, "Geheim.").await;
        app.given().comment(&jana, &ticket, "Sichtbar.").await;
        let letters = app.letters().await;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].comment.as_ref().map(|comment| comment.text.as_str()), expected);
    }
}

/// What was written with marks is read with them, and loads nothing.
#[tokio::test]
async fn a_letter_carries_markdown_as_html_and_no_pictures() {
    let app = TestApp::with(Backend::Sqlite, |settings| settings.mail.content = MailContent::Full).await;
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    app.letters().await;
    let text = "**Zuerst** [hier](https://example.org/a) ansehen:\n\n- eins\n- ![Bild](https://evil.example/x.png)\n\n<script>";
    app.given().comment(&jana, &ticket, text).await;
    let letters = app.letters().await;
    let comment = letters[0].comment.as_ref().unwrap();
    let html = comment.html.as_deref().unwrap();
    assert!(html.contains("<strong>Zuerst</strong>") && html.contains("<li>eins</li>"), "{html}");
    assert!(html.contains("href=\"https://example.org/a\""), "{html}");
    assert!(!html.contains("<img") && !html.contains("<script"), "{html}");
    let plain = "Zuerst hier (https://example.org/a) ansehen:\n\n- eins\n- Bild (https://evil.example/x.png)\n\n<script>";
    assert_eq!(comment.text, plain);
    // A customer writes plain text, whatever stands in it.
    let assignee = Some(Some(jana.user.id));
    let taken = UpdateTicket { number: ticket.number, assignee, ..UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, taken).await.unwrap();
    app.letters().await;
    let log = "2 ** 3 und **x** [a](https://example.org)";
    app.given().comment(&maria, &ticket, log).await;
    let letters = app.letters().await;
    let said = letters[0].comment.as_ref().map(|comment| comment.text.as_str());
    assert_eq!(said, Some(log));
}
