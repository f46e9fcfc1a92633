//! Files that are chosen for an answer survive the window, and leave the draft with it.

use axum::http::StatusCode;
use engine::{AddComment, Paging, Upload};
use serde_json::json;
use tests::{Backend, TestApp, servers::chromium::Chromium, wait::until};

use crate::web_ui::{
    Visit,
    browser::{log_in, start, wait_until_saved},
};

fn first_id(body: &str) -> String {
    let id = body.split("name=\"draft_file\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    id.expect("a file of the draft").to_owned()
}

#[tokio::test]
async fn files_that_were_chosen_are_there_after_a_reload_and_are_sent_with_the_answer() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    for (person, other) in [(&jana, &anna), (&anna, &jana)] {
        let (mut visit, mut stranger) = (Visit::of(&app, person), Visit::of(&app, other));
        let csrf = visit.get(&path).await.value("csrf");
        // As a script keeps it, and as the page without one does.
        let files: &[(&str, &[u8])] = &[("eins.txt", b"eins")];
        let kept = visit.upload(&format!("{path}/files"), &[("csrf", &csrf)], files).await;
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
        assert!(kept.body.contains("\"filename\":\"eins.txt\""), "{}", kept.body);
        let form = [("csrf", csrf.as_str()), ("text", "Anbei."), ("visibility", "PUBLIC")];
        let files: &[(&str, &[u8])] = &[("zwei.txt", b"zwei")];
        visit.upload(&format!("{path}/draft"), &form, files).await;
        let page = visit.get(&path).await;
        assert!(page.says("eins.txt") && page.says("zwei.txt") && page.says("Anbei."), "{}", page.text());
        assert!(
            !stranger.get(&path).await.body.contains("name=\"draft_file\""),
            "they are the writer's alone"
        );
        let first = first_id(&page.body);
        let dropped = [("csrf", csrf.as_str()), ("text", "Anbei."), ("drop_file", first.as_str())];
        visit.post(&format!("{path}/draft"), &dropped).await;
        let page = visit.get(&path).await;
        assert!(!page.says("eins.txt") && page.says("zwei.txt"), "{}", page.text());
        let (key, second) = (page.value("key"), first_id(&page.body));
        let sent = [
            ("csrf", csrf.as_str()),
            ("key", key.as_str()),
            ("text", "Anbei."),
            ("visibility", "PUBLIC"),
            ("draft_file", second.as_str()),
        ];
        let done = visit.upload(&format!("{path}?send"), &sent, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let page = visit.get(&path).await;
        assert!(!page.body.contains("name=\"draft_file\"") && page.says("zwei.txt"), "{}", page.text());
        let comments =
            app.engine.comments(&person.actor, ticket.id, &Paging::default()).await.expect("comments");
        let last = comments.items.last().expect("a comment").1.id;
        let files = app.engine.attachments_of(&other.actor, &[last]).await.expect("files");
        assert_eq!(files[&last].len(), 1);
    }
}

#[tokio::test]
async fn two_windows_send_the_same_answer_once_and_another_one_only_when_asked_again() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    for person in [&jana, &anna] {
        let mut visit = Visit::of(&app, person);
        let csrf = visit.get(&path).await.value("csrf");
        let files: &[(&str, &[u8])] = &[("eins.txt", b"eins")];
        visit.upload(&format!("{path}/files"), &[("csrf", &csrf)], files).await;
        let (first, second) = (visit.get(&path).await, visit.get(&path).await);
        let (key, file) = (first.value("key"), first_id(&first.body));
        assert_eq!(key, second.value("key"), "both windows have the key");
        let form =
            |text, key| [("csrf", csrf.as_str()), ("key", key), ("text", text), ("visibility", "PUBLIC")];
        let sent = [&form("Anbei.", key.as_str())[..], &[("draft_file", file.as_str())]].concat();
        for window in ["first", "second"] {
            let done = visit.upload(&format!("{path}?send"), &sent, &[]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{window}: {}", done.text());
        }
        let written = async || {
            let all =
                app.engine.comments(&person.actor, ticket.id, &Paging::default()).await.expect("comments");
            all.items.iter().filter(|(_, comment)| comment.author == person.user.id).count()
        };
        let so_many = written().await;
        let page = visit.get(&path).await;
        assert_ne!(page.value("key"), key, "what is written next is another answer");
        assert!(!page.body.contains("name=\"draft_file\""), "{}", page.text());
        // Another text in the second window is not sent before its writer knows of the first, and is not lost.
        let told = visit.upload(&format!("{path}?send"), &form("Noch etwas.", key.as_str()), &[]).await;
        assert_eq!(told.status, StatusCode::CONFLICT);
        assert!(told.says("In einem anderen Fenster haben Sie hier schon geantwortet."), "{}", told.text());
        assert!(told.body.contains("Noch etwas."), "{}", told.text());
        assert_eq!(written().await, so_many);
        let fresh = told.value("key");
        assert_ne!(fresh, key);
        let done = visit.upload(&format!("{path}?send"), &form("Noch etwas.", fresh.as_str()), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        assert_eq!(written().await, so_many + 1);
    }
}

#[tokio::test]
async fn s59_of_a_form_with_a_file_that_is_too_large_the_others_stay_chosen() {
    let app = TestApp::with(Backend::Sqlite, |settings| settings.limits.attachment = 1000).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    for person in [&jana, &anna] {
        let mut visit = Visit::of(&app, person);
        let large = [b'x'; 1001];
        let files: &[(&str, &[u8])] = &[("klein.txt", b"klein"), ("gross.txt", &large)];
        let form = [("text", "Anbei."), ("visibility", "PUBLIC")];
        let refused = visit.fill_with_files(&path, &form, files).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", refused.text());
        assert!(
            refused.says("gross.txt") && !refused.says("konnten nicht gespeichert werden"),
            "{}",
            refused.text()
        );
        assert!(refused.says("klein.txt") && refused.value("text") == "Anbei.", "{}", refused.text());
        // Nothing but the large one: there is nothing that could stay.
        let files: &[(&str, &[u8])] = &[("gross.txt", &large)];
        let refused = visit.fill_with_files(&path, &form, files).await;
        assert!(
            refused.says("konnten nicht gespeichert werden") && refused.says("klein.txt"),
            "{}",
            refused.text()
        );
    }
}

#[tokio::test]
async fn a_refused_form_that_is_sent_once_more_keeps_each_of_its_files_once() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    for person in [&jana, &anna] {
        let mut visit = Visit::of(&app, person);
        let page = visit.get(&path).await;
        let (csrf, key) = (page.value("csrf"), page.value("key"));
        // A ticket that somebody has changed since: the answer is refused, and its file stays chosen.
        let form = [
            ("csrf", csrf.as_str()),
            ("key", key.as_str()),
            ("version", "0"),
            ("text", "Anbei."),
            ("visibility", "PUBLIC"),
        ];
        let files: &[(&str, &[u8])] = &[("eins.txt", b"eins")];
        for time in ["first", "reloaded"] {
            let refused = visit.upload(&path, &form, files).await;
            assert_eq!(refused.status, StatusCode::CONFLICT, "{time}: {}", refused.text());
            let kept = refused.body.matches("name=\"draft_file\"").count();
            assert_eq!(kept, 1, "{time}: {}", refused.text());
            assert!(!refused.says("konnten nicht gespeichert werden"), "{time}: {}", refused.text());
        }
    }
}

#[tokio::test]
async fn throwing_a_draft_away_throws_its_files_away_and_files_alone_are_a_note() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    let mut visit = Visit::of(&app, &jana);
    let csrf = visit.get(&path).await.value("csrf");
    let files: &[(&str, &[u8])] = &[("eins.txt", b"eins")];
    visit.upload(&format!("{path}/files"), &[("csrf", &csrf)], files).await;
    let page = visit.get(&path).await;
    assert!(page.body.contains("value=\"INTERNAL\" checked"), "readers that are unknown are the staff");
    let discard = [("csrf", csrf.as_str()), ("text", "Doch nicht."), ("discard", "1")];
    visit.post(&format!("{path}/draft"), &discard).await;
    let page = visit.get(&path).await;
    assert!(!page.says("eins.txt") && !page.body.contains("Doch nicht."), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_takes_off_files_one_by_one_and_enter_on_a_choice_takes_off_none() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/{}", ticket.number)).await;
    for (count, name) in [(1, "eins.txt"), (2, "zwei.txt"), (3, "drei.txt")] {
        let file = app.directory().join(name);
        std::fs::write(&file, name).expect("a file");
        window.choose_file("#files", &file).await;
        window.wait_for(&format!("[data-keep] li:nth-child({count})")).await;
        window.run("document.querySelector('#composer .as-note').focus()").await;
        window.enter().await;
    }
    let take_off =
        "const button = document.querySelector('[data-keep] button'); button.focus(); button.click()";
    let focused =
        "return document.activeElement.closest('[data-keep] li')?.textContent ?? document.activeElement.id";
    for (left, place) in [(2, "zwei.txt"), (1, "drei.txt"), (0, "files")] {
        window.run(take_off).await;
        let count = "return document.querySelectorAll('[data-keep] li').length";
        until("the file to go", || async { (window.run(count).await == json!(left)).then_some(()) }).await;
        let place_now = window.run(focused).await;
        assert!(place_now.as_str().is_some_and(|now| now.starts_with(place)), "{place}: {place_now}");
    }
    window.close().await;
}

/// One file may have 1000 bytes, all together 1500.
fn small(settings: &mut engine::Settings) {
    settings.limits.attachment = 1000;
    settings.limits.message = 1500;
}

#[tokio::test]
async fn files_without_a_text_keep_the_readers_for_whom_they_were_chosen() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    let mut visit = Visit::of(&app, &jana);
    for (readers, name) in [("PUBLIC", "eins.txt"), ("INTERNAL", "zwei.txt")] {
        let csrf = visit.get(&path).await.value("csrf");
        let form = [("csrf", csrf.as_str()), ("text", ""), ("visibility", readers)];
        let files: &[(&str, &[u8])] = &[(name, b"x")];
        let done = visit.upload(&format!("{path}/draft"), &form, files).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let page = visit.get(&path).await;
        assert!(page.says(name), "{}", page.text());
        assert!(page.body.contains(&format!("value=\"{readers}\" checked")), "{readers}: {}", page.body);
        assert!(visit.get("/desk?view=all").await.says("Entwurf"), "the list tells of it");
    }
}

