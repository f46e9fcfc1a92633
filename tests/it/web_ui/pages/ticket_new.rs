//! A new ticket.

use axum::http::StatusCode;
use engine::{Channel, LetterKind, TicketFilter};
use tests::{Backend, TestApp};

use crate::web_ui::{Shown, Visit};

/// The opening tag of the first element that has this attribute.
fn tag<'a>(page: &'a Shown, attribute: &str) -> &'a str {
    let at = page.body.find(attribute).unwrap_or_else(|| panic!("no {attribute} in\n{}", page.body));
    let start = page.body[..at].rfind('<').expect("a tag");
    page.body[start..].split_inclusive('>').next().expect("its end")
}

#[tokio::test]
async fn s07_s09_s11_s33_to_s39_the_form_says_what_the_guide_quotes() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get("/tickets/new").await;
    let says = |text: &str| assert!(page.says(text), "{text} is missing in\n{}", page.text());
    let has = |html: &str| assert!(page.body.contains(html), "{html} is missing in\n{}", page.body);
    // S07: the privacy notice stands on the page, and the form says which version that is.
    says("Bitte keine vertraulichen oder personenbezogenen Daten");
    says("keine vertraulichen und/oder personenbezogenen Daten");
    says("Bildschirmfotos, Log-Dateien oder PDF-Dokumenten");
    says("nach aktuellem Stand der Technik verschlüsselte .zip-Datei");
    assert_eq!(page.value("notice_version"), "1");
    // S09: a password is told by telephone; there is no field in which it could be kept.
    says("Kennwort ausschließlich telefonisch");
    assert!(!page.body.contains("type=\"password\""), "{}", page.body);
    // S11: the hint belongs to the field where files are picked.
    says("nur anonymisierte Testdaten");
    assert!(tag(&page, "name=\"files\"").contains("aria-describedby=\"files-hint\""));
    // S33: the title is required.
    says("Neues Ticket");
    says("Titel *");
    assert!(tag(&page, "name=\"title\"").contains(" required"));
    // S34: so is the text, with the placeholder as it is quoted.
    says("Text *");
    let text = tag(&page, "name=\"text\"");
    assert!(text.contains(" required"), "{text}");
    let placeholder = "An dieser Stelle können Sie Ihre Anfrage formulieren und eine Datei hochladen....";
    assert!(text.contains(&format!("placeholder=\"{placeholder}\"")), "{text}");
    // S35: any number of files, with the limits before anything is sent.
    says("Dateien wählen..");
    says("Höchstens 25 MB je Datei, zusammen 50 MB.");
    let files = tag(&page, "name=\"files\"");
    assert!(files.contains(" multiple") && !files.contains(" required"), "{files}");
    // S36: the status is preset, and customers cannot pick one of the staff.
    says("Status");
    has("<option value=\"NEW\" selected>neu</option>");
    let select = page.body.split("name=\"status\"").nth(1).and_then(|rest| rest.split("</select>").next());
    assert_eq!(select.map(|select| select.matches("<option ").count()), Some(1), "{select:?}");
    assert!(!page.body.contains("customer_email"), "for the staff");
    // S37: a way out that sends nothing.
    has("<a href=\"/tickets\">Abbrechen &amp; Zurück</a>");
    // S38: each form that is opened has a key of its own, with which it creates one ticket.
    has(">Erstellen</button>");
    let again = visit.get("/tickets/new").await.value("key");
    assert!(!again.is_empty() && again != page.value("key"), "{again}");
    // S39: the hint beside the title, and what takes its place where a title is vague.
    says("Kurz und möglichst präzise");
    assert!(tag(&page, "name=\"title\"").contains("aria-describedby=\"title-hint\""));
    assert!(tag(&page, "id=\"title-hint\"").contains("data-vague=\"Geht es etwas genauer?"));

    // S34: the placeholder is translated like everything else.
    let english = visit.get("/tickets/new?lang=en").await;
    let placeholder = "placeholder=\"Here you can describe your request and upload a file....\"";
    assert!(tag(&english, "name=\"text\"").contains(placeholder), "{}", english.body);
}

