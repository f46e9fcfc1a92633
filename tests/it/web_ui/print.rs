//! Lists and tickets on paper: whole, and without what is of use on a screen alone.

use std::time::Duration;

use engine::{AddComment, Upload, Visibility};
use serde_json::json;
use tests::{
    servers::{chromium::Chromium, webdriver::Window},
    wait::until,
};

use super::browser::{log_in, start};

/// The width of a sheet in portrait, between its margins, in pixels.
const SHEET: u32 = 718;
const LONG: &str = "Ein Titel der so lang ist dass er auf keinem Bildschirm in eine Zeile passt und auf dem Papier trotzdem ganz steht \
                    bis zu seinem allerletzten Wort Ende";

/// Words that stand beyond the edge of the sheet, or that something cuts off.
const CUT: &str = "
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const cut = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const place = text.parentElement;
        if (!text.data.trim() || place.closest('.sr, select, option, textarea, noscript, dialog') || !place.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        const hides = (one) => {
            const { overflowX, overflowY } = getComputedStyle(one);
            const edge = one.getBoundingClientRect();
            return (overflowX !== 'visible' && (box.right > edge.right + 1 || box.left < edge.left - 1)) || (overflowY !== 'visible' && box.bottom > edge.bottom + 1);
        };
        let around = place;
        while (around && around !== document.body && !hides(around)) around = around.parentElement;
        if (box.right > innerWidth + 1 || box.left < -1 || (around && around !== document.body)) cut.push(text.data.trim().slice(0, 60));
    }
    return cut;";

/// What is seen of these, such as the rail.
async fn seen(window: &Window, selector: &str) -> bool {
    let script =
        format!("return [...document.querySelectorAll('{selector}')].some((one) => one.checkVisibility())");
    window.run(&script).await == json!(true)
}

async fn on_paper(window: &Window, address: &str) {
    window.goto(address).await;
    window.resize(SHEET, 1000).await;
    window.print_media().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_tickets_are_printed_whole() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, LONG).await;
    for count in 1..=20 {
        app.given().ticket(&anna, &format!("Nummer {count:02}")).await;
    }
    let filename = format!("{}.log", "protokoll-der-letzten-nacht-".repeat(3));
    let file = Upload { filename: filename.clone(), content_type: None, bytes: b"x".to_vec().into() };
    let comment = AddComment {
        number: ticket.number,
        text: format!("Es steht da:\n\n```\n{}\n```", "PC LOAD LETTER ".repeat(20)),
        attachments: vec![file],
        visibility: Visibility::Public,
        ..AddComment::default()
    };
    app.engine.add_comment(&jana.actor, comment).await.expect("a comment");
    let chromium = Chromium::start().await;
    for person in [&anna, &jana] {
        let window = chromium.window().await;
        log_in(&window, &site, person).await;
        let list = if person.user.role.is_staff() { "/desk?view=all" } else { "/tickets" };
        for page in [list.to_owned(), format!("/tickets/{}", ticket.number)] {
            on_paper(&window, &format!("{site}{page}")).await;
            let whose = format!("{} at {page}", person.user.email);
            assert_eq!(window.run(CUT).await, json!([]), "{whose}");
            let words = window.text("main").await;
            assert!(words.contains("bis zu seinem allerletzten Wort Ende"), "{whose}: {words}");
            for useless in [
                "nav.rail",
                ".composer",
                ".bulk",
                "[name=number]",
                ".tool-head .end",
                "main .bar .button",
                ".readers",
            ] {
                assert!(!seen(&window, useless).await, "{whose}: {useless} is of no use on paper");
            }
            if page.starts_with("/tickets/") {
                let first = "return document.querySelector('.case-side')?.getBoundingClientRect().top > document.querySelector('.posts-list')?.getBoundingClientRect().top";
                assert!(
                    !person.user.role.is_staff() || window.run(first).await == json!(true),
                    "the conversation comes first"
                );
                assert!(words.contains(&filename), "{whose}: {words}");
                let number = person.user.role.is_staff() || words.contains(&format!("#{}", ticket.number));
                assert!(number, "{whose}: {words}");
            } else {
                let narrow = "return [...document.querySelectorAll('.tickets :is(th, td):is(.t-cust, .t-age)')].filter((one) => one.getBoundingClientRect().width < 80).length";
                assert!(
                    !person.user.role.is_staff() || window.run(narrow).await == json!(0),
                    "{whose}: a few letters wide"
                );
                assert!(words.contains("Nummer 01") && words.contains("Nummer 20"), "{whose}: {words}");
            }
        }
        window.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_prints_the_whole_conversation_dark_on_white() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for count in 1..=60 {
        app.clock.advance(Duration::from_mins(1));
        app.given().comment(&jana, &ticket, &format!("Schritt {count:02}.")).await;
    }
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &anna).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    window.wait_for("#live:not(.off)").await;
    assert!(!window.text("main").await.contains("Schritt 01."), "it stands on an earlier page");
    window.run("window.print = () => { window.printed = true; }").await;
    window.click("main [data-print]").await;
    until("the page to be printed", || async {
        (window.run("return window.printed === true").await == json!(true)).then_some(())
    })
    .await;
    window.run("document.documentElement.dataset.theme = 'dark'").await;
    window.print_media().await;
    let words = window.text("main").await;
    assert!(words.contains("Schritt 01.") && words.contains("Schritt 60."), "{words}");
    assert!(!seen(&window, "main .earlier, main .bar .button").await, "{words}");
    let scheme = "return getComputedStyle(document.documentElement).colorScheme";
    assert_eq!(window.run(scheme).await, json!("light"));
    window.close().await;
}
