//! The house on one page, for admins alone.

use axum::http::StatusCode;
use engine::{Actor, Paging, Role, UserFilter};
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn nobody_but_an_admin_finds_the_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    for person in [&anna, &jana] {
        let mut visit = Visit::of(&app, person);
        assert_eq!(visit.get("/admin").await.status, StatusCode::NOT_FOUND);
        let csrf = visit.get("/tickets/new").await.value("csrf");
        let fields = [("csrf", csrf.as_str()), ("change", "queue-create"), ("queue_name", "Vertrieb")];
        assert_eq!(visit.post("/admin", &fields).await.status, StatusCode::NOT_FOUND);
        assert!(!visit.get("/").await.body.contains("/admin"));
    }
    let page = Visit::of(&app, &ada).get("/admin").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.says("Verwaltung") && page.says("3 Personen") && page.says("Es wird kein Postfach abgerufen.")
    );
    let page = Visit::of(&app, &ada).english().get("/admin").await;
    assert!(page.body.contains("anna@example.com"), "{}", page.text());
}

#[tokio::test]
async fn s44_an_admin_prepares_people_and_changes_them() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let new =
        [("change", "user-create"), ("email", "Ben@example.com"), ("name", "Ben Böll"), ("role", "CUSTOMER")];
    let answer = visit.fill("/admin", &[&new[..], &[("organisation", ""), ("invite", "1")]].concat()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(visit.get(&answer.to).await.says("Gespeichert."));
    assert_eq!(app.told().await, [(engine::LetterKind::Invitation, "ben@example.com".to_owned())]);
    let again = visit.fill("/admin", &new).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.says("Für diese Adresse gibt es schon ein Konto."), "{}", again.text());
    assert!(again.body.contains("value=\"Ben Böll\""), "what was typed is still there");

    let page = visit.get("/admin?q=BÖLL").await;
    assert!(page.says("Eine Person"), "{}", page.text());
    let id = page.value("id");
    let change = [("change", "user-update"), ("id", id.as_str()), ("name", "Ben Bolle"), ("role", "AGENT")];
    let answer =
        visit.fill("/admin", &[&change[..], &[("organisation", ""), ("active", "1")]].concat()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let filter = UserFilter { query: Some("ben@".to_owned()), ..UserFilter::default() };
    let found = app.engine.users(&Actor::system(), &filter, &Paging::default()).await.expect("people");
    let ben = &found.items[0].1;
    assert_eq!((ben.name.as_str(), ben.role, ben.active), ("Ben Bolle", Role::Agent, true));
}

#[tokio::test]
async fn s55_an_admin_lets_an_organisation_share_and_says_who_works_a_queue() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let new = [
        ("change", "organisation-create"),
        ("organisation_name", "Musterstadt"),
        ("domains", "a.example, b.example"),
    ];
    assert_eq!(visit.fill("/admin", &new).await.status, StatusCode::SEE_OTHER);
    let organisations =
        app.engine.organisations(&Actor::system(), None, &Paging::default()).await.expect("it");
    let made = &organisations.items[0].1;
    assert_eq!((made.domains.len(), made.sharing.shares()), (2, false));
    let page = visit.get("/admin").await;
    let section = page.body.split("organisation-update").nth(1).expect("its form");
    let id =
        section.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    let id = id.replace("&#x3D;", "=");
    let share = [
        ("change", "organisation-update"),
        ("id", id.as_str()),
        ("name", "Musterstadt AG"),
        ("domains", "a.example"),
        ("sharing", "ALL"),
    ];
    assert_eq!(visit.fill("/admin", &share).await.status, StatusCode::SEE_OTHER);
    let organisations =
        app.engine.organisations(&Actor::system(), None, &Paging::default()).await.expect("it");
    let changed = &organisations.items[0].1;
    assert_eq!((changed.name.as_str(), changed.sharing.shares()), ("Musterstadt AG", true));

    let new = [("change", "queue-create"), ("queue_name", "Vertrieb"), ("address", "sales@example.org")];
    assert_eq!(visit.fill("/admin", &new).await.status, StatusCode::SEE_OTHER);
    assert!(visit.get("/admin").await.says("Vertrieb · sales@example.org"));
    let queues = app.engine.queues(&jana.actor).await.expect("queues");
    let sales = queues.iter().find(|queue| queue.name == "Vertrieb").expect("it").id;
    let members = async || app.engine.queue_members(&Actor::system(), sales).await.expect("members").len();
    assert_eq!(members().await, 1, "a new queue is worked by every agent");
    let page = visit.get("/admin").await;
    let section = page.body.split("queue-members").nth(2).expect("the second queue");
    let id =
        section.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    let id = id.replace("&#x3D;", "=");
    let nobody = [("change", "queue-members"), ("id", id.as_str())];
    assert_eq!(visit.fill("/admin", &nobody).await.status, StatusCode::SEE_OTHER);
    assert_eq!(members().await, 0);
}

#[tokio::test]
async fn a_mail_server_that_accepts_nothing_is_shown_with_its_reason() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().ticket(&anna, "Drucker").await;
    assert!(Visit::of(&app, &ada).get("/admin").await.says("Der Mailserver nimmt E-Mails an."));
    let lease = std::time::Duration::from_mins(1);
    let letters = app.engine.claim_letters(9, lease).await.expect("letters");
    let ids: Vec<_> = letters.iter().map(|letter| letter.id).collect();
    app.engine.letters_wait(&ids, "535 authentication failed").await.expect("recorded");
    let page = Visit::of(&app, &ada).get("/admin").await;
    assert!(page.says("Es kann keine E-Mail verschickt werden seit"), "{}", page.text());
    assert!(page.says("535 authentication failed"), "{}", page.text());
    app.engine.letters_sent(&ids).await.expect("recorded");
    assert!(Visit::of(&app, &ada).get("/admin").await.says("Der Mailserver nimmt E-Mails an."));
}
