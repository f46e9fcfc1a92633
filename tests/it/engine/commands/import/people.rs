//! Taking over customers from a table.

use std::time::Duration;

use engine::{
    Actor, Code, CreateTicket, Error, ImportOutcome, ImportTable, Imported, UpdateUser, UserFilter,
};
use tests::{TestApp, given::Person, on_each_database};

on_each_database!(
    a_preview_says_what_the_import_then_does_and_twice_changes_nothing,
    a_line_that_is_refused_keeps_no_other_from_being_taken_over,
    an_organisation_is_added_and_none_is_taken_away,
    only_admins_import_and_nobody_is_told,
    a_line_changes_nobody_by_an_address_that_is_not_their_current_one,
    a_preview_knows_what_the_lines_before_took,
    imports_at_once_of_the_same_people_and_organisations_are_all_answered,
    one_import_waits_for_another_and_says_how_far_it_came,
);

const TABLE: &str = "E-Mail;Vorname;Nachname;Firma;Sprache;Externe ID;Fax\n\
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
    assert_eq!(imported.ignored, ["Fax"]);
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
            (7, ImportOutcome::Refused, Some("import-twice")),
            (8, ImportOutcome::Refused, Some("import-twice")),
            (9, ImportOutcome::Created, None),
        ]
    );
    let later = "email,externalId,userName\nanna@example.org,G-1,\nother@example.org,,goodie\n";
    let later = app.engine.import_users(&admin.actor, &table(later)).await.unwrap();
    assert_eq!(
        outcomes(&later),
        [
            (2, ImportOutcome::Refused, Some("import-other-person")),
            (3, ImportOutcome::Refused, Some("user-name-taken")),
        ]
    );
    assert_eq!(later.rows[0].meant.as_deref(), Some("good@example.org"));
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

async fn a_line_changes_nobody_by_an_address_that_is_not_their_current_one(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let given = app.given();
    let (anna, ben) = (given.customer("anna@example.org").await, given.customer("ben@example.org").await);
    let (off, merged) = (given.customer("off@example.org").await, given.customer("merged@example.org").await);
    let moved = UpdateUser { email: Some("anna@new.example".to_owned()), ..UpdateUser::default() };
    app.engine.update_user(&admin.actor, anna.user.id, moved).await.unwrap();
    let switched = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&admin.actor, off.user.id, switched).await.unwrap();
    app.engine.merge_users(&admin.actor, merged.user.id, ben.user.id).await.unwrap();
    let csv = "email,name,organisation,userName\n\
        anna@example.org,Someone Else,NewCo,selse\n\
        merged@example.org,Changed,,\n\
        off@example.org,Changed,,\n\
        Anna@New.example,Anna Neu,NewCo,\n";
    for preview in [true, false] {
        let imported =
            app.engine.import_users(&admin.actor, &ImportTable { preview, ..table(csv) }).await.unwrap();
        assert_eq!(
            outcomes(&imported),
            [
                (2, ImportOutcome::Refused, Some("import-other-address")),
                (3, ImportOutcome::Refused, Some("import-other-address")),
                (4, ImportOutcome::Refused, Some("import-deactivated")),
                (5, ImportOutcome::Updated, None),
            ],
            "preview: {preview}"
        );
        let meant: Vec<_> = imported.rows.iter().map(|row| row.meant.as_deref()).collect();
        assert_eq!(meant, [Some("anna@new.example"), Some("ben@example.org"), None, None]);
        let changes = imported.rows[3].changes.iter();
        let changes: Vec<_> = changes.map(|one| (one.field, one.from.as_deref(), one.to.as_str())).collect();
        assert_eq!(
            changes,
            [("name", Some(anna.user.name.as_str()), "Anna Neu"), ("organisation", None, "NewCo")]
        );
    }
    let now = user(&app, &admin, "anna@new.example").await.expect("she is there");
    assert_eq!((now.name.as_str(), now.user_name), ("Anna Neu", None));
    assert_eq!(user(&app, &admin, "ben@example.org").await.expect("he is there").name, ben.user.name);
}

