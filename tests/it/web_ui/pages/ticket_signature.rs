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
        assert!(!page.says("Rechenzentrum") && !page.says("Signatur unter Antworten"), "{place}");
    }
}

#[tokio::test]
async fn a_profile_says_where_a_signature_is_not_sent_since_emails_carry_links_alone() {
    let app = TestApp::start().await;
    let queue = app.engine.queues(&Actor::system()).await.expect("queues").remove(0);
    let jana = app.given().agent("jana@example.org").await;
    let mut desk = Visit::of(&app, &jana);
    let page = desk.get("/profile").await;
    assert!(page.says("Die Signatur wird zurzeit nicht gesendet"), "{}", page.text());
    app.engine.create_queue(&Actor::system(), "Vertrieb", None).await.expect("a queue");
    let members = [jana.user.id];
    for queue in app.engine.queues(&Actor::system()).await.expect("queues") {
        app.engine.set_queue_members(&Actor::system(), queue.id, &members).await.expect("she works it");
    }
    let set = async |id, content| {
        let settings = vec![QueueSetting::Content(Some(content))];
        let update = UpdateQueue { settings, ..UpdateQueue::default() };
        app.engine.update_queue(&Actor::system(), id, update).await.expect("changed");
    };
    set(queue.id, MailContent::Full).await;
    let page = desk.get("/profile").await;
    assert!(
        page.says("Manche Ihrer Warteschlangen senden statt des Textes nur einen Link"),
        "{}",
        page.text()
    );
    for queue in app.engine.queues(&Actor::system()).await.expect("queues") {
        set(queue.id, MailContent::Full).await;
    }
    let page = Visit::of(&app, &jana).get("/profile").await;
    assert!(!page.body.contains("id=\"signature-reach\""), "{}", page.text());
}