#[tokio::test]
async fn s35_without_a_script_a_draft_names_the_file_with_which_they_are_too_large_together() {
    let app = TestApp::with(Backend::Sqlite, small).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    let large = [b'x'; 900];
    for person in [&jana, &anna] {
        let mut visit = Visit::of(&app, person);
        let csrf = visit.get(&path).await.value("csrf");
        let form = [("csrf", csrf.as_str()), ("text", "Anbei."), ("visibility", "PUBLIC")];
        let files: &[(&str, &[u8])] = &[("a.log", &large)];
        let kept = visit.upload(&format!("{path}/draft"), &form, files).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
        // With what the draft has already, on each way on which another file comes.
        let files: &[(&str, &[u8])] = &[("b.log", &large)];
        let says = "Mit „b.log“ sind die Dateien zusammen größer als 1 KB.";
        let file = first_id(&visit.get(&path).await.body);
        let sent = [&form[..], &[("draft_file", file.as_str())]].concat();
        for (to, form) in [(format!("{path}/draft"), &form[..]), (format!("{path}?send"), &sent[..])] {
            let refused = visit.upload(&to, form, files).await;
            assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{to}: {}", refused.text());
            assert!(refused.says(says) && refused.body.contains("Anbei."), "{to}: {}", refused.text());
        }
        let told = visit.upload(&format!("{path}/files"), &form[..1], files).await;
        assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(
            told.body.contains("Mit „b.log“ sind die Dateien zusammen größer als 1 KB."),
            "{}",
            told.body
        );
        assert_eq!(first_id(&visit.get(&path).await.body), file, "what was kept is still kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s35_the_page_names_at_once_the_file_that_is_too_much_and_takes_it_when_there_is_room() {
    let plain = |settings: &mut engine::Settings| {
        small(settings);
        "http://127.0.0.1".clone_into(&mut settings.public_url);
    };
    let app = TestApp::with(Backend::Sqlite, plain).await;
    let site = app.listen().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}{path}")).await;
    window.run("document.querySelector('#composer .as-answer').click()").await;
    for (name, size) in [("a.log", 900), ("b.log", 900), ("d.log", 500)] {
        std::fs::write(app.directory().join(name), vec![b'x'; size]).expect("a file");
    }
    window.choose_file("#files", &app.directory().join("a.log")).await;
    window.wait_for("[data-keep] li:nth-child(1)").await;
    // Where the kept file stands, and where the other lines of the frame do.
    let off = "const left = (one) => document.querySelector(one).getBoundingClientRect().left;
        return left('[data-keep] li') - left('#files-hint')";
    assert!(window.run(off).await.as_f64().is_some_and(|off| off.abs() < 1.0));
    // What was chosen for an answer is there as one after a reload, although nothing was typed.
    wait_until_saved(&window).await;
    window.goto(&format!("{site}{path}")).await;
    window.wait_for("[data-keep] li").await;
    assert!(window.has("#composer .as-answer:checked").await);
    window.choose_file("#files", &app.directory().join("b.log")).await;
    window.wait_for("[data-drop] .chosen .bad").await;
    let bad = "return document.querySelector('[data-drop] .chosen .bad').textContent";
    assert_eq!(window.run(bad).await, json!("b.log900 Bytes, zusammen mehr als 1 KB×"));
    let told = "return document.getElementById('files').validationMessage";
    assert_eq!(window.run(told).await, json!("b.log: zusammen mehr als 1 KB"));
    window.click("[data-keep] button").await;
    let kept =
        "return [...document.querySelectorAll('[data-keep] li .name')].map((one) => one.textContent).join()";
    until("the other file to be kept", || async { (window.run(kept).await == json!("b.log")).then_some(()) })
        .await;
    assert_eq!(window.run(told).await, json!(""), "nothing is wrong any more");
    // Another window adds one of which this one does not know.
    let file = Upload { filename: "c.log".to_owned(), content_type: None, bytes: vec![b'x'; 500].into() };
    app.engine.add_draft_files(&jana.actor, ticket.number, &[file]).await.expect("kept");
    window.choose_file("#files", &app.directory().join("d.log")).await;
    window.wait_for_text("Mit „d.log“ sind die Dateien zusammen größer als 1 KB.").await;
    // What another window sends leaves this one, also without a text here, and makes room.
    let all = app.engine.draft_files_of(&jana.actor, &[ticket.id]).await.expect("files");
    let draft_files: Vec<_> = all[&ticket.id].iter().map(|file| file.id).collect();
    let text = "Anbei.".to_owned();
    let sent = AddComment { number: ticket.number, text, draft_files, ..AddComment::default() };
    app.engine.add_comment(&jana.actor, sent).await.expect("an answer");
    until("the last file to be kept alone", || async {
        (window.run(kept).await == json!("d.log")).then_some(())
    })
    .await;
    window.close().await;
}

#[tokio::test]
async fn without_a_script_only_saving_once_more_replaces_what_another_window_saved() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for (act, left) in
        [("send", "Aus dem ersten"), ("discard", "Aus dem ersten"), ("save", "Aus dem zweiten")]
    {
        let ticket = app.given().ticket(&anna, "Drucker").await;
        let path = format!("/tickets/{}", ticket.number);
        let mut visit = Visit::of(&app, &jana);
        let (first, second) = (visit.get(&path).await, visit.get(&path).await);
        let (csrf, key, based_on) = (first.value("csrf"), first.value("key"), first.value("based_on"));
        assert_eq!(based_on, second.value("based_on"));
        let mut form = vec![
            ("csrf", csrf.as_str()),
            ("key", key.as_str()),
            ("based_on", based_on.as_str()),
            ("visibility", "PUBLIC"),
            ("text", "Aus dem ersten"),
        ];
        let saved = visit.post(&format!("{path}/draft"), &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        form.pop();
        form.push(("text", "Aus dem zweiten"));
        let refused = visit.post(&format!("{path}/draft"), &form).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
        assert_eq!(refused.value("text").trim(), "Aus dem zweiten");
        let (key, based_on, again) =
            (refused.value("key"), refused.value("based_on"), refused.value("again"));
        let mut form = vec![
            ("csrf", csrf.as_str()),
            ("key", key.as_str()),
            ("based_on", based_on.as_str()),
            ("again", again.as_str()),
            ("visibility", "PUBLIC"),
            ("text", "Aus dem zweiten"),
        ];
        let done = if act == "send" {
            visit.upload(&format!("{path}?send"), &form, &[]).await
        } else {
            form.push((act, "1"));
            visit.post(&format!("{path}/draft"), &form).await
        };
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}: {}", done.text());
        assert_eq!(visit.get(&path).await.value("text").trim(), left, "{act}");
    }
}
