//! The same request again: answered with what the first one made, never done twice, and never mistaken for another.

use std::time::Duration;

use engine::{
    Actor, AddComment, Code, CreateTicket, Error, Role, Status, UpdateTicket, UpdateUser, Upload, Visibility,
};
use tests::{TestApp, on_each_database};

on_each_database!(
    the_same_key_with_other_content_is_a_conflict_and_makes_nothing,
    a_comments_key_with_other_content_is_a_conflict,
    a_key_that_is_blank_too_long_or_odd_is_refused,
    a_repetition_asks_for_the_rights_of_now,
    keys_of_the_system_count,
    each_command_and_each_person_has_keys_of_their_own,
    the_request_of_an_answer_that_was_taken_back_is_not_answered_as_if_it_stood,
);

fn ticket(key: &str, text: &str) -> CreateTicket {
    CreateTicket {
        title: "Printer".to_owned(),
        text: text.to_owned(),
        idempotency_key: Some(key.to_owned()),
        ..CreateTicket::default()
    }
}

fn file(name: &str, content: &'static str) -> Upload {
    Upload { filename: name.to_owned(), content_type: None, bytes: content.as_bytes().into() }
}

fn assert_conflict(error: &Error) {
    let told = (error.code(), error.field(), error.reason());
    assert_eq!(told, (Code::Conflict, Some("idempotencyKey"), "key-used"), "{error}");
}

async fn the_same_key_with_other_content_is_a_conflict_and_makes_nothing(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let queue = app.given().queue("Sales").await;
    let asked = || CreateTicket { attachments: vec![file("a.txt", "one")], ..ticket("k", "It burns.") };
    let first = app.engine.create_ticket(&agent.actor, asked()).await.unwrap();
    for other in [
        ticket("k", "It burns."),
        ticket("k", "It freezes."),
        CreateTicket { title: "Printers".to_owned(), ..asked() },
        CreateTicket { attachments: vec![file("a.txt", "two")], ..asked() },
        CreateTicket { attachments: vec![file("b.txt", "one")], ..asked() },
        CreateTicket { attachments: vec![file("a.txt", "one"), file("a.txt", "one")], ..asked() },
        CreateTicket { customer_email: Some("max@example.org".to_owned()), ..asked() },
        CreateTicket { queue: Some(queue.id), ..asked() },
        CreateTicket { priority: Some(engine::Priority::High), ..asked() },
        CreateTicket { status: Some(Status::Open), ..asked() },
    ] {
        assert_conflict(&app.engine.create_ticket(&agent.actor, other).await.unwrap_err());
    }
    let again = app.engine.create_ticket(&agent.actor, asked()).await.unwrap();
    assert_eq!(again.number, first.number);
    let next = app.engine.create_ticket(&agent.actor, ticket("other", "It burns.")).await.unwrap();
    assert_eq!(next.number, first.number + 1, "nothing was made meanwhile");
}

async fn a_comments_key_with_other_content_is_a_conflict(app: TestApp) {
    let agent = app.given().agent("agent@example.org").await;
    let (one, other) =
        (app.given().ticket(&agent, "Printer").await, app.given().ticket(&agent, "Screen").await);
    let asked = || AddComment {
        number: one.number,
        text: "Done.".to_owned(),
        idempotency_key: Some("k".to_owned()),
        expected_version: Some(one.version),
        ..AddComment::default()
    };
    let first = app.engine.add_comment(&agent.actor, asked()).await.unwrap();
    for different in [
        AddComment { text: "Done!".to_owned(), ..asked() },
        AddComment { visibility: Visibility::Internal, ..asked() },
        AddComment { status: Some(Status::Resolved), ..asked() },
        AddComment { number: other.number, ..asked() },
        AddComment { attachments: vec![file("a.txt", "one")], ..asked() },
    ] {
        assert_conflict(&app.engine.add_comment(&agent.actor, different).await.unwrap_err());
    }
    let fresh = AddComment { expected_version: Some(first.ticket.version), ..asked() };
    let again = app.engine.add_comment(&agent.actor, fresh).await.unwrap();
    assert_eq!(again.comment.id, first.comment.id, "the version that was seen is no content");
    assert_eq!(again.ticket.version, first.ticket.version);
}

async fn a_key_that_is_blank_too_long_or_odd_is_refused(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let of_max = app.given().ticket(&max, "Printer").await;
    for (key, reason) in [
        (String::new(), "key-empty"),
        (" \t".to_owned(), "key-empty"),
        ("\u{200B}".to_owned(), "key-empty"),
        ("ä".repeat(256), "key-too-long"),
        ("x".repeat(1_000_000), "key-too-long"),
        ("a\0b".to_owned(), "key-invalid"),
    ] {
        let comment = AddComment {
            number: of_max.number,
            text: "x".to_owned(),
            idempotency_key: Some(key.clone()),
            ..AddComment::default()
        };
        let errors = [
            app.engine.create_ticket(&max.actor, ticket(&key, "x")).await.unwrap_err(),
            app.engine.add_comment(&max.actor, comment).await.unwrap_err(),
        ];
        for error in errors {
            let told = (error.code(), error.field(), error.reason());
            assert_eq!(told, (Code::BadUserInput, Some("idempotencyKey"), reason));
        }
    }
    app.engine.create_ticket(&max.actor, ticket(&"ä".repeat(255), "x")).await.expect("the longest");
}

