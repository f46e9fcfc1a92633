//! The second step of the log-in, and the page where it is set up.

use std::time::Duration;

use axum::http::StatusCode;
use engine::Role;
use tests::{Backend, TestApp, given::PASSWORD, second_factor::App};

use crate::web_ui::{Visit, visit::Shown};

const LOGIN: [(&str, &str); 2] = [("email", "anna@example.com"), ("password", PASSWORD)];

/// Sends the form of a page that came as the answer to a form.
async fn go_on(visit: &mut Visit, page: &Shown, fields: &[(&str, &str)]) -> Shown {
    let hidden = ["csrf", "secret", "uri"].map(|name| (name, page.value(name)));
    let hidden = hidden.iter().map(|(name, value)| (*name, value.as_str()));
    let all: Vec<_> = hidden.chain(fields.iter().copied()).collect();
    visit.post("/profile/second-factor", &all).await
}

#[tokio::test]
async fn the_log_in_asks_for_the_code_and_leads_to_where_one_wanted_to_go() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let phone = app.given().second_factor(&anna).await;
    app.clock.advance(Duration::from_secs(30));
    let mut visit = Visit::new(&app);
    let fields = [&LOGIN[..], &[("next", "/profile"), ("remember", "1")]].concat();
    let answer = visit.fill("/login", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.to.starts_with("/login/code?next="), "{}", answer.to);
    assert!(!answer.to.contains(visit.cookie("schalter_challenge").expect("a cookie")), "not in any log");
    assert!(visit.cookie("schalter_session").is_none());
    let page = visit.get(&answer.to).await;
    for text in ["Code aus Ihrer Authenticator-App", "Wiederherstellungscode verwenden", "Anmelden"] {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
    assert!(
        page.body.contains("autocomplete=\"one-time-code\"") && page.body.contains("inputmode=\"numeric\"")
    );
    let (csrf, next) = (page.value("csrf"), page.value("next"));
    let with = |code: &str| {
        [
            ("csrf", csrf.clone()),
            ("next", next.clone()),
            ("remember", "1".to_owned()),
            ("code", code.to_owned()),
        ]
    };
    let wrong = with(&phone.wrong_code(app.now()));
    let wrong: Vec<_> = wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = visit.post("/login/code", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.says("Dieser Code ist falsch oder wurde bereits verwendet."), "{}", refused.text());
    assert_eq!(
        (refused.value("next").as_str(), refused.value("code")),
        ("/profile", phone.wrong_code(app.now()))
    );
    let right = with(&phone.code(app.now()));
    let right: Vec<_> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visit.post("/login/code", &right).await;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, "/profile"));
    assert!(visit.cookie("schalter_challenge").is_none(), "it is of no use any more");
    assert_eq!(visit.get("/profile").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_recovery_code_has_its_own_label_and_opens_the_door_in_english_too() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let phone = app.given().second_factor(&anna).await;
    let mut visit = Visit::new(&app).english();
    visit.fill("/login", &LOGIN).await;
    let page = visit.get("/login/code?recovery=1").await;
    assert!(page.says("Recovery code") && page.says("Use a code from the app"), "{}", page.text());
    assert!(!page.body.contains("inputmode"), "letters are typed here");
    let done = visit.fill("/login/code?recovery=1", &[("code", &phone.recovery_codes[0])]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(visit.get("/profile").await.status, StatusCode::OK);
}

#[tokio::test]
async fn after_too_many_codes_the_page_says_how_long_to_wait() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let phone = app.given().second_factor(&anna).await;
    let mut visit = Visit::new(&app);
    visit.fill("/login", &LOGIN).await;
    let wrong = phone.wrong_code(app.now());
    for _ in 0..5 {
        assert_eq!(visit.fill("/login/code", &[("code", &wrong)]).await.status, StatusCode::UNAUTHORIZED);
    }
    app.clock.advance(Duration::from_mins(2));
    let refused = visit.fill("/login/code", &[("code", &wrong)]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.says("Bitte warten Sie 58 Minuten."), "{}", refused.text());
}

#[tokio::test]
async fn without_a_password_before_it_the_code_leads_back_to_the_log_in() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().second_factor(&anna).await;
    let mut visit = Visit::new(&app);
    let back = visit.get("/login/code?next=/profile").await;
    assert!(back.to.starts_with("/login?late=1"), "{}", back.to);
    visit.fill("/login", &LOGIN).await;
    app.clock.advance(Duration::from_mins(6));
    let late = visit.fill("/login/code", &[("code", "123456"), ("next", "/profile")]).await;
    assert!(late.to.starts_with("/login?late=1") && late.to.contains("profile"), "{}", late.to);
    let page = visit.get(&late.to).await;
    assert!(page.says("Die Anmeldung hat zu lange gedauert."), "{}", page.text());
}

