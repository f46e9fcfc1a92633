//! Telephone numbers of people: who changes them, who sees them, and how they are found.

use engine::{
    Actor, Code, CreateUser, Error, ImportOutcome, ImportTable, Paging, UpdateUser, UserFilter, UserId,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    people_change_their_own_numbers_and_staff_those_of_customers,
    nobody_but_the_staff_and_the_person_sees_or_finds_a_number,
    a_number_is_found_in_whichever_form_it_is_typed,
    an_import_adds_numbers_and_twice_changes_nothing,
    numbers_go_with_a_merge_and_come_back_and_an_erasure_forgets_them,
);

async fn numbers(app: &TestApp, by: &Actor, of: UserId) -> Vec<String> {
    let all = app.engine.phones_of(by, &[of]).await.expect("numbers").remove(&of);
    all.unwrap_or_default().into_iter().map(|phone| phone.number).collect()
}

fn with(typed: &[&str]) -> UpdateUser {
    let phones = typed.iter().map(|number| (*number).to_owned()).collect();
    UpdateUser { phones: Some(phones), ..UpdateUser::default() }
}

async fn set(app: &TestApp, by: &Person, of: UserId, typed: &[&str]) {
    app.engine.update_user(&by.actor, of, with(typed)).await.expect("changed");
}

async fn found(app: &TestApp, by: &Person, query: &str) -> Vec<String> {
    let filter = UserFilter { query: Some(query.to_owned()), ..UserFilter::default() };
    let page = app.engine.users(&by.actor, &filter, &Paging::default()).await.expect("people");
    page.items.into_iter().map(|(_, user)| user.name).collect()
}

async fn people_change_their_own_numbers_and_staff_those_of_customers(app: TestApp) {
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let (anna, max) =
        (app.given().customer("anna@example.org").await, app.given().customer("max@example.org").await);
    set(&app, &anna, anna.user.id, &[" 030 / 123 45 67 ", "+49 170 1234567 (mobil)"]).await;
    let kept = ["030 / 123 45 67", "+49 170 1234567 (mobil)"];
    assert_eq!(numbers(&app, &jana.actor, anna.user.id).await, kept);
    let dial = app.engine.phones_of(&jana.actor, &[anna.user.id]).await.unwrap();
    assert_eq!(dial[&anna.user.id][1].dial, "+491701234567");
    set(&app, &jana, anna.user.id, &["030 1234567"]).await;
    set(&app, &ada, jana.user.id, &["117"]).await;
    assert_eq!(numbers(&app, &anna.actor, anna.user.id).await, ["030 1234567"]);
    assert_eq!(numbers(&app, &ada.actor, jana.user.id).await, ["117"]);
    let refused = app.engine.update_user(&max.actor, anna.user.id, with(&["117"])).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    let refused = app.engine.update_user(&anna.actor, anna.user.id, with(&["Zentrale"])).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("phones"), "phone-invalid"));
    let (_, reads) = app.given().token(&anna, &["tickets:read"]).await;
    let refused = app.engine.update_user(&reads, anna.user.id, with(&[])).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
    let input = CreateUser {
        email: "neu@example.org".to_owned(),
        name: "Neu".to_owned(),
        phones: vec!["040 1".to_owned(), String::new()],
        ..CreateUser::default()
    };
    let made = app.engine.create_user(&jana.actor, input).await.expect("made");
    assert_eq!(numbers(&app, &jana.actor, made.id).await, ["040 1"]);
    let log = app.engine.audit_log(&ada.actor, None, &Paging::default()).await.expect("the log");
    let changed = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "PHONES_CHANGED");
    assert_eq!(changed.count(), 3, "each change, and none for what stays");
}

