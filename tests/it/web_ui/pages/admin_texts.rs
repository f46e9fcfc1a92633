//! Text blocks, macros and email templates on pages of their own, and on the page of a ticket.

use axum::http::StatusCode;
use engine::{Actor, CreateMacro, CreateTextBlock, Status, TicketChange};
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn admins_make_change_and_delete_text_blocks_and_macros() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let page = visit.get("/admin/text-blocks").await;
    assert!(page.says("Neuer Textbaustein") && page.says("{{customer.name}}"), "{}", page.text());
    let wrong = [("id", "new"), ("name", "Gruß"), ("text", "Hallo {{custmer.name}}"), ("locale", "de")];
    let refused = visit.fill("/admin/text-blocks", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Unbekannte Variable „custmer.name“.") && refused.body.contains("custmer.name"));
    let fine = [("id", "new"), ("name", "Gruß"), ("text", "Hallo {{customer.name}}"), ("locale", "de")];
    let saved = visit.fill("/admin/text-blocks", &fine).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = visit.get(&saved.to).await;
    assert!(page.says("Gespeichert.") && page.says("Gruß"), "{}", page.text());
    assert!(visit.get("/admin/text-blocks?q=xyz").await.says("Nichts gefunden."));

    let fine = [
        ("id", "new"),
        ("name", "Rückfrage"),
        ("text", "Welche Version?"),
        ("visibility", "PUBLIC"),
        ("status", "PENDING"),
        ("assignee", "me"),
        ("add_tags", "version, frage"),
    ];
    let saved = visit.fill("/admin/macros", &fine).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = visit.get(&saved.to).await;
    assert_eq!(page.value("add_tags"), "frage, version");
    let id = page.value("id");
    let refused = visit.fill("/admin/macros", &[("id", &id), ("name", "Rückfrage"), ("text", "{{x}}")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Unbekannte Variable „x“."), "{}", refused.text());
    let gone = visit.fill("/admin/macros", &[("id", &id), ("delete", "1")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(app.engine.macros(&ada.actor, None).await.expect("macros").is_empty());
    let jana = app.given().agent("jana@example.org").await;
    for path in ["/admin/text-blocks", "/admin/macros", "/admin/templates"] {
        assert_eq!(Visit::of(&app, &jana).get(path).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn staff_insert_a_text_block_and_apply_a_macro_after_seeing_what_it_does() {
    let app = TestApp::start().await;
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let anna = app.given().customer("anna@a.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let text = "Hallo {{customer.name}}".to_owned();
    let block = CreateTextBlock { name: "Gruß".to_owned(), text, locale: Some("de".to_owned()) };
    app.engine.create_text_block(&ada.actor, block).await.expect("a text block");
    let changes = vec![TicketChange::SetStatus(Status::Pending), TicketChange::AssignMe];
    let asks = CreateMacro { name: "Rückfrage".to_owned(), changes };
    app.engine.create_macro(&ada.actor, asks).await.expect("a macro");
    let mut visit = Visit::of(&app, &jana);
    let path = format!("/tickets/{}", ticket.number);
    let page = visit.get(&path).await;
    let option = |name: &str| {
        let before = page.body.split(&format!("<bdi>{name}</bdi></button>")).next().unwrap_or_default();
        let value = before.rsplit("value=\"").next().unwrap_or_default();
        value.split('"').next().unwrap_or_default().to_owned()
    };
    let filled = visit.get(&format!("{path}/block?id={}", option("Gruß"))).await;
    assert_eq!(filled.body, format!("Hallo {}", anna.user.name));
    let form = [
        ("text", "Schon getippt."),
        ("visibility", "PUBLIC"),
        ("insert", &option("Gruß")),
        ("csrf", &page.value("csrf")),
    ];
    let inserted = visit.post(&format!("{path}/draft"), &form).await;
    assert_eq!(inserted.status, StatusCode::SEE_OTHER, "{}", inserted.text());
    let page = visit.get(&path).await;
    assert!(page.body.contains(&format!("Schon getippt.\n\nHallo {}", anna.user.name)), "{}", page.text());

    let before = visit.get(&format!("{path}/macro?id={}", option("Rückfrage"))).await;
    assert!(before.says("in Rückfrage") && before.says("wer das Makro anwendet"), "{}", before.text());
    let form = ["csrf", "id", "key", "version"].map(|name| (name, before.value(name)));
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visit.post(&format!("{path}/macro"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let ticket =
        app.engine.ticket(&Actor::system(), ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!((ticket.status, ticket.assignee), (Status::Pending, Some(jana.user.id)));
    let mut customer = Visit::of(&app, &anna);
    assert!(!customer.get(&path).await.body.contains("Rückfrage</option>"));
    assert_eq!(
        customer.get(&format!("{path}/macro?id={}", option("Rückfrage"))).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn s18_admins_write_emails_in_their_own_words_with_a_preview_and_go_back_to_the_default() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let path = "/admin/templates";
    let page = visit.get(path).await;
    assert!(
        page.says("Bestätigung") && page.says("Drucker druckt nicht [example.org #10034]"),
        "{}",
        page.text()
    );
    let place = [("kind", "confirmation"), ("locale", "de")];
    let subject = |text: &'static str| [&place[..], &[("subject", text)]].concat();
    let shown =
        visit.fill(path, &[&subject("Anfrage {{ticket.number}}")[..], &[("preview", "1")]].concat()).await;
    assert!(shown.says("Anfrage 10034"), "{}", shown.text());
    assert!(app.engine.email_templates(&ada.actor).await.expect("none").is_empty(), "not saved yet");
    let refused = visit.fill(path, &subject("Ohne")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Der Betreff muss immer die Ticketnummer enthalten."), "{}", refused.text());
    let saved = visit.fill(path, &subject("Anfrage {{ticket.number}}")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let page = visit.get(&saved.to).await;
    assert!(
        page.says("Gespeichert.") && page.says("Eigene Vorlagen") && page.says("Zurück zur Vorgabe"),
        "{}",
        page.text()
    );
    let back = visit.fill(path, &[&subject("x")[..], &[("back", "1")]].concat()).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(app.engine.email_templates(&ada.actor).await.expect("none").is_empty());
}

#[tokio::test]
async fn emails_with_words_of_ones_own_are_searched() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let own = [("kind", "confirmation"), ("locale", "de"), ("subject", "Anfrage {{ticket.number}}")];
    let saved = visit.fill("/admin/templates", &own).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let listed = |body: &str| body.matches("<li><a href=\"/admin/templates?kind").count();
    for (query, found) in [("", 1), ("?q=best%C3%A4tigung", 1), ("?q=nirgends", 0)] {
        let page = visit.get(&format!("/admin/templates{query}")).await;
        assert_eq!(listed(&page.body), found, "{query}: {}", page.body);
        assert_eq!(page.says("Nichts gefunden"), found == 0, "{query}: {}", page.text());
    }
}
