//! Looking at a password link.

use chrono::TimeDelta;
use tests::{TestApp, on_each_database};

use super::requested_token;

on_each_database!(s47_looking_at_a_link_does_not_use_it_up, s47_a_link_works_for_its_time);

async fn s47_looking_at_a_link_does_not_use_it_up(app: TestApp) {
    app.given().customer("max@example.org").await;
    let token = requested_token(&app, "max@example.org").await;
    for _ in 0..3 {
        assert!(app.engine.password_link_valid(&token).await.unwrap());
    }
    for foreign in ["", "x", &token[1..], &token.to_lowercase(), &"A".repeat(43), "../../etc"] {
        assert!(!app.engine.password_link_valid(foreign).await.unwrap(), "{foreign:?}");
    }
}

async fn s47_a_link_works_for_its_time(app: TestApp) {
    app.given().customer("max@example.org").await;
    let token = requested_token(&app, "max@example.org").await;
    let end = app.now() + app.engine.settings().accounts.link_lifetime;
    app.clock.set(end - TimeDelta::seconds(1));
    assert!(app.engine.password_link_valid(&token).await.unwrap());
    app.clock.set(end);
    assert!(!app.engine.password_link_valid(&token).await.unwrap());
}
