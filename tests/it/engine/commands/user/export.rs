//! Handing out the data of one person.

use std::time::Duration;

use engine::{Code, UpdateUser};
use serde_json::Value;
use tests::{TestApp, on_each_database};

on_each_database!(
    an_export_holds_what_is_theirs_and_nothing_internal,
    a_link_holds_for_an_hour_and_for_an_admin,
);

async fn an_export_holds_what_is_theirs_and_nothing_internal(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let zoe = app.given().customer("zoe@example.org").await;
    let ben = app.given().customer("ben@example.org").await;
    let ticket = app.given().ticket(&zoe, "Drucker").await;
    app.given().ticket(&ben, "Geheimes von Ben").await;
    app.given().comment(&jana, &ticket, "Bitte neu starten.").await;
    app.given().internal_note(&jana, &ticket, "Schwieriger Fall.").await;
    let token = app.engine.export_user(&admin.actor, zoe.user.id).await.unwrap();
    let bytes = app.engine.exported_user(&token).await.unwrap().expect("the link is valid");
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        !text.contains("Schwieriger Fall") && !text.contains("Geheimes") && !text.contains("jana@"),
        "{text}"
    );
    let data: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(data["person"]["addresses"][0], "zoe@example.org");
    assert_eq!(data["tickets"][0]["number"], ticket.number);
    let comments = data["tickets"][0]["comments"].as_array().unwrap();
    assert_eq!(
        comments.iter().map(|one| one["by"].as_str().unwrap()).collect::<Vec<_>>(),
        ["person", "other"]
    );
    let log = app.engine.audit_log(&admin.actor, None, &engine::Paging::default()).await.unwrap();
    assert!(log.items.iter().any(|(_, entry)| entry.audited.kind() == "USER_EXPORTED"));
    let (_, administers) = app.given().token(&admin, &["admin"]).await;
    let refused = app.engine.export_user(&administers, zoe.user.id).await.unwrap_err();
    assert_eq!(refused.reason(), "missing-scope", "what was said in tickets is in it");
    for actor in [&jana.actor, &zoe.actor] {
        assert_eq!(app.engine.export_user(actor, zoe.user.id).await.unwrap_err().code(), Code::Forbidden);
    }
}

async fn a_link_holds_for_an_hour_and_for_an_admin(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    let zoe = app.given().customer("zoe@example.org").await;
    let token = app.engine.export_user(&ada.actor, zoe.user.id).await.unwrap();
    let other = app.engine.export_user(&admin.actor, admin.user.id).await.unwrap();
    let (_, signature) = other.rsplit_once('.').unwrap();
    let (claims, _) = token.rsplit_once('.').unwrap();
    for forged in [String::new(), "a.b.c.d".to_owned(), format!("{claims}.{signature}"), format!("{token}0")]
    {
        assert!(app.engine.exported_user(&forged).await.unwrap().is_none(), "{forged:?}");
    }
    assert!(app.engine.exported_user(&token).await.unwrap().is_some());
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&admin.actor, ada.user.id, off).await.unwrap();
    assert!(app.engine.exported_user(&token).await.unwrap().is_none(), "its maker is no admin any more");
    let before = app.engine.export_user(&admin.actor, zoe.user.id).await.unwrap();
    app.engine.erase_user(&admin.actor, zoe.user.id, "asked").await.unwrap();
    assert!(app.engine.exported_user(&before).await.unwrap().is_none(), "nothing is left to hand out");
    let gone = app.engine.export_user(&admin.actor, zoe.user.id).await.unwrap_err();
    assert_eq!(gone.reason(), "account-gone");
    app.pass(Duration::from_secs(3601)).await;
    assert!(app.engine.exported_user(&other).await.unwrap().is_none(), "the hour has passed");
}
