//! One ticket with its conversation.

use axum::http::StatusCode;
use engine::{Status, Ticket};
use tests::{TestApp, given::Person};

use crate::web_ui::{Shown, Visit};

async fn status(app: &TestApp, person: &Person, ticket: &Ticket) -> Status {
    app.engine.ticket(&person.actor, ticket.number).await.expect("an answer").expect("a ticket").status
}

fn path(ticket: &Ticket) -> String {
    format!("/tickets/{}", ticket.number)
}

async fn comment(visit: &mut Visit, ticket: &Ticket, fields: &[(&str, &str)]) -> Shown {
    let version = visit.get(&path(ticket)).await.value("version");
    visit.fill_with_files(&path(ticket), &[&[("version", version.as_str())], fields].concat(), &[]).await
}

#[tokio::test]
async fn s57_to_s59_a_comment_with_files_and_status_is_one_action() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("Kommentar"), "S57: {}", page.text());
    assert!(page.says("Aktualisieren"), "S59: {}", page.text());
    let fields = [("text", "Noch etwas"), ("status", "CLOSED")];
    let files: [(&str, &[u8]); 2] = [("a.txt", b"aaa"), ("b.txt", b"bb")];
    let answer = visit.fill_with_files(&path(&ticket), &fields, &files).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("Noch etwas"), "S57: {}", page.text());
    assert!(page.says("a.txt") && page.says("b.txt"), "S58: {}", page.text());
    assert!(page.says("geschlossen"), "S59: {}", page.text());
    assert_eq!(status(&app, &anna, &ticket).await, Status::Closed);
}

#[tokio::test]
async fn s58_files_alone_are_a_comment_and_nothing_is_none() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    let answer = visit.fill_with_files(&path(&ticket), &[("text", "")], &[("nur.txt", b"x")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(visit.get(&path(&ticket)).await.says("nur.txt"));
    let answer = visit.fill_with_files(&path(&ticket), &[("text", "  ")], &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("Bitte geben Sie einen Text ein."), "{}", answer.text());
}

#[tokio::test]
async fn s59_a_stale_form_warns_and_loses_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    let form = visit.get(&path(&ticket)).await;
    app.given().comment(&jana, &ticket, "Inzwischen geantwortet").await;
    let (csrf, key, version) = (form.value("csrf"), form.value("key"), form.value("version"));
    let fields = [("csrf", csrf.as_str()), ("key", &key), ("version", &version), ("text", "Mein Text")];
    let answer = visit.upload(&path(&ticket), &fields, &[("a.txt", b"x")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.value("text"), "Mein Text");
    assert!(answer.says("Inzwischen hat sich das Ticket geändert"), "{}", answer.text());
    assert!(answer.says("Inzwischen geantwortet"), "what is new is shown");
    assert!(answer.says("a.txt") && !answer.says("nicht behalten werden"), "{}", answer.text());
    let (csrf, key, version) = (answer.value("csrf"), answer.value("key"), answer.value("version"));
    let file = answer.value("draft_file");
    let fields = [
        ("csrf", csrf.as_str()),
        ("key", &key),
        ("version", &version),
        ("text", "Mein Text"),
        ("draft_file", &file),
    ];
    let answer = visit.upload(&path(&ticket), &fields, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "sent again, it goes through: {}", answer.text());
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("a.txt") && !page.body.contains("name=\"draft_file\""), "{}", page.text());
}

#[tokio::test]
async fn s62_s74_the_effect_of_a_comment_is_said_before_and_a_closed_ticket_presets_reopening() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.given().set(&jana, &ticket, Status::Closed).await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get(&path(&ticket)).await;
    // S74: "open" is preset, and "closed" can be picked.
    assert!(page.body.contains("<option value=\"\" selected>wieder öffnen</option>"), "{}", page.body);
    assert!(page.body.contains("<option value=\"CLOSED\">geschlossen</option>"), "{}", page.body);
    // S62: what each of the two leads to.
    assert!(page.says("wird das Ticket wieder geöffnet"), "{}", page.text());
    assert!(page.says("Das Ticket bleibt „geschlossen“."), "{}", page.text());
    comment(&mut visit, &ticket, &[("text", "danke"), ("status", "CLOSED")]).await;
    assert_eq!(status(&app, &anna, &ticket).await, Status::Closed, "S74: thanks keeps it closed");
    comment(&mut visit, &ticket, &[("text", "doch nicht"), ("status", "")]).await;
    assert_eq!(status(&app, &anna, &ticket).await, Status::Open, "S74: a comment opens it");
}

