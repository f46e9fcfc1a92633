//! Making a queue.

use engine::{Actor, CreateTicket, Error};
use tests::{MAILBOX, QUEUE, TestApp, on_each_database};

on_each_database!(
    every_agent_works_a_new_queue,
    what_is_wrong_is_named_by_its_field,
    only_admins_make_queues
);

async fn every_agent_works_a_new_queue(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let customer = app.given().customer("customer@example.org").await;
    let queue =
        app.engine.create_queue(&Actor::system(), " Sales ", Some("Sales@example.org")).await.unwrap();
    assert_eq!((queue.name.as_str(), queue.address.as_deref()), ("Sales", Some("sales@example.org")));
    let input = CreateTicket {
        title: "An offer, please".to_owned(),
        text: "For ten of them.".to_owned(),
        queue: Some(queue.id),
        ..CreateTicket::default()
    };
    let ticket = app.engine.create_ticket(&customer.actor, input).await.unwrap();
    let seen = app.engine.ticket(&agent.actor, ticket.number).await.unwrap().expect("a ticket");
    assert_eq!(seen.queue, queue.id);
}

async fn what_is_wrong_is_named_by_its_field(app: TestApp) {
    let long = "x".repeat(101);
    for (name, address, field, reason) in [
        (" ", None, "name", "name-required"),
        (long.as_str(), None, "name", "name-too-long"),
        (QUEUE, None, "name", "name-taken"),
        ("Sales", Some("nowhere"), "address", "address-invalid"),
        ("Sales", Some(MAILBOX), "address", "address-taken"),
    ] {
        let error = app.engine.create_queue(&Actor::system(), name, address).await.unwrap_err();
        assert_eq!((error.field(), error.reason()), (Some(field), reason), "{error}");
    }
}

async fn only_admins_make_queues(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let admin = app.given().admin("admin@example.org").await;
    let refused = app.engine.create_queue(&agent.actor, "Sales", None).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    app.engine.create_queue(&admin.actor, "Sales", None).await.unwrap();
}
