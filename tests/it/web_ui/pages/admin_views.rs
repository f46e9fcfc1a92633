//! The views of the whole team, which admins change.

use axum::http::StatusCode;
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn an_admin_makes_changes_and_deletes_a_view_of_the_team_and_nobody_else_does() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &ada);
    assert!(visit.get("/admin/people").await.body.contains("href=\"/admin/views\""), "a section leads there");
    let made = visit
        .fill("/admin/views", &[("id", "new"), ("name", "Drucker"), ("query", "tag:drucker status:open")])
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = visit.get(&made.to).await;
    assert_eq!(
        (page.value("name").as_str(), page.value("query").as_str()),
        ("Drucker", "tag:drucker status:open")
    );
    let id = page.value("id");
    assert!(Visit::of(&app, &jana).get("/desk").await.says("Drucker"), "all of the staff have it");

    let changed = visit
        .fill("/admin/views", &[("id", &id), ("name", "Drucker und Scanner"), ("query", "tag:drucker")])
        .await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    assert!(Visit::of(&app, &jana).get("/desk").await.says("Drucker und Scanner"));
    let wrong = visit.fill("/admin/views", &[("id", &id), ("name", "x"), ("query", "status:nonsense")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.value("query"), "status:nonsense", "what was typed stays");

    let mistaken = [("id", id.as_str()), ("name", "Drucker und Scanner"), ("query", "stats:open")];
    let saved = visit.fill("/admin/views", &mistaken).await;
    let told = visit.get(&saved.to).await;
    assert!(told.says("Gespeichert.") && told.says("„stats:“ ist kein Suchfilter"), "{}", told.text());

    for person in [&jana, &anna] {
        assert_eq!(Visit::of(&app, person).get("/admin/views").await.status, StatusCode::NOT_FOUND);
    }
    let deleted = visit.fill("/admin/views", &[("id", &id), ("delete", "1")]).await;
    assert_eq!(deleted.status, StatusCode::SEE_OTHER, "{}", deleted.text());
    assert!(!Visit::of(&app, &jana).get("/desk").await.says("Drucker und Scanner"));
}

#[tokio::test]
async fn ones_own_views_are_not_those_of_the_team() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let csrf = visit.get("/desk").await.value("csrf");
    let fields = [("csrf", csrf.as_str()), ("do", "create"), ("name", "Nur meine"), ("query", "status:open")];
    assert_eq!(visit.post("/desk/views", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(visit.get("/desk").await.says("Nur meine"));
    let page = visit.get("/admin/views").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.says("Nur meine"), "they are changed where they are used: {}", page.text());
}
