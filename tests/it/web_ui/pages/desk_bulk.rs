//! Many tickets at once from the desk's list: what is done, what is not, whose they were, and the way back.

use axum::http::StatusCode;
use engine::{Status, TicketChange};
use tests::{TestApp, given::Person};

use crate::web_ui::{Visit, visit::Shown};

/// Ticks these tickets and presses a button of the bar.
pub(super) async fn press(visit: &mut Visit, view: &str, numbers: &[i64], button: &[(&str, &str)]) -> Shown {
    let csrf = visit.get(view).await.value("csrf");
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let mut fields = vec![("csrf", csrf.as_str()), ("back", view)];
    fields.extend(numbers.iter().map(|number| ("number", number.as_str())));
    fields.extend(button);
    let answer = visit.post("/desk/change", &fields).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, view), "{}", answer.text());
    visit.get(view).await
}

async fn undo(visit: &mut Visit, shown: &Shown) -> Shown {
    let undo = shown.body.split_once("name=\"undo\" value=\"").expect("a way back").1;
    let undo = undo.split('"').next().unwrap_or_default();
    let fields =
        [("csrf", shown.value("csrf")), ("back", "/desk?view=all".into()), ("undo", undo.to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = visit.post("/desk/undo", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    visit.get(&answer.to).await
}

async fn ticket(app: &TestApp, reader: &Person, number: i64) -> engine::Ticket {
    app.engine.ticket(&reader.actor, number).await.expect("an answer").expect("a ticket")
}

#[tokio::test]
async fn tickets_are_taken_several_at_once_and_the_list_says_whose_they_were_once() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let mut visit = Visit::of(&app, &ole);
    press(&mut visit, "/desk?view=all", &[two.number], &[("do", "assignee:me")]).await;
    let mut visit = Visit::of(&app, &jana);
    let list = visit.get("/desk?view=all").await;
    assert!(list.body.contains("data-who=\"Ole\""), "the bar knows whose a row is: {}", list.body);
    let numbers = [one.number, two.number, 99999];
    let page = press(&mut visit, "/desk?view=all", &numbers, &[("do", "assignee:me")]).await;
    assert!(
        page.says("2 Tickets sind jetzt Ihnen zugewiesen. Eines davon war Ole zugewiesen."),
        "{}",
        page.text()
    );
    assert!(page.says("Nicht geändert: #99999."), "{}", page.text());
    assert!(page.says("Mir zugewiesen 2"), "{}", page.text());
    assert!(!visit.get("/desk?view=all").await.says("Ihnen zugewiesen."), "it is told once");

    let page = undo(&mut visit, &page).await;
    assert!(page.says("Die Änderungen an 2 Tickets sind zurückgenommen."), "{}", page.text());
    assert_eq!(ticket(&app, &jana, one.number).await.assignee, None);
    assert_eq!(ticket(&app, &jana, two.number).await.assignee, Some(ole.user.id));
}

#[tokio::test]
async fn what_has_changed_since_is_not_taken_back_and_stays_ticked() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let mut visit = Visit::of(&app, &jana);
    let numbers = [one.number, two.number];
    let page = press(&mut visit, "/desk?view=all", &numbers, &[("do", "status:RESOLVED")]).await;
    assert!(page.says("2 Tickets sind jetzt „bearbeitet“."), "{}", page.text());
    app.given().set(&ole, &two, Status::Pending).await;
    let page = undo(&mut visit, &page).await;
    assert!(page.says("Die Änderung an einem Ticket ist zurückgenommen."), "{}", page.text());
    assert!(page.says(&format!("Nicht geändert: #{}.", two.number)), "{}", page.text());
    let ticked = format!("value=\"{}\" aria-label=\"{} auswählen\" checked", two.number, two.number);
    assert!(page.body.contains(&ticked), "{}", page.body);
    assert_eq!(ticket(&app, &jana, one.number).await.status, Status::New);
    assert_eq!(ticket(&app, &jana, two.number).await.status, Status::Pending);
}

#[tokio::test]
async fn priority_tags_and_queue_are_changed_and_taken_back() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let one = app.given().ticket(&anna, "Eins").await;
    let before = ticket(&app, &jana, one.number).await;
    let mut visit = Visit::of(&app, &jana);
    let all = "/desk?view=all";
    for (fields, told) in [
        (&[("do", "priority:URGENT")][..], "Ein Ticket hat jetzt die Priorität „dringend“."),
        (&[("do", "tag"), ("tags", "druck, netz")][..], "druck, netz bei einem Ticket hinzugefügt."),
    ] {
        let page = press(&mut visit, all, &[one.number], fields).await;
        assert!(page.says(told), "{}", page.text());
        assert_ne!(ticket(&app, &jana, one.number).await.version, before.version);
        undo(&mut visit, &page).await;
        let after = ticket(&app, &jana, one.number).await;
        assert_eq!((after.priority, &after.tags), (before.priority, &before.tags));
    }
    press(&mut visit, all, &[one.number], &[("do", "tag"), ("tags", "druck, netz")]).await;
    let page = press(&mut visit, all, &[one.number], &[("do", "untag"), ("tags", "druck")]).await;
    assert!(page.says("druck von einem Ticket entfernt."), "{}", page.text());
    assert_eq!(ticket(&app, &jana, one.number).await.tags, ["netz"]);
    let page = press(&mut visit, all, &[], &[("do", "status:OPEN")]).await;
    assert!(page.says("Wählen Sie zuerst Tickets aus."), "{}", page.text());
    for (button, tags) in [("tag", " , "), ("untag", "")] {
        let page = press(&mut visit, all, &[one.number], &[("do", button), ("tags", tags)]).await;
        assert!(page.says("Bitte geben Sie mindestens ein Schlagwort ein."), "{}", page.text());
    }
    let long = "x".repeat(500);
    let page = press(&mut visit, all, &[one.number], &[("do", "tag"), ("tags", &long)]).await;
    assert!(page.says("Das sind zu viele oder zu lange Schlagworte."), "{}", page.text());
    assert_eq!(ticket(&app, &jana, one.number).await.tags, ["netz"]);
}

