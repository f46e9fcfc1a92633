//! The ticket's page for the staff: it opens at what is new, knows the list that one came from, and says what a button does.

use std::time::Duration;

use axum::http::StatusCode;
use engine::{Mark, Status, Ticket};
use tests::{TestApp, given::Person};

use crate::web_ui::Visit;

fn path(ticket: &Ticket) -> String {
    format!("/tickets/{}", ticket.number)
}

async fn status(app: &TestApp, person: &Person, ticket: &Ticket) -> Status {
    app.engine.ticket(&person.actor, ticket.number).await.expect("an answer").expect("a ticket").status
}

#[tokio::test]
async fn a_long_conversation_opens_at_what_is_new_with_what_was_read_folded() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for count in 1..=20 {
        app.clock.advance(Duration::from_mins(1));
        app.given().comment(&anna, &ticket, &format!("Satz {count:02}.")).await;
    }
    let mut desk = Visit::of(&app, &jana);
    desk.get(&path(&ticket)).await;
    app.clock.advance(Duration::from_mins(1));
    app.given().comment(&anna, &ticket, "Das ist neu.").await;
    let page = desk.get(&path(&ticket)).await;
    assert!(page.says("neu seit") && page.says("Das ist neu."), "{}", page.text());
    assert!(page.says("18 frühere Beiträge") && !page.says("Satz 12."), "{}", page.text());
    assert_eq!(page.body.matches("<article class=\"post new\"").count(), 1, "{}", page.body);
    assert_eq!(
        page.body.matches("<p class=\"brief\"").count(),
        2,
        "the first one, and the last that was read"
    );
    let again = desk.get(&path(&ticket)).await;
    assert!(!again.says("neu seit") && again.says("Das ist neu."), "{}", again.text());
    let whole = desk.get(&format!("{}?all=1", path(&ticket))).await;
    assert!(
        whole.says("Satz 01.") && whole.says("Satz 12.") && !whole.says("frühere Beiträge"),
        "{}",
        whole.text()
    );

    // Marked as unread, it is new again, and one is back in the list.
    let csrf = page.value("csrf");
    let unread = desk.post(&format!("{}/unread?view=mine", path(&ticket)), &[("csrf", &csrf)]).await;
    assert_eq!(
        (unread.status, unread.to),
        (StatusCode::SEE_OTHER, format!("/desk?view=mine&at={}", ticket.number))
    );
    let mark = app.engine.marks(&jana.actor, &[ticket.id]).await.expect("marks").remove(&ticket.id);
    assert_eq!(mark, Some(Mark::New));
    let mut annas = Visit::of(&app, &anna);
    let csrf = annas.get(&path(&ticket)).await.value("csrf");
    let hers = annas.post(&format!("{}/unread", path(&ticket)), &[("csrf", &csrf)]).await;
    assert_eq!(hers.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn five_hundred_comments_are_a_small_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for count in 1..=500 {
        app.clock.advance(Duration::from_secs(61));
        app.given().comment(&anna, &ticket, &format!("Satz {count:03}.")).await;
    }
    let mut desk = Visit::of(&app, &jana);
    desk.get(&path(&ticket)).await;
    let page = desk.get(&path(&ticket)).await;
    assert!(page.says("497 frühere Beiträge") && page.says("Satz 500."), "{}", page.text());
    assert!(page.body.len() < 50_000, "{} bytes", page.body.len());
}