#[tokio::test]
async fn s62_s69_what_each_status_leads_to_is_said_with_the_time_of_closing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let page = Visit::of(&app, &jana).get(&path(&ticket)).await;
    let effect = page.text();
    let resolved = "… und als bearbeitet meldenaus unserer Sicht erledigt; wird am \
        Fr., 01.02.2019 um 17:00 Uhr geschlossen, wenn niemand antwortet";
    // S62: each status says what it does. S69: with the time at which the ticket closes.
    assert!(page.says(resolved), "{effect}");
    assert!(page.says("… und Rückfrage stellenwartet auf den Kunden; wird am"), "{effect}");
    assert!(page.says("… und schließensofort; jede Antwort öffnet es wieder"), "{effect}");
    assert!(page.says("Anna erhält eine E-Mail."), "{effect}");
    let seen = Visit::of(&app, &anna).get(&path(&ticket)).await;
    assert!(
        seen.says("Das Ticket wechselt auf „geschlossen“.") && !seen.says("„bearbeitet“"),
        "{}",
        seen.text()
    );
}

#[tokio::test]
async fn s32_the_plus_button_stands_on_error_pages_too() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let missing = Visit::of(&app, &anna).get("/tickets/99999").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(
        missing.body.contains("href=\"/tickets/new\"") && missing.body.contains("data-key=\"new\""),
        "{}",
        missing.body
    );
    let nobody = Visit::new(&app).get("/nowhere").await;
    assert!(!nobody.body.contains("/tickets/new"), "nobody can open a ticket: {}", nobody.body);
}

#[tokio::test]
async fn s61_s69_whose_turn_it_is_and_when_it_closes_is_shown_to_both() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    // S61: in each status, for the customer and for the staff.
    for (status, customers, staffs) in [
        (Status::New, "Wartet auf unser Support-Team", "Wartet auf uns"),
        (Status::Open, "Wartet auf unser Support-Team", "Wartet auf uns"),
        (Status::Closed, "", ""),
        (Status::Pending, "Wartet auf Sie", "Wartet auf den Kunden"),
        (Status::Resolved, "Wartet auf Sie", "Wartet auf den Kunden"),
    ] {
        app.given().set(&jana, &ticket, status).await;
        let seen = Visit::of(&app, &anna).get(&path(&ticket)).await;
        assert!(seen.body.contains(&format!("<span class=\"turn\">{customers}</span>")), "{}", seen.text());
        let seen = Visit::of(&app, &jana).get(&path(&ticket)).await;
        let turn = format!("<span class=\"tiny soft nowrap\">{staffs}</span>");
        assert!(seen.body.contains(&turn), "{status}: {}", seen.text());
    }
    // S69: the exact time, for both.
    let seen = Visit::of(&app, &anna).get(&path(&ticket)).await;
    let closes = "wird er am Fr., 01.02.2019 um 17:00 Uhr (in 7 Tagen) automatisch geschlossen";
    assert!(seen.says(closes), "{}", seen.text());
    assert!(Visit::of(&app, &jana).get(&path(&ticket)).await.says("01.02.2019 um 17:00 Uhr"));
}

#[tokio::test]
async fn s72_a_customer_closes_with_one_click() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    let csrf = visit.get(&path(&ticket)).await.value("csrf");
    let answer = visit.post(&format!("{}/close", path(&ticket)), &[("csrf", &csrf)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&app, &anna, &ticket).await, Status::Closed);
    assert!(
        !visit.get(&path(&ticket)).await.body.contains(&format!("{}/close", path(&ticket))),
        "nothing is left to close"
    );
}

