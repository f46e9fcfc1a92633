//! Taking over people and organisations from a file, on the pages of administration.

use axum::http::StatusCode;
use tests::TestApp;

use crate::web_ui::Visit;

#[tokio::test]
async fn what_would_become_of_a_file_is_shown_and_then_taken_over() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    assert_eq!(Visit::of(&app, &jana).get("/admin/people/import").await.status, StatusCode::NOT_FOUND);
    let mut visit = Visit::of(&app, &ada);
    assert!(visit.get("/admin/people").await.body.contains("href=\"/admin/people/import\""));
    let form = visit.get("/admin/people/import").await;
    assert!(form.says("Personen aus Datei"), "{}", form.text());
    // As a spreadsheet in German saves it: semicolons, and letters in windows-1252.
    let file: &[u8] =
        b"E-Mail;Name;Firma;Telefon\r\njoerg@example.net;J\xf6rg M\xfcller;B\xe4r GmbH;1\r\nfalsch;F;;\r\n";
    let csrf = form.value("csrf");
    let fields = [("csrf", csrf.as_str()), ("create", "1"), ("do", "preview")];
    let shown = visit.upload("/admin/people/import", &fields, &[("kunden.csv", file)]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    for text in [
        "Ein Eintrag wird angelegt.",
        "Eine Zeile kann nicht übernommen werden.",
        "Das ist keine E-Mail-Adresse.",
        "Nicht gelesene Spalten: Telefon",
        "Übernehmen",
    ] {
        assert!(shown.says(text), "{text}: {}", shown.text());
    }
    assert!(!visit.get("/admin/people?q=joerg").await.says("Jörg Müller"), "only looked at");
    // Without a script the file is gone, and its lines stand in the form.
    assert!(shown.body.contains("Jörg Müller;Bär GmbH"), "{}", shown.body);
    let csv = String::from_utf8_lossy(file).replace("J\u{fffd}rg M\u{fffd}ller", "Jörg Müller");
    let csv = csv.replace("B\u{fffd}r", "Bär");
    let again = shown.value("csrf");
    let fields = [("csrf", again.as_str()), ("create", "1"), ("do", "import"), ("csv", csv.as_str())];
    let done = visit.post("/admin/people/import", &fields).await;
    assert!(done.says("Ein Eintrag ist angelegt."), "{}", done.text());
    let list = visit.get("/admin/people?q=joerg").await;
    assert!(list.says("Jörg Müller") && list.says("Bär GmbH"), "{}", list.text());

    let empty = visit.fill("/admin/organisations/import", &[("csv", ""), ("do", "preview")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.says("Bitte wählen Sie eine Datei"), "{}", empty.text());
    let open = [("csv", "name,domains\nBlau,\nRot,\"rot.example\nGrau,\n"), ("do", "preview")];
    let open = visit.fill("/admin/organisations/import", &open).await;
    assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(open.says("In Zeile 3 beginnt ein Anführungszeichen"), "{}", open.text());
    let fields = [("csv", "name,domains\nRot,rot.example\n"), ("do", "import")];
    assert!(visit.fill("/admin/organisations/import", &fields).await.says("Ein Eintrag ist angelegt."));
    visit.set("schalter_lang", "en");
    let english = visit.fill("/admin/organisations/import", &fields).await;
    assert!(english.says("One entry was already known."), "{}", english.text());
}
