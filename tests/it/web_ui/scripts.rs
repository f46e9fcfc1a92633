//! What the scripts add, in a real browser: live updates that leave alone what is typed, files that survive a refusal,
//! drafts, keys, and links of an earlier system.

use std::time::Duration;

use serde_json::json;
use tests::{
    given::PASSWORD,
    servers::{chromium::Chromium, webdriver::Window},
    wait::until,
};

use super::browser::{log_in, start};

async fn press(window: &Window, key: &str) {
    let script =
        format!("document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true}}))");
    window.run(&script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s41_s59_an_open_ticket_updates_itself_and_leaves_alone_what_is_typed() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &anna).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    window.wait_for("#live:not(.off)").await;
    window.fill("#text", "Ich schreibe gerade").await;

    app.clock.advance(Duration::from_mins(1));
    app.given().comment(&jana, &ticket, "Eine Antwort").await;
    app.given().set(&jana, &ticket, engine::Status::Pending).await;
    // S41: what others did is shown by itself, and what a comment now leads to.
    window.wait_for_text("Eine Antwort").await;
    window.wait_for_text("Mit Ihrem Kommentar wechselt das Ticket von „in Rückfrage“ auf „offen“.").await;
    // S59: it is warned of what came meanwhile, and what is typed stays.
    window.wait_for_text("Während Sie schreiben, ist etwas Neues hinzugekommen.").await;
    assert_eq!(window.value("#text").await, "Ich schreibe gerade");
    assert_eq!(window.run("return document.activeElement.id").await, json!("text"), "the focus stays");

    assert_eq!(window.value("#status").await, "", "what is preset is still what happens by itself");

    window.click("#composer button.main").await;
    window.wait_for_text("Wartet auf unser Support-Team").await;
    let text = || async { window.value("#text").await.is_empty().then_some(()) };
    until("the form to be empty, since its text has been sent", text).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s33_s37_a_refused_form_keeps_its_files_and_a_draft_survives_a_reload() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let file = app.directory().join("prüfung.log");
    std::fs::write(&file, "log").expect("a file");
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &anna).await;
    press(&window, "n").await;
    window.wait_for_url("/tickets/new").await;
    window.fill("#title", "   ").await;
    window.fill("#text", "Mein Text").await;
    window.choose_file("#files", &file).await;
    window.wait_for_text("prüfung.log").await;
    window.click("button.main").await;
    window.wait_for("#title-error").await;
    assert_eq!(window.run("return document.getElementById('files').files.length").await, json!(1));
    assert_eq!(window.value("#text").await, "Mein Text");

    // A person would be asked; what was typed is there afterwards whatever they answer.
    window.goto("about:blank").await;
    window.goto(&format!("{site}/tickets/new")).await;
    let restored = || async { (window.value("#text").await == "Mein Text").then_some(()) };
    until("the draft", restored).await;
    window.fill("#title", "Drucker druckt nicht").await;
    window.choose_file("#files", &file).await;
    window.click("button.main").await;
    window.wait_for_url("/tickets/1").await;
    window.wait_for_text("prüfung.log").await;
    window.goto(&format!("{site}/tickets/new")).await;
    assert_eq!(window.value("#text").await, "", "what has been sent is no draft any more");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s34_a_pasted_and_a_dropped_picture_are_files_of_the_new_ticket() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &anna).await;
    window.goto(&format!("{site}/tickets/new")).await;
    window.wait_for("[data-drop].scripted").await;
    window.fill("#title", "Drucker druckt nicht").await;
    window.fill("#text", "Siehe Bild.").await;
    for (event, kind, carrier, name) in [
        ("paste", "ClipboardEvent", "clipboardData", "bildschirm.png"),
        ("drop", "DragEvent", "dataTransfer", "foto.png"),
    ] {
        let script = format!(
            "const data = new DataTransfer();
             const bytes = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
             data.items.add(new File([bytes], '{name}', {{ type: 'image/png' }}));
             const happens = new {kind}('{event}', {{ {carrier}: data, bubbles: true, cancelable: true }});
             return document.getElementById('text').dispatchEvent(happens)"
        );
        assert_eq!(window.run(&script).await, json!(false), "{event}: the page takes it");
    }
    let chosen = "return [...document.getElementById('files').files].map(({ name }) => name)";
    assert_eq!(window.run(chosen).await, json!(["bildschirm.png", "foto.png"]));
    window.click("button.main").await;
    window.wait_for_url("/tickets/1").await;
    window.wait_for_text("bildschirm.png").await;
    window.wait_for_text("foto.png").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s39_a_vague_title_gets_a_hint_and_is_taken_all_the_same() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &anna).await;
    window.goto(&format!("{site}/tickets/new")).await;
    window.wait_for("#title[data-watched]").await;
    for (title, vague) in [
        ("Problem ?", true),
        ("Drucker druckt nicht", false),
        ("Drucker", true),
        ("Kein Platz", false),
        ("Problem", true),
    ] {
        window.fill("#title", title).await;
        window.fill("#text", "Seit heute früh.").await;
        let hint = window.text("#title-hint").await;
        assert_eq!(hint.contains("Geht es etwas genauer?"), vague, "{title}: {hint}");
        assert_eq!(hint.contains("Kurz und möglichst präzise"), !vague, "{title}: {hint}");
    }
    window.click("button.main").await;
    window.wait_for_url("/tickets/1").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s23_s41_the_count_of_ones_own_tickets_is_live() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &anna).await;
    window.goto(&format!("{site}/tickets")).await;
    window.wait_for("#live:not(.off)").await;
    let count = ".tabs a[aria-current] .count";
    assert_eq!(window.text(count).await, "1");
    app.given().ticket(&anna, "Bildschirm").await;
    let counted = || async { (window.text(count).await == "2").then_some(()) };
    until("the new ticket to be counted", counted).await;
    // S41: it was opened elsewhere, and stands in the list that was open.
    window.wait_for_text("Bildschirm").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_obeys_keys_and_shows_new_tickets_by_itself() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Erstes").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.wait_for("#live:not(.off)").await;
    let second = app.given().ticket(&anna, "Zweites").await;
    window.wait_for_text("1 neue anzeigen").await;
    let row = format!("tr[data-row='{}']", second.number);
    assert!(!window.has(&row).await, "nothing moves until somebody wants it");
    let count = "return document.querySelector('nav [aria-current] .count').textContent";
    let counted = || async { (window.run(count).await == json!("2")).then_some(()) };
    until("the count to follow", counted).await;
    assert!(
        window.run("return document.title").await.as_str().is_some_and(|title| title.starts_with("(2) "))
    );
    press(&window, ".").await;
    window.wait_for(&row).await;

    press(&window, "j").await;
    window.wait_for("tr.at").await;
    let at = window.run("return document.querySelector('tr.at').dataset.row").await;
    assert!(
        window.url().await.contains(&format!("at={}", at.as_str().unwrap_or_default())),
        "a reload finds it"
    );
    press(&window, "a").await;
    window.wait_for("[data-bulk] details[open]").await;
    press(&window, "a").await;
    window.wait_for_text("Ein Ticket ist jetzt Ihnen zugewiesen.").await;
    assert_eq!(
        window.run("return document.querySelector('tr.at').dataset.row").await,
        at,
        "it is still chosen"
    );
    press(&window, "z").await;
    window.wait_for_text("Die Änderung an einem Ticket ist zurückgenommen.").await;
    press(&window, "?").await;
    window.wait_for("dialog[open]").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enter_pressed_twice_in_the_bar_opens_nothing_and_what_was_typed_is_gone() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let one = app.given().ticket(&anna, "Erstes").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.wait_for("#live:not(.off)").await;
    window.click(&format!("tr[data-row='{}'] input[name=number]", one.number)).await;
    press(&window, "t").await;
    window.wait_for("[data-menu=t][open]").await;
    window.fill("#bulk-tags", "eilig").await;
    // The second comes before any answer, when the focus has left the field.
    let twice = "const enter = (place) => place.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        const form = document.querySelector('form[data-list]');
        enter(document.querySelector('#bulk-tags'));
        form.requestSubmit(form.querySelector('button[value=typed]'));
        enter(document.body);";
    window.run(twice).await;
    window.wait_for_text("eilig bei einem Ticket hinzugefügt.").await;
    assert!(window.url().await.contains("/desk"), "the list stays: {}", window.url().await);
    assert_eq!(window.value("#bulk-tags").await, "", "the next act begins with an empty field");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_box_in_the_head_of_the_list_ticks_all_rows_and_clears_them() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for title in ["Erstes", "Zweites", "Drittes"] {
        app.given().ticket(&anna, title).await;
    }
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.wait_for("#live:not(.off)").await;
    window.click("[data-pick-all]").await;
    window.wait_for_text("3 ausgewählt").await;
    let all = "return document.querySelector('[data-pick-all]').checked";
    assert_eq!(window.run(all).await, json!(true));
    window.click("tbody tr[data-row] input[name=number]").await;
    window.wait_for_text("2 ausgewählt").await;
    assert_eq!(window.run(all).await, json!(false), "not all are ticked any more");
    window.click("[data-pick-all]").await;
    window.wait_for_text("3 ausgewählt").await;
    window.click("[data-pick-all]").await;
    let ticked = "return document.querySelectorAll('tbody input[name=number]:checked').length";
    assert_eq!(window.run(ticked).await, json!(0));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_left_the_view_stays_where_it_is_and_ticks_and_focus_survive() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let one = app.given().ticket(&anna, "Erstes").await;
    let two = app.given().ticket(&anna, "Zweites").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.wait_for("#live:not(.off)").await;
    let (first, second) =
        (format!("tr[data-row='{}']", one.number), format!("tr[data-row='{}']", two.number));
    window.click(&format!("{second} input[name=number]")).await;
    window.wait_for_text("1 ausgewählt").await;
    let focus = format!("document.querySelector(\"{second} a.title\").focus()");
    window.run(&focus).await;
    app.given().set(&ole, &one, engine::Status::Resolved).await;
    window.wait_for(&format!("{first}.gone")).await;
    window.wait_for_text("nicht mehr in dieser Liste").await;
    let order =
        "return [...document.querySelectorAll('tr[data-row]')].map((row) => row.dataset.row).sort().length";
    assert_eq!(window.run(order).await, json!(2), "it keeps its place");
    let focused = "return document.activeElement.closest('tr').dataset.row";
    assert_eq!(window.run(focused).await, json!(two.number.to_string()));
    let ticked = format!("return document.querySelector(\"{second} input[name=number]\").checked");
    assert_eq!(window.run(&ticked).await, json!(true));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_stands_further_back_in_the_view_has_not_left_it_and_nothing_is_new() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let first = app.given().ticket(&anna, "Erstes").await;
    for place in 2..=27 {
        app.clock.advance(Duration::from_mins(1));
        app.given().ticket(&anna, &format!("Ticket {place}")).await;
    }
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/desk?view=unassigned")).await;
    window.wait_for("#live:not(.off)").await;
    let row = format!("tr[data-row='{}']", first.number);
    app.given().set(&ole, &first, engine::Status::Pending).await;
    window.wait_for(&format!("{row}:not(.gone) .status[title='in Rückfrage']")).await;
    assert_eq!(
        window.run("return document.querySelector('[data-fresh]')").await,
        json!(null),
        "nothing is new"
    );
    app.given().set(&ole, &first, engine::Status::Closed).await;
    window.wait_for(&format!("{row}.gone")).await;
    assert!(!window.has("[data-fresh]").await, "what took its place stood below the page");
    app.given().set(&ole, &first, engine::Status::Pending).await;
    window.wait_for(&format!("{row}:not(.gone) .status[title='in Rückfrage']")).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_act_on_all_rows_those_from_below_are_offered_and_are_not_new() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for place in 1..=28 {
        app.given().ticket(&anna, &format!("Ticket {place}")).await;
        app.clock.advance(Duration::from_mins(1));
    }
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/desk?view=unassigned")).await;
    window.wait_for("#live:not(.off)").await;
    window.click("[data-pick-all]").await;
    window.wait_for_text("25 ausgewählt").await;
    let take = "const form = document.querySelector('form[data-list]');
        form.requestSubmit(form.querySelector('button[name=do][value=\"assignee:me\"]'));";
    window.run(take).await;
    window.wait_for_text("3 weitere anzeigen").await;
    assert!(!window.text("#list").await.contains("neue anzeigen"), "nothing is new");
    window.click("[data-fresh]").await;
    let rows = "return document.querySelectorAll('tr[data-row]').length";
    until("the next rows", || async { (window.run(rows).await == json!(3)).then_some(()) }).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_finds_places_and_gives_the_focus_back() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    press(&window, "j").await;
    window.wait_for("tr.at").await;
    let open =
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'k', ctrlKey: true, bubbles: true}))";
    window.run(open).await;
    window.wait_for("dialog#palette[open] [role=option][aria-selected=true]").await;
    window.wait_for_text(&format!("Befehle für die Auswahl oder #{}", ticket.number)).await;
    window.run(open).await;
    let focused = "return document.activeElement.closest('tr')?.dataset.row ?? ''";
    assert_eq!(window.run(focused).await, json!(ticket.number.to_string()), "the focus goes back");
    window.run(open).await;
    window.fill("#palette input[name=q]", "prio drin").await;
    window.wait_for("#palette [data-press='1']").await;
    window.click("#palette [data-press='1']").await;
    window.wait_for_text("Ein Ticket hat jetzt die Priorität „dringend“.").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s16_a_link_of_an_earlier_system_leads_through_the_log_in_to_its_ticket() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Altes Ticket").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    let called = engine::UpdateTicket {
        number: ticket.number,
        external_id: Some("zammad:34".to_owned()),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&engine::Actor::system(), called).await.expect("it is changed");
    window.goto(&format!("{site}/#ticket/zoom/34")).await;
    let next = "/legacy/34";
    let noted = || async { (window.value("input[name=next]").await == next).then_some(()) };
    until("the link to be kept for after the log-in", noted).await;
    window.fill("#email", "anna@example.com").await;
    window.fill("#password", PASSWORD).await;
    window.click("button.main").await;
    window.wait_for_url(&format!("/tickets/{}", ticket.number)).await;
    window.close().await;
}
