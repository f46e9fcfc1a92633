//! In and out.

use axum::http::StatusCode;
use tests::{TestApp, given::PASSWORD};

use crate::web_ui::Visit;

#[tokio::test]
async fn s20_s49_s50_s51_s53_the_log_in_says_what_the_guide_quotes() {
    let app = TestApp::start().await;
    let page = Visit::new(&app).get("/login").await;
    for (statement, text) in [
        ("S20", "Wenn Sie noch kein Konto haben, schreiben Sie uns bitte unter support@example.org an."),
        ("S49", "Benutzername / E-Mail"),
        ("S49", "Passwort"),
        ("S50", "An mich erinnern"),
        ("S51", "Passwort vergessen?"),
        ("S53", "Sie sind bereits registriert, wenn Sie mit unserem Support Team Kontakt hatten."),
    ] {
        assert!(page.says(text), "{statement}: {text} is missing in\n{}", page.text());
    }
    assert!(page.body.contains("href=\"/password\""), "S51: it leads to the form: {}", page.body);
    assert!(page.says("Anmelden"), "{}", page.text());
}

#[tokio::test]
async fn s50_the_cookie_goes_with_the_browser_unless_one_is_to_be_remembered() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    let who = [("email", "anna@example.com"), ("password", PASSWORD)];
    for (remember, stays) in [(None, false), (Some(("remember", "1")), true)] {
        let fields: Vec<_> = who.into_iter().chain(remember).collect();
        let answer = Visit::new(&app).fill("/login", &fields).await;
        let cookies = answer.headers.get_all("set-cookie").iter();
        let mut cookies = cookies.filter_map(|cookie| cookie.to_str().ok());
        let session = cookies.find(|cookie| cookie.starts_with("schalter_session=")).expect("a session");
        let lasts = session.contains("Max-Age=") || session.contains("Expires=");
        assert_eq!(lasts, stays, "{session}");
    }
}

#[tokio::test]
async fn s21_after_the_log_in_one_lands_where_one_wanted_to_go() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let path = format!("/tickets/{}", ticket.number);
    let mut visit = Visit::new(&app);
    let login = visit.get(&path).await.to;
    let form = visit.get(&login).await;
    let fields = [
        ("csrf", form.value("csrf")),
        ("next", form.value("next")),
        ("email", "Anna@Example.com".to_owned()),
        ("password", PASSWORD.to_owned()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = visit.post("/login", &fields).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, path.as_str()));
    assert_eq!(visit.get(&path).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_log_in_leads_nowhere_but_into_the_site() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    for next in
        ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb"]
    {
        let fields = [("email", "anna@example.com"), ("password", PASSWORD), ("next", next)];
        let answer = Visit::new(&app).fill("/login", &fields).await;
        assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/"), "{next}");
    }
}

#[tokio::test]
async fn s49_a_wrong_password_and_an_unknown_name_look_alike_and_keep_the_name() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    let mut texts = Vec::new();
    for email in ["anna@example.com", "nobody@example.com"] {
        let answer = Visit::new(&app).fill("/login", &[("email", email), ("password", "falsch")]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.value("email"), email);
        assert_eq!(answer.value("password"), "", "a password is never shown again");
        texts.push(answer.text());
    }
    assert_eq!(texts[0], texts[1]);
}

#[tokio::test]
async fn s22_everybody_starts_where_they_work() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let mut visit = Visit::new(&app);
    let answer = visit.fill("/login", &[("email", "anna@example.com"), ("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(visit.get("/").await.to, "/tickets", "the list of one's own tickets");
    assert_eq!(Visit::of(&app, &jana).get("/").await.to, "/desk");
    assert_eq!(Visit::new(&app).get("/").await.to, "/login");
}

#[tokio::test]
async fn the_log_out_ends_the_session_on_both_sides() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let mut visit = Visit::of(&app, &anna);
    let csrf = visit.get("/tickets").await.value("csrf");
    visit.get(&format!("/tickets/{}", ticket.number)).await;
    assert!(visit.cookie("schalter_recent").is_some() && visit.cookie("schalter_visit").is_some());
    let answer = visit.post("/logout", &[("csrf", &csrf)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.headers["clear-site-data"], r#""cache", "storage""#);
    assert_eq!((visit.cookie("schalter_recent"), visit.cookie("schalter_visit")), (None, None));
    assert_eq!(visit.cookie("schalter_session"), None);
    assert!(app.engine.authenticate(&anna.token).await.expect("an answer").is_none());
}

#[tokio::test]
async fn the_language_follows_the_link_then_the_account_then_the_browser() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    assert!(Visit::new(&app).english().get("/login").await.says("Remember me"));
    assert!(Visit::new(&app).get("/login").await.says("An mich erinnern"));
    let mut visit = Visit::of(&app, &anna).english();
    assert!(visit.get("/tickets").await.says("Meine Tickets"), "the account speaks German");
    assert!(visit.get("/tickets?lang=en").await.says("My tickets"));
    assert!(visit.get("/tickets").await.says("My tickets"), "the choice stays");
}

#[tokio::test]
async fn who_logs_in_by_single_sign_on_alone_is_told_after_the_right_password_and_not_before() {
    let alone =
        |settings: &mut engine::Settings| settings.accounts.single_sign_on = vec![engine::Role::Agent];
    let app = TestApp::with(tests::Backend::Sqlite, alone).await;
    let input = engine::CreateUser {
        email: "alan@example.org".to_owned(),
        name: "Alan".to_owned(),
        role: engine::Role::Agent,
        password: Some(PASSWORD.to_owned()),
        ..engine::CreateUser::default()
    };
    app.engine.create_user(&engine::Actor::system(), input).await.expect("a user");
    let mut visit = Visit::new(&app);
    let told = "Mit Ihrem Konto melden Sie sich über einen Anmeldedienst an.";
    let wrong = visit.fill("/login", &[("email", "alan@example.org"), ("password", "wrong")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(!wrong.says(told), "{}", wrong.text());
    let refused = visit.fill("/login", &[("email", "alan@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.says(told), "{}", refused.text());
    let page = visit.get("/password").await;
    assert!(page.says("Mitarbeitende, die sich über einen Anmeldedienst anmelden"), "{}", page.text());
}

#[tokio::test]
async fn s20_the_log_in_names_the_address_for_those_who_have_no_account() {
    let contact =
        |settings: &mut engine::Settings| "hilfe@example.net".clone_into(&mut settings.brand.contact);
    let app = TestApp::with(tests::Backend::Sqlite, contact).await;
    let page = Visit::new(&app).get("/login").await;
    assert!(
        page.says("Wenn Sie noch kein Konto haben, schreiben Sie uns bitte unter hilfe@example.net an."),
        "{}",
        page.text()
    );
    assert!(page.body.contains("href=\"mailto:hilfe@example.net\""), "{}", page.body);
    let english = Visit::new(&app).english().get("/login").await;
    assert!(english.says("please write to hilfe@example.net."), "{}", english.text());
}
