//! The rules of a mailbox that an admin added: checked when they are saved, in force at once.

use engine::{Actor, Error, IncomingMessage, MailboxRule, MailboxTerms, Outcome, Priority, Status};
use tests::{TestApp, on_each_database};

use super::{made, told};
use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    rules_of_an_added_mailbox_are_in_force_at_once,
    what_is_wrong_with_a_rule_names_its_place_and_its_field,
);

const BOX: &str = "box@example.org";

fn rule(pattern: &str) -> MailboxRule {
    MailboxRule { pattern: pattern.to_owned(), ..MailboxRule::default() }
}

fn of(rules: Vec<MailboxRule>) -> MailboxTerms {
    MailboxTerms { rules: Some(rules), ..MailboxTerms::default() }
}

fn arrives(id: &str, subject: &str) -> IncomingMessage {
    IncomingMessage {
        recipients: vec![BOX.to_owned()],
        ..mail(id, "it@partner.example", subject, "Bitte ansehen.")
    }
}

async fn rules_of_an_added_mailbox_are_in_force_at_once(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let (first, second) = (given.queue("First").await, given.queue("Second").await);
    let mailbox = made(&app, &ada, BOX, first.id).await;
    let wanted = || {
        let urgent = MailboxRule {
            header: " x-priority ".to_owned(),
            pattern: "^1$".to_owned(),
            priority: Some(Priority::Urgent),
            ..MailboxRule::default()
        };
        let partner = MailboxRule {
            status: Some(Status::Open),
            tags: vec!["Partner".to_owned(), " ".to_owned()],
            queue: Some(second.id),
            ..rule(r"\b(INC\d{3,})\b")
        };
        of(vec![partner, urgent])
    };
    let refused = app.engine.update_mailbox(&jana.actor, mailbox.id, wanted()).await;
    assert!(matches!(refused, Err(Error::Forbidden { .. })), "{refused:?}");
    for _ in 0..2 {
        let after = app.engine.update_mailbox(&ada.actor, mailbox.id, wanted()).await.expect("saved");
        let [partner, urgent] = after.rules.as_slice() else { panic!("{:?}", after.rules) };
        assert_eq!((partner.header.as_str(), partner.tags.len()), ("Subject", 1), "{partner:?}");
        assert_eq!(urgent.header, "x-priority");
    }
    let log = told(&app, &ada).await;
    assert_eq!(log.len(), 2, "the second time changed nothing: {log:?}");
    let (_, from, to) = log[0].iter().find(|(field, ..)| field == "rules").expect("a line");
    assert_eq!(from, &None);
    assert!(to.as_deref().is_some_and(|to| to.contains(r"INC\d{3,}") && to.contains("Second")), "{to:?}");

    let other = app.another_node().await;
    let one = receive(&app.engine, arrives("1@x", "[INC0123] Drucker")).await;
    let marks = vec![("X-Priority".to_owned(), "1".to_owned())];
    let two = receive(&other, IncomingMessage { marks, ..arrives("2@x", "AW: INC0123 eilt") }).await;
    assert_eq!((two.outcome, two.ticket), (Outcome::Commented, one.ticket), "by its number");
    let ticket = app.engine.ticket(&Actor::system(), one.ticket.unwrap()).await.unwrap().unwrap();
    assert_eq!((ticket.queue, ticket.status, ticket.priority), (second.id, Status::Open, Priority::Urgent));

    app.engine.update_mailbox(&ada.actor, mailbox.id, of(Vec::new())).await.expect("taken away");
    let three = receive(&app.engine, arrives("3@x", "INC0123 noch einmal")).await;
    assert_eq!(three.outcome, Outcome::Created);
}

async fn what_is_wrong_with_a_rule_names_its_place_and_its_field(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let (queue, closed) = (app.given().queue("First").await, app.given().queue("Closed").await);
    let off = engine::UpdateQueue { active: Some(false), ..engine::UpdateQueue::default() };
    app.engine.update_queue(&ada.actor, closed.id, off).await.unwrap();
    let mailbox = made(&app, &ada, BOX, queue.id).await;
    let fine = || rule("(INC)");
    for (wrong, field, reason) in [
        (rule("("), "pattern", "mailbox-rule-pattern"),
        (rule(" "), "pattern", "mailbox-rule-pattern-required"),
        (rule(&"x".repeat(1_001)), "pattern", "mailbox-rule-pattern-long"),
        (rule("INC"), "pattern", "mailbox-rule-idle"),
        (MailboxRule { header: "Received".to_owned(), ..fine() }, "header", "mailbox-rule-header"),
        (MailboxRule { header: "X-A: b".to_owned(), ..fine() }, "header", "mailbox-rule-header"),
        (MailboxRule { tags: vec!["x".repeat(41)], ..fine() }, "tags", "tags-too-many"),
        (MailboxRule { queue: Some(closed.id), ..fine() }, "queue", "queue-inactive"),
        (MailboxRule { queue: Some(engine::QueueId(uuid::Uuid::nil())), ..fine() }, "queue", "queue-unknown"),
    ] {
        let refused = app.engine.update_mailbox(&ada.actor, mailbox.id, of(vec![fine(), wrong])).await;
        let refused = refused.expect_err("refused");
        assert_eq!(
            (refused.path(), refused.reason()),
            (Some(format!("rules.1.{field}")), reason),
            "{refused}"
        );
    }
    let many = of(std::iter::repeat_with(fine).take(51).collect());
    let refused = app.engine.update_mailbox(&ada.actor, mailbox.id, many).await.expect_err("refused");
    assert_eq!((refused.field(), refused.reason()), (Some("rules"), "mailbox-rules-too-many"));
}
