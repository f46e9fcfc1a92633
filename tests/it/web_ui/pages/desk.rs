//! The staff's desk.

use axum::http::StatusCode;
use engine::Status;
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn s30_the_views_are_counted_and_hold_what_they_say() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Frisch").await;
    let asked = app.given().ticket(&anna, "Gefragt").await;
    app.given().set(&jana, &asked, Status::Pending).await;
    let mut visit = Visit::of(&app, &jana);
    let page = visit.get("/desk").await;
    assert!(
        page.says("Neu, nicht zugewiesen 2") && page.says("In Rückfrage 1") && page.says("Alle Tickets 2"),
        "{}",
        page.text()
    );
    let pending = visit.get("/desk?view=pending").await;
    assert!(pending.says("Gefragt") && !pending.body.contains(">Frisch<"), "{}", pending.text());
}

#[tokio::test]
async fn s05_the_staff_see_in_the_list_on_which_way_a_ticket_came() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Frisch").await;
    let list = Visit::of(&app, &jana).get("/desk").await;
    assert!(list.says("Frisch über das Web"), "{}", list.text());
    let list = Visit::of(&app, &anna).get("/tickets").await;
    assert!(!list.says("über das Web"), "{}", list.text());
}

#[tokio::test]
async fn tickets_are_taken_several_at_once() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, two) = (app.given().ticket(&anna, "Eins").await, app.given().ticket(&anna, "Zwei").await);
    let mut visit = Visit::of(&app, &jana);
    let csrf = visit.get("/desk?view=unassigned").await.value("csrf");
    let numbers = [one.number.to_string(), two.number.to_string()];
    let fields = [
        ("csrf", csrf.as_str()),
        ("back", "/desk?view=unassigned"),
        ("number", &numbers[0]),
        ("number", &numbers[1]),
        ("number", "99999"),
    ];
    let answer = visit.post("/desk/assign", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = visit.get(&answer.to).await;
    assert!(page.says("2 Tickets sind jetzt Ihnen zugewiesen."), "{}", page.text());
    assert!(page.says("Ein Ticket konnte nicht zugewiesen werden."), "{}", page.text());
    assert!(page.says("Mir zugewiesen 2"), "{}", page.text());
}

#[tokio::test]
async fn customers_have_no_desk() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let csrf = visit.get("/tickets").await.value("csrf");
    assert_eq!(visit.get("/desk").await.status, StatusCode::NOT_FOUND);
    assert_eq!(visit.post("/desk/assign", &[("csrf", &csrf)]).await.status, StatusCode::NOT_FOUND);
}