#[tokio::test]
async fn the_way_back_and_the_next_ticket_are_known_from_the_list_one_came_from() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut tickets = Vec::new();
    for title in ["Erstes", "Zweites", "Drittes"] {
        tickets.push(app.given().ticket(&anna, title).await);
        app.clock.advance(Duration::from_mins(1));
    }
    let mut desk = Visit::of(&app, &jana);
    let page = desk.get(&format!("{}?view=unassigned", path(&tickets[1]))).await;
    assert!(page.says("2 von 3"), "{}", page.text());
    let link = |ticket: &Ticket| format!("href=\"/tickets/{}?view&#x3D;unassigned\"", ticket.number);
    assert!(
        page.body.contains(&link(&tickets[0])) && page.body.contains(&link(&tickets[2])),
        "{}",
        page.body
    );
    let alone = desk.get(&path(&tickets[1])).await;
    assert!(!alone.says("2 von 3") && !alone.says("weiter zum nächsten"), "{}", alone.text());
    let searched = desk.get(&format!("{}?q=Zweites", path(&tickets[1]))).await;
    assert!(searched.says("1 von 1"), "{}", searched.text());
    let gone = desk.get(&format!("{}?saved=gone", path(&tickets[1]))).await;
    assert_eq!(gone.status, StatusCode::OK, "a list that is gone costs nobody the ticket");

    let fields = [
        ("text", "Erledigt."),
        ("visibility", "PUBLIC"),
        ("status", "RESOLVED"),
        ("next", "1"),
        ("take", "1"),
    ];
    let sent = desk.fill_with_files(&format!("{}?view=unassigned", path(&tickets[1])), &fields, &[]).await;
    assert_eq!(sent.to, format!("{}?view=unassigned", path(&tickets[2])), "{}", sent.text());
    let answered = app.engine.ticket(&jana.actor, tickets[1].number).await.unwrap().unwrap();
    assert_eq!((answered.status, answered.assignee), (Status::Resolved, Some(jana.user.id)));
    let sent = desk.fill_with_files(&format!("{}?view=unassigned", path(&tickets[2])), &fields, &[]).await;
    assert_eq!(sent.to, format!("/desk?view=unassigned&at={}", tickets[2].number), "the last one leads back");
}

#[tokio::test]
async fn a_status_without_a_text_is_set_alone_and_a_note_takes_no_ticket() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    let note = [("text", "nur wir"), ("visibility", "INTERNAL"), ("take", "1"), ("status", "")];
    let sent = desk.fill_with_files(&path(&ticket), &note, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let now = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!((now.status, now.assignee), (Status::New, None));
    let alone = [("text", " "), ("visibility", "PUBLIC"), ("status", "PENDING")];
    let sent = desk.fill_with_files(&path(&ticket), &alone, &[]).await;
    assert_eq!((sent.status, sent.to), (StatusCode::SEE_OTHER, path(&ticket)), "{}", sent.body);
    assert_eq!(status(&app, &jana, &ticket).await, Status::Pending);
    let page = desk.get(&path(&ticket)).await;
    assert!(page.says("Senden, bleibt in Rückfrage"), "{}", page.text());
    let nothing = desk.fill_with_files(&path(&ticket), &[("text", ""), ("status", "")], &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nothing.text());
}

#[tokio::test]
async fn tags_are_added_and_taken_off_one_by_one() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    for (field, value, expected) in [
        ("add_tag", "drucker", vec!["drucker"]),
        ("add_tag", "büro", vec!["büro", "drucker"]),
        ("remove_tag", "drucker", vec!["büro"]),
    ] {
        let page = desk.get(&path(&ticket)).await;
        let (csrf, version, before) = (page.value("csrf"), page.value("version"), page.value("tags_before"));
        let fields =
            [("csrf", csrf.as_str()), ("version", &version), ("tags_before", &before), (field, value)];
        let saved = desk.post(&format!("{}/update", path(&ticket)), &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let now = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
        assert_eq!(now.tags, expected);
    }
}

#[tokio::test]
async fn tags_are_changed_as_one_line_without_a_script_and_a_comma_in_a_tag_survives() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let tags = Some(vec!["a, b".to_owned(), "vpn".to_owned()]);
    let number = ticket.number;
    let change = engine::UpdateTicket { number, tags, ..engine::UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, change).await.expect("tagged");
    let mut desk = Visit::of(&app, &jana);
    let page = desk.get(&path(&ticket)).await;
    let plain = |name: &str| page.value(name).replace("&quot;", "\"");
    let (before, whole) = (plain("tags_before"), plain("tags"));
    assert_eq!(before, whole);
    let (csrf, version, whole) = (page.value("csrf"), page.value("version"), format!("{whole}, neu"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("tags_before", &before),
        ("tags", &whole),
        ("add_tag", "noch eins"),
    ];
    let saved = desk.post(&format!("{}/update", path(&ticket)), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let now = app.engine.ticket(&jana.actor, number).await.unwrap().unwrap();
    assert_eq!(now.tags, ["a, b", "neu", "noch eins", "vpn"]);
}

#[tokio::test]
async fn two_of_one_name_are_told_apart_by_their_addresses_where_one_is_picked() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    for email in ["kim@cit.example", "k.sommer@cit.example"] {
        let kim = app.given().agent(email).await;
        let named = engine::UpdateUser { name: Some("Kim Sommer".to_owned()), ..Default::default() };
        app.engine.update_user(&engine::Actor::system(), kim.user.id, named).await.expect("renamed");
    }
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    for page in [desk.get(&path(&ticket)).await, desk.get("/desk").await] {
        for email in ["kim@cit.example", "k.sommer@cit.example"] {
            assert!(page.says(&format!("Kim Sommer ({email})")), "{}", page.text());
        }
        assert!(!page.says("(jana@example.org)"), "{}", page.text());
    }
}

