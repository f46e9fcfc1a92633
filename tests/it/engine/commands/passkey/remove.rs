//! Removing passkeys: by their owner, and with everything else of a person.

use engine::{Actor, Error, Role, UpdateUser};
use serde_json::Value;
use tests::{
    TestApp,
    given::PASSWORD,
    on_each_database,
    passkey::{Authenticator, with_passkey},
    second_factor::shown,
};

use super::{audited, told};

on_each_database!(
    the_last_one_takes_the_recovery_codes_along_and_the_password_is_enough_again,
    beside_an_app_the_recovery_codes_stay,
    the_last_factor_stays_where_the_role_requires_one,
    only_its_owner_removes_it,
    reset_erasure_and_merging_remove_them_and_the_export_names_them,
);

async fn the_last_one_takes_the_recovery_codes_along_and_the_password_is_enough_again(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let added = app.given().passkey(&max, &mut Authenticator::default()).await;
    app.letters().await;
    let missing = app.engine.remove_passkey(&max.actor, added.passkey.id, shown(None)).await.unwrap_err();
    assert_eq!((missing.field(), missing.reason()), (Some("code"), "passkey-missing"));
    let code = added.recovery_codes.first().map(String::as_str);
    app.engine.remove_passkey(&max.actor, added.passkey.id, shown(code)).await.unwrap();
    let own = app.engine.second_factor(&max.actor).await.unwrap();
    assert_eq!((own.passkeys.len(), own.recovery_codes), (0, 0));
    assert_eq!(
        (told(&app).await, audited(&app, &max, "PASSKEY_REMOVED").await),
        (vec!["passkey-removed".to_owned()], 1)
    );
    app.given().log_in("max@example.org", PASSWORD).await;
    let again = app.engine.remove_passkey(&max.actor, added.passkey.id, shown(None)).await.unwrap_err();
    assert!(matches!(again, Error::NotFound { .. }), "{again:?}");
}

async fn beside_an_app_the_recovery_codes_stay(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    let added = app.given().passkey(&max, &mut key).await;
    let proof = |asked: engine::PasskeyCeremony, key: &mut Authenticator| with_passkey(key.show(&asked));
    let asked = app.engine.begin_passkey_proof(&max.actor).await.unwrap();
    let begun = app.engine.begin_second_factor(&max.actor, proof(asked, &mut key)).await.unwrap();
    let phone = tests::second_factor::App::reading(&begun.uri);
    app.engine.confirm_second_factor(&max.actor, &phone.code(app.now())).await.unwrap();
    let asked = app.engine.begin_passkey_proof(&max.actor).await.unwrap();
    app.engine.disable_second_factor(&max.actor, proof(asked, &mut key)).await.unwrap();
    let own = app.engine.second_factor(&max.actor).await.unwrap();
    assert_eq!((own.enabled_at, own.recovery_codes), (None, 10), "they go with the last factor");
    let asked = app.engine.begin_passkey_proof(&max.actor).await.unwrap();
    app.engine.remove_passkey(&max.actor, added.passkey.id, proof(asked, &mut key)).await.unwrap();
    assert_eq!(app.engine.second_factor(&max.actor).await.unwrap().recovery_codes, 0);
}

async fn the_last_factor_stays_where_the_role_requires_one(app: TestApp) {
    let app =
        TestApp::with(app.backend, |settings| settings.accounts.second_factor = vec![Role::Customer]).await;
    let max = app.given().customer("max@example.org").await;
    let mut key = Authenticator::default();
    let id = app.given().passkey(&max, &mut key).await.passkey.id;
    let actor = app.engine.authenticate(&max.token).await.unwrap().unwrap();
    let asked = app.engine.begin_passkey_proof(&actor).await.unwrap();
    let refused = app.engine.remove_passkey(&actor, id, with_passkey(key.show(&asked))).await.unwrap_err();
    assert!(matches!(refused, Error::Forbidden { .. }), "{refused:?}");
    assert_eq!(app.engine.second_factor(&actor).await.unwrap().passkeys.len(), 1);
}

async fn only_its_owner_removes_it(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    let id = app.given().passkey(&max, &mut Authenticator::default()).await.passkey.id;
    let refused = app.engine.remove_passkey(&ada.actor, id, shown(None)).await.unwrap_err();
    assert!(matches!(refused, Error::NotFound { .. }), "{refused:?}");
    let refused = app.engine.remove_passkey(&Actor::nobody(), id, shown(None)).await.unwrap_err();
    assert!(matches!(refused, Error::Unauthenticated), "{refused:?}");
    let (_, token) = app.given().token(&max, &["tickets:write"]).await;
    let refused = app.engine.remove_passkey(&token, id, shown(None)).await.unwrap_err();
    assert!(matches!(refused, Error::MissingScope { .. }), "{refused:?}");
}

async fn reset_erasure_and_merging_remove_them_and_the_export_names_them(app: TestApp) {
    let system = Actor::system();
    let mut people = Vec::new();
    for name in ["max", "eve", "kim"] {
        let person = app.given().customer(&format!("{name}@example.org")).await;
        app.given().passkey(&person, &mut Authenticator::default()).await;
        people.push(person);
    }
    let [max, eve, kim] = people.as_slice() else { panic!("three") };
    let token = app.engine.export_user(&system, eve.user.id).await.unwrap();
    let export = app.engine.exported_user(&token).await.unwrap().expect("an export");
    let export: Value = serde_json::from_slice(&export).unwrap();
    assert_eq!(export["person"]["passkeys"][0]["name"], "Laptop");
    let all = [max.user.id, eve.user.id, kim.user.id];
    assert_eq!(app.engine.second_factors_of(&system, &all).await.unwrap().len(), 3);

    app.engine.reset_second_factor(&system, max.user.id).await.unwrap();
    app.given().log_in("max@example.org", PASSWORD).await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&system, eve.user.id, off).await.unwrap();
    app.engine.erase_user(&system, eve.user.id, "asked for").await.unwrap();
    app.engine.merge_users(&system, kim.user.id, max.user.id).await.unwrap();
    assert!(app.engine.second_factors_of(&system, &all).await.unwrap().is_empty());
}