#[tokio::test]
async fn s72_a_customers_word_offers_the_staff_to_close_and_closes_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &jana);
    let offer = "Der Kunde schreibt, dass dieses Ticket geschlossen werden kann.";
    assert!(!visit.get(&path(&ticket)).await.says(offer));
    app.given().comment(&anna, &ticket, "Läuft wieder, das Ticket KANN geschlossen werden.").await;
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says(offer), "{}", page.text());
    assert!(
        page.body.contains("name=\"status\" value=\"CLOSED\">Ticket schließen</button>"),
        "{}",
        page.body
    );
    assert!(!Visit::of(&app, &anna).get(&path(&ticket)).await.says(offer), "only the staff are offered");
    assert_ne!(status(&app, &anna, &ticket).await, Status::Closed);
    let (csrf, version) = (page.value("csrf"), page.value("version"));
    let fields = [("csrf", csrf.as_str()), ("version", version.as_str()), ("status", "CLOSED")];
    visit.post(&format!("{}/update", path(&ticket)), &fields).await;
    assert_eq!(status(&app, &anna, &ticket).await, Status::Closed);
}

#[tokio::test]
async fn customers_see_no_internal_note_and_no_field_of_the_staff() {
    let app = TestApp::start().await;
    let org = app.given().organisation("Musterstadt AG", true).await;
    let anna = app.given().member(&org, "anna@example.com").await;
    let bert = app.given().member(&org, "bert@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.given().internal_note(&jana, &ticket, "Kunde zahlt nicht").await;
    for person in [&anna, &bert] {
        let page = Visit::of(&app, person).get(&path(&ticket)).await;
        assert_eq!(page.status, StatusCode::OK);
        for hidden in ["Kunde zahlt nicht", "Interne Notiz", "jana@example.org", "Verlauf", "Priorität"] {
            assert!(!page.body.contains(hidden), "{hidden} is shown");
        }
    }
    let page = Visit::of(&app, &bert).get(&path(&ticket)).await;
    assert!(!page.body.contains("anna@example.com"), "a colleague sees no address");
    let staff = Visit::of(&app, &jana).get(&path(&ticket)).await;
    assert!(
        staff.says("Kunde zahlt nicht") && staff.says("intern, für Kunden unsichtbar"),
        "{}",
        staff.text()
    );
}

#[tokio::test]
async fn staff_note_internally_and_change_the_facts() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    let mut visit = Visit::of(&app, &jana);
    let answer = comment(&mut visit, &ticket, &[("text", "nur für uns"), ("visibility", "INTERNAL")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(app.told().await, [], "a note sends nothing");
    assert!(!Visit::of(&app, &anna).get(&path(&ticket)).await.says("nur für uns"));

    let form = visit.get(&path(&ticket)).await;
    let assignee = option(&form.body, &jana.user.name);
    let (csrf, version) = (form.value("csrf"), form.value("version"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("version", &version),
        ("assignee", &assignee),
        ("priority", "HIGH"),
        ("tags", "drucker, büro"),
        ("title", "Drucker im Büro"),
    ];
    let update = format!("{}/update", path(&ticket));
    let answer = visit.post(&update, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("zugewiesen an") && page.says("Priorität: normal → hoch"), "{}", page.text());
    assert!(page.says("drucker") && page.says("büro"), "{}", page.text());
    assert_eq!(status(&app, &jana, &ticket).await, Status::Open, "S63: taken, it is open");
    let stale = visit.post(&update, &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.says("Inzwischen hat sich das Ticket geändert"), "{}", stale.text());
}

#[tokio::test]
async fn staff_learn_that_a_mail_came_back_and_customers_do_not() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let letters = app.engine.claim_letters(10, std::time::Duration::from_mins(1)).await.expect("an outbox");
    let failure = engine::Failure { error: "550 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letters[0].id, failure).await.expect("noted");
    let staff = Visit::of(&app, &jana).get(&path(&ticket)).await;
    assert!(staff.says("Die letzte E-Mail an den Kunden kam zurück."), "{}", staff.text());
    assert!(staff.says("Mail an anna@example.com kam zurück"), "{}", staff.text());
    let customer = Visit::of(&app, &anna).get(&path(&ticket)).await;
    assert!(!customer.says("kam zurück"), "{}", customer.text());
}

#[tokio::test]
async fn s54_staff_see_that_a_customer_writes_from_the_address_of_a_function() {
    let app = TestApp::start().await;
    let info = app.given().customer("info@example.com").await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let hint = "Funktionsadresse: Hier schreibt nicht unbedingt immer dieselbe Person.";
    for (person, hinted) in [(&info, true), (&anna, false)] {
        let ticket = app.given().ticket(person, "Drucker").await;
        let staff = Visit::of(&app, &jana).get(&path(&ticket)).await;
        assert_eq!(staff.says(hint), hinted, "{}", staff.text());
        assert!(!Visit::of(&app, person).get(&path(&ticket)).await.says(hint));
    }
}

#[tokio::test]
async fn a_password_mail_that_did_not_arrive_is_shown_beside_the_customer() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.letters().await;
    app.engine.request_password("anna@example.com", None).await.expect("asked");
    let letters = app.engine.claim_letters(10, std::time::Duration::from_mins(1)).await.expect("an outbox");
    let failure = engine::Failure { error: "550 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letters[0].id, failure).await.expect("noted");
    let says = "Die E-Mail mit dem Link für das Passwort kam nicht an: 25.01.2019";
    let staff = Visit::of(&app, &jana).get(&path(&ticket)).await;
    assert!(staff.says(says), "{}", staff.text());
    assert!(!Visit::of(&app, &anna).get(&path(&ticket)).await.says("kam nicht an"));
}

#[tokio::test]
async fn a_mail_to_the_staff_that_came_back_is_no_mail_to_the_customer() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket_in(&anna, &jana, Status::Open).await;
    app.letters().await;
    let assign = engine::UpdateTicket {
        number: ticket.number,
        assignee: Some(Some(ole.user.id)),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, assign).await.expect("assigned");
    let letters = app.engine.claim_letters(10, std::time::Duration::from_mins(1)).await.expect("an outbox");
    let letter = letters.iter().find(|letter| letter.to.address == "ole@example.org").expect("a letter");
    let failure = engine::Failure { error: "550 no such user".to_owned(), permanent: true };
    app.engine.letter_failed(letter.id, failure).await.expect("noted");
    let staff = Visit::of(&app, &jana).get(&path(&ticket)).await;
    assert!(!staff.says("Die letzte E-Mail an den Kunden kam zurück."), "{}", staff.text());
    assert!(staff.says("Mail an ole@example.org kam zurück"), "{}", staff.text());
}

#[tokio::test]
async fn a_long_conversation_is_read_page_by_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    for count in 1..=60 {
        app.clock.advance(std::time::Duration::from_mins(1));
        app.given().comment(&anna, &ticket, &format!("Satz {count:02}.")).await;
    }
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get(&path(&ticket)).await;
    assert!(page.says("Satz 60.") && page.says("Satz 11.") && !page.says("Satz 10."), "{}", page.text());
    let earlier = page.body.split('"').find(|part| part.contains("?before")).expect("a link").to_owned();
    let earlier = visit.get(&earlier.replace("&#x3D;", "=").replace("&#x3d;", "=")).await;
    assert!(earlier.says("Satz 10.") && earlier.says("Drucker: please") && !earlier.says("Satz 11."));
    assert!(!earlier.body.contains("<textarea"), "one answers at the end of the conversation");
}

#[tokio::test]
async fn a_stranger_finds_nothing_and_can_change_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let eve = app.given().customer("eve@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &eve);
    assert_eq!(visit.get(&path(&ticket)).await.status, StatusCode::NOT_FOUND);
    let csrf = visit.get("/tickets/new").await.value("csrf");
    let fields = [("csrf", csrf.as_str()), ("text", "hallo"), ("status", "CLOSED")];
    for action in ["", "/close", "/update"] {
        let answer = visit.post(&format!("{}{action}", path(&ticket)), &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
    }
    assert_eq!(status(&app, &anna, &ticket).await, Status::New);
}

#[tokio::test]
async fn what_somebody_writes_is_text_and_not_markup() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "<img src=x onerror=alert(1)>").await;
    app.given().comment(&anna, &ticket, "<script>alert(1)</script>{{csrf}}").await;
    let page = Visit::of(&app, &anna).get(&path(&ticket)).await;
    assert!(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"), "{}", page.body);
    assert!(page.says("{{csrf}}"), "{}", page.text());
}

fn option(body: &str, name: &str) -> String {
    let at = body.find(&format!(">{name}</option>")).expect("a person to pick");
    let start = body[..at].rfind("value=\"").expect("a value") + 7;
    body[start..].split('"').next().expect("an end").to_owned()
}

#[tokio::test]
async fn a_draft_is_saved_and_comes_back_without_a_script() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &jana);
    let form = visit.get(&path(&ticket)).await;
    assert!(form.says("Ohne JavaScript wird Ihr Text nicht von selbst gespeichert."), "{}", form.text());
    let csrf = form.value("csrf");
    let note =
        [("csrf", csrf.as_str()), ("text", "nur wir"), ("visibility", "INTERNAL"), ("status", "PENDING")];
    let saved = visit.post(&format!("{}/draft", path(&ticket)), &note).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let expect_note = |page: &Shown, when: &str| {
        assert_eq!(page.value("text").trim(), "nur wir", "{when}");
        assert!(page.body.contains("value=\"INTERNAL\" checked"), "{when}");
        assert_eq!(page.value("picked"), "PENDING", "{when}");
        assert!(page.says("Notiz speichern, Status in Rückfrage"), "{when}");
    };
    expect_note(&visit.get(&path(&ticket)).await, "opened again");
    // What is refused beside it shows it, too.
    let facts = [("csrf", csrf.as_str()), ("title", ""), ("title_before", "Drucker")];
    let refused = visit.post(&format!("{}/update", path(&ticket)), &facts).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    expect_note(&refused, "the facts were refused");
    assert!(!refused.value("key").is_empty(), "and can be sent once");
    let facts = [("csrf", csrf.as_str()), ("priority", "HIGH"), ("priority_before", "NORMAL")];
    let saved = visit.post(&format!("{}/update", path(&ticket)), &facts).await;
    expect_note(&visit.get(&saved.to).await, "the facts were saved");
    assert!(!Visit::of(&app, &anna).get(&path(&ticket)).await.body.contains("nur wir"));

    let discard = [("csrf", csrf.as_str()), ("text", "nur wir"), ("discard", "1")];
    visit.post(&format!("{}/draft", path(&ticket)), &discard).await;
    assert_eq!(visit.get(&path(&ticket)).await.value("text").trim(), "");
}

