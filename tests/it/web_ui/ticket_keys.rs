//! The staff's page of a ticket by keyboard, in a real browser: ten tickets are assigned, answered and resolved with three
//! keys each beside the text, and facts save themselves.

use std::time::Duration;

use engine::{Paging, Priority, Status, TicketFilter, TicketOrder, Visibility};
use serde_json::json;
use tests::{
    servers::{chromium::Chromium, webdriver::Window},
    wait::until,
};

use super::browser::{log_in, start, wait_for_value};

/// Presses a key where the focus is.
async fn press(window: &Window, key: &str, control: bool, shift: bool) {
    let event = json!({
        "key": key, "ctrlKey": control, "shiftKey": shift, "bubbles": true, "cancelable": true,
    });
    let script = format!("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {event}))");
    window.run(&script).await;
}

/// The page is there, and its scripts run.
async fn wait_for_ticket(window: &Window, number: i64) {
    window.wait_for_url(&format!("/tickets/{number}")).await;
    let ready = "return document.documentElement.classList.contains('scripted') \
                 && document.querySelector('#live')?.dataset.state === 'live'";
    until("the ticket", || async { (window.run(ready).await == json!(true)).then_some(()) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_new_tickets_are_assigned_answered_and_resolved_with_three_keys_each() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut numbers = Vec::new();
    for count in 1..=10 {
        numbers.push(app.given().ticket(&anna, &format!("Nummer {count}")).await.number);
        app.clock.advance(Duration::from_mins(1));
    }
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}?view=unassigned", numbers[0])).await;
    wait_for_ticket(&window, numbers[0]).await;
    assert!(window.text(".case-nav").await.contains("1 von 10"), "{}", window.text(".case-nav").await);
    let loads = async || window.run("return history.length").await.as_u64().expect("a number");
    let before = loads().await;
    // Enter in the list opened the first one.
    let mut keys = 1;
    for (place, number) in numbers.iter().enumerate() {
        press(&window, "r", false, false).await;
        assert_eq!(window.run("return document.activeElement.id").await, json!("text"), "one key away");
        window.fill("#text", "Bitte starten Sie den Drucker neu.").await;
        press(&window, "Enter", true, true).await;
        press(&window, "3", false, false).await;
        keys += 3;
        match numbers.get(place + 1) {
            Some(next) => wait_for_ticket(&window, *next).await,
            None => window.wait_for_url("/desk").await,
        }
        let ticket = app.engine.ticket(&jana.actor, *number).await.expect("an answer").expect("a ticket");
        assert_eq!((ticket.status, ticket.assignee), (Status::Resolved, Some(jana.user.id)));
        let comments =
            app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.expect("comments");
        let (_, answer) = comments.items.last().expect("an answer");
        assert_eq!((comments.items.len(), answer.visibility), (2, Visibility::Public));
    }
    let loads = loads().await - before;
    assert!(
        keys <= 35 && loads + 2 <= 12,
        "{keys} keys; {loads} page loads after the list and the first ticket"
    );
    let filter = TicketFilter { status: vec![Status::New], ..TicketFilter::default() };
    let left = app.engine.tickets(&jana.actor, &filter, TicketOrder::default(), &Paging::default()).await;
    assert!(left.expect("a list").items.is_empty());
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_save_themselves_without_a_page_load_and_leave_the_text_alone() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    wait_for_ticket(&window, ticket.number).await;
    window.run("window.same = 1").await;
    press(&window, "i", false, false).await;
    window.fill("#text", "Nur für uns").await;
    window.run("document.activeElement.blur()").await;
    press(&window, "a", false, false).await;
    press(&window, "a", false, false).await;
    window.wait_for_text("Zuständig gespeichert").await;
    let me = window.run("return document.querySelector('[data-auto]').dataset.me").await;
    wait_for_value(&window, "#fact-assignee", me.as_str().expect("an id")).await;
    window.run("document.activeElement.blur()").await;
    // All in one moment: the second and third key come while the first change is on its way.
    let keys = "for (const key of ['2', '1', 't']) \
                document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}))";
    window.run(keys).await;
    window.wait_for_text("Priorität gespeichert").await;
    until("the last key's field", || async {
        let there = "return document.activeElement.id === 'fact-tag' && !document.activeElement.form.inert";
        (window.run(there).await == json!(true)).then_some(())
    })
    .await;
    wait_for_value(&window, "#fact-priority", "URGENT").await;
    window.fill("#fact-tag", "drucker").await;
    window
        .run("document.getElementById('fact-tag').dispatchEvent(new Event('change', { bubbles: true }))")
        .await;
    window.wait_for_text("Schlagworte gespeichert").await;
    let now = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!((now.assignee, now.priority), (Some(jana.user.id), Priority::Urgent));
    assert_eq!(now.tags, ["drucker"]);
    assert_eq!(window.value("#text").await, "Nur für uns");
    assert_eq!(window.run("return window.same").await, json!(1), "the page was never loaded anew");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_of_files_alone_becomes_no_answer_by_a_key() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let file = app.directory().join("geheim.txt");
    std::fs::write(&file, "x").expect("a file");
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    wait_for_ticket(&window, ticket.number).await;
    let mode = async || window.run("return document.querySelector('[name=visibility]:checked').value").await;
    for key in ["i", "r", "i"] {
        window.run("document.activeElement.blur()").await;
        press(&window, key, false, false).await;
        assert_eq!(
            mode().await,
            json!(if key == "r" { "PUBLIC" } else { "INTERNAL" }),
            "nothing is written yet"
        );
    }
    window.choose_file("#files", &file).await;
    window.wait_for_text("geheim.txt").await;
    window.run("document.activeElement.blur()").await;
    press(&window, "r", false, false).await;
    assert_eq!(mode().await, json!("INTERNAL"));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_palette_presses_waits_though_enter_chose_it() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    wait_for_ticket(&window, ticket.number).await;
    window.run("document.activeElement.blur()").await;
    press(&window, "k", true, false).await;
    window.fill("#palette input[name=q]", "zuweisen an").await;
    window.wait_for("#palette [data-press='a'][aria-selected=true]").await;
    press(&window, "Enter", false, false).await;
    let focused = || async {
        (window.run("return document.activeElement.id").await == json!("fact-assignee")).then_some(())
    };
    until("the list of the staff to have the focus", focused).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_acts_where_single_keys_are_switched_off_and_a_menu_is_open() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.run("localStorage.setItem('schalter-single-keys', 'off')").await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    wait_for_ticket(&window, ticket.number).await;
    let field = "return document.activeElement.id";
    window.run("document.activeElement.blur()").await;
    press(&window, "r", false, false).await;
    assert_ne!(window.run(field).await, json!("text"), "a key of the keyboard does nothing");
    press(&window, "Enter", true, true).await;
    window.wait_for("details[data-menu=send][open]").await;
    press(&window, "k", true, false).await;
    window.fill("#palette input[name=q]", "antworten").await;
    window.wait_for("#palette [data-press='r'][aria-selected=true]").await;
    press(&window, "Enter", false, false).await;
    assert_eq!(window.run(field).await, json!("text"), "what the palette presses does");
    // Two keys, one after the other.
    press(&window, "k", true, false).await;
    window.fill("#palette input[name=q]", "übernehmen").await;
    window.wait_for("#palette [data-press='a a'][aria-selected=true]").await;
    press(&window, "Enter", false, false).await;
    window.wait_for_text("Zuständig gespeichert").await;
    let me = window.run("return document.querySelector('[data-auto]').dataset.me").await;
    wait_for_value(&window, "#fact-assignee", me.as_str().expect("an id")).await;
    // In the list.
    window.goto(&format!("{site}/desk?view=mine")).await;
    window.wait_for("#live:not(.off)").await;
    press(&window, "k", true, false).await;
    window.fill("#palette input[name=q]", "filtern").await;
    window.wait_for("#palette [data-press='f'][aria-selected=true]").await;
    press(&window, "Enter", false, false).await;
    window.wait_for("details[data-menu=filter][open]").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_ends_a_waiting_key_and_leads_back_from_a_menu() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    wait_for_ticket(&window, ticket.number).await;
    let focus =
        async || window.run("return document.activeElement.id || document.activeElement.tagName").await;
    window.run("document.activeElement.blur(); window.began = performance.now()").await;
    for key in ["a", "Escape"] {
        press(&window, key, false, false).await;
    }
    let later = "return performance.now() - window.began > 1000";
    until("the time of a second key to be over", || async {
        (window.run(later).await == json!(true)).then_some(())
    })
    .await;
    assert_eq!(focus().await, json!("BODY"), "nothing waits any more");
    press(&window, "s", false, false).await;
    window.wait_for("details[data-menu=send][open]").await;
    press(&window, "Escape", false, false).await;
    assert!(!window.has("details[data-menu][open]").await);
    assert_eq!(focus().await, json!("BODY"), "back to the page");
    press(&window, "r", false, false).await;
    press(&window, "Enter", true, true).await;
    window.wait_for("details[data-menu=send][open]").await;
    press(&window, "Escape", false, false).await;
    assert_eq!(focus().await, json!("text"), "back to the text from which it was opened");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_links_what_is_pointed_at_in_the_list_and_the_menu_of_a_ticket_copies_its_address() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let one = app.given().ticket(&anna, "Drucker").await;
    let two = app.given().ticket(&anna, "Bildschirm").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/desk?view=all&at={}", one.number)).await;
    window.wait_for("#live:not(.off)").await;
    press(&window, "l", false, false).await;
    window.wait_for("[data-menu=v][open]").await;
    assert_eq!(window.run("return document.activeElement.id").await, json!("bulk-link"));
    window.fill("#bulk-link", &two.number.to_string()).await;
    window.click("button[name=do][value=link]").await;
    window.wait_for_text(&format!("Ein Ticket mit #{} verknüpft.", two.number)).await;

    window.goto(&format!("{site}/tickets/{}?view=all", one.number)).await;
    wait_for_ticket(&window, one.number).await;
    window.click(".case-head details.menu > summary").await;
    window.click("[data-copy]").await;
    window.wait_for(".copied").await;
    assert!(window.url().await.contains("view=all"), "the page stays");
    window.close().await;
}
