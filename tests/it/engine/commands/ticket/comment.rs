//! Commenting on a ticket: what follows for the status, who is told, what is refused.

use std::time::Duration;

use engine::{
    AddComment, Cause, Code, Event, EventKind, IncomingMessage, LetterKind, Paging, Status, Ticket, Upload,
    Visibility,
};
use tests::{Person, TestApp, on_each_database};

use crate::engine::commands::mail::{mail, receive};

fn comment(number: i64, text: &str) -> AddComment {
    AddComment {
        number,
        text: text.to_owned(),
        attachments: Vec::new(),
        draft_files: Vec::new(),
        visibility: Visibility::Public,
        status: None,
        takes: false,
        idempotency_key: None,
        expected_version: None,
    }
}

async fn status_after(app: &TestApp, by: &Person, input: AddComment) -> Status {
    app.engine.add_comment(&by.actor, input).await.unwrap().ticket.status
}

on_each_database!(
    two_comments_with_one_key_at_once_are_one,
    s64_s65_s70_s74_a_comment_of_the_customer_opens_again_whatever_waits_or_is_done,
    s60_asking_is_a_comment_a_status_and_one_mail,
    an_answer_may_take_the_ticket_and_a_customer_cannot,
    s74_thanks_with_closed_stays_closed,
    s13_an_internal_note_tells_nobody_and_is_hidden_from_the_customer,
    s75_a_customer_may_pick_nothing_but_closed,
    s62_s65_s75_what_a_comment_does_to_the_status_is_recorded_with_who_when_and_by_what,
    s59_a_stale_form_is_refused_and_says_so,
    s58_a_comment_may_be_a_file_but_not_nothing,
    s59_s72_a_status_alone_needs_no_text_of_customers_or_staff,
    s38_the_same_key_makes_one_comment,
    s64_the_assignee_hears_of_what_the_customer_writes,
    a_stranger_learns_nothing_of_a_ticket_not_even_that_it_exists,
    a_comment_that_is_refused_leaves_no_file
);

async fn s64_s65_s70_s74_a_comment_of_the_customer_opens_again_whatever_waits_or_is_done(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    for (statement, status) in
        [("S64", Status::Open), ("S65", Status::Pending), ("S70", Status::Resolved), ("S74", Status::Closed)]
    {
        let ticket = app.given().ticket_in(&maria, &jana, status).await;
        let after =
            app.engine.add_comment(&maria.actor, comment(ticket.number, "Doch noch etwas.")).await.unwrap();
        assert_eq!((after.ticket.status, after.ticket.auto_close_at), (Status::Open, None), "{statement}");
    }
    let fresh = app.given().ticket(&maria, "Neu").await;
    assert_eq!(status_after(&app, &maria, comment(fresh.number, "Nachtrag")).await, Status::New);
}

async fn s60_asking_is_a_comment_a_status_and_one_mail(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.letters().await;
    let ask = AddComment { status: Some(Status::Pending), ..comment(ticket.number, "Welche Version?") };
    let asked = app.engine.add_comment(&jana.actor, ask.clone()).await.unwrap();
    assert_eq!((asked.ticket.status, asked.comment.visibility), (Status::Pending, Visibility::Public));
    assert_eq!(asked.ticket.version, ticket.version + 1, "in one step");
    assert_eq!(asked.ticket.auto_close_at, Some(app.now() + chrono::TimeDelta::days(14)));
    assert_eq!(app.told().await, [(LetterKind::Question, "maria@example.org".to_owned())]);
    // What is refused leaves neither of the three.
    app.given().set(&jana, &ticket, Status::Open).await;
    app.letters().await;
    let late = AddComment { expected_version: Some(ticket.version), ..ask };
    assert_eq!(app.engine.add_comment(&jana.actor, late).await.unwrap_err().code(), Code::Conflict);
    let now = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    let comments = app.engine.comments(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    assert_eq!((now.status, comments.items.len()), (Status::Open, 2));
    assert_eq!(app.told().await, []);
}

async fn an_answer_may_take_the_ticket_and_a_customer_cannot(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let hers = AddComment { takes: true, ..comment(ticket.number, "Ich nehme es.") };
    assert_eq!(app.engine.add_comment(&maria.actor, hers).await.unwrap_err().code(), Code::Forbidden);
    let done = AddComment {
        takes: true,
        status: Some(Status::Resolved),
        ..comment(ticket.number, "Bitte neu starten.")
    };
    let taken = app.engine.add_comment(&jana.actor, done).await.unwrap().ticket;
    assert_eq!((taken.status, taken.assignee), (Status::Resolved, Some(jana.user.id)));
}

async fn s74_thanks_with_closed_stays_closed(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Closed).await;
    let thanks = AddComment { status: Some(Status::Closed), ..comment(ticket.number, "Danke!") };
    assert_eq!(status_after(&app, &maria, thanks).await, Status::Closed);
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.unwrap().items;
    let texts: Vec<_> = comments.iter().map(|(_, comment)| comment.text.as_str()).collect();
    assert_eq!(texts.last(), Some(&"Danke!"), "it is added all the same");
}