#[tokio::test]
async fn s37_who_leaves_the_form_creates_nothing() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let form = visit.get("/tickets/new").await;
    let way_out = tag(&form, ">Abbrechen &amp; Zurück<").split('"').nth(1).expect("an address");
    let list = visit.get(way_out).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.says("Noch keine Tickets"), "{}", list.text());
    assert_eq!(app.engine.count_tickets(&anna.actor, &TicketFilter::default()).await.expect("a count"), 0);
    assert_eq!(app.told().await, [], "nobody is written to");
}

#[tokio::test]
async fn s38_s41_s42_a_ticket_with_files_is_created_once_and_listed_at_once() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let form = visit.get("/tickets/new").await;
    let (csrf, key) = (form.value("csrf"), form.value("key"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("key", key.as_str()),
        ("title", "Kein Platz"),
        ("text", "Seit heute"),
        ("status", "NEW"),
    ];
    let files: [(&str, &[u8]); 2] = [("prüfung.log", b"one"), ("zwei.txt", b"two")];
    let first = visit.upload("/tickets/new", &fields, &files).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
    let again = visit.upload("/tickets/new", &fields, &files).await;
    assert_eq!(again.to, first.to, "S38: a double click makes one ticket");
    let list = visit.get("/tickets").await;
    assert!(list.says("Meine Tickets 1") && list.says("Kein Platz"), "S41: {}", list.text());
    let zoom = visit.get(&first.to).await;
    assert!(
        zoom.says("prüfung.log") && zoom.says("zwei.txt") && zoom.says("ist angelegt"),
        "{}",
        zoom.text()
    );
    let again = visit.get(&format!("{}?created=1", first.to)).await;
    assert!(!again.says("ist angelegt"), "an address that was kept or typed tells nothing: {}", again.text());
    let told = app.told().await;
    assert_eq!(told, [(LetterKind::Confirmation, "anna@example.com".to_owned())], "S42: one for one ticket");
}

#[tokio::test]
async fn s33_s34_all_that_is_missing_is_said_at_once() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let answer = visit.fill_with_files("/tickets/new", &[("title", " "), ("text", "")], &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("Bitte geben Sie einen Titel ein."), "{}", answer.text());
    assert!(answer.says("Bitte geben Sie einen Text ein."), "{}", answer.text());
}

#[tokio::test]
async fn s33_s34_what_is_missing_is_said_at_the_field_and_the_rest_is_kept() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let text = "  Zeile <eins>\n\n\tZeile & \"zwei\"";
    let answer =
        visit.fill_with_files("/tickets/new", &[("title", " "), ("text", text)], &[("a.txt", b"a")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("Bitte geben Sie einen Titel ein."), "{}", answer.text());
    assert_eq!(answer.value("text"), text, "every character is still there");
    assert!(answer.says("Bitte wählen Sie sie noch einmal aus"), "the files are asked for again");
    let answer = visit.fill_with_files("/tickets/new", &[("title", "Titel"), ("text", "")], &[]).await;
    assert!(answer.says("Bitte geben Sie einen Text ein."), "{}", answer.text());
    assert_eq!(answer.value("title"), "Titel");
    let long = "x".repeat(5000);
    let answer = visit.fill_with_files("/tickets/new", &[("title", &long), ("text", "y")], &[]).await;
    assert!(answer.says("Der Titel ist zu lang."), "{}", answer.text());
    assert_eq!(app.engine.count_tickets(&anna.actor, &TicketFilter::default()).await.expect("a count"), 0);
}

