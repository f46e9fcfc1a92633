//! A list of changes to a ticket is one change.

use engine::{
    Actor, ChangeTicket, Code, CommentChange, EventKind, LetterKind, Paging, Priority, Status, TicketChange,
    Upload, Visibility,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    a_list_is_applied_as_one,
    a_list_is_done_whole_or_not_at_all,
    each_person_may_do_what_they_may_do_one_by_one,
    a_stranger_learns_nothing_of_a_ticket,
    the_version_is_asked_once_for_the_list,
    the_same_key_changes_nothing_a_second_time,
    two_requests_with_one_key_at_once_are_one,
    the_files_of_each_comment_stay_with_it,
    a_list_that_is_refused_leaves_no_file,
    a_list_is_neither_empty_nor_endless,
    the_system_comments_in_the_name_of_the_installation,
    a_comment_of_a_list_removes_the_draft_that_it_was,
    each_comment_of_a_list_counts,
    a_status_that_is_taken_back_leaves_waiting_what_waited
);

fn change(number: i64, changes: Vec<TicketChange>) -> ChangeTicket {
    ChangeTicket { number, changes, ..ChangeTicket::default() }
}

fn comment(text: &str) -> TicketChange {
    TicketChange::Comment(CommentChange { text: text.to_owned(), ..CommentChange::default() })
}

fn note(text: &str) -> TicketChange {
    let visibility = Visibility::Internal;
    TicketChange::Comment(CommentChange { text: text.to_owned(), visibility, ..CommentChange::default() })
}

fn with_file(text: &str, name: &str) -> TicketChange {
    let file = Upload { filename: name.to_owned(), content_type: None, bytes: text.to_owned().into() };
    let attachments = vec![file];
    TicketChange::Comment(CommentChange { text: text.to_owned(), attachments, ..CommentChange::default() })
}