async fn s13_an_internal_note_tells_nobody_and_is_hidden_from_the_customer(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.letters().await;
    let note = app.given().internal_note(&jana, &ticket, "Kunde ist anstrengend.").await;
    assert_eq!(app.told().await, []);
    let all = Paging::default();
    assert_eq!(app.engine.comments(&maria.actor, ticket.id, &all).await.unwrap().items.len(), 1);
    assert_eq!(app.engine.events(&maria.actor, ticket.id, &all).await.unwrap().items.len(), 1);
    assert!(app.engine.comments_by_id(&maria.actor, &[note.id]).await.unwrap().is_empty());
    assert_eq!(app.engine.comments(&jana.actor, ticket.id, &all).await.unwrap().items.len(), 2);
    let seen = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    assert_eq!(seen.status, Status::New, "a note answers nobody");
}

async fn s75_a_customer_may_pick_nothing_but_closed(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    for status in [Status::New, Status::Open, Status::Pending, Status::Resolved] {
        let forged = AddComment { status: Some(status), ..comment(ticket.number, "x") };
        let error = app.engine.add_comment(&maria.actor, forged).await.unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::Forbidden, Some("status")), "{status}");
    }
    let forged = AddComment { visibility: Visibility::Internal, ..comment(ticket.number, "x") };
    assert_eq!(app.engine.add_comment(&maria.actor, forged).await.unwrap_err().code(), Code::Forbidden);
    let comments = app.engine.comments(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    assert_eq!(comments.items.len(), 1, "what was refused left nothing behind");
}

/// The changes of a ticket's status, as the staff read them.
async fn status_changes(app: &TestApp, by: &Person, ticket: &Ticket) -> Vec<Event> {
    let events = app.engine.events(&by.actor, ticket.id, &Paging::default()).await.unwrap().items;
    let events = events.into_iter().map(|(_, event)| event);
    events.filter(|event| event.kind == EventKind::StatusChanged).collect()
}

async fn s62_s65_s75_what_a_comment_does_to_the_status_is_recorded_with_who_when_and_by_what(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Pending).await;
    app.clock.advance(Duration::from_mins(1));
    let answered = app.given().comment(&maria, &ticket, "Es ist Version 4.").await;
    // S65: it is opened once, however much is written.
    app.given().comment(&maria, &ticket, "Und Windows 11.").await;
    let changes = status_changes(&app, &jana, &ticket).await;
    assert_eq!(changes.len(), 2, "asked and answered: {changes:?}");
    // S62 and S75: by whom, on which way, by which comment, and when.
    let last = &changes[1];
    assert_eq!((last.actor, last.cause), (Some(maria.user.id), Cause::Web));
    assert_eq!((last.comment, last.at), (Some(answered.id), app.now()));
    let status = &last.changes[0];
    assert_eq!((status.from.as_deref(), status.to.as_deref()), (Some("PENDING"), Some("OPEN")));

    app.letters().await;
    app.given().set(&jana, &ticket, Status::Pending).await;
    let letter = app.letters().await.pop().unwrap();
    app.clock.advance(Duration::from_mins(1));
    let answer = IncomingMessage {
        in_reply_to: vec![letter.message_id],
        ..mail("1@x", "maria@example.org", "Re", "Doch Version 5.")
    };
    let comment = receive(&app.engine, answer).await.comment.unwrap();
    let last = status_changes(&app, &jana, &ticket).await.pop().unwrap();
    assert_eq!((last.actor, last.cause), (Some(maria.user.id), Cause::Mail));
    assert_eq!((last.comment, last.at), (Some(comment), app.now()));
    let mails = app.engine.mails_of_comments(&jana.actor, &[comment]).await.unwrap();
    assert_eq!(mails[&comment].message_id.as_deref(), Some("1@x"), "which leads to the mail");
}