#[tokio::test]
async fn a_macro_says_what_of_it_stays_and_a_merge_is_taken_back() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let admin = app.given().admin("root@example.org").await;
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let changes = vec![
        TicketChange::Comment(engine::CommentChange {
            text: "Bitte neu starten.".into(),
            ..Default::default()
        }),
        TicketChange::SetStatus(Status::Pending),
    ];
    let input = engine::CreateMacro { name: "Neustart".into(), changes };
    app.engine.create_macro(&admin.actor, input).await.expect("a macro");
    let mut visit = Visit::of(&app, &admin);
    let all = "/desk?view=all";
    let list = visit.get(all).await;
    let (_, rest) = list.body.split_once("value=\"macro:").expect("the macro in the bar");
    let button = format!("macro:{}", rest.split('"').next().unwrap_or_default());
    let page = press(&mut visit, all, &[one.number], &[("do", button.as_str())]).await;
    assert!(page.says("„Neustart“ auf ein Ticket angewendet."), "{}", page.text());
    assert!(page.says("Geschriebene Kommentare bleiben."), "{}", page.text());
    undo(&mut visit, &page).await;
    assert_eq!(ticket(&app, &admin, one.number).await.status, Status::New);

    let into = one.number.to_string();
    let merge = [("do", "merge"), ("into", into.as_str())];
    let page = press(&mut visit, all, &[one.number, two.number], &merge).await;
    assert!(page.says(&format!("Ein Ticket in #{into} zusammengeführt.")), "{}", page.text());
    assert_eq!(ticket(&app, &admin, two.number).await.number, one.number, "it leads there");
    undo(&mut visit, &page).await;
    assert_eq!(ticket(&app, &admin, two.number).await.number, two.number);
}