async fn a_repetition_asks_for_the_rights_of_now(app: TestApp) {
    let customer = app.given().customer("max@example.org").await;
    let agent = app.given().agent("agent@example.org").await;
    let quiet = app.given().queue("Quiet").await;
    app.engine.set_queue_members(&Actor::system(), quiet.id, &[]).await.unwrap();
    let opened = app.engine.create_ticket(&agent.actor, ticket("k", "x")).await.unwrap();
    let note = || AddComment {
        number: opened.number,
        text: "Between us.".to_owned(),
        visibility: Visibility::Internal,
        idempotency_key: Some("n".to_owned()),
        ..AddComment::default()
    };
    app.engine.add_comment(&agent.actor, note()).await.unwrap();
    let of_max = app.engine.create_ticket(&customer.actor, ticket("m", "x")).await.unwrap();

    let moved = UpdateTicket { number: opened.number, queue: Some(quiet.id), ..UpdateTicket::default() };
    app.engine.update_ticket(&Actor::system(), moved).await.unwrap();
    let renamed = "Secret plans".to_owned();
    let renamed = UpdateTicket { number: opened.number, title: Some(renamed), ..UpdateTicket::default() };
    app.engine.update_ticket(&Actor::system(), renamed).await.unwrap();
    let again = app.engine.create_ticket(&agent.actor, ticket("k", "x")).await.unwrap();
    assert_eq!(again.number, opened.number, "nobody is made to open a second one");
    assert_eq!((again.title.as_str(), again.version), ("Printer", 1), "what became of it stays hidden");
    let hidden = app.engine.ticket(&agent.actor, opened.number).await.unwrap();
    assert_eq!(hidden, None);
    assert_eq!(app.engine.add_comment(&agent.actor, note()).await.unwrap_err().code(), Code::NotFound);

    let demoted = UpdateUser { role: Some(Role::Customer), ..UpdateUser::default() };
    app.engine.update_user(&Actor::system(), agent.user.id, demoted).await.unwrap();
    let demoted = app.actor(agent.user.id).await;
    assert_eq!(app.engine.add_comment(&demoted, note()).await.unwrap_err().code(), Code::Forbidden);

    let (_, reads) = app.given().token(&customer, &["tickets:read"]).await;
    let refused = app.engine.create_ticket(&reads, ticket("m", "x")).await.unwrap_err();
    assert_eq!(refused.code(), Code::Forbidden, "a repetition needs the same rights");
    let (_, writes) = app.given().token(&customer, &["tickets:write"]).await;
    assert_eq!(app.engine.create_ticket(&writes, ticket("m", "x")).await.unwrap().number, of_max.number);
}

async fn keys_of_the_system_count(app: TestApp) {
    let asked =
        |text: &str| CreateTicket { customer_email: Some("max@example.org".to_owned()), ..ticket("k", text) };
    let system = Actor::system();
    let first = app.engine.create_ticket(&system, asked("x")).await.unwrap();
    assert_eq!(app.engine.create_ticket(&system, asked("x")).await.unwrap().number, first.number);
    assert_conflict(&app.engine.create_ticket(&system, asked("y")).await.unwrap_err());
    let gateway = app.engine.create_ticket(&Actor::gateway(), asked("y")).await.unwrap();
    assert_ne!(gateway.number, first.number);
}

async fn each_command_and_each_person_has_keys_of_their_own(app: TestApp) {
    let max = app.given().customer("max@example.org").await;
    let eva = app.given().customer("eva@example.org").await;
    let of_max = app.engine.create_ticket(&max.actor, ticket("k", "x")).await.unwrap();
    let of_eva = app.engine.create_ticket(&eva.actor, ticket("k", "y")).await.unwrap();
    assert_ne!(of_max.number, of_eva.number);
    let comment = AddComment {
        number: of_max.number,
        text: "And?".to_owned(),
        idempotency_key: Some("k".to_owned()),
        ..AddComment::default()
    };
    app.engine.add_comment(&max.actor, comment).await.expect("a key of another command");
}

async fn the_request_of_an_answer_that_was_taken_back_is_not_answered_as_if_it_stood(app: TestApp) {
    let patient = |settings: &mut engine::Settings| settings.tickets.undo_send = Duration::from_secs(10);
    let app = TestApp::with(app.backend, patient).await;
    let anna = app.given().customer("anna@example.com").await;
    let agent = app.given().agent("agent@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let keyed = || AddComment {
        number: ticket.number,
        text: "It is the firewall.".to_owned(),
        idempotency_key: Some("k".to_owned()),
        ..AddComment::default()
    };
    let sent = app.engine.add_comment(&agent.actor, keyed()).await.unwrap().comment;
    app.engine.undo_send(&agent.actor, sent.id).await.unwrap();
    assert_conflict(&app.engine.add_comment(&agent.actor, keyed()).await.unwrap_err());
}
