//! What a browser keeps while somebody is at a provider.

use std::time::Duration;

use engine::Error;
use tests::{Backend, TestApp};

use super::sign_in::app;

fn started(app: &TestApp) -> engine::StartedSignIn {
    app.engine.start_sign_in("plain").expect("a provider")
}

#[tokio::test]
async fn what_was_begun_is_taken_up_once() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let app = app(backend).await;
        let begun = started(&app);
        let words = &begun.under_way;
        let resumed = app.engine.resume_sign_in(&begun.sealed, &words.state).await.unwrap();
        assert_eq!(resumed.as_ref(), Some(words));
        assert_eq!(app.engine.resume_sign_in(&begun.sealed, &words.state).await.unwrap(), None);
        let node = app.another_node().await;
        assert_eq!(node.resume_sign_in(&begun.sealed, &words.state).await.unwrap(), None);
    }
}

#[tokio::test]
async fn another_browsers_state_and_a_forged_seal_are_worth_nothing() {
    let app = app(Backend::Sqlite).await;
    let (mine, theirs) = (started(&app), started(&app));
    let resume = async |sealed: &str, state: &str| app.engine.resume_sign_in(sealed, state).await.unwrap();
    assert_eq!(resume(&mine.sealed, &theirs.under_way.state).await, None);
    assert_eq!(resume("", "").await, None);
    assert_eq!(resume("AAAA", &mine.under_way.state).await, None);
    assert!(resume(&mine.sealed, &mine.under_way.state).await.is_some(), "failures use nothing up");
    assert_ne!(mine.under_way.nonce, theirs.under_way.nonce);
    assert!(!format!("{mine:?}").contains(&mine.under_way.verifier));
}

#[tokio::test]
async fn it_may_take_a_quarter_of_an_hour() {
    let app = app(Backend::Sqlite).await;
    let (soon, late) = (started(&app), started(&app));
    app.clock.advance(Duration::from_mins(14));
    assert!(app.engine.resume_sign_in(&soon.sealed, &soon.under_way.state).await.unwrap().is_some());
    app.clock.advance(Duration::from_mins(1));
    assert!(app.engine.resume_sign_in(&late.sealed, &late.under_way.state).await.unwrap().is_none());
}

#[tokio::test]
async fn an_unknown_provider_begins_nothing() {
    let app = app(Backend::Sqlite).await;
    assert!(matches!(app.engine.start_sign_in("nope"), Err(Error::NotFound { .. })));
}
