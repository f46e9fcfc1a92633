//! What somebody types and has not sent, in a real browser: it comes back to them with its readers and its status, and
//! to nobody else.

use engine::{Paging, Visibility};
use serde_json::json;
use tests::{
    Person, TestApp,
    given::PASSWORD,
    servers::{chromium::Chromium, webdriver::Window},
    wait::until,
};

use super::browser::{log_in, log_in_elsewhere, start, wait_for_value, wait_until_saved};

const NOTE: &str = "Der Kunde ist schwierig, bitte nicht weitersagen.";
const INTERNAL: &str = "input[name=visibility][value=INTERNAL]";

async fn desk() -> (TestApp, String, Person, Person, String) {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let page = format!("{site}/tickets/{}", ticket.number);
    (app, site, anna, jana, page)
}

async fn write_note(window: &Window, page: &str) {
    window.goto(page).await;
    window.click("label:has(.as-note)").await;
    // As a macro would have picked it.
    window.run("document.querySelector('input[name=picked]').value = 'PENDING'").await;
    window.fill("#text", NOTE).await;
}

async fn expect_note(window: &Window, after: &str) {
    wait_for_value(window, "#text", NOTE).await;
    let internal = format!("return document.querySelector('{INTERNAL}').checked");
    assert_eq!(window.run(&internal).await, json!(true), "after {after} it is still a note");
    assert_eq!(window.value("input[name=picked]").await, "PENDING", "after {after}");
}

/// Nothing that was typed lies in the browser.
async fn expect_nothing_stored(window: &Window) {
    let stored = "return JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie";
    let stored = window.run(stored).await.to_string();
    assert!(!stored.contains("schwierig"), "{stored}");
}

