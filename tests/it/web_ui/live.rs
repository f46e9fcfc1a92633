//! Live updates.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use futures::StreamExt as _;
use tests::{
    Backend, TestApp,
    given::Person,
    servers::{
        chromium::Chromium,
        proxy::{Network, Proxy},
        webdriver::Window,
    },
    wait::until as until_some,
};
use tower::ServiceExt as _;

use super::{browser::log_in, visit::Visit};

/// Reads the stream until it says this.
pub(super) async fn until(
    app: &TestApp,
    person: &Person,
    path: &str,
    act: impl Future<Output = ()>,
    wanted: &str,
) -> String {
    let request = Request::get(path)
        .header(header::COOKIE, format!("schalter_session={}", person.token))
        .body(Body::empty())
        .expect("a request");
    let response = app.router().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let mut heard = String::new();
    let hearing = async {
        let hello = stream.next().await.expect("a greeting").expect("bytes");
        heard.push_str(&String::from_utf8_lossy(&hello));
        act.await;
        while !heard.contains(wanted) {
            let chunk = stream.next().await.expect("more").expect("bytes");
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    tokio::time::timeout(Duration::from_secs(20), hearing).await.expect("the event comes");
    heard
}

#[tokio::test]
async fn s41_a_change_is_told_at_once_and_can_be_resumed() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/live?number={}", ticket.number);
    let act = async {
        app.given().comment(&jana, &ticket, "Hallo").await;
    };
    let heard = until(&app, &anna, &path, act, "COMMENTED").await;
    assert!(heard.contains("event: changed") && heard.contains("id: "), "{heard}");
    assert!(!heard.contains("Hallo"), "the stream tells that, not what");
    let cursor = heard.split("id: ").nth(1).and_then(|rest| rest.lines().next()).expect("a cursor");
    let again = async {
        app.given().comment(&jana, &ticket, "Noch einmal").await;
    };
    let resumed = until(&app, &anna, &format!("{path}&after={cursor}"), again, "COMMENTED").await;
    assert!(!resumed.contains(&format!("id: {cursor}\n")), "what was heard is not told again: {resumed}");
}

#[tokio::test]
async fn a_stream_tells_that_the_viewer_may_not_follow_it_any_longer() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let act = async {
        app.engine.logout(&anna.actor).await.expect("logged out");
    };
    let heard = until(&app, &anna, "/live", act, "UNAUTHENTICATED").await;
    assert!(heard.contains("event: ended"), "{heard}");
}

#[tokio::test]
async fn a_stranger_hears_nothing() {
    let app = TestApp::start().await;
    let request = Request::get("/live").body(Body::empty()).expect("a request");
    let response = app.router().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn colleagues_at_a_ticket_are_told_to_the_staff_and_not_to_the_customer() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/live?number={}", ticket.number);
    let draft = engine::SaveDraft { number: ticket.number, text: "Ich".to_owned(), ..Default::default() };
    let act = async {
        app.engine.save_draft(&ole.actor, draft).await.expect("saved");
    };
    let heard = until(&app, &jana, &path, act, "schreibt gerade").await;
    assert!(heard.contains("event: presence") && heard.contains("Ole schreibt gerade."), "{heard}");
    assert!(!heard.contains("Jana"), "nobody is told of themselves: {heard}");
    let page = Visit::of(&app, &jana).get(&format!("/tickets/{}", ticket.number)).await;
    assert!(page.body.contains("Ole schreibt gerade."), "also without a script");
    let act = async {
        app.given().comment(&jana, &ticket, "Hallo").await;
    };
    let heard = until(&app, &anna, &path, act, "COMMENTED").await;
    assert!(!heard.contains("presence") && !heard.contains("schreibt"), "{heard}");
    let page = Visit::of(&app, &anna).get(&format!("/tickets/{}", ticket.number)).await;
    assert!(!page.body.contains("schreibt gerade"));
}

#[tokio::test]
async fn an_internal_note_is_not_told_to_the_customer() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let act = async {
        app.given().internal_note(&jana, &ticket, "nur wir").await;
        app.given().set(&jana, &ticket, engine::Status::Pending).await;
    };
    let heard = until(&app, &anna, "/live", act, "STATUS_CHANGED").await;
    assert!(!heard.contains("COMMENTED"), "{heard}");
}