#[tokio::test]
async fn the_outcome_is_told_to_nobody_else_at_this_browser() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let one = app.given().ticket(&anna, "Eins").await;
    let mut visit = Visit::of(&app, &jana);
    let csrf = visit.get("/desk").await.value("csrf");
    let number = one.number.to_string();
    let fields = [("csrf", csrf.as_str()), ("number", &number), ("do", "assignee:me")];
    assert_eq!(visit.post("/desk/change", &fields).await.status, StatusCode::SEE_OTHER);
    visit.set("schalter_session", &ole.token);
    assert!(!visit.get("/desk?view=all").await.says("Ihnen zugewiesen."));
}

#[tokio::test]
async fn the_outcome_is_told_by_the_list_that_acted_and_by_no_other_tab() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let one = app.given().ticket(&anna, "Müll und mehr").await;
    let mut visit = Visit::of(&app, &jana);
    let (acted, other) = ("/desk?q=M%C3%BCll", "/desk?view=all");
    let csrf = visit.get(acted).await.value("csrf");
    let number = one.number.to_string();
    let fields = [("csrf", csrf.as_str()), ("back", acted), ("number", &number), ("do", "assignee:me")];
    assert_eq!(visit.post("/desk/change", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(!visit.get(other).await.says("Ihnen zugewiesen."), "another list");
    // The pointer of the list that acted stands in its address.
    let told = visit.get(&format!("/desk?at={number}&q=M%c3%bcll")).await;
    assert!(told.says("Ein Ticket ist jetzt Ihnen zugewiesen."), "{}", told.text());
    assert!(told.body.contains("data-undo"), "{}", told.body);
}

/// What Enter in a field of the bar sends: the first button of the form.
#[tokio::test]
async fn enter_in_the_bar_does_what_was_typed_and_nothing_else() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let mut visit = Visit::of(&app, &jana);
    let list = visit.get("/desk?view=all").await;
    let form = list.body.split_once("action=\"/desk/change\"").expect("the list's form").1;
    let first = form.split_once("<button").expect("a button").1;
    let first = first.split('>').next().unwrap_or_default();
    assert!(first.contains("name=\"do\" value=\"typed\""), "{first}");
    let view = "/desk?view=all";
    let typed = |tags: &'static str, into: String| {
        vec![("do", "typed".to_owned()), ("tags", tags.to_owned()), ("into", into)]
    };
    let mut enter = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        press(&mut visit, view, &[one.number], &fields).await
    };
    enter(typed("eilig", String::new())).await;
    let tagged = ticket(&app, &jana, one.number).await;
    assert_eq!((tagged.tags, tagged.assignee), (vec!["eilig".to_owned()], None));
    let page = enter(typed("", String::new())).await;
    assert!(page.says("Es wurde nichts geändert."), "{}", page.text());
    assert_eq!(ticket(&app, &jana, one.number).await.version, tagged.version);
    enter(typed("", two.number.to_string())).await;
    assert_eq!(ticket(&app, &jana, one.number).await.number, two.number, "it is merged");
}

#[tokio::test]
async fn what_an_act_was_done_to_stays_ticked_for_the_next_one() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let three = app.given().ticket(&anna, "Drei").await;
    let is_ticked = |page: &Shown, number: i64| {
        page.body.contains(&format!("value=\"{number}\" aria-label=\"{number} auswählen\" checked"))
    };
    let mut visit = Visit::of(&app, &jana);
    let all = "/desk?view=all";
    let page = press(&mut visit, all, &[one.number, two.number], &[("do", "priority:URGENT")]).await;
    assert!(is_ticked(&page, one.number) && is_ticked(&page, two.number), "{}", page.body);
    assert!(!is_ticked(&page, three.number) && page.body.contains("data-kept"));
    assert!(page.body.contains("data-done"), "what was typed for it goes: {}", page.body);
    let page = undo(&mut visit, &page).await;
    assert!(is_ticked(&page, one.number), "what was taken back can be done otherwise: {}", page.body);
    press(&mut visit, all, &[one.number, two.number], &[("do", "priority:URGENT")]).await;
    // What is as it was asked for is ticked as well.
    let page = press(&mut visit, all, &[two.number, three.number], &[("do", "priority:URGENT")]).await;
    assert!(is_ticked(&page, two.number) && is_ticked(&page, three.number) && !is_ticked(&page, one.number));
    let page = undo(&mut visit, &page).await;
    assert!(!is_ticked(&page, three.number), "one alone may only have been pointed at: {}", page.body);
    // Of an act that failed for some, those alone.
    let page = press(&mut visit, all, &[one.number, 99999], &[("do", "assignee:me")]).await;
    assert!(!is_ticked(&page, one.number) && !page.body.contains("data-kept"));
    assert!(!page.body.contains("data-done"), "what was typed for it stays: {}", page.body);
    assert!(!is_ticked(&visit.get(all).await, one.number), "once");
}

