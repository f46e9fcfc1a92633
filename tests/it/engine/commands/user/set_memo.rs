//! What the staff keep in mind about customers.

use engine::{Actor, Code, Error, Memo, Paging, Role, SetMemo, UpdateUser, UserId};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    the_staff_keep_something_in_mind_and_customers_never_learn_of_it,
    who_joins_the_staff_does_not_read_what_was_kept_in_mind_about_them,
    who_comes_late_is_told_and_what_the_other_wrote_stays,
    a_merge_joins_what_was_kept_in_mind_and_an_erasure_forgets_it,
    an_export_holds_it,
);

async fn seen(app: &TestApp, by: &Actor, of: UserId) -> Option<Memo> {
    app.engine.memos_of(by, &[of]).await.expect("memos").remove(&of)
}

async fn write(
    app: &TestApp,
    by: &Person,
    about: UserId,
    text: &str,
    seen: Option<i64>,
) -> engine::Result<()> {
    let input = SetMemo { user: about, text: text.to_owned(), expected_version: seen };
    app.engine.set_memo(&by.actor, input).await.map(drop)
}

async fn the_staff_keep_something_in_mind_and_customers_never_learn_of_it(app: TestApp) {
    let (ada, jana) =
        (app.given().admin("ada@example.org").await, app.given().agent("jana@example.org").await);
    let acme = app.given().organisation("Acme", true).await;
    let (anna, max) = (
        app.given().member(&acme, "anna@example.org").await,
        app.given().member(&acme, "max@example.org").await,
    );
    app.given().ticket(&anna, "Drucker").await;
    write(&app, &jana, anna.user.id, " Ab 13 Uhr anrufen.\r\nFreundlich. ", Some(0)).await.expect("written");
    for by in [&ada, &jana] {
        let memo = seen(&app, &by.actor, anna.user.id).await.expect("a memo");
        assert_eq!((memo.text.as_str(), memo.version), (" Ab 13 Uhr anrufen.\nFreundlich.", 1));
        assert_eq!(memo.changed_by, Some(jana.user.id));
    }
    let (_, hers) = app.given().token(&anna, &["tickets:read", "tickets:write"]).await;
    for by in [&anna.actor, &max.actor, &hers, &Actor::nobody()] {
        assert_eq!(seen(&app, by, anna.user.id).await, None, "not even the person");
    }
    for by in [&anna, &max] {
        let refused = write(&app, by, anna.user.id, "Ich.", None).await.unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden);
    }
    let (_, reads) = app.given().token(&jana, &["tickets:read"]).await;
    let input = SetMemo { user: anna.user.id, text: "Nein.".to_owned(), expected_version: None };
    assert_eq!(app.engine.set_memo(&reads, input).await.unwrap_err().reason(), "missing-scope");
    let refused = write(&app, &ada, jana.user.id, "Kollegin.", None).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("user"), "memo-of-staff"));
    let refused = write(&app, &ada, anna.user.id, &"x".repeat(5_001), None).await.unwrap_err();
    assert_eq!(refused.reason(), "memo-too-long");
    let log = app.engine.audit_log(&ada.actor, None, &Paging::default()).await.expect("the log");
    let kept: Vec<_> = log.items.iter().filter(|(_, entry)| entry.audited.kind() == "MEMO_CHANGED").collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].1.actor, kept[0].1.changes.len()),
        (Some(jana.user.id), 0),
        "the log says no word of it"
    );
}

async fn who_joins_the_staff_does_not_read_what_was_kept_in_mind_about_them(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.org").await.user.id;
    write(&app, &ada, anna, "Ruft ungern zurück.", None).await.expect("written");
    let joins = UpdateUser { role: Some(Role::Agent), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, anna, joins).await.expect("she joins the staff");
    let herself = app.actor(anna).await;
    for by in [&herself, &ada.actor] {
        assert_eq!(seen(&app, by, anna).await, None);
    }
}

async fn who_comes_late_is_told_and_what_the_other_wrote_stays(app: TestApp) {
    let (jana, ole) =
        (app.given().agent("jana@example.org").await, app.given().agent("ole@example.org").await);
    let anna = app.given().customer("anna@example.org").await.user.id;
    write(&app, &jana, anna, "Eins.", Some(0)).await.expect("written");
    let late = write(&app, &ole, anna, "Zwei.", Some(0)).await;
    assert!(matches!(late, Err(Error::StaleMemo { expected: 0, actual: 1 })), "{late:?}");
    let late = late.unwrap_err();
    assert_eq!(
        (late.code(), late.reason(), late.field()),
        (Code::Conflict, "memo-stale", Some("expectedVersion"))
    );
    assert_eq!(seen(&app, &ole.actor, anna).await.expect("a memo").text, "Eins.");
    write(&app, &ole, anna, "Eins.", Some(0)).await.expect("the same is no conflict");
    assert_eq!(seen(&app, &ole.actor, anna).await.expect("a memo").version, 1);
    write(&app, &ole, anna, "", Some(1)).await.expect("taken away");
    assert_eq!(seen(&app, &ole.actor, anna).await.expect("its trace").text, "");
    let late = write(&app, &jana, anna, "Eins und zwei.", Some(1)).await.unwrap_err();
    assert_eq!(late.reason(), "memo-stale", "also when it was taken away");
    write(&app, &jana, anna, "Drei.", None).await.expect("whatever stands there");
    assert_eq!(seen(&app, &ole.actor, anna).await.expect("a memo").version, 3);
}

async fn a_merge_joins_what_was_kept_in_mind_and_an_erasure_forgets_it(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let old = app.given().customer("anna@old.example").await.user.id;
    let new = app.given().customer("anna@new.example").await.user.id;
    write(&app, &ada, old, "Alt.", None).await.expect("written");
    write(&app, &ada, new, "Neu.", None).await.expect("written");
    app.engine.merge_users(&ada.actor, old, new).await.expect("merged");
    assert_eq!(seen(&app, &ada.actor, new).await.expect("both").text, "Neu.\n\nAlt.");
    let refused = write(&app, &ada, old, "Weg.", None).await;
    assert!(refused.is_err(), "it is the other account now");
    app.engine.erase_user(&ada.actor, new, "asked for it").await.expect("erased");
    for id in [old, new] {
        assert_eq!(seen(&app, &ada.actor, id).await, None);
    }
}

async fn an_export_holds_it(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.org").await.user.id;
    write(&app, &ada, anna, "Vormittags nicht.", None).await.expect("written");
    let token = app.engine.export_user(&ada.actor, anna).await.expect("a link");
    let bytes = app.engine.exported_user(&token).await.expect("an answer").expect("the link is valid");
    let data: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(data["person"]["memo"], "Vormittags nicht.");
}
