//! One stream for all tabs of a browser: what each hears, who holds it, and what the title of a hidden tab says.

use std::time::Duration;

use axum::http::StatusCode;
use sea_orm::{ConnectionTrait as _, Database};
use serde_json::json;
use tests::{
    Backend, TestApp,
    servers::{
        chromium::Chromium,
        proxy::{Network, Proxy},
        webdriver::Window,
    },
    wait::until as until_some,
};

use super::{
    browser::{log_in, start},
    live::{until, wait_for_lamp},
    visit::Visit,
};

#[tokio::test]
async fn one_stream_tells_of_everything_and_who_is_at_each_ticket_that_a_tab_shows() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let one = app.given().ticket(&anna, "Drucker").await;
    let two = app.given().ticket(&anna, "Bildschirm").await;
    let third = app.given().ticket(&anna, "Maus").await;
    let path = format!("/live?at={},{}", one.number, two.number);
    let draft = engine::SaveDraft { number: two.number, text: "Ich".to_owned(), ..Default::default() };
    let act = async {
        app.engine.save_draft(&ole.actor, draft).await.expect("saved");
    };
    let heard = until(&app, &jana, &path, act, "schreibt gerade").await;
    let line = heard.lines().find(|line| line.contains("schreibt gerade")).expect("a line");
    assert!(line.contains(&format!("\"number\":{}", two.number)), "a tab knows its own: {line}");
    let act = async {
        app.given().comment(&anna, &third, "Hallo").await;
    };
    let heard = until(&app, &jana, &path, act, "COMMENTED").await;
    assert!(heard.contains(&format!("\"number\":{}", third.number)), "{heard}");
}