#[tokio::test]
async fn a_silent_connection_shows_that_it_lives_by_events_that_a_script_sees() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let site = app.listen_with(Duration::from_millis(20)).await;
    let cookie = format!("schalter_session={}", jana.token);
    let request = reqwest::Client::new().get(format!("{site}/live")).header("cookie", cookie);
    let mut answer = request.send().await.expect("an answer");
    let mut heard = String::new();
    while heard.matches("event: beat\ndata: {}").count() < 2 {
        let chunk = answer.chunk().await.expect("bytes").expect("more");
        heard.push_str(&String::from_utf8_lossy(&chunk));
    }
    assert!(heard.starts_with("event: hello\n") && heard.contains(r#""beat":20"#), "{heard}");
}

/// What the lamp says: its state, and its words.
async fn lamp(window: &Window) -> (String, String) {
    let state = "return document.getElementById('live').dataset.state ?? ''";
    let state = window.run(state).await.as_str().unwrap_or_default().to_owned();
    (state, window.text("#live").await)
}

pub(super) async fn wait_for_lamp(window: &Window, wanted: &str) -> String {
    until_some(&format!("the lamp to be {wanted}"), || async {
        let (state, words) = lamp(window).await;
        (state == wanted).then_some(words)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lamp_tells_of_a_connection_that_has_gone_dark_and_the_list_catches_up() {
    let plain = |settings: &mut engine::Settings| "http://127.0.0.1".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, plain).await;
    let site = app.listen_with(Duration::from_millis(400)).await;
    let proxy = Proxy::before(&site).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    for (person, path, row) in
        [(&jana, "/desk", "tr[data-row='{}']"), (&anna, "/tickets", "tr[data-row='{}']")]
    {
        let window = chromium.window().await;
        log_in(&window, &proxy.url(), person).await;
        window.goto(&format!("{}{path}", proxy.url())).await;
        assert_eq!(wait_for_lamp(&window, "live").await, "Live");

        for network in [Network::Dark, Network::Down, Network::Away] {
            proxy.set(network);
            let words = wait_for_lamp(&window, "offline").await;
            assert!(words.starts_with("keine Verbindung seit "), "{network:?}: {words}");
            let missed = app.given().ticket(&anna, &format!("Verpasst {network:?}")).await;
            proxy.set(Network::Fine);
            window.run("window.dispatchEvent(new Event('online'))").await;
            assert_eq!(wait_for_lamp(&window, "live").await, "Live", "{network:?}");
            if path == "/desk" {
                window.wait_for("[data-fresh]").await;
                window.run("document.querySelector('[data-fresh]').click()").await;
            }
            window.wait_for(&row.replace("{}", &missed.number.to_string())).await;
        }
        window.close().await;
    }
    // The same on the page of a ticket.
    let window = chromium.window().await;
    log_in(&window, &proxy.url(), &anna).await;
    window.goto(&format!("{}/tickets/{}", proxy.url(), ticket.number)).await;
    wait_for_lamp(&window, "live").await;
    proxy.set(Network::Dark);
    wait_for_lamp(&window, "offline").await;
    app.given().comment(&jana, &ticket, "Eine Antwort").await;
    proxy.set(Network::Fine);
    wait_for_lamp(&window, "live").await;
    window.wait_for_text("Eine Antwort").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d8_connections_that_died_without_a_word_are_not_tried_one_after_the_other() {
    let plain = |settings: &mut engine::Settings| "http://127.0.0.1".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, plain).await;
    let site = app.listen_with(Duration::from_millis(400)).await;
    let proxy = Proxy::before(&site).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &proxy.url(), &jana).await;
    window.goto(&format!("{}/desk?view=all", proxy.url())).await;
    wait_for_lamp(&window, "live").await;
    // As many connections as a browser keeps: each of them alone would cost its time limit.
    let busy = "return Promise.all([1, 2, 3, 4, 5].map((n) => fetch('/desk?n=' + n).then((page) => page.text()))).then(() => 0)";
    window.run(busy).await;
    proxy.freeze();
    let missed = app.given().ticket(&anna, "Nach dem Einschlafen").await;
    window.wait_for("[data-fresh]").await;
    assert_eq!(wait_for_lamp(&window, "live").await, "Live");
    window.run("document.querySelector('[data-fresh]').click()").await;
    window.wait_for(&format!("tr[data-row='{}']", missed.number)).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lamp_does_not_shine_for_somebody_who_is_logged_out() {
    let plain = |settings: &mut engine::Settings| "http://127.0.0.1".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, plain).await;
    let site = app.listen().await;
    let jana = app.given().agent("jana@example.org").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    wait_for_lamp(&window, "live").await;
    window.forget_cookies().await;
    window.run("window.dispatchEvent(new Event('offline'))").await;
    assert_eq!(wait_for_lamp(&window, "out").await, "Sie sind abgemeldet.");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_leaves_the_page_of_a_colleague() {
    let change = |settings: &mut engine::Settings| {
        "http://127.0.0.1".clone_into(&mut settings.public_url);
        settings.tickets.undo_send = Duration::from_mins(1);
    };
    let app = TestApp::with(Backend::Sqlite, change).await;
    let site = app.listen().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for count in 1..=9 {
        app.clock.advance(Duration::from_mins(1));
        let text = format!("Nummer {count}\n").repeat(20);
        app.given().comment(&anna, &ticket, &text).await;
    }
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    wait_for_lamp(&window, "live").await;
    app.clock.advance(Duration::from_mins(1));
    let answer = engine::AddComment {
        number: ticket.number,
        text: "Es liegt an der Firewall.".to_owned(),
        attachments: Vec::new(),
        draft_files: Vec::new(),
        visibility: engine::Visibility::Public,
        status: Some(engine::Status::Resolved),
        takes: true,
        idempotency_key: None,
        expected_version: None,
    };
    let sent = app.engine.add_comment(&ole.actor, answer).await.expect("an answer").comment;
    window.wait_for_text("Es liegt an der Firewall.").await;
    // That an answer was taken back stands there, not what it did.
    let lines = "return [...document.querySelectorAll('.posts-list .event')].filter((line) => line.textContent.includes('bearbeitet')).length";
    let lines = async || window.run(lines).await;
    assert_ne!(lines().await, 0, "what the answer did to the ticket");
    app.engine.undo_send(&ole.actor, sent.id).await.expect("taken back");
    until_some("the answer to go", || async {
        let there = window.text(".posts-list").await.contains("Firewall");
        (!there && lines().await == 0).then_some(())
    })
    .await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_split_off_leaves_the_page_of_a_colleague() {
    let plain = |settings: &mut engine::Settings| "http://127.0.0.1".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, plain).await;
    let site = app.listen().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.clock.advance(Duration::from_mins(1));
    let other = app.given().comment(&anna, &ticket, "Außerdem fehlt mir ein Zugang.").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    wait_for_lamp(&window, "live").await;
    window.wait_for_text("Außerdem fehlt mir ein Zugang.").await;
    let input =
        engine::SplitTicket { number: ticket.number, comments: vec![other.id], title: "Zugang".to_owned() };
    let new = app.engine.split_ticket(&ole.actor, input).await.expect("a ticket of its own");
    window.wait_for_text(&format!("#{}", new.number)).await;
    until_some("the comment to go", || async {
        let posts = window.text(".posts-list").await;
        (!posts.contains("Außerdem fehlt mir ein Zugang.")).then_some(())
    })
    .await;
    window.close().await;
}

/// What stands in the rail of the staff for what they have not seen, of all overviews.
const FRESH: &str = ".rail section[data-live='rail'] .count.fresh";

#[tokio::test(flavor = "multi_thread")]
async fn d6_a_reply_is_marked_and_counted_without_a_reload_until_its_ticket_is_opened() {
    let (app, site) = super::browser::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let assignee = Some(Some(jana.user.id));
    let mine = engine::UpdateTicket { number: ticket.number, assignee, ..Default::default() };
    app.engine.update_ticket(&jana.actor, mine).await.expect("taken");
    app.engine.mark_seen(&jana.actor, ticket.number).await.expect("seen");
    let row = format!("tr[data-row='{}']", ticket.number);
    let unread = format!("tr.unread[data-row='{}']", ticket.number);
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/desk?view=all")).await;
    window.wait_for(&row).await;
    assert_eq!(wait_for_lamp(&window, "live").await, "Live");
    assert!(!window.has(&unread).await && !window.has(FRESH).await, "nothing is new");
    window.run("window.notReloaded = true").await;

    app.clock.advance(Duration::from_mins(1));
    app.given().comment(&anna, &ticket, "Er klemmt immer noch.").await;
    window.wait_for(&unread).await;
    window.wait_for(FRESH).await;
    let kept = window.run("return window.notReloaded === true").await;
    assert_eq!(kept.as_bool(), Some(true), "the page was not loaded again");

    window.click(&format!("{row} a.title")).await;
    window.wait_for_url(&format!("/tickets/{}", ticket.number)).await;
    window.wait_for_text("Er klemmt immer noch.").await;
    until_some("the count to go", || async { (!window.has(FRESH).await).then_some(()) }).await;
    window.goto(&format!("{site}/desk?view=all")).await;
    window.wait_for(&row).await;
    assert!(!window.has(&unread).await && !window.has(FRESH).await, "it was opened");
    window.close().await;
}
