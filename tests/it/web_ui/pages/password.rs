//! A first or a new password.

use axum::http::StatusCode;
use engine::LetterKind;
use serde_json::json;
use tests::{TestApp, given::PASSWORD, servers::chromium::Chromium, wait::until};

use crate::web_ui::{Visit, browser::start};

async fn link(app: &TestApp) -> String {
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == LetterKind::PasswordRequest).expect("a letter");
    let link = letter.link.clone().expect("a link");
    link.split_once(".org").expect("a path").1.to_owned()
}

#[tokio::test]
async fn s46_s51_s52_the_request_says_the_same_to_everyone() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    let page = Visit::new(&app).get("/password").await;
    for (statement, text) in [
        ("S51", "Bitte geben Sie Ihren Benutzernamen oder E-Mail-Adresse ein *"),
        ("S52", "Abbrechen & Zurück"),
        ("S52", "Übermitteln"),
    ] {
        assert!(page.says(text), "{statement}: {text} is missing in\n{}", page.text());
    }
    let known = Visit::new(&app).fill("/password", &[("email", "anna@example.com")]).await;
    let unknown = Visit::new(&app).fill("/password", &[("email", "nobody@example.com")]).await;
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()), "S46");
    assert!(known.says("Wenn es ein Konto"), "S52: {}", known.text());
}

#[tokio::test]
async fn s47_looking_at_the_link_does_not_use_it_up_but_using_it_does() {
    let app = TestApp::start().await;
    app.given().prepared("neu@example.com").await;
    Visit::new(&app).fill("/password", &[("email", "neu@example.com")]).await;
    let link = link(&app).await;
    for _ in 0..3 {
        assert_eq!(Visit::new(&app).get(&link).await.status, StatusCode::OK);
    }
    let mut visit = Visit::new(&app);
    let answer = visit.fill(&link, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(visit.get("/tickets").await.status, StatusCode::OK, "one is logged in");
    let again = Visit::new(&app).get(&link).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.says("Dieser Link ist nicht mehr gültig"), "{}", again.text());
}

#[tokio::test]
async fn s48_the_rule_is_shown_up_front_and_a_weak_password_is_explained_in_place() {
    let app = TestApp::start().await;
    app.given().customer("anna@example.com").await;
    Visit::new(&app).fill("/password", &[("email", "anna@example.com")]).await;
    let link = link(&app).await;
    let page = Visit::new(&app).get(&link).await;
    for text in [
        "mindestens 8 Zeichen",
        "mindestens eine Ziffer",
        "mindestens 2 Kleinbuchstaben",
        "mindestens 2 Großbuchstaben",
    ] {
        assert!(page.says(text), "{text} is missing in\n{}", page.text());
    }
    let answer = Visit::new(&app).fill(&link, &[("password", "kurz")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("Dieses Passwort erfüllt die Regeln noch nicht."), "{}", answer.text());
    assert!(!answer.body.contains("kurz\""), "a password is never shown again");
    let differ = [("password", PASSWORD), ("password_again", "anders")];
    let answer = Visit::new(&app).fill(&link, &differ).await;
    assert!(answer.says("Die Passwörter stimmen nicht überein."), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn s48_the_rules_are_ticked_off_while_the_password_is_typed() {
    let (app, site) = start().await;
    app.given().customer("anna@example.com").await;
    app.engine.request_password("anna@example.com", None).await.expect("asked");
    let letter = app.letters().await.pop().expect("a letter");
    let token = letter.link.as_deref().and_then(|link| link.rsplit('/').next()).expect("a link");
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    window.goto(&format!("{site}/password/{token}")).await;
    let met = "return [...document.querySelectorAll('#rules li.met')].map((rule) => rule.dataset.rule)";
    for (typed, wanted) in [
        ("GeHeim-1", json!(["length", "digits", "lower", "upper"])),
        ("GeHeim1", json!(["digits", "lower", "upper"])),
        ("GeHeim-x", json!(["length", "lower", "upper"])),
        ("GEHEIm-1", json!(["length", "digits", "upper"])),
        ("Geheim-1", json!(["length", "digits", "lower"])),
        ("ÄÖüß-123", json!(["length", "digits", "lower", "upper"])),
    ] {
        window.fill("#password", typed).await;
        let ticked = || async { (window.run(met).await == wanted).then_some(()) };
        until(&format!("{typed} to meet {wanted}"), ticked).await;
    }
    window.close().await;
}
