//! What stands below the answers of a member of the staff, as they choose it.

use engine::{Actor, Code};
use tests::{TestApp, on_each_database};

on_each_database!(staff_choose_a_signature_take_it_back_and_nobody_else_has_one);

async fn staff_choose_a_signature_take_it_back_and_nobody_else_has_one(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let tom = app.given().agent("tom@example.org").await;
    let anna = app.given().customer("anna@example.com").await;
    let chosen = app.engine.choose_signature(&jana.actor, " Gruß, Jana\n").await.expect("chosen");
    assert_eq!(chosen.as_deref(), Some("Gruß, Jana"));
    let own = app.engine.own_signature(&jana.actor).await.expect("an answer");
    assert_eq!(own.as_deref(), Some("Gruß, Jana"));
    assert_eq!(app.engine.own_signature(&tom.actor).await.expect("an answer"), None, "it is hers alone");
    let long = app.engine.choose_signature(&jana.actor, &"x".repeat(2_001)).await.unwrap_err();
    assert_eq!((long.code(), long.field()), (Code::BadUserInput, Some("text")));
    let refused = app.engine.choose_signature(&anna.actor, "Anna").await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden);
    let nobody = app.engine.choose_signature(&Actor::nobody(), "Niemand").await.unwrap_err();
    assert_eq!(nobody.code(), Code::Unauthenticated);
    assert_eq!(app.engine.choose_signature(&jana.actor, "  ").await.expect("taken back"), None);
    assert_eq!(app.engine.own_signature(&jana.actor).await.expect("an answer"), None);
}