/// A macro with an answer for the customer, and its button in the bar.
async fn answering_macro(app: &TestApp, visit: &mut Visit, admin: &Person) -> String {
    let text = "Bitte neu starten.".to_owned();
    let changes = vec![
        TicketChange::Comment(engine::CommentChange { text, ..Default::default() }),
        TicketChange::SetStatus(Status::Pending),
        TicketChange::Prioritise(engine::Priority::High),
    ];
    let input = engine::CreateMacro { name: "Neustart".into(), changes };
    app.engine.create_macro(&admin.actor, input).await.expect("a macro");
    let list = visit.get("/desk?view=all").await;
    assert!(list.says("Antwort an Kunden, in Rückfrage, Priorität: hoch"), "what it does: {}", list.text());
    assert!(
        list.body.contains("title=\"Bitte neu starten.\" data-key=\"1\""),
        "its text and key: {}",
        list.body
    );
    let (_, rest) = list.body.split_once("value=\"macro:").expect("the macro in the bar");
    format!("macro:{}", rest.split('"').next().unwrap_or_default())
}

async fn texts(app: &TestApp, reader: &Person, number: i64) -> Vec<String> {
    let ticket = ticket(app, reader, number).await;
    let page = app.engine.comments(&reader.actor, ticket.id, &engine::Paging::default()).await;
    page.expect("comments").items.into_iter().map(|(_, comment)| comment.text).collect()
}

#[tokio::test]
async fn the_answers_of_a_macro_are_taken_back_with_all_that_came_with_them() {
    let settings = |settings: &mut engine::Settings| {
        settings.tickets.undo_send = std::time::Duration::from_secs(10);
    };
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let admin = app.given().admin("root@example.org").await;
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let mut visit = Visit::of(&app, &admin);
    let button = answering_macro(&app, &mut visit, &admin).await;
    app.told().await;
    let all = "/desk?view=all";
    let page = press(&mut visit, all, &[one.number, two.number], &[("do", button.as_str())]).await;
    assert!(page.says("„Neustart“ auf 2 Tickets angewendet."), "{}", page.text());
    assert!(!page.says("Geschriebene Kommentare bleiben."), "{}", page.text());
    assert_eq!(ticket(&app, &admin, one.number).await.status, Status::Pending);
    // The second is a second click, to which the first has left nothing.
    for _ in 0..2 {
        let page = undo(&mut visit, &page).await;
        assert!(page.says("Die Änderungen an 2 Tickets sind zurückgenommen."), "{}", page.text());
        assert!(!page.says("unterwegs"), "{}", page.text());
    }
    for number in [one.number, two.number] {
        let now = ticket(&app, &admin, number).await;
        assert_eq!((now.status, now.priority, now.assignee), (Status::New, one.priority, None));
        assert_eq!(texts(&app, &admin, number).await.len(), 1, "the customer's alone");
        let drafts = app.engine.drafts_of(&admin.actor, &[now.id]).await.expect("drafts");
        assert!(drafts.is_empty(), "nobody has written this");
    }
    app.pass(std::time::Duration::from_secs(11)).await;
    let told: Vec<_> = app.told().await.into_iter().map(|(kind, _)| kind).collect();
    assert!(!told.contains(&engine::LetterKind::Question), "nobody was written to: {told:?}");
}