#[tokio::test]
async fn a_comment_that_is_refused_is_kept_with_its_readers() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &jana);
    let form = visit.get(&path(&ticket)).await;
    let (csrf, key) = (form.value("csrf"), form.value("key"));
    app.given().comment(&anna, &ticket, "Noch etwas").await;
    let fields = [
        ("csrf", csrf.as_str()),
        ("key", key.as_str()),
        ("version", "1"),
        ("text", "nur wir"),
        ("visibility", "INTERNAL"),
    ];
    assert_eq!(visit.post(&path(&ticket), &fields).await.status, StatusCode::CONFLICT);
    // The page is closed, and opened again.
    let again = visit.get(&path(&ticket)).await;
    assert_eq!(again.value("text").trim(), "nur wir");
    assert!(again.body.contains("value=\"INTERNAL\" checked"), "{}", again.body);
}

#[tokio::test]
async fn a_customer_who_was_switched_off_is_shown_as_such_before_anybody_answers() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    assert!(!Visit::of(&app, &jana).get(&path(&ticket)).await.body.contains("id=\"unreachable\""));
    let off = engine::UpdateUser { active: Some(false), ..engine::UpdateUser::default() };
    app.engine.update_user(&engine::Actor::system(), anna.user.id, off).await.expect("switched off");
    let page = Visit::of(&app, &jana).get(&path(&ticket)).await;
    assert!(page.body.contains("id=\"unreachable\""), "above the composer: {}", page.text());
    assert!(page.says("Das Konto des Kunden ist deaktiviert"), "{}", page.text());
}
