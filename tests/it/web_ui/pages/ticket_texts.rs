//! What texts, links and tags of a ticket look like on its page, whatever was typed or pasted.

use std::time::Duration;

use axum::http::StatusCode;
use engine::{Actor, CommentChange, CreateMacro, Paging, Ticket, TicketChange, Visibility};
use tests::{Backend, Person, TestApp};

use crate::web_ui::{Visit, visit::Shown};

fn path(ticket: &Ticket) -> String {
    format!("/tickets/{}", ticket.number)
}

#[tokio::test]
async fn a_long_text_is_shown_by_its_beginning_and_whole_on_request() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Protokoll").await;
    let log = (0..20_000).map(|line| format!("Zeile {line} <warn>\n")).collect::<String>();
    let comment = app.given().comment(&anna, &ticket, &log).await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("Zeile 0 <warn>") && !page.text().contains("Zeile 19999"), "{}", page.text().len());
    assert!(page.body.len() < 60 * 1024, "{}", page.body.len());
    let more = page.body.split_once("?whole=").and_then(|(_, rest)| rest.split_once('#'));
    let (id, _) = more.unwrap_or_else(|| panic!("no link to all of {:?}", comment.id));
    let whole = visit.get(&format!("{}?whole={id}", path(&ticket))).await;
    assert!(whole.says("Zeile 19999 <warn>"), "{}", whole.text().len());
}

#[tokio::test]
async fn a_link_that_took_along_what_stood_behind_it_leads_to_the_ticket() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    for tail in [".", "/", ")", "%3E", ",", "%20", ";", "%C2%A0", ").", "%E2%80%9D"] {
        let answer = visit.get(&format!("{}{tail}", path(&ticket))).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{tail}");
        assert_eq!(answer.to, path(&ticket), "{tail}");
    }
    for other in ["abc", "/abc", "-", "%00", "."] {
        let path = if other == "." { "/tickets/.".to_owned() } else { format!("{}{other}", path(&ticket)) };
        assert_eq!(visit.get(&path).await.status, StatusCode::NOT_FOUND, "{other}");
    }
}

#[tokio::test]
async fn a_comma_in_a_tag_survives_the_form() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let tagged = engine::UpdateTicket {
        number: ticket.number,
        tags: Some(vec!["a, b".into(), "VPN".into(), "Sto\u{308}rung".into(), "Störung".into()]),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, tagged).await.expect("tagged");
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get(&path(&ticket)).await;
    let (csrf, version) = (page.value("csrf"), page.value("version"));
    let tags = format!("{}, neu", page.value("tags_before").replace("&quot;", "\""));
    let fields = [("csrf", csrf.as_str()), ("version", version.as_str()), ("tags", tags.as_str())];
    let answer = visit.post(&format!("{}/update", path(&ticket)), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let after = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!(after.tags, ["a, b", "neu", "störung", "vpn"]);
    let wanted = engine::TicketFilter { tag: Some("VPN".into()), ..engine::TicketFilter::default() };
    let (order, paging) = (engine::TicketOrder::default(), engine::Paging::default());
    let found = app.engine.tickets(&jana.actor, &wanted, order, &paging).await.expect("a page");
    assert_eq!(found.items.len(), 1, "whatever the case of the letters");
}

const NOTE: &str = "Der Kunde zahlt nicht.";
const LOG: &str = "Bitte senden Sie uns das Log.";

