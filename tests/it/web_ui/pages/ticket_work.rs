//! Linking, merging, splitting and redacting on pages, without a script.

use axum::http::StatusCode;
use engine::{Actor, Paging, Status, Ticket};
use tests::TestApp;

use crate::web_ui::Visit;

fn page(ticket: &Ticket, act: &str) -> String {
    format!("/tickets/{}/{act}", ticket.number)
}

fn path(ticket: &Ticket) -> String {
    format!("/tickets/{}", ticket.number)
}

/// The first value of the fields of this name, such as the id of the first comment.
fn first(html: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let rest = html.split(&mark).nth(1).unwrap_or_else(|| panic!("no {name} in\n{html}"));
    rest.split('"').next().expect("an end").to_owned()
}

#[tokio::test]
async fn s12_s71_links_are_added_shown_and_removed_and_open_children_are_named() {
    let app = TestApp::start().await;
    let (anna, jana) =
        (app.given().customer("anna@example.com").await, app.given().agent("jana@example.org").await);
    let (whole, part) =
        (app.given().ticket(&anna, "Umzug").await, app.given().ticket(&anna, "Drucker").await);
    let mut visit = Visit::of(&app, &jana);
    assert!(
        visit.get(&path(&whole)).await.body.contains(&page(&whole, "link")),
        "the ticket leads to the form"
    );
    let number = format!("#{}", part.number);
    let answer =
        visit.fill(&page(&whole, "link"), &[("kind", "PARENT_OF"), ("other", number.as_str())]).await;
    assert_eq!((answer.status, answer.to), (StatusCode::SEE_OTHER, path(&whole)), "{}", answer.body);
    app.given().set(&jana, &whole, Status::Closed).await;
    let shown = visit.get(&path(&whole)).await;
    let warning = format!("Noch offen sind untergeordnete Tickets: #{} Drucker", part.number);
    assert!(shown.says(&warning) && shown.says("untergeordnet"), "{}", shown.text());
    assert!(visit.get(&path(&part)).await.says("übergeordnet"));
    for (fields, text) in [
        (vec![("kind", "RELATED"), ("other", "99999")], "Dieses Ticket gibt es nicht."),
        (vec![("kind", "RELATED"), ("other", "abc")], "Bitte geben Sie die Nummer eines Tickets ein."),
        (
            vec![("do", "external"), ("url", "javascript:alert(1)")],
            "Die Adresse muss mit http:// oder https:// beginnen.",
        ),
    ] {
        let refused = visit.fill(&page(&whole, "link"), &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        assert!(refused.says(text), "{}", refused.text());
    }
    let url = "https://jira.example.org/browse/PROJ-42";
    let fields = [("do", "external"), ("url", url), ("key", "PROJ-42"), ("visible", "1")];
    visit.fill(&page(&whole, "link"), &fields).await;
    let customers = Visit::of(&app, &anna).get(&path(&whole)).await;
    assert!(customers.says("PROJ-42") && customers.body.contains(url), "{}", customers.text());
    let id = first(&visit.get(&page(&whole, "link")).await.body, "unlink");
    visit.fill(&page(&whole, "link"), &[("unlink", id.as_str())]).await;
    assert!(!visit.get(&path(&whole)).await.says("Noch offen sind"), "nothing is linked any more");
}

#[tokio::test]
async fn a_merge_leads_on_and_is_undone_on_the_page() {
    let app = TestApp::start().await;
    let (anna, jana) =
        (app.given().customer("anna@example.com").await, app.given().agent("jana@example.org").await);
    let (target, source) =
        (app.given().ticket(&anna, "Drucker").await, app.given().ticket(&anna, "Nochmals").await);
    let otto = app.given().customer("otto@example.com").await;
    let foreign = app.given().ticket(&otto, "Geheim").await;
    let mut visit = Visit::of(&app, &jana);
    let number = foreign.number.to_string();
    let refused = visit.fill(&page(&source, "merge"), &[("into", number.as_str())]).await;
    assert!(refused.says("sehen das Ticket des anderen nicht"), "{}", refused.text());
    let number = target.number.to_string();
    let answer = visit.fill(&page(&source, "merge"), &[("into", number.as_str())]).await;
    assert_eq!((answer.status, answer.to), (StatusCode::SEE_OTHER, path(&target)), "{}", answer.body);
    for person in [&anna, &jana] {
        let led = Visit::of(&app, person).get(&path(&source)).await;
        assert_eq!((led.status, led.to), (StatusCode::SEE_OTHER, path(&target)));
    }
    let shown = visit.get(&path(&target)).await;
    assert!(
        shown.says(&format!("Enthält das zusammengeführte Ticket #{} Nochmals", source.number)),
        "{}",
        shown.text()
    );
    let csrf = shown.value("csrf");
    let answer = visit.post(&page(&source, "unmerge"), &[("csrf", csrf.as_str())]).await;
    assert_eq!((answer.status, answer.to), (StatusCode::SEE_OTHER, path(&source)), "{}", answer.body);
    assert_eq!(visit.get(&path(&source)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn s40_comments_are_chosen_and_become_a_ticket() {
    let app = TestApp::start().await;
    let (anna, jana) =
        (app.given().customer("anna@example.com").await, app.given().agent("jana@example.org").await);
    let ticket = app.given().ticket(&anna, "Drucker").await;
    app.given().comment(&anna, &ticket, "Und das Telefon ist stumm.").await;
    let mut visit = Visit::of(&app, &jana);
    let form = visit.get(&page(&ticket, "split")).await;
    assert!(form.says("Und das Telefon ist stumm."), "{}", form.text());
    let refused = visit.fill(&page(&ticket, "split"), &[("title", "Telefon")]).await;
    assert!(refused.says("Bitte wählen Sie mindestens einen Kommentar."), "{}", refused.text());
    assert_eq!(refused.value("title"), "Telefon");
    let last = form.body.rsplit("name=\"comments\" value=\"").next().and_then(|rest| rest.split('"').next());
    let fields = [("title", "Telefon"), ("comments", last.expect("a comment"))];
    let answer = visit.fill(&page(&ticket, "split"), &fields).await;
    assert_eq!(answer.to, format!("/tickets/{}", ticket.number + 1), "{}", answer.text());
    let shown = visit.get(&answer.to).await;
    assert!(shown.says("Und das Telefon ist stumm.") && shown.says("verwandt"), "{}", shown.text());
    assert!(
        visit.get(&path(&ticket)).await.says(&format!("Kommentare in #{} verschoben", ticket.number + 1))
    );
}

#[tokio::test]
async fn s10_redacting_asks_first_and_leaves_a_tombstone() {
    let app = TestApp::start().await;
    let (anna, jana) =
        (app.given().customer("anna@example.com").await, app.given().agent("jana@example.org").await);
    let ticket = app.given().ticket(&anna, "Zugang").await;
    let mut visit = Visit::of(&app, &jana);
    let what = first(&visit.get(&page(&ticket, "redact")).await.body, "what");
    let fields = [("what", what.as_str()), ("reason", "Zugangsdaten")];
    let asked = visit.fill(&page(&ticket, "redact"), &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.says("Bitte bestätigen Sie, dass der Inhalt endgültig gelöscht wird."), "{}", asked.text());
    let text = async || {
        let comments = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
        comments.items[0].1.text.clone()
    };
    assert_ne!(text().await, "");
    let nothing = visit.fill(&page(&ticket, "redact"), &[("reason", "x"), ("sure", "1")]).await;
    assert!(nothing.says("Bitte wählen Sie einen Kommentar oder eine Datei."), "{}", nothing.text());
    let sure = [fields[0], fields[1], ("sure", "1")];
    let answer = visit.fill(&page(&ticket, "redact"), &sure).await;
    assert_eq!((answer.status, answer.to), (StatusCode::SEE_OTHER, path(&ticket)), "{}", answer.body);
    assert_eq!(text().await, "");
    let shown = visit.get(&path(&ticket)).await;
    assert!(
        shown.says("Dieser Kommentar wurde geschwärzt") && shown.says("Grund: Zugangsdaten"),
        "{}",
        shown.text()
    );
    let customers = Visit::of(&app, &anna).get(&path(&ticket)).await;
    assert!(customers.says("Dieser Kommentar wurde geschwärzt") && !customers.says("Zugangsdaten"));
    let title = Some("Konto".to_owned());
    let retitled = engine::UpdateTicket { number: ticket.number, title, ..engine::UpdateTicket::default() };
    app.engine.update_ticket(&jana.actor, retitled).await.unwrap();
    let shown = visit.get(&path(&ticket)).await;
    assert!(shown.says("„[entfernt]“ → „Konto“") && !shown.says("Zugang“"), "{}", shown.text());
}

#[tokio::test]
async fn s10_the_title_is_offered_to_be_removed_with_the_first_comment() {
    let app = TestApp::start().await;
    let (anna, jana) =
        (app.given().customer("anna@example.com").await, app.given().agent("jana@example.org").await);
    let ticket = app.given().ticket(&anna, "Kennwort 4711").await;
    let mut visit = Visit::of(&app, &jana);
    let asked = visit.get(&page(&ticket, "redact")).await;
    assert!(asked.says("Auch den Titel entfernen: Kennwort 4711"), "{}", asked.text());
    let what = first(&asked.body, "what");
    let file = what.replace("comment:", "attachment:");
    let fields = |what| [("what", what), ("reason", "Zugangsdaten"), ("sure", "1"), ("title", "1")];
    let refused = visit.fill(&page(&ticket, "redact"), &fields(file.as_str())).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("Der Titel lässt sich nur zusammen mit einem Kommentar entfernen"),
        "{}",
        refused.text()
    );
    let answer = visit.fill(&page(&ticket, "redact"), &fields(what.as_str())).await;
    assert_eq!((answer.status, answer.to), (StatusCode::SEE_OTHER, path(&ticket)), "{}", answer.body);
    let shown = visit.get(&path(&ticket)).await;
    assert!(!shown.says("Kennwort 4711"), "{}", shown.text());
}

#[tokio::test]
async fn customers_have_no_such_pages() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    let csrf = visit.get(&path(&ticket)).await.value("csrf");
    for act in ["link", "merge", "split", "redact"] {
        assert_eq!(visit.get(&page(&ticket, act)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            visit.post(&page(&ticket, act), &[("csrf", csrf.as_str())]).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(!visit.get(&path(&ticket)).await.body.contains(&page(&ticket, act)));
    }
    assert_eq!(
        visit.post(&page(&ticket, "unmerge"), &[("csrf", csrf.as_str())]).await.status,
        StatusCode::NOT_FOUND
    );
}
