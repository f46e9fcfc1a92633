//! Making new recovery codes.

use std::time::Duration;

use tests::{TestApp, on_each_database, second_factor::shown};

on_each_database!(new_codes_take_the_place_of_the_old_ones, without_a_second_factor_there_are_none);

async fn new_codes_take_the_place_of_the_old_ones(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let phone = app.given().second_factor(&max).await;
    app.clock.advance(Duration::from_secs(30));
    let old = phone.recovery_codes[0].clone();
    let code = phone.code(app.now());
    let new = app.engine.renew_recovery_codes(&max.actor, shown(Some(&code))).await.unwrap();
    assert_eq!(new.len(), 10);
    assert!(new.iter().all(|code| !phone.recovery_codes.contains(code)));
    let gone = app.engine.renew_recovery_codes(&max.actor, shown(Some(&old))).await.unwrap_err();
    assert_eq!(gone.reason(), "code-wrong");
    app.engine
        .renew_recovery_codes(&max.actor, shown(Some(&new[9])))
        .await
        .expect("a recovery code is a code");
}

async fn without_a_second_factor_there_are_none(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let refused = app.engine.renew_recovery_codes(&max.actor, shown(None)).await.unwrap_err();
    assert_eq!((refused.field(), refused.reason()), (Some("code"), "second-factor-off"));
}
