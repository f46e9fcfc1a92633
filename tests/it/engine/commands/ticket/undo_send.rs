//! Taking back an answer that was just sent from a page.

use std::time::Duration;

use engine::{
    Actor, AddComment, ChangeTicket, Code, Comment, CommentChange, Draft, Event, EventKind, LetterKind,
    LetterState, MailPace, MailTimes, Notice, NotificationFilter, Paging, SaveDraft, Status, Ticket,
    TicketChange, Visibility,
};
use tests::{TestApp, on_each_database};

on_each_database!(
    an_answer_is_taken_back_as_if_it_had_not_been_sent,
    an_answer_leaves_when_its_time_is_over,
    only_its_author_takes_an_answer_back,
    what_others_did_since_stays,
    status_and_assignee_come_back_each_for_itself,
    of_two_answers_the_older_is_taken_back_first,
    what_two_answers_did_comes_back_when_both_are_taken_back,
    what_was_begun_since_stays_behind_the_text,
    an_answer_by_api_leaves_at_once,
    an_answer_that_was_taken_back_raises_no_alarm_and_leaves_no_trace,
    what_the_page_told_of_an_answer_goes_with_it,
    whoever_has_seen_an_answer_is_told_that_it_is_gone,
    a_ticket_closes_itself_although_an_answer_was_taken_back,
    one_email_for_many_does_not_tell_of_an_answer_that_was_taken_back,
    s13_an_answer_that_is_taken_back_takes_its_text_alone_out_of_the_email,
    s13_of_three_answers_the_last_is_taken_back_after_the_time_of_the_others,
    s13_answers_on_a_page_wait_together_and_one_by_api_does_not_wait_for_them,
);

const TEXT: &str = "Es liegt an der Firewall.";

/// An application in which an answer can be taken back for ten seconds.
async fn patient(app: &TestApp) -> TestApp {
    let patient = |settings: &mut engine::Settings| {
        settings.tickets.undo_send = Duration::from_secs(10);
        settings.tickets.answer_assigns = true;
    };
    TestApp::with(app.backend, patient).await
}

async fn answer(app: &TestApp, by: &Actor, ticket: &Ticket, status: Option<Status>) -> Comment {
    let input = AddComment {
        number: ticket.number,
        text: TEXT.to_owned(),
        attachments: Vec::new(),
        draft_files: Vec::new(),
        visibility: Visibility::Public,
        status,
        takes: false,
        idempotency_key: None,
        expected_version: None,
    };
    app.engine.add_comment(by, input).await.expect("an answer").comment
}

async fn of(app: &TestApp, by: &Actor, ticket: &Ticket) -> Ticket {
    app.engine.ticket(by, ticket.number).await.expect("an answer").expect("the ticket")
}

async fn comments(app: &TestApp, by: &Actor, ticket: &Ticket) -> Vec<String> {
    let page = app.engine.comments(by, ticket.id, &Paging::default()).await.expect("comments");
    page.items.into_iter().map(|(_, comment)| comment.text).collect()
}

async fn draft(app: &TestApp, by: &Actor, ticket: &Ticket) -> Draft {
    let mut drafts = app.engine.drafts_of(by, &[ticket.id]).await.expect("an answer");
    drafts.remove(&ticket.id).expect("a draft")
}

async fn an_answer_is_taken_back_as_if_it_had_not_been_sent(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    app.letters().await;
    let before = of(&app, &jana.actor, &ticket).await;
    let sent = answer(&app, &jana.actor, &ticket, Some(Status::Resolved)).await;
    let with = of(&app, &jana.actor, &ticket).await;
    assert_eq!((with.status, with.assignee), (Status::Resolved, Some(jana.user.id)));
    assert!(app.letters().await.is_empty(), "the emails wait");
    let offered = app.engine.undoable_comments(&jana.actor).await.expect("an answer");
    assert_eq!(offered.iter().map(|one| one.id).collect::<Vec<_>>(), [sent.id]);
    assert_eq!(
        app.engine.undo_until(&jana.actor, &sent),
        Some(sent.created_at + chrono::TimeDelta::seconds(10))
    );

    let undone = app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    assert!(!undone.had_files);
    let after = of(&app, &jana.actor, &ticket).await;
    assert_eq!((after.status, after.assignee, after.auto_close_at), (before.status, None, None));
    assert_eq!(after.attention.waiting_since, before.attention.waiting_since, "it waits for the staff again");
    assert!(!comments(&app, &anna.actor, &ticket).await.iter().any(|text| text == TEXT || text.is_empty()));
    app.pass(Duration::from_hours(1)).await;
    assert!(app.letters().await.is_empty(), "nobody was told");
    let draft = draft(&app, &jana.actor, &ticket).await;
    assert_eq!((draft.text.as_str(), draft.visibility), (TEXT, Visibility::Public));
    let again = app.engine.undo_send(&jana.actor, sent.id).await.expect_err("only once");
    assert_eq!(again.code(), Code::NotFound);
}

