//! Passkeys: the page where they are added and removed, and the log-in with them, by hand and in a real browser.

use axum::http::StatusCode;
use engine::{PasskeyCeremony, Role};
use serde_json::Value;
use tests::{Backend, TestApp, given::PASSWORD, passkey::Authenticator, servers::chromium::Chromium};

use crate::web_ui::{Visit, visit::Shown};

const LOGIN: [(&str, &str); 2] = [("email", "anna@example.com"), ("password", PASSWORD)];

/// What the script asks the browser; what comes with the answer stays in a cookie.
fn asked(answer: &Shown) -> PasskeyCeremony {
    let told: Value = serde_json::from_str(&answer.body).expect("JSON");
    PasskeyCeremony { token: String::new(), options: told["options"].to_string() }
}

/// What the page has the script ask the browser.
fn options_of(page: &Shown) -> String {
    let (_, rest) = page.body.split_once("data-options=\"").expect("options");
    rest.split('"')
        .next()
        .expect("an end")
        .replace("&quot;", "\"")
        .replace("&#x3D;", "=")
        .replace("&amp;", "&")
}

#[tokio::test]
async fn a_passkey_is_added_named_and_removed_on_the_page() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut visit = Visit::of(&app, &anna);
    let page = visit.get("/profile/passkeys").await;
    for text in ["Passkeys", "genügt das Passwort allein nicht mehr", "Passkey hinzufügen", "JavaScript"] {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
    let wrong = visit.fill("/profile/passkeys", &[("change", "begin"), ("password", "wrong")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("Das Passwort stimmt nicht."), "{}", wrong.text());
    let begun = visit.fill("/profile/passkeys", &[("change", "begin"), ("password", PASSWORD)]).await;
    assert!(begun.says("Passkey erstellen"), "{}", begun.text());
    let options = options_of(&begun);
    let mut key = Authenticator::default();
    let answer = key.make(&PasskeyCeremony { token: String::new(), options });
    let csrf = begun.value("csrf");
    let fields =
        [("csrf", csrf.as_str()), ("change", "add"), ("name", "Laptop"), ("credential", &answer.credential)];
    let added = visit.post("/profile/passkeys", &fields).await;
    assert!(
        added.says("Der Passkey wurde hinzugefügt.") && added.body.contains("class=\"codes\""),
        "{}",
        added.text()
    );
    let again = visit.post("/profile/passkeys", &fields).await;
    assert!(again.says("Das hat zu lange gedauert."), "{}", again.text());
    let page = visit.get("/profile/passkeys").await;
    assert!(page.says("Laptop") && page.says("noch nicht benutzt"), "{}", page.text());
    let id = page.value("id");
    let renamed =
        visit.fill("/profile/passkeys", &[("change", "rename"), ("id", &id), ("name", "Büro")]).await;
    assert_eq!((renamed.status, renamed.to.as_str()), (StatusCode::SEE_OTHER, "/profile/passkeys"));
    let page = visit.get("/profile/passkeys").await;
    assert!(page.says("Der Passkey wurde umbenannt.") && page.says("Büro"), "{}", page.text());
    assert!(!visit.get("/profile/passkeys").await.says("umbenannt"), "once");

    let remove = format!("/profile/passkeys?remove={id}");
    let page = visit.get(&remove).await;
    assert!(page.says("Möchten Sie den Passkey „Büro“ entfernen?") && page.says("Wiederherstellungscode"));
    let csrf = page.value("csrf");
    let proof = visit.post("/profile/passkeys/challenge", &[("csrf", &csrf)]).await;
    let answer = key.show(&asked(&proof));
    let fields =
        [("csrf", csrf.as_str()), ("change", "remove"), ("id", &id), ("credential", &answer.credential)];
    let removed = visit.post("/profile/passkeys", &fields).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    let page = visit.get("/profile/passkeys").await;
    assert!(page.says("Der Passkey wurde entfernt.") && !page.says("Büro"), "{}", page.text());
}

/// Logs in with a passkey from the page that is shown, with what stands in its form.
async fn show(visit: &mut Visit, key: &mut Authenticator, page: &Shown, more: &[(&str, &str)]) -> Shown {
    let csrf = page.value("csrf");
    let fields = [&[("csrf", csrf.as_str())], more].concat();
    let begun = visit.post("/login/passkey/challenge", &fields).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    assert!(!begun.body.contains(visit.cookie("schalter_passkey").expect("a cookie")), "no script reads it");
    let answer = key.show(&asked(&begun));
    let fields = [&fields[..], &[("credential", answer.credential.as_str())]].concat();
    visit.post("/login/passkey", &fields).await
}

#[tokio::test]
async fn the_log_in_takes_a_passkey_without_a_password_and_after_one() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut key = Authenticator::default();
    app.given().passkey(&anna, &mut key).await;
    let mut visit = Visit::new(&app);
    let page = visit.get("/login?next=/profile").await;
    assert!(page.says("Mit Passkey anmelden"), "{}", page.text());
    let done = show(&mut visit, &mut key, &page, &[("next", "/profile")]).await;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, "/profile"), "{}", done.text());
    assert_eq!(visit.get("/profile").await.status, StatusCode::OK);

    let mut visit = Visit::new(&app);
    let asked = visit.fill("/login", &[&LOGIN[..], &[("next", "/profile")]].concat()).await;
    assert!(asked.to.contains("passkey=alone"), "{}", asked.to);
    let page = visit.get(&asked.to).await;
    assert!(
        page.says("Anmeldung bestätigen") && page.says("Wiederherstellungscode verwenden"),
        "{}",
        page.text()
    );
    assert!(!page.body.contains("name=\"code\""), "there is no app");
    let recovery = visit.get("/login/code?recovery=1&passkey=alone").await;
    assert!(
        recovery.body.contains("name=\"code\"") && recovery.says("Passkey verwenden"),
        "{}",
        recovery.text()
    );
    let next = page.value("next");
    let after = [("after_password", "1"), ("passkey", "alone"), ("next", next.as_str())];
    let mut foreign = Authenticator::default();
    let refused = show(&mut visit, &mut foreign, &page, &after).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.says("Dieser Passkey wurde nicht angenommen.") && refused.says("Anmeldung bestätigen"));
    let done = show(&mut visit, &mut key, &page, &after).await;
    assert_eq!((done.status, done.to.as_str()), (StatusCode::SEE_OTHER, "/profile"), "{}", done.text());
    assert!(visit.cookie("schalter_challenge").is_none() && visit.cookie("schalter_passkey").is_none());
}