/// Marks the page, and waits until another one stands in its place.
async fn wait_for_new_page(window: &Window) {
    let gone = || async { (window.run("return window.old === 1").await == json!(false)).then_some(()) };
    until("the next page", gone).await;
    window.wait_for("nav.rail").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_comes_back_as_a_note_whatever_is_done_in_between() {
    let (app, site, anna, jana, page) = desk().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;

    // Saved with the facts, at once, without a pause for the draft.
    write_note(&window, &page).await;
    window.select("#fact-priority", "HIGH").await;
    window.wait_for_text("Priorität gespeichert").await;
    expect_note(&window, "the facts were saved").await;
    assert_eq!(window.value("#fact-priority").await, "HIGH");

    window.fill("#text", "").await;
    write_note(&window, &page).await;
    window.run("window.old = 1; location.reload()").await;
    wait_for_new_page(&window).await;
    expect_note(&window, "a reload").await;
    // The key that reaches the box makes no answer of it, and one goes on behind it.
    let key = "document.activeElement.blur(); \
               document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true, cancelable: true })); \
               const text = document.activeElement; return [text.id, text.selectionStart === text.value.length]";
    assert_eq!(window.run(key).await, json!(["text", true]));
    expect_note(&window, "the key for an answer").await;

    window.goto(&format!("{site}/desk")).await;
    expect_nothing_stored(&window).await;
    window.goto(&page).await;
    expect_note(&window, "coming back").await;

    window.forget_cookies().await;
    log_in(&window, &site, &jana).await;
    window.goto(&page).await;
    expect_note(&window, "another log-in").await;

    window.run("window.old = 1").await;
    window.click("#composer button.main").await;
    wait_for_new_page(&window).await;
    assert_eq!(window.value("#text").await, "", "what has been sent is no draft any more");
    let number = page.rsplit('/').next().and_then(|number| number.parse().ok()).expect("a number");
    let ticket = app.engine.ticket(&jana.actor, number).await.expect("an answer").expect("a ticket");
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.expect("comments");
    let (_, note) = comments.items.last().expect("a note");
    assert_eq!((note.text.as_str(), note.visibility), (NOTE, Visibility::Internal));
    let seen = app.engine.comments(&anna.actor, ticket.id, &Paging::default()).await.expect("comments");
    assert_eq!(seen.items.len(), 1, "the customer sees no note");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_can_be_thrown_away() {
    let (_app, site, _anna, jana, page) = desk().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    write_note(&window, &page).await;
    wait_until_saved(&window).await;
    window.run("window.old = 1").await;
    window.click("[data-draft-discard]").await;
    wait_for_new_page(&window).await;
    assert_eq!(window.value("#text").await, "");
    window.goto(&page).await;
    assert_eq!(window.value("#text").await, "");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_outlives_no_log_out() {
    let (_app, site, anna, jana, page) = desk().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    write_note(&window, &page).await;
    wait_until_saved(&window).await;
    window.click("[aria-label=Abmelden]").await;
    window.wait_for("form[action='/login']").await;
    expect_nothing_stored(&window).await;

    log_in(&window, &site, &anna).await;
    window.goto(&page).await;
    assert_eq!(window.value("#text").await, "");
    assert!(!window.source().await.contains("schwierig"));
    // Nor does the browser put it back into its field from the history.
    for _ in 0..4 {
        window.run("history.back()").await;
        let loaded =
            || async { (window.run("return document.readyState").await == json!("complete")).then_some(()) };
        until("the page before", loaded).await;
        let typed = "return [...document.querySelectorAll('textarea')].map((field) => field.value).join()";
        assert!(!window.run(typed).await.to_string().contains("schwierig"));
    }
    log_in_again(&window, &site, &jana).await;
    window.goto(&page).await;
    expect_note(&window, "somebody else was at the browser").await;
    window.close().await;
}

async fn log_in_again(window: &Window, site: &str, person: &Person) {
    window.forget_cookies().await;
    window.goto(&format!("{site}/login")).await;
    window.fill("#email", &person.user.email).await;
    window.fill("#password", PASSWORD).await;
    window.click("button.main").await;
    window.wait_for("nav.rail").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_left_open_shows_its_text_to_nobody_else() {
    let (app, site, anna, jana, page) = desk().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    write_note(&window, &page).await;
    wait_until_saved(&window).await;
    window.run("window.old = 1").await;
    log_in_elsewhere(&window, &anna).await;
    window.run("document.querySelector('#composer button.main').click()").await;
    wait_for_new_page(&window).await;
    assert_eq!(window.value("#text").await, "");
    assert!(!window.source().await.contains("schwierig"));
    let tickets = app.engine.count_tickets(&anna.actor, &engine::TicketFilter::default()).await;
    assert_eq!(tickets.expect("a count"), 1);
    let number = page.rsplit('/').next().and_then(|number| number.parse().ok()).expect("a number");
    let ticket = app.engine.ticket(&anna.actor, number).await.expect("an answer").expect("a ticket");
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.expect("comments");
    assert_eq!(comments.items.len(), 1, "nothing was sent in the name of the other");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_in_two_windows_is_kept_until_somebody_has_chosen() {
    let (app, site, _anna, jana, page) = desk().await;
    let chromium = Chromium::start().await;
    let (one, two) = (chromium.window().await, chromium.window().await);
    for window in [&one, &two] {
        log_in(window, &site, &jana).await;
        window.goto(&page).await;
        window.wait_for("#live:not(.off)").await;
    }
    two.fill("#text", "Lange Antwort im zweiten Fenster").await;
    wait_until_saved(&two).await;

    // What the first one sends is not what the second one has written.
    one.run("window.old = 1").await;
    one.fill("#text", "kurz").await;
    one.click("#composer button.main").await;
    wait_for_new_page(&one).await;
    wait_for_value(&one, "#text", "Lange Antwort im zweiten Fenster").await;
    one.wait_for("#live:not(.off)").await;

    two.fill("#text", "Noch längere Antwort").await;
    let number: i64 = page.rsplit('/').next().and_then(|number| number.parse().ok()).expect("a number");
    let ticket = app.engine.ticket(&jana.actor, number).await.expect("an answer").expect("a ticket");
    let kept = async |text: &str| {
        until(text, || async {
            let drafts = app.engine.drafts_of(&jana.actor, &[ticket.id]).await.expect("drafts");
            drafts.get(&ticket.id).is_some_and(|draft| draft.text == text).then_some(())
        })
        .await;
    };
    kept("Noch längere Antwort").await;
    one.fill("#text", "Aus dem ersten").await;
    one.wait_for("[data-clash]").await;
    assert!(one.text("[data-clash]").await.contains("Noch längere Antwort"));
    assert_eq!(one.value("#text").await, "Aus dem ersten", "nothing typed vanishes");
    kept("Noch längere Antwort").await;
    one.click("[data-way=both]").await;
    kept("Noch längere Antwort\n\nAus dem ersten").await;
    assert!(!one.has("[data-clash]").await);

    // Who comes back to the other window finds it there.
    two.run("document.dispatchEvent(new Event('visibilitychange'))").await;
    wait_for_value(&two, "#text", "Noch längere Antwort\n\nAus dem ersten").await;
    for window in [one, two] {
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_another_window_comes_with_its_files() {
    let (app, site, _anna, jana, page) = desk().await;
    let chromium = Chromium::start().await;
    let (one, two) = (chromium.window().await, chromium.window().await);
    for window in [&one, &two] {
        log_in(window, &site, &jana).await;
        window.goto(&page).await;
        window.wait_for("#live:not(.off)").await;
    }
    let choose = async |name: &str| {
        let file = app.directory().join(name);
        std::fs::write(&file, name).expect("a file");
        two.choose_file("#files", &file).await;
        until(name, || async { two.text("[data-keep]").await.contains(name).then_some(()) }).await;
    };
    let looked_at = "document.dispatchEvent(new Event('visibilitychange'))";
    let comes_back = async |name: &str| {
        until(name, || async {
            one.run(looked_at).await;
            one.text("[data-keep]").await.contains(name).then_some(())
        })
        .await;
    };
    two.fill("#text", "Siehe Anlage").await;
    choose("druck.log").await;
    wait_until_saved(&two).await;
    comes_back("druck.log").await;
    wait_for_value(&one, "#text", "Siehe Anlage").await;
    // One more, while the text stays as it is.
    choose("netz.log").await;
    comes_back("netz.log").await;
    // What is taken off in one window is gone in the other.
    one.click("[data-keep] li:first-child button").await;
    until("it to be gone", || async { (!one.text("[data-keep]").await.contains("druck.log")).then_some(()) })
        .await;
    until("it to be gone elsewhere", || async {
        two.run(looked_at).await;
        (!two.text("[data-keep]").await.contains("druck.log")).then_some(())
    })
    .await;
    for window in [one, two] {
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_when_the_page_says_that_the_draft_is_saved() {
    let (_app, site, _anna, jana, page) = desk().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&page).await;
    window.wait_for("#live:not(.off)").await;
    let heights = "const pens = document.querySelector('.pens');
        const [state, discard] = ['[data-draft-state]', '[data-draft-discard]'].map((one) => pens.querySelector(one));
        const show = (text) => {
            state.textContent = text;
            discard.hidden = !text;
            return pens.offsetHeight;
        };
        return [show(''), show('Entwurf gespeichert 23:59')];";
    for width in [1000, 1180, 1280, 1360, 1440] {
        window.resize(width, 900).await;
        let found = window.run(heights).await;
        assert_eq!(found[0], found[1], "at {width}");
    }
    window.close().await;
}
