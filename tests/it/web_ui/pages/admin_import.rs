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
        b"E-Mail;Name;Firma;Fax\r\njoerg@example.net;J\xf6rg M\xfcller;B\xe4r GmbH;1\r\nfalsch;F;;\r\n";
    let csrf = form.value("csrf");
    let fields = [("csrf", csrf.as_str()), ("create", "1"), ("do", "preview")];
    let shown = visit.upload("/admin/people/import", &fields, &[("kunden.csv", file)]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    for text in [
        "Ein Eintrag wird angelegt.",
        "Eine Zeile kann nicht übernommen werden.",
        "Das ist keine gültige E-Mail-Adresse.",
        "Ignorierte Spalten: Fax",
        "Name: + Jörg Müller",
        "Neu angelegt werden die Organisationen: Bär GmbH",
        "Übernehmen",
    ] {
        assert!(shown.says(text), "{text}: {}", shown.text());
    }
    assert!(!visit.get("/admin/people?q=joerg").await.says("Jörg Müller"), "only looked at");
    // Without a script the file is gone, and its lines stand in the form.
    assert!(shown.body.contains("Jörg Müller;Bär GmbH"), "{}", shown.body);
    let csv = String::from_utf8_lossy(file).replace("J\u{fffd}rg M\u{fffd}ller", "Jörg Müller");
    let csv = csv.replace("B\u{fffd}r", "Bär");
    let (again, seen) = (shown.value("csrf"), shown.value("seen"));
    let fields = [
        ("csrf", again.as_str()),
        ("create", "1"),
        ("do", "import"),
        ("csv", csv.as_str()),
        ("seen", seen.as_str()),
    ];
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
    let rot = "name,domains\nRot,rot.example\n";
    let shown = visit.fill("/admin/organisations/import", &[("csv", rot), ("do", "preview")]).await;
    let seen = shown.value("seen");
    let fields = [("csv", rot), ("do", "import"), ("seen", seen.as_str())];
    assert!(visit.fill("/admin/organisations/import", &fields).await.says("Ein Eintrag ist angelegt."));
    let many = format!("name\n{}", "Blau\n".repeat(2_001));
    let many = visit.fill("/admin/organisations/import", &[("csv", many.as_str()), ("do", "preview")]).await;
    assert!(
        many.says("mehr als 2000 Zeilen") && many.says("schalter import organisations"),
        "{}",
        many.text()
    );
    visit.set("schalter_lang", "en");
    let english = visit.fill("/admin/organisations/import", &fields).await;
    assert!(english.says("One entry was already known."), "{}", english.text());
}

#[tokio::test]
async fn what_was_not_checked_is_checked_before_it_is_taken_over() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let off = app.given().customer("off@example.org").await;
    let switched = engine::UpdateUser { active: Some(false), ..engine::UpdateUser::default() };
    app.engine.update_user(&ada.actor, off.user.id, switched).await.unwrap();
    let mut visit = Visit::of(&app, &ada);
    let path = "/admin/people/import";
    let csv = "email,name,userName\nanna@example.org,Anna Neu,anna\noff@example.org,Off Neu,\n";
    let shown = visit.fill(path, &[("csv", csv), ("do", "preview")]).await;
    for text in [
        format!("Name: {} → Anna Neu", anna.user.name),
        "Benutzername: + anna".to_owned(),
        "Ist deaktiviert.".to_owned(),
    ] {
        assert!(shown.says(&text), "{text}: {}", shown.text());
    }
    let seen = shown.value("seen");
    let other = "email,name\nanna@example.org,Ganz Anders\n";
    let fields = [("csv", other), ("do", "import"), ("seen", seen.as_str())];
    let stopped = visit.fill(path, &fields).await;
    assert!(stopped.says("Diese Zeilen sind nicht die geprüften."), "{}", stopped.text());
    assert!(stopped.says("→ Ganz Anders"), "{}", stopped.text());
    assert!(!visit.get("/admin/people?q=anna").await.says("Ganz Anders"), "not unseen");
    let seen = stopped.value("seen");
    let fields = [("csv", other), ("do", "import"), ("seen", seen.as_str())];
    assert!(visit.fill(path, &fields).await.says("Ein Eintrag ist geändert."));
    assert!(visit.get("/admin/people?q=anna").await.says("Ganz Anders"));
}

#[tokio::test]
async fn a_file_that_is_no_table_is_refused_with_its_reason_and_not_written_back() {
    let app = TestApp::start().await;
    let ada = app.given().admin("ada@example.org").await;
    let mut visit = Visit::of(&app, &ada);
    let path = "/admin/people/import";
    let utf_16 = |mark: &[u8]| {
        let text = "email;name\nutf@example.net;J\u{fc}rgen\n".encode_utf16().flat_map(u16::to_le_bytes);
        mark.iter().copied().chain(text).collect::<Vec<u8>>()
    };
    let long = [b"email\n".as_slice(), &b"longer@example.net\n".repeat(80_000)].concat();
    let open = b"email,name\nswallowed@example.net,\"Open\nb@example.net,B\n".to_vec();
    for (file, german, english) in [
        (
            b"PK\x03\x04\x14\0\x06longer@example.net".to_vec(),
            "Datei einer Tabellenkalkulation",
            "spreadsheet file",
        ),
        (utf_16(&[]), "Bitte speichern Sie sie als „CSV UTF-8“", "Save it as \"CSV UTF-8\""),
        (long, "Die Datei ist zu groß", "The file is too large"),
        (open, "In Zeile 2 beginnt ein Anführungszeichen", "In line 2, a quotation mark is opened"),
    ] {
        for (lang, text) in [("de", german), ("en", english)] {
            visit.set("schalter_lang", lang);
            let csrf = visit.get(path).await.value("csrf");
            let fields = [("csrf", csrf.as_str()), ("do", "preview")];
            let refused = visit.upload(path, &fields, &[("file", &file)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
            assert!(refused.says(text), "{text}: {}", refused.text());
            assert!(!refused.body.contains("@example.net"), "{text}");
        }
    }
    visit.set("schalter_lang", "de");
    let said = b"sep=;\r\nemail;name\r\nsep@example.net;Sep\r\n".to_vec();
    for (file, name) in [(utf_16(&[0xff, 0xfe]), "utf@example.net"), (said, "sep@example.net")] {
        let csrf = visit.get(path).await.value("csrf");
        let fields = [("csrf", csrf.as_str()), ("do", "preview")];
        let shown = visit.upload(path, &fields, &[("file.csv", &file)]).await;
        assert!(shown.says("Ein Eintrag wird angelegt.") && shown.says(name), "{}", shown.text());
    }
}
