//! One list of changes to many tickets: each for itself, with a result for each.

use engine::{
    Actor, ChangeResult, ChangeTickets, Code, CommentChange, Error, LetterKind, Status, TicketChange, Upload,
};
use tests::{TestApp, on_each_database};

on_each_database!(
    there_is_a_result_for_each_ticket_in_order,
    a_ticket_that_is_named_twice_is_changed_once,
    what_is_wrong_with_the_whole_request_changes_nothing,
    a_file_for_many_tickets_is_with_each_of_them,
    comments_on_many_tickets_are_no_longer_together_than_one_may_be,
    the_same_key_again_changes_no_ticket_a_second_time
);

fn comment(text: &str) -> TicketChange {
    TicketChange::Comment(CommentChange { text: text.to_owned(), ..CommentChange::default() })
}

fn many(numbers: Vec<i64>, changes: Vec<TicketChange>) -> ChangeTickets {
    ChangeTickets { numbers, changes, idempotency_key: None }
}

fn words(results: &[ChangeResult]) -> Vec<(i64, String)> {
    let word = |result: &ChangeResult| match &result.outcome {
        Ok(ticket) => ticket.status.to_string(),
        Err(error) => error.code().as_str().to_owned(),
    };
    results.iter().map(|result| (result.number, word(result))).collect()
}

async fn there_is_a_result_for_each_ticket_in_order(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let elsewhere = app.given().queue("Buchhaltung").await;
    app.engine.set_queue_members(&Actor::system(), elsewhere.id, &[]).await.unwrap();
    let (one, hidden, other) = (
        app.given().ticket(&maria, "Eins").await,
        app.given().ticket(&maria, "Zwei").await,
        app.given().ticket(&maria, "Drei").await,
    );
    let away = vec![TicketChange::Move(elsewhere.id)];
    app.engine.change_tickets(&Actor::system(), many(vec![hidden.number], away)).await.unwrap();
    app.letters().await;
    let list = vec![comment("Behoben."), TicketChange::SetStatus(Status::Resolved)];
    let numbers = vec![other.number, hidden.number, 99_999, one.number];
    let results = app.engine.change_tickets(&jana.actor, many(numbers, list)).await.unwrap();
    let expected = [
        (other.number, "RESOLVED"),
        (hidden.number, "NOT_FOUND"),
        (99_999, "NOT_FOUND"),
        (one.number, "RESOLVED"),
    ];
    assert_eq!(words(&results), expected.map(|(number, word)| (number, word.to_owned())));
    let told = (LetterKind::Resolved, "maria@example.org".to_owned());
    assert_eq!(app.told().await, [told.clone(), told]);
    // What one may do and the other not.
    let list = vec![TicketChange::SetStatus(Status::Open)];
    let results = app.engine.change_tickets(&maria.actor, many(vec![one.number], list)).await.unwrap();
    let error = results[0].outcome.as_ref().unwrap_err();
    assert_eq!((error.code(), error.path().as_deref()), (Code::Forbidden, Some("changes.0.status")));
}

async fn a_ticket_that_is_named_twice_is_changed_once(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) = (app.given().ticket(&maria, "Eins").await, app.given().ticket(&maria, "Zwei").await);
    let numbers = vec![one.number, other.number, one.number];
    let results = app.engine.change_tickets(&jana.actor, many(numbers, vec![comment("Ja.")])).await.unwrap();
    let versions: Vec<_> = results.iter().map(|result| result.outcome.as_ref().unwrap().version).collect();
    assert_eq!(versions, [2, 2, 2]);
}

async fn what_is_wrong_with_the_whole_request_changes_nothing(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&jana, "Eins").await;
    let close = || vec![TicketChange::SetStatus(Status::Closed)];
    let (_, reads) = app.given().token(&jana, &["tickets:read"]).await;
    let cases = [
        (&jana.actor, many(vec![], close()), Some("numbers")),
        (&jana.actor, many(vec![ticket.number; 101], close()), Some("numbers")),
        (&jana.actor, many(vec![ticket.number], vec![]), Some("changes")),
        (&reads, many(vec![ticket.number], close()), None),
        (&Actor::nobody(), many(vec![ticket.number], close()), None),
    ];
    for (actor, input, field) in cases {
        let error: Error = app.engine.change_tickets(actor, input).await.unwrap_err();
        assert_eq!(error.field(), field, "{error}");
    }
    let now = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(now.version, ticket.version);
    let most = app.engine.change_tickets(&jana.actor, many(vec![ticket.number; 100], close())).await;
    assert_eq!(most.unwrap().len(), 100);
}