async fn nobody_but_the_staff_and_the_person_sees_or_finds_a_number(app: TestApp) {
    let acme = app.given().organisation("Acme", true).await;
    let (anna, max) = (
        app.given().member(&acme, "anna@example.org").await,
        app.given().member(&acme, "max@example.org").await,
    );
    let jana = app.given().agent("jana@example.org").await;
    app.given().ticket(&anna, "Drucker").await;
    set(&app, &anna, anna.user.id, &["030 1234567"]).await;
    for by in [&max.actor, &Actor::nobody()] {
        assert!(numbers(&app, by, anna.user.id).await.is_empty());
    }
    assert_eq!(found(&app, &jana, "030 123").await, ["Anna"]);
    assert!(found(&app, &max, "030 123").await.is_empty(), "who does not see it does not find out either");
}

async fn a_number_is_found_in_whichever_form_it_is_typed(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let max = app.given().customer("max@example.org").await;
    set(&app, &jana, anna.user.id, &["030 123 4567"]).await;
    set(&app, &jana, max.user.id, &["+43 1 9876543"]).await;
    for query in ["+49 30 123", "0049 (0)30 1234567", "030/123", "4567", "030 1234567"] {
        assert_eq!(found(&app, &jana, query).await, ["Anna"], "{query}");
    }
    assert_eq!(found(&app, &jana, "01 98765").await, ["Max"]);
    for query in ["+49 1 9876543", "030 124", "100%", "030_123"] {
        assert!(found(&app, &jana, query).await.is_empty(), "{query}");
    }
}

async fn an_import_adds_numbers_and_twice_changes_nothing(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    set(&app, &anna, anna.user.id, &["030 1"]).await;
    let csv =
        "email,Telefon\nanna@example.org,030 1; 030 2\nneu@example.org,117\nfalsch@example.org,Zentrale\n";
    let table = ImportTable { csv: csv.to_owned(), ..ImportTable::default() };
    let imported = app.engine.import_users(&ada.actor, &table).await.expect("imported");
    let outcomes =
        |imported: &engine::Imported| imported.rows.iter().map(|row| row.outcome).collect::<Vec<_>>();
    assert_eq!(
        outcomes(&imported),
        [ImportOutcome::Updated, ImportOutcome::Created, ImportOutcome::Refused],
        "{imported:?}"
    );
    assert_eq!(numbers(&app, &ada.actor, anna.user.id).await, ["030 1", "030 2"]);
    let change = &imported.rows[0].changes[0];
    assert_eq!(
        (change.field, change.from.as_deref(), change.to.as_str()),
        ("phone", Some("030 1"), "030 1; 030 2")
    );
    assert_eq!(found(&app, &ada, "117").await, ["Neu"]);
    let again = app.engine.import_users(&ada.actor, &table).await.expect("imported");
    assert_eq!(
        outcomes(&again),
        [ImportOutcome::Unchanged, ImportOutcome::Unchanged, ImportOutcome::Refused],
        "{again:?}"
    );
}

async fn numbers_go_with_a_merge_and_come_back_and_an_erasure_forgets_them(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let (old, new) =
        (app.given().customer("anna@old.example").await, app.given().customer("anna@new.example").await);
    set(&app, &old, old.user.id, &["030 1234567"]).await;
    app.engine.merge_users(&ada.actor, old.user.id, new.user.id).await.expect("merged");
    assert_eq!(numbers(&app, &ada.actor, new.user.id).await, ["030 1234567"]);
    // One that stays is still the one that came.
    set(&app, &ada, new.user.id, &["117", "030 1234567"]).await;
    app.engine.unmerge_user(&ada.actor, old.user.id).await.expect("parted");
    assert_eq!(numbers(&app, &ada.actor, new.user.id).await, ["117"]);
    assert_eq!(numbers(&app, &ada.actor, old.user.id).await, ["030 1234567"]);
    let token = app.engine.export_user(&ada.actor, old.user.id).await.expect("a link");
    let bytes = app.engine.exported_user(&token).await.expect("an answer").expect("the link is valid");
    let data: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(data["person"]["phones"], serde_json::json!(["030 1234567"]));
    app.engine.erase_user(&ada.actor, old.user.id, "asked for it").await.expect("erased");
    assert!(numbers(&app, &Actor::system(), old.user.id).await.is_empty());
}
