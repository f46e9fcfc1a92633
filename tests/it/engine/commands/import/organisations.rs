//! Taking over organisations from a table.

use engine::{Code, ImportOutcome, ImportTable, Organisation, OrganisationFilter};
use tests::{TestApp, given::Person, on_each_database};

on_each_database!(
    organisations_are_created_or_get_more_domains_and_a_preview_changes_nothing,
    a_preview_knows_what_the_lines_before_took,
);

async fn all(app: &TestApp, admin: &Person) -> Vec<Organisation> {
    let found = app
        .engine
        .organisations(&admin.actor, &OrganisationFilter::default(), &engine::Paging::default())
        .await
        .unwrap();
    found.items.into_iter().map(|(_, organisation)| organisation).collect()
}

async fn organisations_are_created_or_get_more_domains_and_a_preview_changes_nothing(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let acme = app.given().organisation("Acme", true).await;
    let csv = "Firma\tDomains\tExterne ID\n\
        acme\tacme.example, @acme.example.net\tA-1\n\
        Blau\tblau.example\t\n\
        Grau\tblau.example\t\n\
        Frei\tgmail.com\t\n\
        BLAU\t\t\n\
        Rot\trot.example\tR-1\trot.example.net\n";
    let wanted = [
        (2, ImportOutcome::Updated, None),
        (3, ImportOutcome::Created, None),
        (4, ImportOutcome::Refused, Some("import-twice")),
        (5, ImportOutcome::Refused, Some("domain-free-mail")),
        (6, ImportOutcome::Refused, Some("import-twice")),
        (7, ImportOutcome::Refused, Some("import-surplus")),
    ];
    let table = |preview| ImportTable { csv: csv.to_owned(), preview, ..ImportTable::default() };
    let refused = app.engine.import_organisations(&jana.actor, &table(false)).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
    let looked = app.engine.import_organisations(&admin.actor, &table(true)).await.unwrap();
    assert_eq!(looked.rows.len(), wanted.len());
    assert_eq!(all(&app, &admin).await, std::slice::from_ref(&acme), "a preview changes nothing");
    let done = app.engine.import_organisations(&admin.actor, &table(false)).await.unwrap();
    let found = done
        .rows
        .iter()
        .map(|row| (row.line, row.outcome, row.refusal.as_ref().map(|refusal| refusal.reason)))
        .collect::<Vec<_>>();
    assert_eq!(found, wanted);
    let now = all(&app, &admin).await;
    assert_eq!(now.len(), 2);
    let acme = now.iter().find(|one| one.id == acme.id).expect("it is there");
    assert_eq!(acme.name, "Acme", "its name stays");
    assert_eq!(acme.domains, ["acme.example", "acme.example.net"]);
    assert_eq!(acme.external_id.as_deref(), Some("A-1"));
    let again = app.engine.import_organisations(&admin.actor, &table(false)).await.unwrap();
    let known = again.rows.iter().filter(|row| row.outcome == ImportOutcome::Unchanged).count();
    assert_eq!(known, 2, "twice changes nothing: {again:?}");
}

async fn a_preview_knows_what_the_lines_before_took(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let table = |csv: &str, preview| ImportTable { csv: csv.to_owned(), preview, ..ImportTable::default() };
    let start = "name,externalId,domains\nAcme,A-1,acme.example\nBlau,B-1,blau.example\n";
    app.engine.import_organisations(&admin.actor, &table(start, false)).await.unwrap();
    let csv = "name,externalId,domains\n\
        Alpha,1,alpha.example\n\
        Beta,1,\n\
        Gamma,,alpha.example\n\
        Acme AG,A-1,\n\
        Acme,,acme.example.net\n\
        Blau,A-1,\n\
        Grau,,blau.example\n";
    let wanted = [
        (2, ImportOutcome::Created, None, None),
        (3, ImportOutcome::Refused, Some("import-twice"), None),
        (4, ImportOutcome::Refused, Some("import-twice"), None),
        (5, ImportOutcome::Unchanged, None, Some("Acme")),
        (6, ImportOutcome::Refused, Some("import-twice"), None),
        (7, ImportOutcome::Refused, Some("import-twice"), None),
        (8, ImportOutcome::Refused, Some("domain-taken"), None),
    ];
    let looked = app.engine.import_organisations(&admin.actor, &table(csv, true)).await.unwrap();
    let done = app.engine.import_organisations(&admin.actor, &table(csv, false)).await.unwrap();
    let found = done.rows.iter().map(|row| {
        (row.line, row.outcome, row.refusal.as_ref().map(|refusal| refusal.reason), row.meant.as_deref())
    });
    assert_eq!(found.collect::<Vec<_>>(), wanted);
    assert_eq!(looked, done, "to the word");
    let swapped = "name,externalId\nBlau,A-1\n";
    let swapped = app.engine.import_organisations(&admin.actor, &table(swapped, true)).await.unwrap();
    let row = &swapped.rows[0];
    assert_eq!(row.refusal.as_ref().map(|refusal| refusal.reason), Some("import-other-organisation"));
    assert_eq!(row.meant.as_deref(), Some("Acme"));
}
