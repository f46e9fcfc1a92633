//! What was just done to a ticket is taken back: where that leads, and what is said of it.

use std::time::Duration;

use axum::http::StatusCode;
use engine::{AddComment, SaveDraft, Status, Ticket};
use serde_json::json;
use tests::{TestApp, servers::chromium::Chromium, wait::until};

use crate::web_ui::{Visit, browser::log_in, visit::Shown};

fn path(ticket: &Ticket) -> String {
    format!("/tickets/{}", ticket.number)
}

/// The form of the toast that offers to take something back: where it is sent to, and what it sends.
fn offered(page: &Shown, button: &str) -> (String, Vec<(String, String)>) {
    let (_, toast) = page.body.split_once("data-until").expect("an offer");
    let toast = toast.split("</form>").next().expect("a form");
    let after = |text: &str| {
        let (_, rest) = toast.split_once(text)?;
        Some(rest.split('"').next().expect("its end").replace("&#x3D;", "=").replace("&amp;", "&"))
    };
    let named = |name: &str| Some((name.to_owned(), after(&format!("name=\"{name}\" value=\""))?));
    let fields = ["csrf", "version", "undo", button].into_iter().filter_map(named).collect();
    (after("action=\"").expect("an address"), fields)
}

async fn take_back(desk: &mut Visit, page: &Shown, button: &str) -> Shown {
    let (to, fields) = offered(page, button);
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post(&to, &fields).await
}

#[tokio::test]
async fn whoever_takes_an_act_back_is_at_the_ticket_again_as_they_had_opened_it() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.given().ticket(&anna, "Bildschirm").await;
    let mut desk = Visit::of(&app, &jana);
    let opened = format!("{}?view=waiting", path(&ticket));
    let csrf = desk.get(&opened).await.value("csrf");
    // From the list of another view, which does not count.
    for (text, button, there) in
        [("", "status", "/desk?view=all"), ("Bitte neu starten.", "comment", "/desk?view=mine")]
    {
        let form = [
            ("csrf", csrf.as_str()),
            ("text", text),
            ("visibility", "PUBLIC"),
            ("status", "RESOLVED"),
            ("next", "1"),
        ];
        assert_eq!(desk.upload(&opened, &form, &[]).await.status, StatusCode::SEE_OTHER);
        let page = desk.get(there).await;
        let undone = take_back(&mut desk, &page, button).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{text} {}", undone.text());
        assert!(undone.to.starts_with(&opened), "{text} {}", undone.to);
        let page = desk.get(undone.to.split('#').next().expect("an address")).await;
        let told =
            if text.is_empty() { "Der Status ist wieder: neu." } else { "Antwort wurde zurückgenommen." };
        assert!(page.says(told), "{}", page.text());
        assert!(!desk.get(&opened).await.says(told), "told once");
    }
}

#[tokio::test]
async fn an_answer_that_was_taken_back_can_be_sent_again_with_the_same_words() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    let mut keys = Vec::new();
    for _ in 0..2 {
        let page = desk.get(&path(&ticket)).await;
        let (csrf, key) = (page.value("csrf"), page.value("key"));
        let form = [
            ("csrf", csrf.as_str()),
            ("key", key.as_str()),
            ("text", "Bitte neu starten."),
            ("visibility", "PUBLIC"),
        ];
        let sent = desk.upload(&path(&ticket), &form, &[]).await;
        assert!(sent.to.contains("#comment-"), "{} {}", sent.to, sent.text());
        assert!(!keys.contains(&key), "what was taken back was sent with another key");
        keys.push(key);
        let page = desk.get("/desk").await;
        assert_eq!(take_back(&mut desk, &page, "comment").await.status, StatusCode::SEE_OTHER);
        assert!(!keys.contains(&desk.get(&path(&ticket)).await.value("key")));
    }
}