async fn s59_a_stale_form_is_refused_and_says_so(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    app.given().comment(&jana, &ticket, "Wir sehen nach.").await;
    let stale = AddComment {
        status: Some(Status::Closed),
        expected_version: Some(ticket.version),
        ..comment(ticket.number, "Und?")
    };
    let error = app.engine.add_comment(&maria.actor, stale).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::Conflict, Some("expectedVersion")));
    let now = app.engine.ticket(&maria.actor, ticket.number).await.unwrap().unwrap();
    let comments = app.engine.comments(&maria.actor, ticket.id, &Paging::default()).await.unwrap();
    assert_eq!((now.status, comments.items.len()), (Status::Open, 2), "the status waits with the text");
    let fresh = AddComment { expected_version: Some(ticket.version + 1), ..comment(ticket.number, "Und?") };
    assert!(app.engine.add_comment(&maria.actor, fresh).await.is_ok());
}

async fn s58_a_comment_may_be_a_file_but_not_nothing(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let empty = app.engine.add_comment(&maria.actor, comment(ticket.number, " \n")).await.unwrap_err();
    assert_eq!((empty.code(), empty.field()), (Code::BadUserInput, Some("text")));
    let file = Upload { filename: "../../log.txt".to_owned(), content_type: None, bytes: "Zeile".into() };
    let alone = AddComment { attachments: vec![file], ..comment(ticket.number, "") };
    let added = app.engine.add_comment(&maria.actor, alone).await.unwrap();
    let files = app.engine.attachments_of(&maria.actor, &[added.comment.id]).await.unwrap();
    let file = &files[&added.comment.id][0];
    assert_eq!((file.filename.as_str(), file.size), ("log.txt", 5));
    let (_, bytes) = app.engine.attachment_content(&maria.actor, file.id).await.unwrap().unwrap();
    assert_eq!(bytes, "Zeile");
    let paul = app.given().customer("paul@example.org").await;
    assert!(app.engine.attachment_content(&paul.actor, file.id).await.unwrap().is_none());
}

async fn s59_s72_a_status_alone_needs_no_text_of_customers_or_staff(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let picks = |status| AddComment {
        status: Some(status),
        idempotency_key: Some(format!("{status}")),
        ..comment(ticket.number, " \n")
    };
    // S72: the customer closes with the form alone. S59: a status is sent with what else there is, here with nothing.
    for (person, status) in [(&maria, Status::Closed), (&jana, Status::Resolved)] {
        let done = app.engine.add_comment(&person.actor, picks(status)).await.expect("a status");
        assert_eq!((done.ticket.status, done.ticket.assignee), (status, None));
        assert_eq!(done.comment.text, ticket_text(&app, &jana, &ticket).await, "the newest one is answered");
        let again = app.engine.add_comment(&person.actor, picks(status)).await.expect("the same once more");
        assert_eq!((again.comment.id, again.ticket.version), (done.comment.id, done.ticket.version));
    }
    let comments = app.engine.comments(&jana.actor, ticket.id, &Paging::default()).await.expect("comments");
    assert_eq!(comments.items.len(), 1, "nothing was written");
    let forged = AddComment { status: Some(Status::Open), ..comment(ticket.number, "") };
    let refused = app.engine.add_comment(&maria.actor, forged).await.expect_err("not hers to pick");
    assert_eq!((refused.code(), refused.field()), (Code::Forbidden, Some("status")));
    let paul = app.given().customer("paul@example.org").await;
    let hidden = app.engine.add_comment(&paul.actor, picks(Status::Closed)).await.expect_err("hidden");
    assert_eq!(hidden.code(), Code::NotFound);
}

