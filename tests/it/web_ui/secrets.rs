//! S09: a password in the text beside an archive is warned of, and one that is only spoken of is not.

use serde_json::json;
use tests::servers::chromium::Chromium;

use super::browser::{log_in, start};

#[tokio::test(flavor = "multi_thread")]
async fn s09_a_password_beside_an_archive_is_warned_of_and_stops_nobody() {
    let (app, site) = start().await;
    let anna = app.given().customer("anna@example.com").await;
    let (archive, log) = (app.directory().join("daten.zip"), app.directory().join("daten.log"));
    for file in [&archive, &log] {
        std::fs::write(file, "x").expect("a file");
    }
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &anna).await;
    let warned = || async { window.run("return !document.querySelector('[data-secret]').hidden").await };
    for (file, text, warns) in [
        (&archive, "Das Archiv hat das Passwort: Geheim-1", true),
        (&archive, "password=hunter2", true),
        (&archive, "Das Kennwort sage ich Ihnen am Telefon.", false),
        (&log, "Passwort: Geheim-1", false),
    ] {
        window.goto("about:blank").await;
        window.goto(&format!("{site}/tickets/new")).await;
        window
            .run("sessionStorage.clear(); localStorage.clear(); document.getElementById('text').value = ''")
            .await;
        window.choose_file("#files", file).await;
        window.fill("#text", text).await;
        assert_eq!(warned().await, json!(warns), "{text}");
    }
    window.goto("about:blank").await;
    window.goto(&format!("{site}/tickets/new")).await;
    window.run("document.getElementById('text').value = ''").await;
    window.fill("#title", "Drucker druckt nicht").await;
    window.fill("#text", "Passwort: Geheim-1").await;
    window.choose_file("#files", &archive).await;
    assert_eq!(warned().await, json!(true));
    window.click("button.main").await;
    window.wait_for_url("/tickets/1").await;
    window.close().await;
}

/// Texts that tell a password, and texts that speak of one.
const TELLING: [&str; 15] = [
    "Das Archiv hat das Passwort: Geheim-1",
    "Passwort für das ZIP ist: x",
    "Kennwort lautet geheim",
    "Das ZIP-Passwort ist Sommer",
    "Die Passphrase heißt Apfelbaum",
    "Kennwörter: a, b",
    "Passwort Geheim1",
    "Passwort „geheim“",
    "pw = abc",
    "PW: x",
    "pwd geheim123",
    "PIN 1234",
    "Pin ist 9876",
    "The password for the archive is hunter2",
    "password=hunter2",
];
const SPEAKING: [&str; 10] = [
    "Das Kennwort sage ich Ihnen am Telefon.",
    "Das Kennwort kommt per Telefon",
    "Mein Passwort ist abgelaufen",
    "Das Passwort ist falsch.",
    "Kennwort ist nicht nötig",
    "Passwort vergessen",
    "Bitte Passwort zurücksetzen",
    "I forgot my password. Is there a way?",
    "The password is wrong",
    "Der Spin 2000 ist da",
];

#[tokio::test(flavor = "multi_thread")]
async fn s09_a_text_that_tells_a_password_is_told_from_one_that_speaks_of_it() {
    let (_app, site) = start().await;
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    window.goto(&format!("{site}/login")).await;
    for (texts, tells) in [(&TELLING[..], true), (&SPEAKING[..], false)] {
        let script = format!(
            "return import('/assets/x/secrets.js').then((module) => {}.filter((text) => module.tellsSecret(text) !== {tells}))",
            json!(texts)
        );
        assert_eq!(window.run(&script).await, json!([]), "each of these tells: {tells}");
    }
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s09_the_note_of_the_staff_is_looked_at_as_the_text_is() {
    let (app, site) = start().await;
    let jana = app.given().agent("jana@example.org").await;
    let archive = app.directory().join("daten.zip");
    std::fs::write(&archive, "x").expect("a file");
    let chromium = Chromium::start().await;
    let window = chromium.window().await;
    log_in(&window, &site, &jana).await;
    window.goto(&format!("{site}/tickets/new")).await;
    window.choose_file("#files", &archive).await;
    window.fill("#note", "Kennwort lautet geheim").await;
    window.wait_for("[data-secret]:not([hidden])").await;
    window.close().await;
}