#[tokio::test]
async fn files_of_an_answer_that_was_taken_back_stand_in_the_composer_and_are_sent_again() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    // An answer with a text, and one of files alone.
    for text in ["Anbei.", ""] {
        let csrf = desk.get(&path(&ticket)).await.value("csrf");
        let form = [("csrf", csrf.as_str()), ("text", text), ("visibility", "PUBLIC")];
        let file: &[(&str, &[u8])] = &[("a.txt", b"a")];
        assert_eq!(desk.upload(&path(&ticket), &form, file).await.status, StatusCode::SEE_OTHER);
        let page = desk.get("/desk").await;
        let undone = take_back(&mut desk, &page, "comment").await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
        let page = desk.get(undone.to.split('#').next().expect("an address")).await;
        assert!(page.says("Die Dateien sind wieder angefügt."), "{}", page.text());
        assert!(page.body.contains("value=\"PUBLIC\" checked"), "it is an answer again: {}", page.text());
        assert!(!Visit::of(&app, &anna).get(&path(&ticket)).await.says("a.txt"), "nothing of it is public");
        let (csrf, key, file) = (page.value("csrf"), page.value("key"), page.value("draft_file"));
        let form = [
            ("csrf", csrf.as_str()),
            ("key", key.as_str()),
            ("text", text),
            ("visibility", "PUBLIC"),
            ("draft_file", file.as_str()),
        ];
        assert_eq!(desk.upload(&path(&ticket), &form, &[]).await.status, StatusCode::SEE_OTHER);
        let mut portal = Visit::of(&app, &anna);
        assert!(portal.get(&path(&ticket)).await.says("a.txt"), "it is sent after all");
        let page = desk.get(&path(&ticket)).await;
        assert!(!page.body.contains("name=\"draft_file\""), "{}", page.text());
        let csrf = page.value("csrf");
        let undo = desk.get("/desk").await;
        assert_eq!(take_back(&mut desk, &undo, "comment").await.status, StatusCode::SEE_OTHER);
        desk.post(&format!("{}/draft", path(&ticket)), &[("csrf", csrf.as_str()), ("discard", "1")]).await;
    }
}

#[tokio::test]
async fn a_status_that_cannot_be_taken_back_any_more_is_offered_no_longer() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    let csrf = desk.get(&path(&ticket)).await.value("csrf");
    let form = [("csrf", csrf.as_str()), ("text", ""), ("visibility", "PUBLIC"), ("status", "RESOLVED")];
    desk.upload(&path(&ticket), &form, &[]).await;
    let page = desk.get("/desk").await;
    app.given().set(&ole, &ticket, Status::Pending).await;
    let refused = take_back(&mut desk, &page, "status").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(!refused.says("Status von #"), "{}", refused.text());
    assert!(!desk.get("/desk").await.says("Status von #"));
}

#[tokio::test]
async fn the_key_belongs_to_what_was_done_last() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for answer_first in [true, false] {
        let (answered, closed) =
            (app.given().ticket(&anna, "Drucker").await, app.given().ticket(&anna, "Netz").await);
        let mut desk = Visit::of(&app, &jana);
        for is_answer in [answer_first, !answer_first] {
            let (ticket, text, status) =
                if is_answer { (&answered, "Hallo", "") } else { (&closed, "", "RESOLVED") };
            let csrf = desk.get(&path(ticket)).await.value("csrf");
            let form =
                [("csrf", csrf.as_str()), ("text", text), ("visibility", "PUBLIC"), ("status", status)];
            desk.upload(&path(ticket), &form, &[]).await;
            app.clock.advance(Duration::from_secs(1));
        }
        let page = desk.get("/desk").await;
        let (_, offers) = page.body.split_once("data-until").expect("an offer");
        let toasts: Vec<&str> = offers.split("data-until").collect();
        assert_eq!(toasts.len(), 2, "{}", page.body);
        let last = if answer_first { &closed } else { &answered };
        assert!(toasts[0].contains(&format!("/tickets/{}/", last.number)), "{}", toasts[0]);
        assert!(toasts[0].contains("aria-hidden=\"true\">z") && toasts[1].contains("hidden>z"), "{offers}");
        // What was done here is over before the next round.
        app.clock.advance(Duration::from_secs(10));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_taken_back_in_one_window_stands_before_what_is_written_in_another() {
    let settings = |settings: &mut engine::Settings| {
        settings.tickets.undo_send = Duration::from_secs(10);
        "http://127.0.0.1".clone_into(&mut settings.public_url);
    };
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let site = app.listen().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let input =
        AddComment { number: ticket.number, text: "Lange Antwort".to_owned(), ..AddComment::default() };
    let sent = app.engine.add_comment(&jana.actor, input).await.expect("an answer").comment;
    let draft = SaveDraft { number: ticket.number, text: "Zweites".to_owned(), ..SaveDraft::default() };
    app.engine.save_draft(&jana.actor, draft).await.expect("saved");
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}{}", path(&ticket))).await;
    window.wait_for("#live:not(.off)").await;
    let text = "return document.querySelector('#composer textarea').value";
    assert_eq!(window.run(text).await, json!("Zweites"));
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    let both = json!("Lange Antwort\n\nZweites");
    until("the text to be there again", || async { (window.run(text).await == both).then_some(()) }).await;
    window.close().await;
}
