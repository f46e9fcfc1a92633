//! A macro is made, and applied like any list of changes.

use engine::{
    Actor, ChangeTicket, ChangeTickets, Code, CommentChange, CreateMacro, Error, MacroId, Paging, Priority,
    Status, TicketChange, TicketChanges, UpdateUser, Upload, Visibility,
};
use tests::{Person, TestApp, on_each_database};

use super::{comment, made};

on_each_database!(
    a_macro_is_applied_as_one_change_with_the_rights_of_whoever_applies_it,
    a_macro_for_several_tickets_says_each_customers_name,
    a_macro_whose_person_or_queue_is_gone_does_nothing_by_halves,
    what_is_wrong_with_a_macro_names_the_change,
    customers_apply_no_macros,
);

fn apply(number: i64, changes: Vec<TicketChange>) -> ChangeTicket {
    ChangeTicket { number, changes, ..ChangeTicket::default() }
}

async fn texts(app: &TestApp, by: &Person, number: i64) -> Vec<String> {
    let ticket = app.engine.ticket(&by.actor, number).await.expect("an answer").expect("a ticket");
    let page = app.engine.comments(&by.actor, ticket.id, &Paging::default()).await.expect("comments");
    page.items.into_iter().map(|(_, comment)| comment.text).collect()
}

async fn a_macro_is_applied_as_one_change_with_the_rights_of_whoever_applies_it(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let anna = given.customer("anna@a.example").await;
    let ticket = given.ticket(&anna, "Drucker").await;
    let asks = made(
        &app,
        &ada,
        "Version erfragen",
        vec![
            comment("Guten Tag {{customer.name}}, welche Version?\n{{agent.name}}"),
            TicketChange::SetStatus(Status::Pending),
            TicketChange::Prioritise(Priority::High),
            TicketChange::AddTags(vec!["Version".to_owned()]),
            TicketChange::AssignMe,
        ],
    )
    .await;
    let shown = app.engine.fill_macro(&jana.actor, &asks, ticket.number).await.expect("what it will do");
    assert_eq!(shown.len(), 5);
    app.letters().await;
    let list = vec![TicketChange::Macro(asks.id), TicketChange::AddTags(vec!["x".to_owned()])];
    let key = Some("once".to_owned());
    for _ in 0..2 {
        let order = ChangeTicket { idempotency_key: key.clone(), ..apply(ticket.number, list.clone()) };
        let after = app.engine.change_ticket(&jana.actor, order).await.expect("applied");
        assert_eq!((after.status, after.priority, after.version), (Status::Pending, Priority::High, 2));
        assert_eq!((after.assignee, after.tags), (Some(jana.user.id), vec!["version".into(), "x".into()]));
    }
    let said = format!("Guten Tag {}, welche Version?\n{}", anna.user.name, jana.user.name);
    assert!(texts(&app, &anna, ticket.number).await.contains(&said));
    assert_eq!(app.told().await.len(), 1, "one change, one letter");
    // What is wrong elsewhere in the list stands where it was given.
    let list = vec![TicketChange::Macro(asks.id), TicketChange::Retitle(String::new())];
    let refused =
        app.engine.change_ticket(&jana.actor, apply(ticket.number, list)).await.expect_err("refused");
    assert_eq!(refused.path().as_deref(), Some("changes.1.title"));
    // Not in the queue: as if there were no such ticket.
    app.engine.set_queue_members(&Actor::system(), ticket.queue, &[]).await.expect("set");
    let hidden =
        app.engine.change_ticket(&jana.actor, apply(ticket.number, vec![TicketChange::Macro(asks.id)])).await;
    assert_eq!(hidden.expect_err("hidden").code(), Code::NotFound);
}

async fn a_macro_for_several_tickets_says_each_customers_name(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let (anna, bert) = (given.customer("anna@a.example").await, given.customer("bert@b.example").await);
    let (one, other) = (given.ticket(&anna, "Eins").await, given.ticket(&bert, "Zwei").await);
    let done = made(
        &app,
        &ada,
        "Fertig",
        vec![comment("{{customer.name}}: fertig."), TicketChange::SetStatus(Status::Resolved)],
    )
    .await;
    let changes = vec![TicketChange::Macro(done.id)];
    let numbers = vec![one.number, 99_999, other.number];
    let input = ChangeTickets { numbers, changes: changes.clone(), ..ChangeTickets::default() };
    let results = app.engine.change_tickets(&jana.actor, input).await.expect("results");
    let codes: Vec<_> = results
        .iter()
        .map(|one| one.outcome.as_ref().map(|ticket| ticket.status).map_err(|error| error.code()))
        .collect();
    assert_eq!(codes, [Ok(Status::Resolved), Err(Code::NotFound), Ok(Status::Resolved)]);
    for (person, ticket) in [(&anna, &one), (&bert, &other)] {
        let said = format!("{}: fertig.", person.user.name);
        assert!(texts(&app, person, ticket.number).await.contains(&said), "{said}");
    }
    let list = |number| TicketChanges { number, changes: changes.clone(), expected_version: None };
    let together = app.engine.change_together(&jana.actor, vec![list(other.number), list(one.number)]).await;
    assert_eq!(together.expect("both").len(), 2);
}