#[tokio::test]
async fn another_browser_cannot_answer_what_this_one_was_asked() {
    let app = TestApp::start().await;
    let anna = app.given().customer("anna@example.com").await;
    let mut key = Authenticator::default();
    app.given().passkey(&anna, &mut key).await;
    let (mut here, mut elsewhere) = (Visit::new(&app), Visit::new(&app));
    let page = here.get("/login").await;
    let begun = here.post("/login/passkey/challenge", &[("csrf", &page.value("csrf"))]).await;
    let answer = key.show(&asked(&begun));
    let csrf = elsewhere.get("/login").await.value("csrf");
    let refused =
        elsewhere.post("/login/passkey", &[("csrf", &csrf), ("credential", &answer.credential)]).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.says("Das hat zu lange gedauert."), "{}", refused.text());
}

#[tokio::test]
async fn without_a_script_or_without_https_the_pages_say_what_it_takes() {
    let app = TestApp::start().await;
    let mut visit = Visit::new(&app).english();
    let csrf = visit.get("/login").await.value("csrf");
    let refused = visit.post("/login/passkey", &[("csrf", &csrf)]).await;
    assert!(refused.says("Passkeys need JavaScript. Please turn it on."), "{}", refused.text());
    let plain = |settings: &mut engine::Settings| "https://192.0.2.1".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, plain).await;
    let anna = app.given().customer("anna@example.com").await;
    let page = Visit::of(&app, &anna).get("/profile/passkeys").await;
    assert!(page.says("Dafür ist eine https-Adresse mit Hostnamen nötig."), "{}", page.text());
}

#[tokio::test]
async fn who_must_have_a_second_factor_may_add_a_passkey_instead_of_an_app() {
    let app =
        TestApp::with(Backend::Sqlite, |settings| settings.accounts.second_factor = vec![Role::Customer])
            .await;
    app.given().customer("anna@example.com").await;
    let mut visit = Visit::new(&app);
    visit.fill("/login", &LOGIN).await;
    let page = visit.get("/profile/second-factor").await;
    assert!(page.says("Passkeys verwenden"), "{}", page.text());
    let page = visit.get("/profile/passkeys").await;
    assert!(page.says("Ihre Rolle verlangt die Zwei-Faktor-Anmeldung."), "{}", page.text());
}

#[tokio::test]
async fn in_a_real_browser_a_passkey_is_made_logs_in_both_ways_and_is_removed() {
    let local = |settings: &mut engine::Settings| "http://localhost".clone_into(&mut settings.public_url);
    let app = TestApp::with(Backend::Sqlite, local).await;
    let anna = app.given().customer("anna@example.com").await;
    let site = app.listen().await.replace("127.0.0.1", "localhost");
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    window.add_authenticator().await;
    crate::web_ui::browser::log_in(&window, &site, &anna).await;
    window.goto(&format!("{site}/profile/passkeys")).await;
    window.fill("#password", PASSWORD).await;
    window.click("button[value=begin]").await;
    window.fill("#name", "Laptop").await;
    window.click("button[value=add]").await;
    window.wait_for(".codes").await;

    window.forget_cookies().await;
    window.goto(&format!("{site}/login")).await;
    window.click("form[data-passkey] button").await;
    window.wait_for("nav.rail").await;

    window.forget_cookies().await;
    window.goto(&format!("{site}/login")).await;
    window.fill("#email", &anna.user.email).await;
    window.fill("#password", PASSWORD).await;
    window.click("button.main").await;
    window.wait_for_url("/login/code").await;
    window.click("form[data-passkey] button").await;
    window.wait_for("nav.rail").await;

    window.goto(&format!("{site}/profile/passkeys")).await;
    window.click(".passkeys a").await;
    window.click("[data-passkey-proof] button").await;
    window.wait_for_text("Mit Passkey bestätigt.").await;
    window.click("button[value=remove]").await;
    window.wait_for_text("Der Passkey wurde entfernt.").await;
    window.close().await;
}
