//! The toolbar of the staff's composer and its preview, in a real browser.

use engine::Paging;
use serde_json::json;
use tests::{servers::chromium::Chromium, wait::until};

use super::browser::{log_in, log_in_elsewhere, start, wait_for_value};

#[tokio::test(flavor = "multi_thread")]
async fn marks_stand_around_what_is_selected_and_the_preview_shows_what_the_customer_will_see() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;

    window.fill("#text", "Bitte sofort neu starten").await;
    window.run("document.querySelector('#text').setSelectionRange(6, 12)").await;
    window.click("[data-mark=bold]").await;
    wait_for_value(&window, "#text", "Bitte **sofort** neu starten").await;
    window.click("[data-mark=preview]").await;
    window.wait_for("[data-preview] strong").await;
    assert_eq!(window.text("[data-preview]").await, "Bitte sofort neu starten");
    assert_eq!(window.value("#text").await, "Bitte **sofort** neu starten", "the text stays as it was");
    window.click("[data-mark=preview]").await;
    until("the text again", || async { (!window.has("#text[hidden]").await).then_some(()) }).await;
    // The same mark again takes it away.
    window.click("[data-mark=bold]").await;
    wait_for_value(&window, "#text", "Bitte sofort neu starten").await;
    window.click("[data-mark=list]").await;
    wait_for_value(&window, "#text", "- Bitte sofort neu starten").await;

    window.click("#composer button.main").await;
    window.wait_for(".post .body li").await;
    let comments = app.engine.comments(&anna.actor, ticket.id, &Paging::default()).await.expect("comments");
    let last = comments.items.last().map(|(_, last)| last.text.as_str());
    assert_eq!(last, Some("- Bitte sofort neu starten"), "what was written is kept");

    // Only the staff write Markdown, and only they are shown a preview.
    log_in_elsewhere(&window, &anna).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    assert!(!window.has("[data-mark]").await);
    let asked = "const data = new FormData(); data.set('csrf', document.querySelector('[name=csrf]').value); \
                 data.set('text', '**a**'); const request = new XMLHttpRequest(); request.open('POST', '/preview', false); \
                 request.send(data); return request.status";
    assert_eq!(window.run(asked).await, json!(403));
}
