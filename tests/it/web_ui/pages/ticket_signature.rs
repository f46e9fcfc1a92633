//! What will stand below an answer, while it is written.

use axum::http::StatusCode;
use engine::{Actor, MailContent, QueueSetting, UpdateQueue};
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn the_signature_of_the_queue_and_ones_own_stand_below_an_answer_while_it_is_written() {
    let app = TestApp::start().await;
    let queue = app.engine.queues(&Actor::system()).await.expect("queues").remove(0);
    let settings = vec![
        QueueSetting::Content(Some(MailContent::Full)),
        QueueSetting::Signature(Some("Ihr Rechenzentrum".to_owned())),
    ];
    let update = UpdateQueue { settings, ..UpdateQueue::default() };
    app.engine.update_queue(&Actor::system(), queue.id, update).await.expect("changed");
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    let (mut desk, mut theirs) = (Visit::of(&app, &jana), Visit::of(&app, &anna));
    let page = desk.get(&path).await;
    assert!(page.says("Wird in der E-Mail angefügt: Ihr Rechenzentrum"), "{}", page.text());
    let csrf = desk.get("/profile").await.value("csrf");
    let form = |text| [("csrf", csrf.as_str()), ("change", "signature"), ("signature", text)];
    let long = "x".repeat(2_001);
    assert_eq!(desk.post("/profile", &form(&long)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = desk.post("/profile", &form("Viele Grüße, Jana")).await;
    assert_eq!(done.to, "/profile");
    assert!(desk.get("/profile").await.body.contains(">Viele Grüße, Jana</textarea>"));
    let page = desk.get(&path).await;
    assert!(page.body.contains("Viele Grüße, Jana\n\nIhr Rechenzentrum</p>"), "{}", page.body);
    for place in [path.as_str(), "/profile"] {
        let page = theirs.get(place).await;
        assert!(!page.says("Rechenzentrum") && !page.says("Gruß unter Antworten"), "{place}");
    }
}