async fn ticket_text(app: &TestApp, reader: &Person, ticket: &engine::Ticket) -> String {
    let first = Paging { first: Some(1), ..Paging::default() };
    let page = app.engine.comments(&reader.actor, ticket.id, &first).await.expect("comments");
    page.items.into_iter().next().expect("the request").1.text
}

async fn s38_the_same_key_makes_one_comment(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let keyed =
        || AddComment { idempotency_key: Some("k".to_owned()), ..comment(ticket.number, "Noch etwas.") };
    let first = app.engine.add_comment(&maria.actor, keyed()).await.unwrap();
    let again = app.engine.add_comment(&maria.actor, keyed()).await.unwrap();
    assert_eq!(first.comment.id, again.comment.id);
    assert_eq!(first.ticket.version, again.ticket.version);
}

async fn s64_the_assignee_hears_of_what_the_customer_writes(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let assign = engine::UpdateTicket {
        number: ticket.number,
        assignee: Some(Some(jana.user.id)),
        ..engine::UpdateTicket::default()
    };
    app.engine.update_ticket(&jana.actor, assign).await.unwrap();
    app.letters().await;
    assert_eq!(status_after(&app, &maria, comment(ticket.number, "Anbei das Log.")).await, Status::Open);
    assert_eq!(app.told().await, [(LetterKind::Changed, "jana@example.org".to_owned())]);
}

async fn a_stranger_learns_nothing_of_a_ticket_not_even_that_it_exists(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let paul = app.given().customer("paul@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let hidden = app.engine.add_comment(&paul.actor, comment(ticket.number, "x")).await.unwrap_err();
    let absent = app.engine.add_comment(&paul.actor, comment(99_999, "x")).await.unwrap_err();
    assert_eq!(hidden.code(), Code::NotFound);
    assert_eq!(hidden.to_string(), absent.to_string());
}

async fn two_comments_with_one_key_at_once_are_one(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let keyed = |number| AddComment { idempotency_key: Some("k".to_owned()), ..comment(number, "Und?") };
    let other = app.another_node().await;
    let (one, two) = tokio::join!(
        app.engine.add_comment(&maria.actor, keyed(ticket.number)),
        other.add_comment(&maria.actor, keyed(ticket.number))
    );
    assert_eq!(one.unwrap().comment, two.unwrap().comment);
    let elsewhere = app.given().ticket(&maria, "Bildschirm").await;
    let error = app.engine.add_comment(&maria.actor, keyed(elsewhere.number)).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::Conflict, Some("idempotencyKey")));
}

async fn a_comment_that_is_refused_leaves_no_file(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let eve = app.given().customer("eve@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let upload = engine::Upload {
        filename: "a.txt".to_owned(),
        content_type: None,
        bytes: "nobody shall keep this".into(),
    };
    let input = |number: i64, version: i64| AddComment {
        number,
        text: "x".to_owned(),
        attachments: vec![upload.clone()],
        expected_version: Some(version),
        ..AddComment::default()
    };
    for (actor, number, version) in [
        (&eve.actor, ticket.number, 1),
        (&maria.actor, ticket.number + 1, 1),
        (&maria.actor, ticket.number, 7),
    ] {
        app.engine.add_comment(actor, input(number, version)).await.unwrap_err();
    }
    let files = std::fs::read_dir(app.directory().join("blobs").join("attachments"));
    assert_eq!(files.map_or(0, Iterator::count), 0, "nothing was ever kept");
}