#[tokio::test]
async fn the_customers_card_names_their_other_tickets_and_both_languages_are_whole() {
    let app = TestApp::start().await;
    let org = app.given().organisation("Musterstadt AG", true).await;
    let anna = app.given().member(&org, "anna@example.com").await;
    let bert = app.given().member(&org, "bert@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.given().ticket(&anna, "Telefon").await;
    app.given().ticket(&bert, "Bildschirm").await;
    let page = Visit::of(&app, &jana).get(&path(&ticket)).await;
    assert!(page.says("Telefon") && page.says("alle 2 Tickets dieses Kunden"), "{}", page.text());
    assert!(page.says("3 der Organisation") && page.says("teilt Tickets"), "{}", page.text());
    let english = Visit::of(&app, &jana).get(&format!("{}?lang=en", path(&ticket))).await;
    assert!(
        english.says("Send and keep open") && english.says("all 2 tickets of this customer"),
        "{}",
        english.text()
    );
}

#[tokio::test]
async fn s33_what_was_typed_into_the_facts_is_still_there_after_a_refusal() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &jana);
    let form = visit.get(&path(&ticket)).await;
    let update = format!("{}/update", path(&ticket));
    let names = [
        "csrf",
        "version",
        "assignee_before",
        "priority_before",
        "queue_before",
        "title_before",
        "tags_before",
    ];
    let hidden: Vec<_> = names.into_iter().map(|name| (name, form.value(name))).collect();
    let hidden: Vec<_> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let long = "x".repeat(60);
    let typed = [("title", "Drucker im Büro"), ("tags", long.as_str()), ("priority", "HIGH")];
    let refused = visit.post(&update, &[&hidden[..], &typed].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert_eq!(
        (refused.value("title"), refused.value("add_tag")),
        ("Drucker im Büro".to_owned(), long.clone())
    );
    assert!(refused.body.contains("<option value=\"HIGH\" selected>"), "{}", refused.body);

    // A colleague changes something else meanwhile: what nobody touched here does not take it back, and is no conflict.
    let ole = app.given().agent("ole@example.org").await;
    app.given().set(&ole, &ticket, Status::Pending).await;
    let typed = [("title", "Drucker im Büro"), ("tags", ""), ("priority", "NORMAL")];
    let done = visit.post(&update, &[&hidden[..], &typed].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(status(&app, &jana, &ticket).await, Status::Pending);

    // A colleague changes the same: both versions are shown, and who was faster.
    let form = visit.get(&path(&ticket)).await;
    let hidden: Vec<_> = names.into_iter().map(|name| (name, form.value(name))).collect();
    let hidden: Vec<_> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let change = engine::UpdateTicket {
        number: ticket.number,
        title: Some("Drucker von Ole".to_owned()),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&ole.actor, change).await.expect("changed");
    let stale = visit.post(&update, &[&hidden[..], &[("title", "Drucker von Jana")]].concat()).await;
    assert_eq!((stale.status, stale.value("title").as_str()), (StatusCode::CONFLICT, "Drucker von Jana"));
    assert!(
        stale.says("Ole hat das inzwischen geändert: Titel ist jetzt „Drucker von Ole“"),
        "{}",
        stale.text()
    );
    let form: Vec<_> = names.into_iter().map(|name| (name, stale.value(name))).collect();
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visit.post(&update, &[&form[..], &[("title", "Drucker von Jana")]].concat()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(visit.get(&path(&ticket)).await.says("Drucker von Jana"));
}

#[tokio::test]
async fn a_colleague_who_is_named_in_a_note_stands_in_it_as_a_chip_and_finds_the_ticket() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.given().internal_note(&jana, &ticket, "@Ole bitte ansehen").await;
    let mut oles = Visit::of(&app, &ole);
    let page = oles.get(&path(&ticket)).await;
    assert!(page.body.contains("<span class=\"chip note\">@Ole</span>"), "{}", page.body);
    assert!(oles.get("/desk?q=is:mentioned").await.says("Drucker"));
    assert!(
        !Visit::of(&app, &jana)
            .get("/desk?q=is:mentioned")
            .await
            .body
            .contains(&format!("data-row=\"{}\"", ticket.number))
    );
    assert!(oles.get("/profile").await.says("Jemand erwähnt mich in einer internen Notiz"));
}

#[tokio::test]
async fn an_answer_that_was_just_sent_is_offered_to_be_taken_back_and_its_text_is_there_again() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    let csrf = desk.get(&path(&ticket)).await.value("csrf");
    let sent = [
        ("csrf", csrf.as_str()),
        ("text", "Bitte neu starten."),
        ("visibility", "PUBLIC"),
        ("status", "OPEN"),
    ];
    assert_eq!(desk.upload(&path(&ticket), &sent, &[]).await.status, StatusCode::SEE_OTHER);
    // Wherever the agent goes on: here, and at the list.
    let list = desk.get("/desk").await;
    assert!(list.says(&format!("Antwort auf #{} gesendet.", ticket.number)), "{}", list.text());
    let page = desk.get(&path(&ticket)).await;
    let (_, button) = page.body.split_once("<button name=\"comment\" value=\"").expect("a button");
    let comment = button.split('"').next().expect("an id").to_owned();
    assert!(desk.get(&path(&ticket)).await.says("s lang rückholbar."));
    let undo = format!("{}/undo", path(&ticket));
    let undone = desk.post(&undo, &[("csrf", &csrf), ("comment", &comment)]).await;
    assert_eq!(
        (undone.status, undone.to.as_str()),
        (StatusCode::SEE_OTHER, format!("{}#text", path(&ticket)).as_str())
    );
    let page = desk.get(&path(&ticket)).await;
    assert!(
        page.says("Ihre Antwort wurde zurückgenommen. Eine E-Mail ging nicht hinaus.")
            && page.says("Bitte neu starten."),
        "{}",
        page.text()
    );
    assert!(page.says("Antwort zurückgenommen") && !page.says("gesendet. Rückgängig"), "{}", page.text());
    assert!(!page.says("geschwärzt"), "{}", page.text());
    let emails = desk.get(&format!("{}/emails", path(&ticket))).await;
    assert!(emails.says("zurückgenommen") && !emails.says("nicht gesendet"), "{}", emails.text());
    let again = desk.get(&path(&ticket)).await;
    assert!(!again.says("Ihre Antwort wurde zurückgenommen"), "told once: {}", again.text());
    let mut portal = Visit::of(&app, &anna);
    let seen = portal.get(&path(&ticket)).await;
    assert!(!seen.says("Bitte neu starten.") && !seen.says("zurückgenommen"), "{}", seen.text());
    let twice = desk.post(&undo, &[("csrf", &csrf), ("comment", &comment)]).await;
    assert_eq!((twice.status, twice.to), (StatusCode::SEE_OTHER, format!("{}#text", path(&ticket))));

    assert_eq!(desk.upload(&path(&ticket), &sent, &[]).await.status, StatusCode::SEE_OTHER);
    let page = desk.get(&path(&ticket)).await;
    let (_, button) = page.body.split_once("<button name=\"comment\" value=\"").expect("a button");
    let comment = button.split('"').next().expect("an id").to_owned();
    app.clock.advance(Duration::from_mins(1));
    let late = desk.post(&undo, &[("csrf", &csrf), ("comment", &comment)]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("nicht mehr zurücknehmen"), "{}", late.text());
    let above = late.body.split("composer").next().expect("a page");
    assert!(above.contains("nicht mehr zurücknehmen"), "in the thread, not beside it: {}", late.body);
}