#[tokio::test]
async fn s07_a_notice_that_nobody_knows_any_more_is_shown_anew_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let fields = [("title", "Drucker geht nicht"), ("text", "Hilfe"), ("notice_version", "2018-01")];
    let answer = visit.fill_with_files("/tickets/new", &fields, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("Der Datenschutzhinweis wurde inzwischen geändert."), "{}", answer.text());
    assert_eq!(
        (answer.value("title"), answer.value("text")),
        (fields[0].1.to_owned(), fields[1].1.to_owned())
    );
    let version = answer.value("notice_version");
    assert_eq!(version, "1", "the one that is shown now");
    let again = [fields[0], fields[1], ("notice_version", version.as_str())];
    assert_eq!(visit.fill_with_files("/tickets/new", &again, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn s35_a_file_over_the_limit_is_named_and_the_text_is_kept() {
    let app = TestApp::with(Backend::Sqlite, |settings| {
        settings.limits.attachment = 1000;
        settings.limits.message = 1500;
    })
    .await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let fields = [("title", "Protokoll"), ("text", "anbei")];
    let large = vec![b'x'; 1001];
    let answer =
        visit.fill_with_files("/tickets/new", &fields, &[("gross.log", &large), ("klein.log", b"x")]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.says("Zu groß: gross.log."), "{}", answer.text());
    assert_eq!(answer.value("text"), "anbei");
    let half = vec![b'x'; 900];
    let answer = visit.fill_with_files("/tickets/new", &fields, &[("a.log", &half), ("b.log", &half)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.says("Mit „b.log“ sind die Dateien zusammen größer als 1 KB."), "{}", answer.text());
    let huge = vec![b'x'; 20_000];
    let answer = visit.fill_with_files("/tickets/new", &fields, &[("riesig.log", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.says("anbei"), "even what is cut off shows the text: {}", answer.text());
}

#[tokio::test]
async fn s36_a_customer_cannot_forge_a_status() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let fields = [("title", "Drucker"), ("text", "kaputt"), ("status", "RESOLVED")];
    let answer = Visit::of(&app, &anna).fill_with_files("/tickets/new", &fields, &[]).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert_eq!(answer.value("text"), "kaputt");
}

#[tokio::test]
async fn s43_staff_open_a_ticket_for_a_caller() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &jana);
    assert!(visit.get("/tickets/new").await.says("Kunde: E-Mail-Adresse, Name oder Organisation *"));
    let fields = [
        ("title", "Anruf"),
        ("text", "Drucker brennt"),
        ("customer_email", "caller@example.com"),
        ("customer_name", "Carla Caller"),
        ("channel", "PHONE"),
    ];
    let answer = visit.fill_with_files("/tickets/new", &fields, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let number: i64 = answer
        .to
        .trim_start_matches("/tickets/")
        .split('?')
        .next()
        .expect("a number")
        .parse()
        .expect("a number");
    let ticket = app.engine.ticket(&jana.actor, number).await.expect("an answer").expect("a ticket");
    assert_eq!(ticket.channel, Channel::Phone);
    assert!(app.told().await.contains(&(LetterKind::Confirmation, "caller@example.com".to_owned())));
    let wrong = [
        ("title", "Anruf"),
        ("text", "x"),
        ("note", "Klang verärgert."),
        ("customer_email", "no address"),
        ("channel", "PHONE"),
    ];
    let answer = visit.fill_with_files("/tickets/new", &wrong, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("Das ist keine gültige E-Mail-Adresse."), "{}", answer.text());
    assert_eq!(answer.value("customer_email"), "no address");
    assert_eq!(answer.value("note").trim(), "Klang verärgert.", "what was typed for the team is not lost");
    let again = visit.get("/tickets/new").await;
    assert_eq!(again.value("note").trim(), "Klang verärgert.", "nor when the page is opened again");
}

#[tokio::test]
async fn s43_a_call_may_be_noted_for_the_staff_alone_and_the_callers_page_is_whole() {
    let app = TestApp::start().await;
    let jana = app.given().agent("jana@example.org").await;
    let carla = app.given().customer("carla@example.com").await;
    for (mut staff, mut hers, lang, label, refused, quiet) in [
        (
            Visit::of(&app, &jana),
            Visit::of(&app, &carla),
            "de",
            "Text oder unten eine interne Notiz *",
            "Bitte geben Sie einen Text oder eine interne Notiz ein.",
            "In diesem Ticket hat noch niemand geschrieben.",
        ),
        (
            Visit::of(&app, &jana),
            Visit::of(&app, &carla),
            "en",
            "Text, or an internal note below *",
            "Please enter a text or an internal note.",
            "Nobody has written in this ticket yet.",
        ),
    ] {
        for visit in [&mut staff, &mut hers] {
            visit.get(&format!("/profile?lang={lang}")).await;
        }
        let page = staff.get("/tickets/new").await;
        assert!(page.says(label), "{}", page.text());
        let called = [
            ("title", "Anruf"),
            ("customer_email", "carla@example.com"),
            ("channel", "PHONE"),
            ("open_seen", "1"),
        ];
        let empty =
            staff.fill_with_files("/tickets/new", &[&called[..], &[("text", "")]].concat(), &[]).await;
        assert!(empty.status.is_client_error() && empty.says(refused), "{}", empty.text());
        let noted = [&called[..], &[("text", ""), ("note", "Bittet um Rückruf.")]].concat();
        let answer = staff.fill_with_files("/tickets/new", &noted, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let path = answer.to.split('?').next().expect("a path").to_owned();
        assert!(staff.get(&path).await.says("Bittet um Rückruf."));
        let page = hers.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(quiet) && !page.says("Rückruf"), "{}", page.text());
        assert!(!page.body.contains("<article"), "no box without words: {}", page.body);
        hers.fill(&path, &[("text", "Es brennt.")]).await;
        let page = hers.get(&path).await;
        assert!(page.says("Es brennt.") && !page.says(quiet), "{}", page.text());
    }
}

#[tokio::test]
async fn what_was_refused_or_saved_stands_in_the_form_again() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let refused = visit.fill("/tickets/new", &[("title", " "), ("text", "Er druckt nicht")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(visit.get("/tickets/new").await.value("text").trim(), "Er druckt nicht");
    let csrf = visit.get("/tickets/new").await.value("csrf");
    let fields = [("csrf", csrf.as_str()), ("title", "Drucker"), ("text", "kaputt")];
    assert_eq!(visit.post("/tickets/new/draft", &fields).await.to, "/tickets/new");
    let form = visit.get("/tickets/new").await;
    assert_eq!((form.value("title").as_str(), form.value("text").trim()), ("Drucker", "kaputt"));
    visit.fill("/tickets/new", &fields[1..]).await;
    assert_eq!(visit.get("/tickets/new").await.value("title"), "", "what has been sent is no draft any more");
}

#[tokio::test]
async fn a_caller_is_found_by_name_or_organisation_and_what_they_have_open_is_shown_first() {
    let app = TestApp::start().await;
    let acme = app.given().organisation("Wasserwerk", false).await;
    let max = app.given().member(&acme, "max@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let open = app.given().ticket(&max, "Drucker im Keller brennt").await;
    let mut visit = Visit::of(&app, &jana);
    for typed in ["max", "wasserw"] {
        let found = visit.get(&format!("/tickets/new/look?q={typed}")).await;
        assert!(found.says("Max max@example.org · Wasserwerk"), "{typed}: {}", found.text());
    }
    let known = visit.get("/tickets/new/look?q=max@example.org&title=Noch+ein+Drucker").await;
    assert!(known.says("Bekannt: Max") && known.says("Drucker im Keller brennt ähnlich"), "{}", known.text());
    let mut mine = Visit::of(&app, &max);
    let own = mine.get("/tickets/new/look?q=jana@example.org&title=").await;
    assert!(!own.says("jana") && !own.says("Bekannt"), "customers find no people: {}", own.text());

    let form = visit.get("/tickets/new").await;
    let fields = [
        ("csrf", form.value("csrf")),
        ("key", form.value("key")),
        ("customer_email", "max".to_owned()),
        ("title", "Drucker raucht".to_owned()),
        ("text", "Er raucht noch immer.".to_owned()),
        ("channel", "PHONE".to_owned()),
    ];
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let asked = [&fields[..], &[("find", "1")]].concat();
    let found = visit.post("/tickets/new", &asked).await;
    assert!(
        found.says("Max max@example.org") && found.value("title") == "Drucker raucht",
        "{}",
        found.text()
    );
    fields.push(("customer_pick", "max@example.org"));
    let first = visit.post("/tickets/new", &fields).await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(first.body.contains(&format!("href=\"/tickets/{}\"", open.number)), "{}", first.text());
    fields.push(("open_seen", "1"));
    let made = visit.post("/tickets/new", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = mine.get(made.to.split('?').next().unwrap_or_default()).await;
    assert!(page.says("Drucker raucht"), "it is the caller's: {}", page.text());
}
