//! A key is exchanged for another.

use engine::{Keys, SystemRng};
use tests::{KEY, TestApp, on_each_database};

use super::{SECRET, fetched, made};

on_each_database!(after_a_start_with_the_new_key_the_one_before_can_go);

async fn after_a_start_with_the_new_key_the_one_before_can_go(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let queue = app.given().queue("First").await.id;
    for name in ["a@example.org", "b@example.org"] {
        made(&app, &ada, name, queue).await;
    }
    assert_eq!(app.engine.reseal_mailboxes().await.unwrap(), 0, "they are under the key already");
    let key = Keys::generate(&SystemRng).unwrap();
    let alone = app.node_with_keys(Some(Keys::parse(&key).unwrap())).await;
    assert_eq!(alone.reseal_mailboxes().await.unwrap(), 0, "what it cannot open it leaves as it is");
    let both = app.node_with_keys(Some(Keys::parse(&key).unwrap().and_old(KEY).unwrap())).await;
    assert_eq!(both.reseal_mailboxes().await.unwrap(), 2);
    assert_eq!(both.reseal_mailboxes().await.unwrap(), 0);
    let secret = |name: &str| (name.to_owned(), Some(SECRET.to_owned()));
    assert_eq!(fetched(&alone).await, [secret("a@example.org"), secret("b@example.org")]);
    assert!(
        fetched(&app.engine).await.iter().all(|(_, password)| password.is_none()),
        "the old one opens nothing"
    );
}
