//! Taking over customers from a table.

use engine::{Actor, Code, CreateTicket, ImportOutcome, ImportTable, Imported, UserFilter};
use tests::{TestApp, given::Person, on_each_database};

on_each_database!(
    a_preview_says_what_the_import_then_does_and_twice_changes_nothing,
    a_line_that_is_refused_keeps_no_other_from_being_taken_over,
    an_organisation_is_added_and_none_is_taken_away,
    only_admins_import_and_nobody_is_told,
);

const TABLE: &str = "E-Mail;Vorname;Nachname;Firma;Sprache;Externe ID;Telefon\n\
    zoe@example.org;Zoe;Zander;Acme;de-DE;K-1;0711\n\
    ben@example.org;Ben;Beck;;English;;\n";

fn table(csv: &str) -> ImportTable {
    ImportTable { csv: csv.to_owned(), create_organisations: true, ..ImportTable::default() }
}

fn outcomes(imported: &Imported) -> Vec<(u64, ImportOutcome, Option<&'static str>)> {
    let one = |row: &engine::ImportedRow| {
        (row.line, row.outcome, row.refusal.as_ref().map(|refusal| refusal.reason))
    };
    imported.rows.iter().map(one).collect()
}

async fn user(app: &TestApp, admin: &Person, email: &str) -> Option<engine::User> {
    let filter = UserFilter { query: Some(email.to_owned()), ..UserFilter::default() };
    let found = app.engine.users(&admin.actor, &filter, &engine::Paging::default()).await.unwrap();
    found.items.into_iter().map(|(_, user)| user).find(|user| user.email == email)
}

async fn a_preview_says_what_the_import_then_does_and_twice_changes_nothing(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let preview = ImportTable { preview: true, ..table(TABLE) };
    let created = [(2, ImportOutcome::Created, None), (3, ImportOutcome::Created, None)];
    let imported = app.engine.import_users(&admin.actor, &preview).await.unwrap();
    assert_eq!(outcomes(&imported), created);
    assert_eq!(imported.ignored, ["Telefon"]);
    assert!(user(&app, &admin, "zoe@example.org").await.is_none(), "a preview changes nothing");
    let none = app
        .engine
        .organisations(&admin.actor, &engine::OrganisationFilter::default(), &engine::Paging::default())
        .await
        .unwrap();
    assert!(none.items.is_empty(), "not even an organisation");

    let imported = app.engine.import_users(&admin.actor, &table(TABLE)).await.unwrap();
    assert_eq!(outcomes(&imported), created);
    let zoe = user(&app, &admin, "zoe@example.org").await.expect("she is there");
    assert_eq!((zoe.name.as_str(), zoe.locale.as_str()), ("Zoe Zander", "de"));
    assert_eq!(zoe.external_id.as_deref(), Some("K-1"));
    assert_eq!(user(&app, &admin, "ben@example.org").await.expect("he is there").locale, "en");
    let again = app.engine.import_users(&admin.actor, &table(TABLE)).await.unwrap();
    assert!(again.rows.iter().all(|row| row.outcome == ImportOutcome::Unchanged), "{again:?}");

    let renamed = TABLE.replace("Zander", "Zorn");
    let changed = app.engine.import_users(&admin.actor, &table(&renamed)).await.unwrap();
    let wanted = [(2, ImportOutcome::Updated, None), (3, ImportOutcome::Unchanged, None)];
    assert_eq!(outcomes(&changed), wanted);
    assert_eq!(user(&app, &admin, "zoe@example.org").await.expect("she is there").name, "Zoe Zorn");
}

async fn a_line_that_is_refused_keeps_no_other_from_being_taken_over(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let csv = "email,name,organisation,externalId,userName\n\
        nobody,Nobody,,,\n\
        admin@example.org,Renamed,,,\n\
        new@example.org,New,Nowhere,,\n\
        good@example.org,Good,,G-1,goodie\n\
        GOOD@example.org,Again,,,\n\
        anna@example.org,Anna,,G-1,\n\
        other@example.org,Other,,,goodie\n\
        last@example.org,,,,\n";
    let strict = ImportTable { csv: csv.to_owned(), ..ImportTable::default() };
    let imported = app.engine.import_users(&admin.actor, &strict).await.unwrap();
    assert_eq!(
        outcomes(&imported),
        [
            (2, ImportOutcome::Refused, Some("email-invalid")),
            (3, ImportOutcome::Refused, Some("import-staff")),
            (4, ImportOutcome::Refused, Some("organisation-unknown")),
            (5, ImportOutcome::Created, None),
            (6, ImportOutcome::Refused, Some("import-twice")),
            (7, ImportOutcome::Refused, Some("import-other-person")),
            (8, ImportOutcome::Refused, Some("user-name-taken")),
            (9, ImportOutcome::Created, None),
        ]
    );
    assert_eq!(user(&app, &admin, "last@example.org").await.expect("it is there").name, "Last");
    assert_eq!(user(&app, &admin, "anna@example.org").await, Some(anna.user));
    assert_eq!(user(&app, &admin, "admin@example.org").await.expect("it is there").name, admin.user.name);
    for (broken, reason) in [
        ("", "import-empty"),
        ("name\nAnna", "import-column-missing"),
        ("email,mail\na@example.org,b@example.org", "import-column-twice"),
    ] {
        let refused = app.engine.import_users(&admin.actor, &table(broken)).await.unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("csv"), reason), "{broken:?}");
    }
}

async fn an_organisation_is_added_and_none_is_taken_away(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let (acme, blau) =
        (app.given().organisation("Acme", true).await, app.given().organisation("Blau", true).await);
    let anna = app.given().member(&acme, "anna@example.org").await;
    let csv = "email,organisation\nanna@example.org,blau\n";
    let imported = app.engine.import_users(&admin.actor, &table(csv)).await.unwrap();
    assert_eq!(outcomes(&imported), [(2, ImportOutcome::Updated, None)]);
    let after = user(&app, &admin, "anna@example.org").await.expect("she is there");
    assert_eq!(after.organisation, Some(acme.id), "the first one stays the first");
    let of_blau = CreateTicket {
        title: "Für Blau".to_owned(),
        text: "Seit heute".to_owned(),
        organisation: Some(blau.id),
        ..CreateTicket::default()
    };
    let of_blau = app.engine.create_ticket(&anna.actor, of_blau).await.unwrap();
    assert_eq!(of_blau.organisation, Some(blau.id), "any case of the name leads to it");
    let again = app.engine.import_users(&admin.actor, &table("email\nanna@example.org\n")).await.unwrap();
    assert_eq!(
        outcomes(&again),
        [(2, ImportOutcome::Unchanged, None)],
        "an absent column takes nothing away"
    );
}

async fn only_admins_import_and_nobody_is_told(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let zoe = app.given().customer("zoe@example.org").await;
    for actor in [&jana.actor, &zoe.actor, &Actor::nobody()] {
        let refused = app.engine.import_users(actor, &table(TABLE)).await.unwrap_err();
        assert!(matches!(refused.code(), Code::Forbidden | Code::Unauthenticated), "{refused}");
    }
    app.engine.import_users(&admin.actor, &table(TABLE)).await.unwrap();
    assert!(app.told().await.is_empty(), "an import sends no letter");
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.unwrap();
    let created = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "USER_CREATED");
    assert!(created.count() >= 1, "who came is journalled");
}
