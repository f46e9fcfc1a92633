//! Forms on a bad line, in a real browser: the page stays, says so, keeps text and files, and what is sent arrives once.

use std::path::PathBuf;

use engine::{Paging, Priority, TicketFilter};
use serde_json::json;
use tests::{
    Person, TestApp,
    servers::{
        chromium::Chromium,
        proxy::{Network, Proxy},
        webdriver::Window,
    },
    wait::until,
};

use super::browser::{log_in, start, wait_for_value};

/// A site behind a proxy, a customer and an agent.
async fn behind_a_proxy() -> (TestApp, Proxy, Person, Person) {
    let (app, site) = start().await;
    let proxy = Proxy::before(&site).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    (app, proxy, anna, jana)
}

/// A page gives up on an attempt sooner than people would have it.
async fn hurry(window: &Window) {
    let script =
        "Object.assign(document.getElementById('sending').dataset, { slowAfter: 300, stalledAfter: 1200 })";
    window.run(script).await;
}

fn file(app: &TestApp) -> PathBuf {
    let file = app.directory().join("prüfung.log");
    std::fs::write(&file, "log").expect("a file");
    file
}

/// The browser replaces a page by its own error when the form's address is the page's: then nothing leads back.
#[tokio::test(flavor = "multi_thread")]
async fn without_script_the_way_back_leads_to_what_was_typed() {
    let (app, proxy, anna, jana) = behind_a_proxy().await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    for (person, path) in [
        (&anna, "/tickets/new".to_owned()),
        (&anna, format!("/tickets/{}", ticket.number)),
        (&jana, format!("/tickets/{}", ticket.number)),
        (&jana, format!("/tickets/{}?view=all", ticket.number)),
    ] {
        let window = chromium.window().await;
        log_in(&window, &proxy.url(), person).await;
        window.without_script().await;
        let page = format!("{}{path}", proxy.url());
        window.goto(&page).await;
        if path == "/tickets/new" {
            window.fill("#title", "Drucker druckt nicht").await;
        }
        window.fill("#text", "Ein langer Text").await;
        proxy.set(Network::Down);
        window.click("form[data-draft] button.main").await;
        let given_up = || async { (!window.has("form[data-draft]").await).then_some(()) };
        until("the browser to give up", given_up).await;
        proxy.set(Network::Fine);
        window.back().await;
        assert_eq!(window.url().await, page);
        assert_eq!(window.value("#text").await, "Ein langer Text", "{path}");
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_and_its_file_wait_for_the_server_and_arrive_once() {
    let (app, proxy, anna, _) = behind_a_proxy().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &proxy.url(), &anna).await;
    for (network, says) in [
        (Network::Down, "Noch nicht gesendet: keine Verbindung seit"),
        (Network::Away, "Der Dienst ist seit"),
        (Network::Dark, "Noch nicht gesendet: keine Verbindung seit"),
        (Network::Deaf, "Noch nicht gesendet: keine Verbindung seit"),
    ] {
        let ticket = app.given().ticket(&anna, &format!("Drucker {network:?}")).await;
        let page = format!("{}/tickets/{}", proxy.url(), ticket.number);
        window.goto(&page).await;
        hurry(&window).await;
        window.fill("#text", "Ein langer Text").await;
        window.choose_file("#files", &file(&app)).await;
        proxy.set(network);
        // A second click, and a third, are as good as one.
        window.run("const b = document.querySelector('#composer button.main'); b.click(); b.click()").await;
        window.run("document.querySelector('#composer').requestSubmit()").await;
        window.wait_for_text(says).await;
        assert_eq!(window.url().await, page, "{network:?}: the page stays");
        assert_eq!(window.value("#text").await, "Ein langer Text", "{network:?}");
        assert_eq!(window.run("return document.getElementById('files').files.length").await, json!(1));
        proxy.set(Network::Fine);
        window.click("[data-send-now]").await;
        wait_for_value(&window, "#text", "").await;
        let comments = app.engine.comments(&anna.actor, ticket.id, &Paging::default()).await;
        let comments = comments.expect("comments").items;
        assert_eq!(comments.len(), 2, "{network:?}: exactly one comment after the first");
        let last = comments.last().expect("a comment").1.id;
        let files = app.engine.attachments_of(&anna.actor, &[last]).await.expect("files");
        assert_eq!(files.get(&last).map(Vec::len), Some(1), "{network:?}");
        assert!(app.engine.drafts_of(&anna.actor, &[ticket.id]).await.expect("drafts").is_empty());
    }
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_ticket_waits_for_the_server_and_is_opened_once_by_itself() {
    let (app, proxy, anna, _) = behind_a_proxy().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &proxy.url(), &anna).await;
    window.goto(&format!("{}/tickets/new", proxy.url())).await;
    hurry(&window).await;
    window.fill("#title", "Drucker druckt nicht").await;
    window.fill("#text", "Seit heute").await;
    window.choose_file("#files", &file(&app)).await;
    proxy.set(Network::Deaf);
    window.click("button.main").await;
    window.wait_for_text("Noch nicht gesendet").await;
    assert_eq!(window.value("#title").await, "Drucker druckt nicht");
    proxy.set(Network::Fine);
    window.wait_for_url("/tickets/1").await;
    window.wait_for_text("prüfung.log").await;
    assert_eq!(app.engine.count_tickets(&anna.actor, &TicketFilter::default()).await.expect("a count"), 1);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_that_arrived_without_an_answer_are_no_conflict_and_the_log_in_stays() {
    let (app, proxy, anna, jana) = behind_a_proxy().await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    window.goto(&format!("{}/login", proxy.url())).await;
    window.fill("#email", &jana.user.email).await;
    window.fill("#password", tests::given::PASSWORD).await;
    proxy.set(Network::Down);
    window.click("button.main").await;
    window.wait_for_text("Noch nicht gesendet").await;
    assert_eq!(window.value("#email").await, jana.user.email);
    proxy.set(Network::Fine);
    window.wait_for("nav.rail").await;

    window.goto(&format!("{}/tickets/{}", proxy.url(), ticket.number)).await;
    hurry(&window).await;
    proxy.set(Network::Deaf);
    window.select("#fact-priority", "URGENT").await;
    window.wait_for_text("Noch nicht gesendet").await;
    proxy.set(Network::Fine);
    window.wait_for_text("Priorität gespeichert").await;
    assert_eq!(window.value("#fact-priority").await, "URGENT");
    assert!(!window.text("body").await.contains("Inzwischen hat sich das Ticket geändert"));
    let now = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!((now.priority, now.version), (Priority::Urgent, ticket.version + 1), "changed once");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_can_be_stopped_and_the_text_edited() {
    let (app, proxy, anna, _) = behind_a_proxy().await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &proxy.url(), &anna).await;
    window.goto(&format!("{}/tickets/{}", proxy.url(), ticket.number)).await;
    window.fill("#text", "Ein Text").await;
    proxy.set(Network::Down);
    window.click("#composer button.main").await;
    window.click("[data-send-stop]").await;
    window.fill("#text", "Ein besserer Text").await;
    proxy.set(Network::Fine);
    window.click("#composer button.main").await;
    wait_for_value(&window, "#text", "").await;
    let comments = app.engine.comments(&anna.actor, ticket.id, &Paging::default()).await.expect("comments");
    let texts: Vec<_> = comments.items.iter().map(|(_, comment)| comment.text.as_str()).skip(1).collect();
    assert_eq!(texts, ["Ein besserer Text"]);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_while_somebody_writes_costs_neither_text_nor_file() {
    let (app, proxy, anna, _) = behind_a_proxy().await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &proxy.url(), &anna).await;
    window.goto(&format!("{}/tickets/{}", proxy.url(), ticket.number)).await;
    window.choose_file("#files", &file(&app)).await;
    window.forget_cookies().await;
    window.fill("#text", "Ein langer Text").await;
    window.click("#composer button.main").await;
    window.wait_for_text("Nicht gesendet: Ihre Anmeldung ist abgelaufen.").await;
    super::browser::log_in_elsewhere(&window, &anna).await;
    window.run("document.querySelector('#composer').requestSubmit()").await;
    wait_for_value(&window, "#text", "").await;
    let comments = app.engine.comments(&anna.actor, ticket.id, &Paging::default()).await.expect("comments");
    let (_, last) = comments.items.last().expect("a comment");
    assert_eq!((comments.items.len(), last.text.as_str()), (2, "Ein langer Text"));
    let files = app.engine.attachments_of(&anna.actor, &[last.id]).await.expect("files");
    assert_eq!(files.get(&last.id).map(Vec::len), Some(1));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_shows_how_far_it_is_sent_and_a_name_for_screen_readers() {
    let (app, proxy, anna, _jana) = behind_a_proxy().await;
    let chromium = Chromium::start().await;
    for (lang, label, told) in [
        ("de", "prüfung.log wird gesendet", "Dateien gesendet: 100\u{a0}%"),
        ("en", "Sending prüfung.log", "Files sent: 100%"),
    ] {
        proxy.set(Network::Fine);
        let window = chromium.window().await;
        log_in(&window, &proxy.url(), &anna).await;
        window.goto(&format!("{}/tickets/new?lang={lang}", proxy.url())).await;
        window.fill("#title", "Drucker druckt nicht").await;
        window.fill("#text", "Er druckt nicht").await;
        window.choose_file("#files", &file(&app)).await;
        // What is sent arrives, and there is no answer: the page stays as it is when everything is sent.
        proxy.set(Network::Deaf);
        window.click("button.main").await;
        window.wait_for(&format!(".chosen progress[aria-label='{label}'][value='100']")).await;
        let announced = window.run("return document.getElementById('announce').textContent").await;
        assert_eq!(announced, json!(told));
        window.close().await;
    }
}