/// A macro that writes these comments, by its id on the page.
async fn macro_of(app: &TestApp, ada: &Person, changes: &[(&str, Visibility)]) -> String {
    let comment = |(text, visibility): &(&str, Visibility)| {
        TicketChange::Comment(CommentChange {
            text: (*text).to_owned(),
            visibility: *visibility,
            ..CommentChange::default()
        })
    };
    let name = format!("Makro {}", changes.len());
    let input = CreateMacro { name, changes: changes.iter().map(comment).collect() };
    app.engine.create_macro(&ada.actor, input).await.expect("a macro");
    let mut visit = Visit::of(app, ada);
    let ticket = app.given().ticket(&app.given().customer("x@x.example").await, "Anderes").await;
    let page = visit.get(&path(&ticket)).await;
    let id = page.body.split("name=\"macro\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    id.expect("a macro in the menu").to_owned()
}

async fn written(app: &TestApp, ticket: &Ticket) -> Vec<(Visibility, String)> {
    let page = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.expect("comments");
    page.items.into_iter().skip(1).map(|(_, one)| (one.visibility, one.text)).collect()
}

fn is_note(page: &Shown) -> bool {
    page.body.contains("value=\"INTERNAL\" checked")
}

#[tokio::test]
async fn what_a_macro_writes_to_the_customer_never_joins_a_note() {
    let app = TestApp::start().await;
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let anna = app.given().customer("anna@a.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let asks = macro_of(&app, &ada, &[(LOG, Visibility::Public)]).await;
    let mut visit = Visit::of(&app, &jana);
    let path = path(&ticket);
    let csrf = visit.get(&path).await.value("csrf");
    let form = [("text", NOTE), ("visibility", "INTERNAL"), ("macro", &asks), ("csrf", &csrf)];
    let chosen = visit.post(&format!("{path}/draft"), &form).await;
    assert!(chosen.to.starts_with(&format!("{path}/macro?")), "it is asked first: {}", chosen.to);
    let asked = visit.get(&chosen.to).await;
    assert!(asked.says(LOG) && asked.says("Ihr Entwurf wird nicht gesendet"), "{}", asked.text());
    let page = visit.get(&path).await;
    assert!(page.says(NOTE) && !page.says(LOG) && is_note(&page), "{}", page.text());

    let form = ["csrf", "id", "key", "version"].map(|name| (name, asked.value(name)));
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visit.post(&format!("{path}/macro"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(written(&app, &ticket).await, [(Visibility::Public, LOG.to_owned())]);
    let page = visit.get(&path).await;
    assert!(page.says(NOTE) && is_note(&page), "the note is still being written: {}", page.text());

    // For the same readers, or where nothing was typed, it fills in.
    let form = [("text", "Guten Tag"), ("visibility", "PUBLIC"), ("macro", &asks), ("csrf", &csrf)];
    let filled = visit.post(&format!("{path}/draft"), &form).await;
    assert!(filled.to.ends_with("#composer"), "{}", filled.to);
    let page = visit.get(&path).await;
    assert!(page.body.contains(&format!("Guten Tag\n\n{LOG}")) && !is_note(&page), "{}", page.text());
}

#[tokio::test]
async fn a_macro_with_a_note_and_an_answer_keeps_them_apart() {
    let app = TestApp::start().await;
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let anna = app.given().customer("anna@a.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let both = [(NOTE, Visibility::Internal), (LOG, Visibility::Public)];
    let escalates = macro_of(&app, &ada, &both).await;
    let mut visit = Visit::of(&app, &jana);
    let path = path(&ticket);
    let csrf = visit.get(&path).await.value("csrf");
    for text in ["", "Schon getippt."] {
        let form = [("text", text), ("visibility", "PUBLIC"), ("macro", &escalates), ("csrf", &csrf)];
        let chosen = visit.post(&format!("{path}/draft"), &form).await;
        assert!(chosen.to.starts_with(&format!("{path}/macro?")), "{text}: {}", chosen.to);
        assert!(!visit.get(&path).await.says(NOTE), "nothing of it is filled in");
    }
    let asked = visit.get(&format!("{path}/macro?id={escalates}")).await;
    let form = ["csrf", "id", "key", "version"].map(|name| (name, asked.value(name)));
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visit.post(&format!("{path}/macro"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let both = both.map(|(text, readers)| (readers, text.to_owned()));
    assert_eq!(written(&app, &ticket).await, both);
    assert!(visit.get(&path).await.says("Schon getippt."), "the draft stays");
}

#[tokio::test]
async fn what_the_staff_send_without_saying_for_whom_is_a_note() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let anna = app.given().customer("anna@a.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &jana);
    let path = path(&ticket);
    let csrf = visit.get(&path).await.value("csrf");
    for readers in [&[][..], &["FOO"], &["internal"], &["PUBLIC", "INTERNAL"], &["INTERNAL", "PUBLIC"]] {
        let mut form = vec![("text", NOTE), ("csrf", csrf.as_str())];
        form.extend(readers.iter().map(|readers| ("visibility", *readers)));
        let sent = visit.post(&path, &form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{readers:?}: {}", sent.text());
        let (readers_now, _) = written(&app, &ticket).await.pop().expect("a comment");
        assert_eq!(readers_now, Visibility::Internal, "{readers:?}");
    }
    let sent = visit.post(&path, &[("text", LOG), ("visibility", "PUBLIC"), ("csrf", &csrf)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert_eq!(written(&app, &ticket).await.pop(), Some((Visibility::Public, LOG.to_owned())));
    // Customers are not asked for whom they write.
    let mut visit = Visit::of(&app, &anna);
    let csrf = visit.get(&path).await.value("csrf");
    visit.post(&path, &[("text", "Danke."), ("csrf", &csrf)]).await;
    assert_eq!(written(&app, &ticket).await.pop(), Some((Visibility::Public, "Danke.".to_owned())));
}

#[tokio::test]
async fn after_the_end_of_a_session_a_note_comes_back_as_a_note() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let anna = app.given().customer("anna@a.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &jana);
    let path = path(&ticket);
    let csrf = visit.get(&path).await.value("csrf");
    app.engine.logout(&jana.actor).await.expect("logged out");
    for (readers, is_a_note) in [("INTERNAL", true), ("PUBLIC", false)] {
        let form = [("text", NOTE), ("visibility", readers), ("csrf", &csrf)];
        let ended = visit.post(&path, &form).await;
        assert_eq!(ended.status, StatusCode::UNAUTHORIZED, "{}", ended.text());
        assert_eq!(ended.says("Interne Notiz"), is_a_note, "{}", ended.text());
        assert_eq!(ended.body.contains("note%3D1"), is_a_note, "{}", ended.body);
    }
    let (token, actor) = app.given().log_in("jana@example.org", tests::given::PASSWORD).await;
    let mut visit = Visit::of(&app, &Person { token, actor, ..jana });
    assert!(is_note(&visit.get(&format!("{path}?note=1")).await));
    assert!(!is_note(&visit.get(&path).await));
}

#[tokio::test]
async fn files_that_were_chosen_before_a_macro_stay_in_the_draft() {
    let app = TestApp::start().await;
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let anna = app.given().customer("anna@a.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let asks = macro_of(&app, &ada, &[(LOG, Visibility::Public)]).await;
    let mut visit = Visit::of(&app, &jana);
    let path = path(&ticket);
    let csrf = visit.get(&path).await.value("csrf");
    for (text, name) in [(NOTE, "bericht.txt"), ("", "anderer.txt")] {
        let form = [("text", text), ("visibility", "INTERNAL"), ("macro", &asks), ("csrf", &csrf)];
        let files: &[(&str, &[u8])] = &[(name, b"x")];
        let chosen = visit.upload(&format!("{path}/draft"), &form, files).await;
        assert!(
            chosen.to.starts_with(&format!("{path}/macro?")),
            "a file of a note joins no answer: {}",
            chosen.to
        );
        let to = chosen.to.trim_end_matches("#composer").to_owned();
        let shown = visit.get(&to).await;
        assert!(!shown.says("Die ausgewählten Dateien kommen nicht mit"), "{to}: {}", shown.text());
        assert!(!shown.says("Ihre Dateien konnten nicht gespeichert werden"), "{to}: {}", shown.text());
        assert!(shown.says("Ihr Entwurf wird nicht gesendet"), "{to}: {}", shown.text());
        let page = visit.get(&path).await;
        assert!(page.says(name) && is_note(&page), "{name} is kept for its readers: {}", page.text());
    }
}

#[tokio::test]
async fn the_status_that_a_macro_set_without_an_answer_is_taken_back_as_one_set_by_hand() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(Backend::Sqlite, settings).await;
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let anna = app.given().customer("anna@a.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let status = TicketChange::SetStatus(engine::Status::Resolved);
    let answer = TicketChange::Comment(CommentChange { text: LOG.to_owned(), ..CommentChange::default() });
    let mut ids = Vec::new();
    for (name, changes) in [("Fertig", vec![status.clone()]), ("Fertig mit Antwort", vec![answer, status])] {
        let input = CreateMacro { name: name.to_owned(), changes };
        app.engine.create_macro(&ada.actor, input).await.expect("a macro");
        let page = Visit::of(&app, &jana).get(&path(&ticket)).await;
        let all = page.body.split("name=\"macro\" value=\"").skip(1);
        let all: Vec<&str> = all.filter_map(|rest| rest.split('"').next()).collect();
        ids.extend(all.into_iter().find(|id| !ids.contains(&(*id).to_owned())).map(str::to_owned));
    }
    let mut visit = Visit::of(&app, &jana);
    let applied = async |visit: &mut Visit, id: &str| {
        let asked = visit.get(&format!("{}/macro?id={id}", path(&ticket))).await;
        let form = ["csrf", "id", "key", "version"].map(|name| (name, asked.value(name)));
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let done = visit.post(&format!("{}/macro", path(&ticket)), &form).await;
        visit.get(&done.to).await
    };
    let page = applied(&mut visit, &ids[0]).await;
    assert!(page.says(&format!("Status von #{}: bearbeitet.", ticket.number)), "{}", page.text());
    let (csrf, version) = (page.value("csrf"), page.body.split("name=\"undo\"").next().expect("a toast"));
    let version = version.rsplit("name=\"version\" value=\"").next().and_then(|rest| rest.split('"').next());
    let undo =
        [("csrf", csrf.as_str()), ("version", version.expect("a version")), ("undo", "1"), ("status", "NEW")];
    visit.post(&format!("{}/update", path(&ticket)), &undo).await;
    let now = app.engine.ticket(&jana.actor, ticket.number).await.expect("it").expect("it");
    assert_eq!(now.status, engine::Status::New);
    // An answer is taken back by itself.
    let page = applied(&mut visit, &ids[1]).await;
    assert!(!page.says(&format!("Status von #{}", ticket.number)), "{}", page.text());
}