#[tokio::test]
async fn what_stays_of_a_macro_whose_answers_are_taken_back_is_told() {
    let settings = |settings: &mut engine::Settings| {
        settings.tickets.undo_send = std::time::Duration::from_secs(10);
    };
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let admin = app.given().admin("root@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let mut visit = Visit::of(&app, &admin);
    let button = answering_macro(&app, &mut visit, &admin).await;
    let all = "/desk?view=all";
    let page = press(&mut visit, all, &[one.number, two.number], &[("do", button.as_str())]).await;
    let urgent = [("do", "priority:URGENT")];
    press(&mut Visit::of(&app, &jana), all, &[one.number], &urgent).await;
    let page = undo(&mut visit, &page).await;
    assert!(page.says("Die Änderung an einem Ticket ist zurückgenommen."), "{}", page.text());
    let told = format!("Die Antwort an #{} ist zurückgenommen, nicht aber: Priorität.", one.number);
    assert!(page.says(&told) && !page.says("Nicht geändert"), "{}", page.text());
    let now = ticket(&app, &admin, one.number).await;
    assert_eq!((now.status, now.priority), (Status::New, engine::Priority::Urgent));
    assert_eq!(texts(&app, &admin, one.number).await.len(), 1, "the customer's alone");
}

#[tokio::test]
async fn of_a_macro_whose_answers_have_left_the_rest_is_taken_back_and_the_page_says_so() {
    let settings = |settings: &mut engine::Settings| {
        settings.tickets.undo_send = std::time::Duration::from_secs(10);
    };
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let admin = app.given().admin("root@example.org").await;
    let one = app.given().ticket(&anna, "Eins").await;
    let mut visit = Visit::of(&app, &admin);
    let button = answering_macro(&app, &mut visit, &admin).await;
    let page = press(&mut visit, "/desk?view=all", &[one.number], &[("do", button.as_str())]).await;
    app.clock.advance(std::time::Duration::from_secs(11));
    let page = undo(&mut visit, &page).await;
    let told = format!("Zu spät: Die Antwort an #{} wurde bereits gesendet.", one.number);
    assert!(page.says(&told), "{}", page.text());
    assert!(page.says("Alles andere ist dort zurückgenommen."), "{}", page.text());
    assert!(page.says("Nur ein Teil ist zurückgenommen.") && !page.says("Nicht geändert"), "{}", page.text());
    let now = ticket(&app, &admin, one.number).await;
    assert_eq!((now.status, now.priority), (Status::New, one.priority));
    assert_eq!(texts(&app, &admin, one.number).await.len(), 2);
}

#[tokio::test]
async fn what_is_sent_twice_is_one_act() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let admin = app.given().admin("root@example.org").await;
    let one = app.given().ticket(&anna, "Eins").await;
    let mut visit = Visit::of(&app, &admin);
    let button = answering_macro(&app, &mut visit, &admin).await;
    let page = visit.get("/desk?view=all").await;
    let (csrf, key, number) = (page.value("csrf"), page.value("key"), one.number.to_string());
    assert!(!key.is_empty(), "the form has a key: {}", page.body);
    // Who goes back to the form and asks for something else, is not told of a conflict with themselves.
    for (press, told) in [
        (button.as_str(), "„Neustart“ auf ein Ticket angewendet."),
        (button.as_str(), "„Neustart“ auf ein Ticket angewendet."),
        ("priority:LOW", "Ein Ticket hat jetzt die Priorität „niedrig“."),
    ] {
        let fields = [
            ("csrf", csrf.as_str()),
            ("key", &key),
            ("back", "/desk?view=all"),
            ("number", &number),
            ("do", press),
        ];
        let answer = visit.post("/desk/change", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let page = visit.get("/desk?view=all").await;
        assert!(page.says(told), "{}", page.text());
        assert_ne!(page.value("key"), key, "the next act is another one");
    }
    assert_eq!(texts(&app, &admin, one.number).await.len(), 2, "the customer's, and one answer");
    assert_eq!(ticket(&app, &admin, one.number).await.priority, engine::Priority::Low);
}

#[tokio::test]
async fn what_is_sent_twice_before_it_is_told_keeps_its_way_back() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let one = app.given().ticket(&anna, "Eins").await;
    let mut visit = Visit::of(&app, &jana);
    let all = "/desk?view=all";
    let page = visit.get(all).await;
    let (csrf, key, number) = (page.value("csrf"), page.value("key"), one.number.to_string());
    let fields = [
        ("csrf", csrf.as_str()),
        ("key", &key),
        ("back", all),
        ("number", &number),
        ("do", "priority:URGENT"),
    ];
    for _ in 0..2 {
        let answer = visit.post("/desk/change", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    let page = visit.get(all).await;
    assert!(page.says("Ein Ticket hat jetzt die Priorität „dringend“."), "{}", page.text());
    let page = undo(&mut visit, &page).await;
    assert!(page.says("Die Änderung an einem Ticket ist zurückgenommen."), "{}", page.text());
    assert_eq!(ticket(&app, &jana, one.number).await.priority, one.priority);
    // Told once, it is the answer to the second that is told.
    let answer = visit.post("/desk/change", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(!visit.get(all).await.body.contains("name=\"undo\" value"), "nothing was done");
}

#[tokio::test]
async fn what_is_sent_twice_after_it_was_told_offers_the_same_way_back() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let one = app.given().ticket(&anna, "Eins").await;
    let mut visit = Visit::of(&app, &jana);
    let all = "/desk?view=all";
    let page = visit.get(all).await;
    let (csrf, key, number) = (page.value("csrf"), page.value("key"), one.number.to_string());
    let sent = |button: &'static str| {
        [
            ("csrf", csrf.clone()),
            ("key", key.clone()),
            ("back", all.to_owned()),
            ("number", number.clone()),
            ("do", button.to_owned()),
        ]
    };
    let mut page = None;
    for _ in 0..2 {
        let fields = sent("priority:URGENT");
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = visit.post("/desk/change", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let told = visit.get(all).await;
        assert!(told.says("Ein Ticket hat jetzt die Priorität „dringend“."), "{}", told.text());
        assert!(told.body.contains("data-undo"), "{}", told.body);
        page = Some(told);
    }
    let page = undo(&mut visit, &page.expect("a page")).await;
    assert!(page.says("Die Änderung an einem Ticket ist zurückgenommen."), "{}", page.text());
    assert_eq!(ticket(&app, &jana, one.number).await.priority, one.priority);
    // Another act of the same form is told as what it is.
    let fields = sent("priority:LOW");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(visit.post("/desk/change", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(visit.get(all).await.says("Ein Ticket hat jetzt die Priorität „niedrig“."));
}

#[tokio::test]
async fn the_way_back_of_a_macro_ends_with_the_time_of_its_answers() {
    let settings = |settings: &mut engine::Settings| {
        settings.tickets.undo_send = std::time::Duration::from_secs(10);
    };
    let app = TestApp::with(tests::Backend::Sqlite, settings).await;
    let anna = app.given().customer("anna@example.com").await;
    let admin = app.given().admin("root@example.org").await;
    let one = app.given().ticket(&anna, "Eins").await;
    let mut visit = Visit::of(&app, &admin);
    let button = answering_macro(&app, &mut visit, &admin).await;
    let all = "/desk?view=all";
    let page = press(&mut visit, all, &[one.number], &[("do", button.as_str())]).await;
    let form = page.body.split_once("<form class=\"flash").expect("what it came to").1;
    let form = form.split('>').next().unwrap_or_default();
    assert!(form.contains("data-until=\""), "a script takes it away by then: {form}");
    let page = press(&mut visit, all, &[one.number], &[("do", "priority:LOW")]).await;
    assert!(!page.body.contains("flat good\" data-until"), "what can always be taken back: {}", page.body);

    // A page that is opened too late offers nothing.
    let csrf = page.value("csrf");
    let number = one.number.to_string();
    let fields = [("csrf", csrf.as_str()), ("back", all), ("number", &number), ("do", button.as_str())];
    assert_eq!(visit.post("/desk/change", &fields).await.status, StatusCode::SEE_OTHER);
    app.clock.advance(std::time::Duration::from_secs(11));
    let page = visit.get(all).await;
    assert!(page.says("„Neustart“ auf ein Ticket angewendet."), "{}", page.text());
    assert!(!page.body.contains("name=\"undo\" value"), "{}", page.body);
}