fn tags(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

struct Desk {
    maria: Person,
    jana: Person,
    ticket: engine::Ticket,
}

async fn desk(app: &TestApp) -> Desk {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.letters().await;
    Desk { maria, jana, ticket }
}

async fn texts(app: &TestApp, ticket: &engine::Ticket) -> Vec<String> {
    let all = app.engine.comments(&Actor::system(), ticket.id, &Paging::default()).await.unwrap();
    all.items.into_iter().map(|(_, comment)| comment.text).collect()
}

async fn a_list_is_applied_as_one(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let ole = app.given().agent("ole@example.org").await;
    let list = vec![
        comment("Wir geben weiter."),
        note("An Ole."),
        comment("Bitte Geduld."),
        TicketChange::Assign(Some(ole.user.id)),
        TicketChange::Prioritise(Priority::High),
        TicketChange::AddTags(tags(&["Toner", "vpn"])),
        TicketChange::RemoveTags(tags(&["VPN"])),
        TicketChange::Retitle("Drucker druckt blass".to_owned()),
        TicketChange::SetStatus(Status::Pending),
    ];
    let after = app.engine.change_ticket(&jana.actor, change(ticket.number, list)).await.unwrap();
    assert_eq!(
        (after.status, after.priority, after.assignee),
        (Status::Pending, Priority::High, Some(ole.user.id))
    );
    assert_eq!((after.title.as_str(), after.tags.clone()), ("Drucker druckt blass", tags(&["toner"])));
    assert_eq!(after.version, ticket.version + 1);
    assert_eq!(Some(after), app.engine.ticket(&jana.actor, ticket.number).await.unwrap());
    assert_eq!(texts(&app, &ticket).await[1..], ["Wir geben weiter.", "An Ole.", "Bitte Geduld."]);
    let told = [
        (LetterKind::Question, "maria@example.org".to_owned()),
        (LetterKind::Changed, "ole@example.org".to_owned()),
    ];
    assert_eq!(app.told().await, told);
    let events = app.engine.events(&jana.actor, ticket.id, &Paging::default()).await.unwrap();
    let kinds: Vec<_> = events.items.iter().map(|(_, event)| event.kind).collect();
    let expected = [
        EventKind::Created,
        EventKind::Commented,
        EventKind::Commented,
        EventKind::Commented,
        EventKind::Assigned,
        EventKind::Changed,
        EventKind::Changed,
        EventKind::StatusChanged,
    ];
    assert_eq!(kinds, expected);
}

async fn a_list_is_done_whole_or_not_at_all(app: TestApp) {
    let Desk { jana, ticket, maria } = desk(&app).await;
    let list = vec![
        comment("Ja."),
        TicketChange::SetStatus(Status::Open),
        TicketChange::Assign(Some(maria.user.id)),
    ];
    let error = app.engine.change_ticket(&jana.actor, change(ticket.number, list)).await.unwrap_err();
    assert_eq!((error.code(), error.path().as_deref()), (Code::BadUserInput, Some("changes.2.assignee")));
    let now = app.engine.ticket(&jana.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!((now.status, now.version), (Status::New, ticket.version));
    assert_eq!(texts(&app, &ticket).await.len(), 1);
    assert_eq!(app.told().await, []);
}

async fn each_person_may_do_what_they_may_do_one_by_one(app: TestApp) {
    let Desk { jana, ticket, maria } = desk(&app).await;
    let refused = [
        (note("x"), Some("changes.1.comment")),
        (TicketChange::SetStatus(Status::Resolved), Some("changes.1.status")),
        (TicketChange::Prioritise(Priority::Urgent), Some("changes.1.priority")),
        (TicketChange::Assign(None), Some("changes.1.assignee")),
        (TicketChange::Move(ticket.queue), Some("changes.1.queue")),
        (TicketChange::Retitle("x".to_owned()), Some("changes.1.title")),
        (TicketChange::AddTags(tags(&["x"])), Some("changes.1.addTags")),
        (TicketChange::RemoveTags(tags(&["x"])), Some("changes.1.removeTags")),
        (TicketChange::CloseByTime, Some("changes.1.status")),
    ];
    for (forbidden, path) in refused {
        let list = change(ticket.number, vec![comment("Hallo"), forbidden]);
        let error = app.engine.change_ticket(&maria.actor, list).await.unwrap_err();
        assert_eq!((error.code(), error.path().as_deref()), (Code::Forbidden, path));
    }
    assert_eq!(texts(&app, &ticket).await.len(), 1, "nothing was done");
    let list = change(ticket.number, vec![comment("Danke!"), TicketChange::SetStatus(Status::Closed)]);
    let closed = app.engine.change_ticket(&maria.actor, list).await.unwrap();
    assert_eq!(closed.status, Status::Closed);
    let (_, reads) = app.given().token(&jana, &["tickets:read"]).await;
    let list = change(ticket.number, vec![comment("Hallo")]);
    let error = app.engine.change_ticket(&reads, list).await.unwrap_err();
    assert_eq!((error.code(), error.reason()), (Code::Forbidden, "missing-scope"));
}

async fn a_stranger_learns_nothing_of_a_ticket(app: TestApp) {
    let Desk { ticket, .. } = desk(&app).await;
    let paul = app.given().customer("paul@example.org").await;
    let list = || vec![TicketChange::SetStatus(Status::Closed)];
    let hidden = app.engine.change_ticket(&paul.actor, change(ticket.number, list())).await.unwrap_err();
    let absent = app.engine.change_ticket(&paul.actor, change(99_999, list())).await.unwrap_err();
    assert_eq!((hidden.code(), hidden.path()), (Code::NotFound, None));
    assert_eq!(hidden.to_string(), absent.to_string());
    let nobody = app.engine.change_ticket(&Actor::nobody(), change(ticket.number, list())).await;
    assert_eq!(nobody.unwrap_err().code(), Code::Unauthenticated);
}

async fn the_version_is_asked_once_for_the_list(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let list = || vec![comment("Eins."), comment("Zwei."), TicketChange::SetStatus(Status::Open)];
    let seen = |version| ChangeTicket { expected_version: Some(version), ..change(ticket.number, list()) };
    let after = app.engine.change_ticket(&jana.actor, seen(ticket.version)).await.unwrap();
    let stale = app.engine.change_ticket(&jana.actor, seen(ticket.version)).await.unwrap_err();
    assert_eq!((stale.code(), stale.path().as_deref()), (Code::Conflict, Some("expectedVersion")));
    app.engine.change_ticket(&jana.actor, seen(after.version)).await.expect("the version as it is");
}

async fn the_same_key_changes_nothing_a_second_time(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let keyed = |list| ChangeTicket { idempotency_key: Some("k".to_owned()), ..change(ticket.number, list) };
    let list = || vec![with_file("Anbei.", "a.txt"), TicketChange::AddTags(tags(&["toner"]))];
    let first = app.engine.change_ticket(&jana.actor, keyed(list())).await.unwrap();
    let again = app.engine.change_ticket(&jana.actor, keyed(list())).await.unwrap();
    assert_eq!((again.version, texts(&app, &ticket).await.len()), (first.version, 2));
    for other in [
        vec![with_file("Anbei!", "a.txt"), TicketChange::AddTags(tags(&["toner"]))],
        vec![with_file("Anbei.", "b.txt"), TicketChange::AddTags(tags(&["toner"]))],
        vec![with_file("Anbei.", "a.txt"), TicketChange::RemoveTags(tags(&["toner"]))],
        vec![TicketChange::AddTags(tags(&["toner"])), with_file("Anbei.", "a.txt")],
        vec![with_file("Anbei.", "a.txt")],
    ] {
        let error = app.engine.change_ticket(&jana.actor, keyed(other)).await.unwrap_err();
        assert_eq!((error.code(), error.reason()), (Code::Conflict, "key-used"));
    }
    assert_eq!(texts(&app, &ticket).await.len(), 2);
}

async fn two_requests_with_one_key_at_once_are_one(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let keyed = || ChangeTicket {
        idempotency_key: Some("k".to_owned()),
        ..change(ticket.number, vec![comment("Ja."), TicketChange::AddTags(tags(&["toner"]))])
    };
    let request = || app.engine.change_ticket(&jana.actor, keyed());
    let (one, other) = tokio::join!(request(), request());
    assert_eq!((one.unwrap().version, other.unwrap().version), (ticket.version + 1, ticket.version + 1));
    assert_eq!(texts(&app, &ticket).await.len(), 2);
}

async fn the_files_of_each_comment_stay_with_it(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let list = vec![with_file("Eins.", "a.txt"), comment("Ohne."), with_file("Drei.", "c.txt")];
    app.engine.change_ticket(&jana.actor, change(ticket.number, list)).await.unwrap();
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.unwrap();
    let mut names = Vec::new();
    for (_, comment) in comments.items.iter().skip(1) {
        let files = app.engine.attachments_of(&jana.actor, &[comment.id]).await.unwrap();
        let files = files.get(&comment.id).cloned().unwrap_or_default();
        names.push(files.into_iter().map(|file| file.filename).collect::<Vec<_>>());
    }
    assert_eq!(names, [vec!["a.txt".to_owned()], vec![], vec!["c.txt".to_owned()]]);
}

async fn a_list_that_is_refused_leaves_no_file(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let list = vec![with_file("Anbei.", "a.txt"), TicketChange::Retitle(" ".to_owned())];
    app.engine.change_ticket(&jana.actor, change(ticket.number, list)).await.unwrap_err();
    let files = std::fs::read_dir(app.directory().join("blobs").join("attachments"));
    assert_eq!(files.map_or(0, Iterator::count), 0, "nothing was ever kept");
}

async fn a_list_is_neither_empty_nor_endless(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    for (count, reason) in [(0, "changes-required"), (51, "changes-too-many")] {
        let list = vec![TicketChange::SetStatus(Status::Open); count];
        let error = app.engine.change_ticket(&jana.actor, change(ticket.number, list)).await.unwrap_err();
        let told = (error.code(), error.field(), error.reason());
        assert_eq!(told, (Code::BadUserInput, Some("changes"), reason));
    }
}

async fn the_system_comments_in_the_name_of_the_installation(app: TestApp) {
    let Desk { maria, ticket, .. } = desk(&app).await;
    let list = || vec![comment("Wartung am Montag."), TicketChange::SetStatus(Status::Resolved)];
    for _ in 0..2 {
        app.engine.change_ticket(&Actor::system(), change(ticket.number, list())).await.unwrap();
    }
    assert_eq!(app.told().await[0], (LetterKind::Resolved, "maria@example.org".to_owned()));
    let comments = app.engine.comments(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    let authors: Vec<_> = comments.items.iter().skip(1).map(|(_, comment)| comment.author).collect();
    assert_eq!(authors[0], authors[1], "one account for all");
    let author = &app.engine.users_by_id(&maria.actor, &[authors[0]]).await.unwrap()[&authors[0]];
    assert_eq!(
        (author.name.as_str(), author.role.is_staff(), author.active),
        (app.engine.settings().brand.name.as_str(), true, false)
    );
    let events = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    assert_eq!(events.items[1].1.actor, None);
}

async fn a_comment_of_a_list_removes_the_draft_that_it_was(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let draft = engine::SaveDraft {
        number: ticket.number,
        text: "Ja.".to_owned(),
        visibility: Some(Visibility::Public),
        ..engine::SaveDraft::default()
    };
    app.engine.save_draft(&jana.actor, draft).await.unwrap();
    app.engine.change_ticket(&jana.actor, change(ticket.number, vec![comment("Ja.")])).await.unwrap();
    assert_eq!(app.engine.drafts_of(&jana.actor, &[ticket.id]).await.unwrap().len(), 0);
}

async fn each_comment_of_a_list_counts(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let (_, partner) = app.given().token(&jana, &["tickets:write"]).await;
    let used = |actor: &Actor| {
        let used = actor.used().into_iter().find(|used| used.policy == "comments").unwrap();
        used.quota - used.remaining
    };
    let partner = partner.from_address(None);
    let list = vec![comment("Eins."), comment("Zwei."), TicketChange::SetStatus(Status::Open)];
    app.engine.change_ticket(&partner, change(ticket.number, list)).await.unwrap();
    assert_eq!(used(&partner), 2);
    let list = vec![TicketChange::SetStatus(Status::Closed), TicketChange::AddTags(tags(&["x"]))];
    app.engine.change_ticket(&partner, change(ticket.number, list)).await.unwrap();
    assert_eq!(used(&partner), 3);
}

async fn a_status_that_is_taken_back_leaves_waiting_what_waited(app: TestApp) {
    let Desk { jana, ticket, .. } = desk(&app).await;
    let ticket = app.engine.ticket(&jana.actor, ticket.number).await.expect("an answer").expect("a ticket");
    assert_eq!(ticket.attention.waiting_since, Some(ticket.created_at));
    for away in [Status::Pending, Status::Resolved, Status::Closed] {
        app.clock.advance(std::time::Duration::from_mins(5));
        let set = |to| change(ticket.number, vec![TicketChange::SetStatus(to)]);
        let gone = app.engine.change_ticket(&jana.actor, set(away)).await.expect("changed");
        assert_eq!(gone.attention.waiting_since, None, "{away:?}");
        let back = app.engine.change_ticket(&jana.actor, set(ticket.status)).await.expect("changed");
        assert_eq!(back.attention, ticket.attention, "{away:?}: it waits since the customer wrote");
        assert_eq!((back.status, back.auto_close_at), (ticket.status, None), "{away:?}");
    }
}