async fn a_preview_knows_what_the_lines_before_took(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let start = "email,externalId,userName\nold@example.org,X-1,oldie\n";
    app.engine.import_users(&admin.actor, &table(start)).await.unwrap();
    let csv = "email,externalId,userName\n\
        a@example.org,E-1,uu\n\
        b@example.org,E-1,\n\
        c@example.org,,UU\n\
        old@example.org,X-2,other\n\
        d@example.org,X-1,\n\
        e@example.org,,oldie\n\
        admin@example.org,E-9,\n\
        f@example.org,E-9,\n";
    let wanted = [
        (2, ImportOutcome::Created, None),
        (3, ImportOutcome::Refused, Some("import-twice")),
        (4, ImportOutcome::Refused, Some("import-twice")),
        (5, ImportOutcome::Updated, None),
        (6, ImportOutcome::Refused, Some("import-twice")),
        (7, ImportOutcome::Refused, Some("import-twice")),
        (8, ImportOutcome::Refused, Some("import-staff")),
        (9, ImportOutcome::Created, None),
    ];
    let looked = app.engine.import_users(&admin.actor, &ImportTable { preview: true, ..table(csv) }).await;
    let looked = looked.unwrap();
    let done = app.engine.import_users(&admin.actor, &table(csv)).await.unwrap();
    assert_eq!(outcomes(&looked), wanted);
    assert_eq!(looked, done, "to the word");
    assert_eq!(done.rows[2].refusal.as_ref().and_then(|refusal| refusal.field), Some("userName"));
}

async fn imports_at_once_of_the_same_people_and_organisations_are_all_answered(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    // Several nodes: what waits for one another inside of one process does not among them.
    let mut nodes = vec![app.engine.clone()];
    for _ in 0..3 {
        nodes.push(app.another_node().await);
    }
    let lines = (0..30).map(|n| format!("u{n}@example.net,Org {},id{n},user{n}\n", n % 7));
    let csv = format!("email,organisation,externalId,userName\n{}", lines.collect::<String>());
    let all = nodes.iter().enumerate().map(|(n, node)| {
        let input = ImportTable { preview: n == 3, ..table(&csv) };
        let actor = &admin.actor;
        async move { node.import_users(actor, &input).await }
    });
    for imported in futures::future::join_all(all).await {
        let imported = imported.expect("none fails");
        assert_eq!((imported.rows.len(), imported.left), (30, 0));
        assert!(imported.rows.iter().all(|row| row.refusal.is_none()), "{imported:?}");
    }
    let organisations = (0..12).map(|n| format!("Firm {n},firm{n}.example,F-{n}\n")).collect::<String>();
    let csv = format!("name,domains,externalId\n{organisations}");
    let all = nodes.iter().map(|node| {
        let input = table(&csv);
        let actor = &admin.actor;
        async move { node.import_organisations(actor, &input).await }
    });
    for imported in futures::future::join_all(all).await {
        let imported = imported.expect("none fails");
        assert!(imported.rows.iter().all(|row| row.refusal.is_none()), "{imported:?}");
    }
}

async fn one_import_waits_for_another_and_says_how_far_it_came(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let csv = |who: &str| {
        format!("email\n{}", (0..200).map(|n| format!("{who}{n}@example.net\n")).collect::<String>())
    };
    let late = ImportTable { within: Some(Duration::ZERO), ..table(&csv("a")) };
    let (long, short) =
        (table(&csv("b")), ImportTable { within: Some(Duration::from_millis(2)), ..late.clone() });
    let (long, busy) = tokio::join!(
        app.engine.import_users(&admin.actor, &long),
        app.engine.import_users(&admin.actor, &short)
    );
    assert_eq!(outcomes(&long.unwrap()).len(), 200);
    let busy = busy.unwrap_err();
    assert!(matches!(busy, Error::ImportBusy { .. }), "{busy}");
    assert_eq!((busy.code(), busy.reason()), (Code::RateLimited, "import-busy"));
    assert!(busy.retry_after().is_some_and(|after| after > Duration::ZERO));

    let short = app.engine.import_users(&admin.actor, &short).await.unwrap();
    assert!(!short.rows.is_empty() && short.left > 0, "{short:?}");
    assert_eq!(short.rows.len() + short.left, 200, "the rows that were done are told");
    assert_eq!(short.stopped.map(|why| why.reason), Some("import-late"));
    let rest = app.engine.import_users(&admin.actor, &table(&csv("a"))).await.unwrap();
    assert_eq!((rest.rows.len(), rest.left, rest.stopped), (200, 0, None));
    assert_eq!(rest.rows[0].outcome, ImportOutcome::Unchanged, "the same file goes on");
    assert_eq!(rest.rows[199].outcome, ImportOutcome::Created);
}