#[tokio::test]
async fn a_ticket_that_goes_out_of_sight_is_told_of_and_the_other_tabs_go_on() {
    let app = TestApp::start().await;
    let acme = app.given().organisation("Acme", true).await;
    let anna = app.given().member(&acme, "anna@acme.example").await;
    let max = app.given().member(&acme, "max@acme.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let own = app.given().ticket(&anna, "Drucker").await;
    let shared = app.given().ticket(&max, "Bildschirm").await;
    let path = format!("/live?at={},{}", own.number, shared.number);
    let mut visit = Visit::of(&app, &max);
    let csrf = visit.get(&format!("/tickets/{}", shared.number)).await.value("csrf");
    let act = async {
        let fields = [("csrf", csrf.as_str()), ("is_private", "true")];
        let answer = visit.post(&format!("/tickets/{}/privacy", shared.number), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        app.given().comment(&jana, &own, "Hallo").await;
    };
    let heard = until(&app, &anna, &path, act, "event: gone").await;
    let gone = heard.lines().find(|line| line.contains("NOT_FOUND")).expect("why");
    assert!(gone.contains(&format!("\"number\":{}", shared.number)), "{gone}");
    assert!(!heard.contains("event: ended"), "{heard}");
}

#[tokio::test]
async fn how_much_is_unseen_is_told_to_the_staff_alone() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Drucker").await;
    let told = Visit::of(&app, &jana).get("/live/unseen").await;
    assert!(told.body.contains("\"unseen\":1"), "{}", told.body);
    assert_eq!(Visit::of(&app, &anna).get("/live/unseen").await.status, StatusCode::NOT_FOUND);
    let nobody = Visit::new(&app).get("/live/unseen").await;
    assert!(!nobody.body.contains("unseen\":"), "{}", nobody.body);
}

/// How many tabs hold the connection, and how many wait to take it over.
async fn holders(window: &Window) -> (u64, u64) {
    let script = "return navigator.locks.query().then(({ held, pending }) => [held, pending].map((all) => all.filter(({ name }) => name.startsWith('schalter-live')).length))";
    let counts = window.run(script).await;
    let count = |place: usize| counts[place].as_u64().unwrap_or_default();
    (count(0), count(1))
}

/// Opens another tab, and waits until it is there.
async fn open_beside(window: &Window, path: &str) {
    window.run(&format!("window.beside = window.open('{path}'); return 0")).await;
    let ready = "return window.beside.document.querySelector('#live:not(.off)') !== null";
    until_some("the other tab to listen", || async {
        (window.run(ready).await == json!(true)).then_some(())
    })
    .await;
}

async fn wait_until(window: &Window, what: &str, script: &str) {
    until_some(what, || async { (window.run(script).await == json!(true)).then_some(()) }).await;
}

/// Two windows side by side: the one that opened the other is seen as well.
async fn stays_in_sight(window: &Window) {
    let shown = "Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
        document.dispatchEvent(new Event('visibilitychange')); return 0";
    window.run(shown).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_share_one_connection_and_another_takes_over_when_its_holder_goes() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/desk?view=all")).await;
    window.wait_for("#live:not(.off)").await;
    open_beside(&window, &format!("/tickets/{}", ticket.number)).await;
    assert_eq!(holders(&window).await, (1, 1), "one holds the connection, and one waits");

    app.given().comment(&anna, &ticket, "Es brennt noch immer.").await;
    let there = "return window.beside.document.body.textContent.includes('Es brennt noch immer.')";
    wait_until(&window, "the ticket to show the comment", there).await;
    stays_in_sight(&window).await;
    app.clock.advance(Duration::from_mins(1));
    app.given().ticket(&anna, "Bildschirm").await;
    window.wait_for("[data-fresh]").await;

    // The one that holds it goes, and what happens meanwhile is not lost.
    window.goto(&format!("{site}/desk?view=all&sort=number")).await;
    stays_in_sight(&window).await;
    app.given().comment(&anna, &ticket, "Und raucht.").await;
    window.wait_for("#live:not(.off)").await;
    until_some("one to hold it", || async { (holders(&window).await == (1, 1)).then_some(()) }).await;
    app.clock.advance(Duration::from_mins(1));
    app.given().ticket(&anna, "Tastatur").await;
    window.wait_for("[data-fresh]").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_title_of_a_tab_that_nobody_looks_at_counts_on_and_its_page_catches_up() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/desk")).await;
    window.wait_for("#live:not(.off)").await;
    window.goto(&format!("{site}/profile")).await;
    // Whether or not the connection stands already.
    app.given().ticket(&anna, "Maus").await;
    wait_until(&window, "the title to count", "return document.title.startsWith('(2) ')").await;
    open_beside(&window, "/desk").await;
    let hide =
        "Object.defineProperty(window.beside.document, 'hidden', { configurable: true, get: () => true });
        window.beside.document.dispatchEvent(new Event('visibilitychange')); return 0";
    window.run(hide).await;
    app.clock.advance(Duration::from_mins(1));
    app.given().ticket(&anna, "Bildschirm").await;
    let counts = "return window.beside.document.title.startsWith('(3) ')";
    wait_until(&window, "the title to count", counts).await;
    wait_until(&window, "the title of the other tab", "return document.title.startsWith('(3) ')").await;
    let asleep = "return window.beside.document.querySelector('[data-fresh]') === null";
    assert_eq!(window.run(asleep).await, json!(true), "its page is left alone");
    let show = "delete window.beside.document.hidden;
        window.beside.document.dispatchEvent(new Event('visibilitychange')); return 0";
    window.run(show).await;
    let caught_up = "return window.beside.document.querySelector('[data-fresh]') !== null";
    wait_until(&window, "the page to catch up", caught_up).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_count_of_a_page_that_was_made_before_the_last_change_does_not_stand() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/desk")).await;
    window.wait_for("#live:not(.off)").await;
    app.given().ticket(&anna, "Maus").await;
    wait_until(&window, "the title to count", "return document.title.startsWith('(2) ')").await;
    // As a tab says it whose page the server made before, and which was long in coming.
    let late = "window.told = [];
        window.channel = new BroadcastChannel('schalter-live:' + document.body.dataset.viewer);
        window.channel.addEventListener('message', ({ data }) => data.kind === 'unseen' && window.told.push(data.unseen));
        window.channel.postMessage({ kind: 'unseen', unseen: 1, asked: 1 });
        return 0";
    window.run(late).await;
    wait_until(&window, "the true count to be told", "return window.told.includes(2)").await;
    let counts = "return document.title.startsWith('(2) ')";
    wait_until(&window, "the title to be true", counts).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_out_in_one_tab_ends_all() {
    let (app, site) = start().await;
    let jana = app.given().agent("jana@example.org").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/desk")).await;
    open_beside(&window, "/desk").await;
    let leave = "document.querySelector('form[action=\"/logout\"]').requestSubmit(); return 0";
    window.run(&format!("window.beside.{leave}")).await;
    window.wait_for("#password").await;
    window.close().await;
}

/// What the page heard last is gone from the journal, as after the restore of a backup that is older.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_saw_more_than_a_restored_backup_holds_catches_up_and_keeps_what_is_typed() {
    let plain = |settings: &mut engine::Settings| "http://127.0.0.1".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, plain).await;
    let site = app.listen_with(Duration::from_millis(400)).await;
    let proxy = Proxy::before(&site).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &proxy.url(), &jana).await;
    window.goto(&format!("{}/tickets/{}", proxy.url(), ticket.number)).await;
    wait_for_lamp(&window, "live").await;
    app.given().comment(&anna, &ticket, "Das geht verloren").await;
    window.wait_for_text("Das geht verloren").await;
    window.fill("#text", "Was ich gerade schreibe").await;
    let watch = "window.shut = 0;
        new MutationObserver(() => { if (document.getElementById('live').dataset.state === 'shut') window.shut += 1; })
            .observe(document.getElementById('live'), { attributes: true }); return 0";
    window.run(watch).await;

    proxy.set(Network::Down);
    wait_for_lamp(&window, "offline").await;
    let rows = Database::connect(app.database()).await.expect("a connection");
    let lose = "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)";
    rows.execute_unprepared(lose).await.expect("lost");
    rows.close().await.expect("closed");
    app.given().comment(&anna, &ticket, "Nach der Sicherung").await;
    proxy.set(Network::Fine);
    window.run("window.dispatchEvent(new Event('online'))").await;
    window.wait_for_text("Nach der Sicherung").await;
    wait_for_lamp(&window, "live").await;
    app.given().comment(&anna, &ticket, "Und weiter").await;
    window.wait_for_text("Und weiter").await;
    assert_eq!(window.value("#text").await, "Was ich gerade schreibe");
    assert_eq!(window.run("return window.shut").await, json!(0), "nobody was told that they may not go on");
    window.close().await;
}
