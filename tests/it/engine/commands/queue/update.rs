//! Changing a queue.

use engine::{Actor, AgreementId, Error, Paging, QueueId, UpdateQueue};
use tests::{TestApp, on_each_database};
use uuid::Uuid;

on_each_database!(s67_a_queue_gets_an_agreement_and_loses_it);

async fn s67_a_queue_gets_an_agreement_and_loses_it(app: TestApp) {
    let admin = app.given().admin("admin@example.org").await;
    let calendar = app.given().calendar("Office").await;
    let agreement = app.given().agreement(&calendar, 60, 480).await;
    let queue = app.given().queue("Other").await;
    let set = |actor: Actor, queue: QueueId, agreement: Option<AgreementId>| {
        let engine = app.engine.clone();
        async move { engine.update_queue(&actor, queue, UpdateQueue { agreement: Some(agreement) }).await }
    };
    for agreement in [Some(agreement.id), None] {
        assert_eq!(set(admin.actor.clone(), queue.id, agreement).await.unwrap().agreement, agreement);
        let log = app.engine.audit_log(&admin.actor, None, &Paging::default()).await.unwrap();
        let entry = &log.items[0].1;
        assert_eq!(entry.audited.kind(), "QUEUE_AGREEMENT_CHANGED");
        assert_eq!(entry.changes[0].to.as_deref(), agreement.map(|_| "60/480 on Office"));
    }
    let unknown = set(admin.actor.clone(), queue.id, Some(AgreementId(Uuid::nil()))).await.unwrap_err();
    assert_eq!((unknown.field(), unknown.reason()), (Some("agreement"), "agreement-unknown"));
    let absent = set(admin.actor.clone(), QueueId(Uuid::nil()), None).await;
    assert!(matches!(absent, Err(Error::NotFound { .. })));
    let jana = app.given().agent("jana@example.org").await;
    assert!(matches!(set(jana.actor, queue.id, None).await, Err(Error::Forbidden { .. })));
}
