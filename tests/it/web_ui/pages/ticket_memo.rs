//! What the staff keep in mind about a customer, on the card in the ticket.

use axum::http::StatusCode;
use engine::SetMemo;
use tests::{TestApp, servers::chromium::Chromium, wait::until};

use crate::web_ui::{
    Visit,
    browser::{log_in, start},
};

#[tokio::test]
async fn a_note_about_the_customer_stands_on_their_card_and_who_comes_late_loses_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let other = app.given().ticket(&anna, "Maus").await;
    let (mut hers, mut his, mut theirs) =
        (Visit::of(&app, &jana), Visit::of(&app, &ole), Visit::of(&app, &anna));
    let path = format!("/tickets/{}", ticket.number);
    let memo = format!("{path}/memo");
    let user = graphql_id(&hers.get(&path).await.body);
    let csrf = hers.get(&path).await.value("csrf");
    let form = |csrf: &str, text: &str, version: &str| {
        [("csrf", csrf), ("user", user.as_str()), ("memo", text), ("version", version)]
            .map(|(name, value)| (name, value.to_owned()))
    };
    let post = async |visit: &mut Visit, fields: [(&'static str, String); 4]| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        visit.post(&memo, &fields).await
    };
    let done = post(&mut hers, form(&csrf, "Am besten ab 13 Uhr.", "0")).await;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, path.as_str()));
    for place in [path.clone(), format!("/tickets/{}", other.number)] {
        let page = his.get(&place).await;
        assert!(page.body.contains("class=\"memo\"") && page.says("Am besten ab 13 Uhr."), "{}", page.text());
    }
    let csrf = his.get(&path).await.value("csrf");
    let late = post(&mut his, form(&csrf, "Ruft gern zurück.", "0")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.says("Inzwischen hat Jana die Notiz geändert"), "{}", late.text());
    assert!(late.says("Am besten ab 13 Uhr.") && late.body.contains(">Ruft gern zurück.</textarea>"), "both");
    assert!(
        late.body.contains("name=\"version\" value=\"1\"><label class=\"sr\" for=\"memo\""),
        "for the next try"
    );
    let done = post(&mut his, form(&csrf, "Ruft gern zurück.", "1")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(hers.get(&path).await.says("Ruft gern zurück."));
    let page = theirs.get(&path).await;
    assert!(!page.body.contains("zurück") && !page.body.contains("memo"), "{}", page.body);
    let csrf = page.value("csrf");
    assert_eq!(post(&mut theirs, form(&csrf, "Ich.", "2")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_late_in_a_browser_sees_the_other_note_and_can_save_theirs() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    window.wait_for("#live:not(.off)").await;
    window.click(".memo-form summary").await;
    window.fill("#memo", "Ruft gern zurück.").await;
    let theirs =
        SetMemo { user: anna.user.id, text: "Am besten ab 13 Uhr.".to_owned(), expected_version: Some(0) };
    app.engine.set_memo(&ole.actor, theirs).await.expect("a note");
    window.click(".memo-form button").await;
    window.wait_for_text("Inzwischen hat Ole die Notiz geändert").await;
    assert!(window.text(".memo").await.contains("Am besten ab 13 Uhr."));
    app.given().comment(&anna, &ticket, "Es brennt.").await;
    window.wait_for_text("Es brennt.").await;
    assert_eq!(window.value("#memo").await, "Ruft gern zurück.", "what is saved nowhere stays");
    window.click(".memo-form button").await;
    let saved = || async { window.text(".memo").await.contains("Ruft gern zurück.").then_some(()) };
    until("the note to be saved", saved).await;
    window.close().await;
}

/// The id of the customer, as the form names them.
fn graphql_id(body: &str) -> String {
    let id = body.split("name=\"user\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    id.expect("the customer's id").to_owned()
}