#[tokio::test]
async fn a_status_that_was_set_without_an_answer_is_offered_to_be_taken_back_wherever_one_goes_on() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    let csrf = desk.get(&path(&ticket)).await.value("csrf");
    let status = async || {
        let found = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer");
        found.expect("a ticket").status
    };
    let told = format!("Status von #{}: geschlossen.", ticket.number);
    let closed = [
        ("csrf", csrf.as_str()),
        ("text", ""),
        ("visibility", "PUBLIC"),
        ("status", "CLOSED"),
        ("next", "1"),
    ];
    let update = format!("{}/update", path(&ticket));
    for there in ["/desk".to_owned(), path(&ticket)] {
        assert_eq!(desk.upload(&path(&ticket), &closed, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(status().await, Status::Closed);
        let page = desk.get(&there).await;
        assert!(page.says(&told), "{}", page.text());
        let (_, form) = page.body.split_once("data-until").expect("an offer");
        let value = |name: &str| {
            let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a value");
            rest.split('"').next().expect("its end").to_owned()
        };
        let (version, before) = (value("version"), value("status"));
        let fields = [("csrf", csrf.as_str()), ("version", &version), ("undo", "1"), ("status", &before)];
        let undone = desk.post(&update, &fields).await;
        assert_eq!((undone.status, undone.to), (StatusCode::SEE_OTHER, path(&ticket)));
        assert_eq!(status().await, Status::New);
        assert!(!desk.get(&there).await.says("Status von #"), "once");
    }
    // The notice's own button, and its time.
    let fields = [("csrf", csrf.as_str()), ("status", "CLOSED")];
    assert_eq!(desk.post(&update, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(desk.get("/desk").await.says(&told));
    let mut other = Visit::of(&app, &app.given().agent("ole@example.org").await);
    other.set("schalter_acted", desk.cookie("schalter_acted").expect("a cookie"));
    assert!(!other.get("/desk").await.says(&told), "the next person at this browser is offered nothing");
    app.clock.advance(Duration::from_secs(11));
    assert!(!desk.get("/desk").await.says(&told));
}

#[tokio::test]
async fn taking_an_answer_back_says_what_of_the_ticket_stays_as_it_is() {
    let settings = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut desk = Visit::of(&app, &jana);
    let csrf = desk.get(&path(&ticket)).await.value("csrf");
    let sent = [
        ("csrf", csrf.as_str()),
        ("text", "Bitte neu starten."),
        ("visibility", "PUBLIC"),
        ("status", "RESOLVED"),
    ];
    assert_eq!(desk.upload(&path(&ticket), &sent, &[]).await.status, StatusCode::SEE_OTHER);
    app.clock.advance(Duration::from_secs(1));
    app.given().set(&ole, &ticket, Status::Pending).await;
    let page = desk.get(&path(&ticket)).await;
    let (_, button) = page.body.split_once("<button name=\"comment\" value=\"").expect("a button");
    let comment = button.split('"').next().expect("an id").to_owned();
    let undo = format!("{}/undo", path(&ticket));
    assert_eq!(
        desk.post(&undo, &[("csrf", &csrf), ("comment", &comment)]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = desk.get(&path(&ticket)).await;
    assert!(page.says("Der Status bleibt, wie er jetzt ist"), "{}", page.text());
}

#[tokio::test]
async fn a_picture_from_elsewhere_is_its_words_in_a_frame() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let raw = format!(
        "From: kim@kunde.example\r\nTo: {}\r\nSubject: Drucker\r\nContent-Type: text/html\r\n\r\n\
         <p>Er brennt.</p><img src=\"https://tracker.example/a.png\" alt=\"Foto vom Brand\">\
         <img src=\"https://tracker.example/b.png\" width=\"1\" height=\"1\">\r\n",
        tests::MAILBOX
    );
    assert!(mail::inbound::submit(&app.engine, raw.into_bytes(), Some(tests::MAILBOX)).await.is_stored());
    let page = Visit::of(&app, &jana).get("/tickets/10001").await;
    assert!(page.body.contains(">Foto vom Brand</span>"), "{}", page.body);
    let body = page.body.split_once("Er brennt.").expect("the email").1;
    let body = body.split_once("</article>").expect("its end").0;
    assert_eq!(body.matches("class=\"no-picture\"").count(), 1, "what only watches leaves nothing: {body}");
    assert!(!page.body.contains("tracker.example") && !body.contains("<img"), "{body}");
}