#[tokio::test]
async fn the_page_sets_it_up_with_a_square_and_shows_the_recovery_codes_once() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    assert!(visit.get("/profile").await.says("Zwei-Faktor-Anmeldung"));
    let wrong = visit.fill("/profile/second-factor", &[("change", "begin"), ("password", "falsch")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Das Passwort stimmt nicht."), "{}", wrong.text());
    let page = visit.fill("/profile/second-factor", &[("change", "begin"), ("password", PASSWORD)]).await;
    assert!(page.body.contains("<svg") && page.says("Scannen Sie dieses Bild"), "{}", page.text());
    assert!(!page.body.contains("style="), "the policy allows no styles in place");
    let phone = App::reading(&page.value("uri"));
    let wrong = phone.wrong_code(app.now());
    let refused = go_on(&mut visit, &page, &[("change", "confirm"), ("code", &wrong)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("<svg"), "the square stays");
    let code = phone.code(app.now());
    let codes = go_on(&mut visit, &refused, &[("change", "confirm"), ("code", &code)]).await;
    assert_eq!(codes.body.matches("<li><code>").count(), 10, "{}", codes.body);
    assert!(codes.body.contains("download=\"wiederherstellungscodes.txt\""));
    let page = visit.get("/profile/second-factor").await;
    assert!(
        page.says("Sie haben noch 10 Wiederherstellungscodes.") && page.says("Abschalten"),
        "{}",
        page.text()
    );
    app.clock.advance(Duration::from_secs(30));
    let code = phone.code(app.now());
    let off = [("change", "disable"), ("password", PASSWORD), ("code", code.as_str())];
    let done = visit.fill("/profile/second-factor", &off).await;
    assert_eq!(done.to, "/profile/second-factor", "{}", done.text());
    assert!(visit.get(&done.to).await.says("Die Zwei-Faktor-Anmeldung ist abgeschaltet."));
}

#[tokio::test]
async fn who_must_have_one_is_led_to_the_set_up_and_nowhere_else() {
    let app =
        TestApp::with(Backend::Sqlite, |settings| settings.accounts.second_factor = vec![Role::Customer])
            .await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna).english();
    for path in ["/", "/tickets", "/tickets/new", "/profile", "/profile/access", "/login"] {
        let led = visit.get(path).await;
        assert_eq!(
            (led.status, led.to.as_str()),
            (StatusCode::SEE_OTHER, "/profile/second-factor"),
            "{path}"
        );
    }
    let page = visit.get("/profile/second-factor").await;
    assert!(
        page.says("Your role requires two-factor authentication.") && page.says("Log out"),
        "{}",
        page.text()
    );
    let begun = visit.fill("/profile/second-factor", &[("change", "begin"), ("password", PASSWORD)]).await;
    let code = App::reading(&begun.value("uri")).code(app.now());
    let codes = go_on(&mut visit, &begun, &[("change", "confirm"), ("code", &code)]).await;
    assert!(codes.says("These are your recovery codes."), "{}", codes.text());
    assert_eq!(visit.get("/tickets").await.status, StatusCode::OK);
    let page = visit.get("/profile/second-factor").await;
    assert!(!page.says("Turn off"), "{}", page.text());
}

#[tokio::test]
async fn an_admin_sees_it_on_the_page_of_the_person_and_resets_it() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.com").await;
    let anna = app.given().customer("anna@example.com").await;
    app.given().second_factor(&anna).await;
    let path = format!("/admin/people/{}", crate::graphql::api::id("User", anna.user.id));
    let mut visit = Visit::of(&app, &ada);
    let page = visit.get(&path).await;
    assert!(page.says("Eingerichtet am") && page.says("Zurücksetzen"), "{}", page.text());
    let csrf = page.value("csrf");
    let done = visit.post(&format!("{path}/second-factor"), &[("csrf", &csrf)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(visit.get(&path).await.says("Nicht eingerichtet."));
    let log = visit.get("/admin/audit").await;
    assert!(log.says("Zwei-Faktor-Anmeldung zurückgesetzt"), "{}", log.text());
}
