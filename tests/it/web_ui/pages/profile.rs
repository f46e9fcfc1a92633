//! What lets a person in.

use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn tokens_and_sessions_are_shown_with_their_last_use_and_ended_by_a_button() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (token, _) = app.given().token(&anna, &["tickets:read"]).await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get("/profile/access").await;
    for text in
        ["Sitzungen und Zugangsschlüssel", "a partner", "tickets:read", "Diese Sitzung", "Zuletzt benutzt"]
    {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
    let id = page.body.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let id = id.expect("a button").to_owned();
    let fields = [("csrf", page.value("csrf")), ("token", id)];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visit.post("/profile/access", &fields).await;
    assert_eq!(done.to, "/profile/access?done=1");
    assert!(app.engine.authenticate(&token).await.unwrap().is_none());
    assert!(visit.get(&done.to).await.says("Es gibt keine Zugangsschlüssel."));
}
