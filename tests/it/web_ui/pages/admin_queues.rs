//! What is decided for one queue, on its page, and the notice that customers are then shown.

use axum::http::StatusCode;
use engine::Actor;
use tests::{TestApp, servers::chromium::Chromium, wait::until};

use crate::web_ui::{
    Visit,
    browser::{log_in, start},
};

#[tokio::test]
async fn s07_s14_s69_an_admin_decides_for_one_queue_on_its_page() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &ada);
    let overview = visit.get("/admin/queues").await;
    let link = overview.body.split("href=\"/admin/queues/").nth(1).and_then(|rest| rest.split('"').next());
    let path = format!("/admin/queues/{}", link.expect("a link to the settings"));
    let page = visit.get(&path).await;
    assert!(page.says("Datenschutzhinweis") && page.says("Vorgabe der Installation"), "{}", page.text());

    let name = page.value("name");
    let form = [
        ("name", name.as_str()),
        ("active", "1"),
        ("address", &page.value("address")),
        ("sender_address", "rz@example.org"),
        ("replies", "APPEND_HINT"),
        ("resolved_closes_after", "3bd"),
        ("notice_de", "Keine Kennwörter im Text."),
    ];
    let answer = visit.fill(&path, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = visit.get(&answer.to).await;
    assert!(page.says("Gespeichert.") && page.says("gehört zu keinem Postfach"), "{}", page.text());
    assert_eq!(page.value("resolved_closes_after"), "3bd", "S69");
    assert_eq!(page.value("sender_address"), "rz@example.org", "S14");

    let wrong = [&form[..5], &[("resolved_closes_after", "bald"), ("signature", "Bis dann")]].concat();
    let refused = visit.fill(&path, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Diese Dauer ist ungültig."), "{}", refused.text());
    assert!(refused.body.contains("Bis dann"), "what was typed is still there");

    let decided = form;
    let mut visit = Visit::of(&app, &anna);
    let form = visit.get("/tickets/new").await;
    assert!(form.says("Keine Kennwörter im Text."), "S07: {}", form.text());
    let sent = [
        ("title", "Drucker geht nicht"),
        ("text", "Hilfe"),
        ("key", &form.value("key")),
        ("notice_version", &form.value("notice_version")),
    ];
    assert_eq!(visit.fill("/tickets/new", &sent).await.status, StatusCode::SEE_OTHER);
    let ticket = app.engine.ticket(&Actor::system(), 10_001).await.expect("an answer").expect("a ticket");
    let version = ticket.notice_version.expect("a version");
    assert_eq!(version, form.value("notice_version"));

    // The staff see which version that was and how it read, also after the next one.
    let mut admin = Visit::of(&app, &ada);
    let next = [&decided[..6], &[("notice_de", "Nur Anonymes.")]].concat();
    assert_eq!(admin.fill(&path, &next).await.status, StatusCode::SEE_OTHER);
    let (ticket, notice) = ("/tickets/10001", "/tickets/10001/notice");
    for (mut desk, lang, words) in [
        (Visit::of(&app, &ada), "de", ["Datenschutzhinweis", "Fassung", "Keine Kennwörter im Text."]),
        (Visit::of(&app, &ada), "en", ["Privacy notice", "Version", "Keine Kennwörter im Text."]),
    ] {
        desk.get(&format!("/profile?lang={lang}")).await;
        let page = desk.get(ticket).await;
        assert!(page.says(words[0]) && page.says(&format!("{} {version}", words[1])), "{}", page.text());
        assert!(page.body.contains(notice), "{}", page.body);
        let page = desk.get(notice).await;
        assert!(words.iter().all(|words| page.says(words)) && !page.says("Nur Anonymes."), "{}", page.text());
    }
    assert_eq!(visit.get(notice).await.status, StatusCode::NOT_FOUND, "it is for the staff");
    assert!(!visit.get(ticket).await.body.contains(notice));
    let bare = app.given().ticket(&anna, "By API").await;
    assert_eq!(admin.get(&format!("/tickets/{}/notice", bare.number)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_of_a_queue_is_for_admins() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    assert_eq!(Visit::of(&app, &jana).get("/admin/queues/x").await.status, StatusCode::NOT_FOUND);
    assert_eq!(Visit::of(&app, &ada).get("/admin/queues/x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_foot_of_the_form_names_what_is_changed_and_what_is_wrong_and_takes_it_back() {
    let (app, site) = start().await;
    let ada = app.given().admin("ada@example.org").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &ada).await;
    window.goto(&format!("{site}/admin/queues")).await;
    window.click("main a[href^='/admin/queues/']").await;
    window.wait_for("[data-savebar]").await;
    assert!(!window.has("[data-savebar].on").await, "nothing is changed");
    let before = window.value("#resolved_closes_after").await;

    window.fill("#resolved_closes_after", "bald").await;
    window.select("#content", "LINK").await;
    let says = async |words: &'static [&'static str]| {
        until("the foot to say it", || async {
            let text = window.text("[data-savebar]").await;
            words.iter().all(|word| text.contains(word)).then_some(())
        })
        .await;
    };
    says(&["Geändert: 2", "Bearbeitete Tickets schließen nach", "Gilt sofort.", "Verwerfen"]).await;
    window.click("[data-savebar] [type=reset]").await;
    window.wait_for("[data-savebar]:not(.on)").await;
    assert_eq!(window.value("#resolved_closes_after").await, before);

    window.fill("#resolved_closes_after", "bald").await;
    window.click("[data-savebar] button.main").await;
    says(&["Fehler: 1"]).await;
    window.close().await;
}

#[tokio::test]
async fn queues_are_searched_and_paged() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    for place in 0..60 {
        app.given().queue(&format!("Lager {place:02}")).await;
    }
    app.engine.create_queue(&ada.actor, "Büro Süd", Some("sued@example.org")).await.expect("a queue");
    let mut visit = Visit::of(&app, &ada);
    let rows = |body: &str| body.matches("<tr><td><a href=\"/admin/queues/").count();
    let first = visit.get("/admin/queues").await;
    assert_eq!(rows(&first.body), 50);
    assert!(first.body.contains("rel=\"next\"") && !first.body.contains("rel=\"prev\""), "{}", first.body);
    let second = visit.get("/admin/queues?page=2").await;
    assert!(rows(&second.body) >= 11 && second.body.contains("rel=\"prev\""), "{}", second.text());
    for query in ["buero", "S%C3%9CD", "b%C3%BCro+sued", "sued%40example"] {
        let found = visit.get(&format!("/admin/queues?q={query}")).await;
        assert!(rows(&found.body) == 1 && found.says("Büro Süd"), "{query}: {}", found.text());
    }
    let found = visit.get("/admin/queues?q=Lager&page=2").await;
    assert!(rows(&found.body) == 10 && found.body.contains("value=\"Lager\""), "{}", found.body);
    assert!(visit.get("/admin/queues?q=nirgends").await.says("Nichts gefunden"));
}