async fn an_answer_leaves_when_its_time_is_over(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    app.letters().await;
    let sent = answer(&app, &jana.actor, &ticket, None).await;
    app.pass(Duration::from_secs(11)).await;
    let letters = app.letters().await;
    let to: Vec<_> = letters.iter().map(|letter| letter.to.address.as_str()).collect();
    assert_eq!(to, ["anna@example.com"]);
    assert!(app.engine.undoable_comments(&jana.actor).await.expect("an answer").is_empty());
    let late = app.engine.undo_send(&jana.actor, sent.id).await.expect_err("it has left");
    assert_eq!(late.code(), Code::BadUserInput);
    assert!(comments(&app, &anna.actor, &ticket).await.contains(&TEXT.to_owned()));
}

async fn only_its_author_takes_an_answer_back(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let max = app.given().agent("max@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let sent = answer(&app, &jana.actor, &ticket, None).await;
    let own = app.given().comment(&anna, &ticket, "Noch etwas").await;
    for (by, id) in [(&max.actor, sent.id), (&anna.actor, sent.id), (&anna.actor, own.id)] {
        let refused = app.engine.undo_send(by, id).await.expect_err("refused");
        assert_eq!(refused.code(), Code::NotFound);
    }
    assert_eq!(app.engine.undo_until(&max.actor, &sent), None);
    assert_eq!(app.engine.undo_until(&anna.actor, &own), None);
}

async fn change(app: &TestApp, by: &Actor, ticket: &Ticket, changes: Vec<TicketChange>) {
    app.pass(Duration::from_secs(1)).await;
    let input = ChangeTicket { number: ticket.number, changes, ..ChangeTicket::default() };
    app.engine.change_ticket(by, input).await.expect("changed");
    app.pass(Duration::from_secs(1)).await;
}

async fn what_others_did_since_stays(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let max = app.given().agent("max@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let sent = answer(&app, &jana.actor, &ticket, Some(Status::Pending)).await;
    let changes = vec![
        TicketChange::SetStatus(Status::Resolved),
        TicketChange::Assign(Some(max.user.id)),
        TicketChange::Prioritise(engine::Priority::Urgent),
    ];
    change(&app, &max.actor, &ticket, changes).await;
    let undone = app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    assert!(undone.status_kept && undone.assignee_kept);
    let after = of(&app, &jana.actor, &ticket).await;
    assert_eq!((after.status, after.priority), (Status::Resolved, engine::Priority::Urgent));
    assert_eq!(after.assignee, Some(max.user.id));
    assert!(!comments(&app, &anna.actor, &ticket).await.contains(&TEXT.to_owned()));
}

async fn status_and_assignee_come_back_each_for_itself(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let max = app.given().agent("max@example.org").await;
    let urgent = TicketChange::Prioritise(engine::Priority::Urgent);
    let taken = TicketChange::Assign(Some(max.user.id));
    let pending = TicketChange::SetStatus(Status::Pending);
    for (what, meanwhile, status, assignee) in [
        ("nothing of it", urgent, Status::New, None),
        // Whoever has it has opened it.
        ("the assignee", taken, Status::Open, Some(max.user.id)),
        ("the status", pending, Status::Pending, None),
    ] {
        let ticket = app.given().ticket(&anna, "VPN").await;
        app.pass(Duration::from_mins(1)).await;
        let sent = answer(&app, &jana.actor, &ticket, Some(Status::Resolved)).await;
        change(&app, &max.actor, &ticket, vec![meanwhile]).await;
        let undone = app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
        assert_eq!(
            (undone.status_kept, undone.assignee_kept),
            (what == "the status", what == "the assignee"),
            "{what}"
        );
        let after = of(&app, &jana.actor, &ticket).await;
        assert_eq!((after.status, after.assignee), (status, assignee), "{what}");
        assert_eq!(after.auto_close_at.is_some(), status == Status::Pending, "{what}");
    }
}

async fn of_two_answers_the_older_is_taken_back_first(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    for second in [None, Some(Status::Pending), Some(Status::Resolved)] {
        let ticket = app.given().ticket(&anna, "VPN").await;
        app.pass(Duration::from_mins(1)).await;
        let before = events(&app, &anna.actor, &ticket).await.len();
        let one = answer(&app, &jana.actor, &ticket, Some(Status::Pending)).await;
        app.pass(Duration::from_secs(2)).await;
        let other = answer(&app, &ole.actor, &ticket, second).await;
        let standing = of(&app, &jana.actor, &ticket).await;
        app.pass(Duration::from_secs(2)).await;
        let undone = app.engine.undo_send(&jana.actor, one.id).await.expect("taken back");
        assert!(undone.status_kept, "{second:?}: the other answer stands");
        let now = of(&app, &jana.actor, &ticket).await;
        assert_eq!((now.status, now.assignee), (standing.status, standing.assignee), "{second:?}");
        let undone = app.engine.undo_send(&ole.actor, other.id).await.expect("taken back");
        assert!(!undone.status_kept && !undone.assignee_kept, "{second:?}");
        let after = of(&app, &jana.actor, &ticket).await;
        assert_eq!(
            (after.status, after.assignee, after.auto_close_at),
            (Status::New, None, None),
            "{second:?}"
        );
        let told = events(&app, &anna.actor, &ticket).await;
        let told = told.iter().skip(before).filter(|event| event.kind != EventKind::Redacted);
        assert_eq!(told.flat_map(|event| &event.changes).count(), 0, "{second:?}: nothing is said of them");
    }
}

async fn what_two_answers_did_comes_back_when_both_are_taken_back(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    app.pass(Duration::from_mins(1)).await;
    let one = answer(&app, &jana.actor, &ticket, Some(Status::Pending)).await;
    app.pass(Duration::from_secs(2)).await;
    let other = answer(&app, &jana.actor, &ticket, Some(Status::Resolved)).await;
    app.pass(Duration::from_secs(2)).await;
    app.engine.undo_send(&jana.actor, other.id).await.expect("taken back");
    assert_eq!(of(&app, &jana.actor, &ticket).await.status, Status::Pending);
    app.engine.undo_send(&jana.actor, one.id).await.expect("taken back");
    let after = of(&app, &jana.actor, &ticket).await;
    assert_eq!((after.status, after.assignee, after.auto_close_at), (Status::New, None, None));
}

async fn what_was_begun_since_stays_behind_the_text(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let sent = answer(&app, &jana.actor, &ticket, None).await;
    let note = SaveDraft {
        number: ticket.number,
        text: "Nur für uns".to_owned(),
        visibility: Some(Visibility::Internal),
        ..SaveDraft::default()
    };
    app.engine.save_draft(&jana.actor, note).await.expect("saved");
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    let draft = draft(&app, &jana.actor, &ticket).await;
    assert_eq!(draft.text, format!("{TEXT}\n\nNur für uns"));
    assert_eq!(
        draft.visibility,
        Visibility::Internal,
        "what was meant for colleagues is not sent to the customer"
    );
}

async fn an_answer_by_api_leaves_at_once(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    app.letters().await;
    let (_, robot) = app.given().token(&jana, &["tickets:write"]).await;
    let sent = answer(&app, &robot, &ticket, None).await;
    assert!(app.letters().await.iter().any(|letter| letter.kind == LetterKind::Changed));
    assert!(app.engine.undo_send(&robot, sent.id).await.is_err());
}

async fn events(app: &TestApp, by: &Actor, ticket: &Ticket) -> Vec<Event> {
    let page = app.engine.events(by, ticket.id, &Paging::default()).await.expect("events");
    page.items.into_iter().map(|(_, event)| event).collect()
}

async fn an_answer_that_was_taken_back_raises_no_alarm_and_leaves_no_trace(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    app.letters().await;
    let (before, said) =
        (events(&app, &anna.actor, &ticket).await, comments(&app, &jana.actor, &ticket).await);
    let sent = answer(&app, &jana.actor, &ticket, Some(Status::Resolved)).await;
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    app.pass(Duration::from_hours(1)).await;
    assert_eq!(app.engine.unsent_letters(&jana.actor, ticket.id).await.expect("letters"), []);
    let emails = app.engine.ticket_emails(&jana.actor, ticket.id).await.expect("letters");
    let last = emails.last().expect("the letter");
    assert_eq!((last.state, last.reason.as_deref()), (LetterState::Withdrawn, Some("taken-back")));
    let refused = app.engine.resend_letter(&jana.actor, last.id).await.expect_err("nothing to send");
    assert_eq!((refused.code(), refused.reason()), (Code::BadUserInput, "email-taken-back"));
    assert_eq!(
        comments(&app, &jana.actor, &ticket).await,
        said,
        "nothing is left of it, for the staff neither"
    );
    assert_eq!(app.engine.comments_by_id(&jana.actor, &[sent.id]).await.expect("comments").len(), 0);
    let told = |events: &[Event]| -> Vec<_> {
        let changes = events.iter().flat_map(|event| event.changes.clone());
        changes.map(|change| (change.field, change.to)).filter(|(field, _)| field != "redacted").collect()
    };
    let after = events(&app, &anna.actor, &ticket).await;
    assert_eq!(told(&after), told(&before), "neither the status nor an assignment");
    let staff = events(&app, &jana.actor, &ticket).await;
    assert_eq!(told(&staff), told(&before));
}

async fn what_the_page_told_of_an_answer_goes_with_it(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ole = app.given().agent("ole@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let comment = CommentChange { text: TEXT.to_owned(), ..CommentChange::default() };
    let changes = vec![TicketChange::Assign(Some(ole.user.id)), TicketChange::Comment(comment)];
    let handed = ChangeTicket { number: ticket.number, changes, ..ChangeTicket::default() };
    app.engine.change_ticket(&jana.actor, handed).await.expect("an answer");
    let all = NotificationFilter::default();
    assert_eq!(app.engine.count_notifications(&ole.actor, &all).await.expect("a count"), 1);
    let sent = app.engine.undoable_comments(&jana.actor).await.expect("answers").pop().expect("one");
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    assert_eq!(of(&app, &jana.actor, &ticket).await.assignee, None);
    assert_eq!(app.engine.count_notifications(&ole.actor, &all).await.expect("a count"), 0);
}

async fn whoever_has_seen_an_answer_is_told_that_it_is_gone(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&anna, &jana, Status::Open).await;
    let mine = [TicketChange::Assign(Some(jana.user.id))];
    let mine = ChangeTicket { number: ticket.number, changes: mine.to_vec(), ..Default::default() };
    app.engine.change_ticket(&jana.actor, mine).await.expect("assigned");
    let sent = answer(&app, &jana.actor, &ticket, None).await;
    let seen = of(&app, &anna.actor, &ticket).await;
    let known = events(&app, &anna.actor, &ticket).await.len();
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    let now = events(&app, &anna.actor, &ticket).await;
    let last = now.last().expect("an event");
    assert_eq!((last.kind, last.comment), (EventKind::Redacted, None), "{known} {now:?}");
    assert!(of(&app, &anna.actor, &ticket).await.version > seen.version);
}

async fn a_ticket_closes_itself_although_an_answer_was_taken_back(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket_in(&anna, &jana, Status::Resolved).await;
    app.letters().await;
    app.pass(Duration::from_hours(1)).await;
    app.letters().await;
    let closes = of(&app, &jana.actor, &ticket).await.auto_close_at;
    assert!(closes.is_some());
    let sent = answer(&app, &jana.actor, &ticket, None).await;
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    app.pass(Duration::from_hours(24 * 60)).await;
    assert_eq!(of(&app, &jana.actor, &ticket).await.status, Status::Closed);
}

/// Of two answers that wait in one email, whichever is taken back, the other is told, with the status that is left.
async fn s13_an_answer_that_is_taken_back_takes_its_text_alone_out_of_the_email(app: TestApp) {
    for back in 0..2 {
        let app = quoting(&app).await;
        let anna = app.given().customer("anna@example.com").await;
        let jana = app.given().agent("jana@example.org").await;
        let ticket = app.given().ticket(&anna, "VPN").await;
        app.letters().await;
        let mut sent = Vec::new();
        for status in [None, Some(Status::Pending)] {
            sent.push(answer(&app, &jana.actor, &ticket, status).await);
        }
        app.engine.undo_send(&jana.actor, sent[back].id).await.expect("taken back");
        app.pass(Duration::from_secs(11)).await;
        let kind = if back == 0 { LetterKind::Question } else { LetterKind::Changed };
        assert_eq!(quoted(&app).await, [(kind, vec![TEXT.to_owned()])], "{back}");
    }
}

/// The email waits until the last answer in it cannot be taken back any more.
async fn s13_of_three_answers_the_last_is_taken_back_after_the_time_of_the_others(app: TestApp) {
    let app = quoting(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    app.letters().await;
    let mut sent = Vec::new();
    for (text, status) in
        [("Eins.", None), ("Zwei.", Some(Status::Pending)), ("Drei.", Some(Status::Resolved))]
    {
        app.pass(Duration::from_secs(2)).await;
        let input =
            AddComment { number: ticket.number, text: text.to_owned(), status, ..AddComment::default() };
        sent.push(app.engine.add_comment(&jana.actor, input).await.expect("an answer").comment);
    }
    app.pass(Duration::from_secs(9)).await;
    assert!(app.letters().await.is_empty(), "the last answer can still be taken back");
    let late = app.engine.undo_send(&jana.actor, sent[0].id).await.expect_err("its time is over");
    assert_eq!(late.code(), Code::BadUserInput);
    app.engine.undo_send(&jana.actor, sent[2].id).await.expect("taken back");
    app.pass(Duration::from_secs(2)).await;
    assert_eq!(quoted(&app).await, [(LetterKind::Question, vec!["Eins.".to_owned(), "Zwei.".to_owned()])]);
}

async fn s13_answers_on_a_page_wait_together_and_one_by_api_does_not_wait_for_them(app: TestApp) {
    let app = quoting(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let (_, robot) = app.given().token(&jana, &["tickets:write"]).await;
    app.letters().await;
    answer(&app, &jana.actor, &ticket, None).await;
    answer(&app, &robot, &ticket, None).await;
    assert_eq!(quoted(&app).await.len(), 1, "that of the program has left");
    app.pass(Duration::from_secs(8)).await;
    answer(&app, &jana.actor, &ticket, Some(Status::Pending)).await;
    app.pass(Duration::from_secs(8)).await;
    assert!(app.letters().await.is_empty(), "the second one can be taken back");
    app.pass(Duration::from_secs(3)).await;
    assert_eq!(quoted(&app).await, [(LetterKind::Question, vec![TEXT.to_owned(); 2])]);
}

/// The same application, whose emails carry the texts.
async fn quoting(app: &TestApp) -> TestApp {
    let quoting = |settings: &mut engine::Settings| {
        settings.tickets.undo_send = Duration::from_secs(10);
        settings.mail.content = engine::MailContent::Full;
    };
    TestApp::with(app.backend, quoting).await
}

/// What left, with the texts that it carried.
async fn quoted(app: &TestApp) -> Vec<(LetterKind, Vec<String>)> {
    let texts = |letter: &engine::Letter| {
        letter.comment.iter().chain(&letter.more_comments).map(|comment| comment.text.clone()).collect()
    };
    app.letters().await.iter().map(|letter| (letter.kind, texts(letter))).collect()
}

async fn one_email_for_many_does_not_tell_of_an_answer_that_was_taken_back(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let cora = app.given().customer("cora@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let daily = MailTimes { pace: MailPace::Daily, ..MailTimes::default() };
    app.engine.choose_mail_times(&cora.actor, daily).await.expect("chosen");
    let (quiet, busy) = (app.given().ticket(&anna, "VPN").await, app.given().ticket(&anna, "Netz").await);
    for ticket in [&quiet, &busy] {
        app.engine.watch_ticket(&jana.actor, ticket.number, Some(cora.user.id), None).await.expect("watched");
    }
    app.letters().await;
    app.pass(Duration::from_mins(1)).await;
    app.given().comment(&anna, &busy, "Noch etwas.").await;
    app.pass(Duration::from_mins(1)).await;
    for ticket in [&quiet, &busy] {
        let sent = answer(&app, &jana.actor, ticket, None).await;
        app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    }
    app.pass(Duration::from_hours(24)).await;
    let letters = app.letters().await;
    let digest =
        letters.iter().find(|letter| letter.kind == LetterKind::Digest).expect("of the other ticket");
    let told: Vec<_> = digest.news.iter().map(|news| (news.number, news.notices.clone())).collect();
    assert_eq!(told, [(busy.number, vec![Notice::Watched])]);
}