async fn comments_on_many_tickets_are_no_longer_together_than_one_may_be(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) = (app.given().ticket(&jana, "Eins").await, app.given().ticket(&jana, "Zwei").await);
    let both = || vec![one.number, other.number, one.number];
    let close = TicketChange::SetStatus(Status::Closed);
    for (changes, field) in [
        (vec![comment(&"ä".repeat(500_001))], "changes.0.comment.text"),
        (vec![comment(&"ä".repeat(300_000)), close, comment(&"x".repeat(200_001))], "changes.2.comment.text"),
    ] {
        let refused = app.engine.change_tickets(&jana.actor, many(both(), changes)).await.unwrap_err();
        assert_eq!((refused.path().as_deref(), refused.reason()), (Some(field), "text-too-long"));
        let now = app.engine.ticket(&jana.actor, one.number).await.unwrap().unwrap();
        assert_eq!(now.version, one.version, "nothing is changed");
    }
    let long = |length| vec![comment(&"x".repeat(length))];
    let fits = app.engine.change_tickets(&jana.actor, many(both(), long(500_000))).await.unwrap();
    let alone =
        app.engine.change_tickets(&jana.actor, many(vec![one.number], long(1_000_001))).await.unwrap();
    assert!(fits.iter().chain(&alone).all(|result| result.outcome.is_ok()), "{alone:?}");
}

async fn a_file_for_many_tickets_is_with_each_of_them(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) = (app.given().ticket(&jana, "Eins").await, app.given().ticket(&jana, "Zwei").await);
    let file = Upload { filename: "plan.txt".to_owned(), content_type: None, bytes: "Plan".into() };
    let attached = CommentChange { attachments: vec![file], ..CommentChange::default() };
    let list = vec![TicketChange::Comment(attached)];
    app.engine.change_tickets(&jana.actor, many(vec![99_999, one.number, other.number], list)).await.unwrap();
    for ticket in [one, other] {
        let comments = app.engine.comments(&jana.actor, ticket.id, &engine::Paging::default()).await.unwrap();
        let written = comments.items.last().unwrap().1.id;
        let files = app.engine.attachments_of(&jana.actor, &[written]).await.unwrap();
        assert_eq!(files[&written][0].filename, "plan.txt");
    }
}

async fn the_same_key_again_changes_no_ticket_a_second_time(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) = (app.given().ticket(&maria, "Eins").await, app.given().ticket(&maria, "Zwei").await);
    let list = |text: &str| ChangeTickets {
        idempotency_key: Some("once".to_owned()),
        ..many(vec![one.number, other.number], vec![comment(text)])
    };
    let first = app.engine.change_tickets(&jana.actor, list("Behoben.")).await.unwrap();
    let again = app.engine.change_tickets(&jana.actor, list("Behoben.")).await.unwrap();
    let versions = |results: &[ChangeResult]| -> Vec<i64> {
        results.iter().map(|one| one.outcome.as_ref().unwrap().version).collect()
    };
    assert_eq!(versions(&first), versions(&again));
    for ticket in [&one, &other] {
        assert_eq!(
            app.engine.count_comments(&jana.actor, ticket.id).await.unwrap(),
            2,
            "it, and the first one"
        );
    }
    let reused = app.engine.change_tickets(&jana.actor, list("Etwas anderes.")).await.unwrap();
    assert_eq!(words(&reused), [(one.number, "CONFLICT".to_owned()), (other.number, "CONFLICT".to_owned())]);
    let blank = ChangeTickets { idempotency_key: Some(" ".to_owned()), ..list("Behoben.") };
    let error = app.engine.change_tickets(&jana.actor, blank).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("idempotencyKey")));
}
