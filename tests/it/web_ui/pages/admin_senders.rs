//! People who wrote before a domain was the organisation's, on its page.

use axum::http::StatusCode;
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn u11_an_admin_takes_over_those_who_wrote_before() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    app.given().organisation("Muster", false).await;
    let early = app.given().customer("early@muster.example").await;
    app.given().customer("sub@mail.muster.example").await;
    let mut visit = Visit::of(&app, &ada);
    let list = visit.get("/admin/organisations").await;
    let link = list.body.split("<td><a href=\"/admin/organisations/").nth(1).expect("a link to it");
    let page = format!("/admin/organisations/{}", link.split('"').next().expect("an id"));
    assert!(!visit.get(&page).await.says("schrieb von diesen Domains"));
    let domains = [("name", "Muster"), ("domains", "muster.example"), ("sharing", "ALL")];
    assert_eq!(visit.fill(&page, &domains).await.status, StatusCode::SEE_OTHER);
    let shown = visit.get(&page).await;
    assert!(shown.says("Eine Person schrieb von diesen Domains"), "{}", shown.text());
    assert!(!shown.says("sub@mail.muster.example"), "{}", shown.text());
    let senders = format!("{page}/senders");
    let csrf = shown.value("csrf");
    let nobody = visit.post(&senders, &[("csrf", &csrf)]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.says("Wählen Sie 1 bis 100 Personen aus."), "{}", nobody.text());
    let taken = visit.post(&senders, &[("csrf", &csrf), ("sender", &shown.value("sender"))]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    assert!(app.actor(early.user.id).await.user().unwrap().organisations.len() == 1);
    let below = [("name", "Muster"), ("domains", "muster.example, *.muster.example"), ("sharing", "ALL")];
    assert_eq!(visit.fill(&page, &below).await.status, StatusCode::SEE_OTHER);
    let shown = visit.get(&page).await;
    assert_eq!(shown.value("domains"), "*.muster.example, muster.example");
    assert!(shown.says("sub@mail.muster.example"), "{}", shown.text());
    let by_stranger = Visit::of(&app, &early).get(&page).await;
    assert_eq!(by_stranger.status, StatusCode::NOT_FOUND);
}
