//! Who works a queue sees its tickets, and nobody else of the agents does.

use engine::{Actor, Code, QueueId};
use tests::{TestApp, on_each_database};

on_each_database!(whoever_is_left_out_sees_the_tickets_no_more, only_admins_decide_and_only_agents_work);

async fn whoever_is_left_out_sees_the_tickets_no_more(app: TestApp) {
    let given = app.given();
    let (anna, max, eva) = (
        given.customer("anna@example.com").await,
        given.agent("max@example.org").await,
        given.agent("eva@example.org").await,
    );
    let ticket = given.ticket(&anna, "Who sees me?").await;
    let sees = |actor: Actor| {
        let engine = app.engine.clone();
        async move { engine.ticket(&actor, ticket.number).await.expect("an answer").is_some() }
    };
    assert!(sees(max.actor.clone()).await && sees(eva.actor.clone()).await, "a new agent works every queue");

    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[eva.user.id]).await.expect("set");
    assert!(!sees(max.actor.clone()).await, "left out");
    assert!(sees(eva.actor.clone()).await && sees(anna.actor.clone()).await);
    app.engine
        .set_queue_members(&Actor::system(), ticket.queue, &[max.user.id, max.user.id])
        .await
        .expect("set");
    assert!(sees(max.actor).await && !sees(eva.actor).await);
}

async fn only_admins_decide_and_only_agents_work(app: TestApp) {
    let given = app.given();
    let (anna, max) = (given.customer("anna@example.com").await, given.agent("max@example.org").await);
    let boss = given.admin("boss@example.org").await;
    let queue = given.queue("Returns").await;
    let set = |actor: Actor, queue: QueueId, member| {
        let engine = app.engine.clone();
        async move { engine.set_queue_members(&actor, queue, &[member]).await.expect_err("refused") }
    };
    assert_eq!(set(max.actor.clone(), queue.id, max.user.id).await.code(), Code::Forbidden);
    let refused = set(boss.actor.clone(), queue.id, anna.user.id).await;
    assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("members")));
    let absent = anna.user.id.to_string().parse().expect("an id, if of nothing");
    assert_eq!(set(boss.actor.clone(), absent, max.user.id).await.code(), Code::NotFound);
}