async fn a_macro_whose_person_or_queue_is_gone_does_nothing_by_halves(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let ole = given.agent("ole@example.org").await;
    let anna = given.customer("anna@a.example").await;
    let ticket = given.ticket(&anna, "Drucker").await;
    let to_ole =
        made(&app, &ada, "An Ole", vec![comment("Ole hilft."), TicketChange::Assign(Some(ole.user.id))])
            .await;
    let off = UpdateUser { active: Some(false), ..UpdateUser::default() };
    app.engine.update_user(&ada.actor, ole.user.id, off).await.expect("switched off");
    app.letters().await;
    let refused = app
        .engine
        .change_ticket(&jana.actor, apply(ticket.number, vec![TicketChange::Macro(to_ole.id)]))
        .await;
    let refused = refused.expect_err("refused");
    assert_eq!(
        (refused.path().as_deref(), refused.reason()),
        (Some("changes.0.macro.assignee"), "assignee-unknown")
    );
    assert!(!texts(&app, &jana, ticket.number).await.iter().any(|text| text == "Ole hilft."));
    assert!(app.told().await.is_empty());
    let unknown = TicketChange::Macro(MacroId(ole.user.id.0));
    let refused =
        app.engine.change_ticket(&jana.actor, apply(ticket.number, vec![comment("x"), unknown])).await;
    assert_eq!(refused.expect_err("refused").path().as_deref(), Some("changes.1.macro"));
}

async fn what_is_wrong_with_a_macro_names_the_change(app: TestApp) {
    let given = app.given();
    let (ada, jana) = (given.admin("ada@example.org").await, given.agent("jana@example.org").await);
    let anna = given.customer("anna@a.example").await;
    let first = made(&app, &ada, "Erstes", vec![TicketChange::AddTags(vec!["nie gesehen".to_owned()])]).await;
    let file = Upload { filename: "a.txt".to_owned(), content_type: None, bytes: b"x".to_vec().into() };
    let with_file =
        CommentChange { text: "x".to_owned(), attachments: vec![file], ..CommentChange::default() };
    let note = CommentChange {
        text: "{{nobody}}".to_owned(),
        visibility: Visibility::Internal,
        ..CommentChange::default()
    };
    let opens = || TicketChange::SetStatus(Status::Open);
    for (name, changes, path) in [
        ("x", vec![], "changes"),
        ("x", vec![opens(); 21], "changes"),
        ("", vec![opens()], "name"),
        ("Erstes", vec![opens()], "name"),
        ("x", vec![opens(), TicketChange::Macro(first.id)], "changes.1.macro"),
        ("x", vec![opens(), comment(" ")], "changes.1.comment.text"),
        ("x", vec![TicketChange::Comment(note)], "changes.0.comment.text"),
        ("x", vec![TicketChange::Comment(with_file)], "changes.0.comment.attachments"),
        ("x", vec![TicketChange::Assign(Some(anna.user.id))], "changes.0.assignee"),
        ("x", vec![TicketChange::Move(engine::QueueId(anna.user.id.0))], "changes.0.queue"),
        ("x", vec![TicketChange::Retitle(" ".to_owned())], "changes.0.title"),
        ("x", vec![TicketChange::AddTags(vec!["x".repeat(41)])], "changes.0.addTags"),
        ("x", vec![TicketChange::RemoveTags(vec![])], "changes.0.removeTags"),
    ] {
        let input = CreateMacro { name: name.to_owned(), changes };
        let refused = app.engine.create_macro(&ada.actor, input).await.expect_err("refused");
        assert_eq!(
            (refused.code(), refused.path().as_deref()),
            (Code::BadUserInput, Some(path)),
            "{refused}"
        );
    }
    let input = CreateMacro { name: "x".to_owned(), changes: vec![opens()] };
    assert!(matches!(app.engine.create_macro(&jana.actor, input).await, Err(Error::Forbidden { .. })));
    assert_eq!(app.engine.macros(&jana.actor, Some("erst")).await.expect("macros"), [first]);
}

async fn customers_apply_no_macros(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@a.example").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let closes = made(&app, &ada, "Zu", vec![TicketChange::SetStatus(Status::Closed)]).await;
    let refused = app
        .engine
        .change_ticket(&anna.actor, apply(ticket.number, vec![TicketChange::Macro(closes.id)]))
        .await;
    let refused = refused.expect_err("refused");
    assert_eq!((refused.code(), refused.path().as_deref()), (Code::Forbidden, Some("changes.0.macro")));
    assert!(matches!(app.engine.macros(&anna.actor, None).await, Err(Error::Forbidden { .. })));
    assert!(app.engine.macro_by_id(&anna.actor, closes.id).await.expect("an answer").is_none());
    let me = app.engine.change_ticket(&anna.actor, apply(ticket.number, vec![TicketChange::AssignMe])).await;
    assert_eq!(me.expect_err("refused").code(), Code::Forbidden);
}
