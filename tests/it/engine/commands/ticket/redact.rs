//! Redaction: what is removed is found nowhere any more, and a tombstone and a line in the history stay.

use std::{fs, path::Path};

use engine::{
    Actor, AddComment, AttachmentId, Change, Code, Comment, CommentId, EventKind, IncomingMessage,
    MailContent, MailFilter, MergeTickets, Paging, Redact, Redaction, SaveDraft, Settings, Status, Ticket,
    TicketFilter, TicketOrder, UpdateTicket, Upload, Visibility,
};
use sea_orm::{ConnectionTrait as _, Database, Statement};
use tests::{Backend, Person, TestApp, on_each_database};
use uuid::Uuid;

use crate::engine::commands::mail::{mail, receive};

on_each_database!(
    s10_a_redacted_comment_is_empty_and_search_drafts_files_and_raw_mail_forget_it,
    s10_one_file_is_redacted_and_the_text_stays,
    s10_a_tombstone_and_a_line_in_the_history_stay,
    s10_those_who_work_the_ticket_may_redact_and_nobody_else,
    s10_a_file_that_another_comment_holds_too_stays_there,
    s10_the_subject_goes_with_the_comment_and_so_do_former_titles,
    s10_a_title_that_is_changed_after_the_redaction_leaves_nothing_of_the_old_one,
    s10_the_title_goes_with_the_comment_if_it_is_asked_for,
    s10_no_other_comment_takes_the_title_with_it,
    s10_a_comment_that_opened_nothing_takes_its_own_subject_alone,
    s10_a_comment_takes_the_former_titles_of_the_ticket_that_it_opened_after_a_merge,
    a_file_that_is_attached_while_the_same_bytes_are_redacted_is_kept_or_refused
);

/// What is to be gone; it stands in texts, names of files, drafts and mails.
const SECRET: &str = "Wintergeheimnis4711";

async fn comments(app: &TestApp, by: &Actor, ticket: &Ticket) -> Vec<Comment> {
    let page = app.engine.comments(by, ticket.id, &Paging::default()).await.unwrap();
    page.items.into_iter().map(|(_, comment)| comment).collect()
}

async fn redact(app: &TestApp, by: &Actor, comment: CommentId) -> engine::Result<Ticket> {
    let input = Redact { what: Redaction::Comment(comment), reason: "Zugangsdaten".to_owned() };
    app.engine.redact(by, input).await
}

async fn found(app: &TestApp, words: &str) -> usize {
    let filter = TicketFilter { search: Some(words.into()), ..TicketFilter::default() };
    let order = TicketOrder::default();
    app.engine.tickets(&Actor::system(), &filter, order, &Paging::default()).await.unwrap().items.len()
}

fn upload(name: &str, content: &str) -> Upload {
    Upload { filename: name.to_owned(), content_type: None, bytes: content.to_owned().into() }
}

/// A ticket that a mail opened, with the secret in its text and in a file.
async fn by_mail(app: &TestApp) -> Ticket {
    let mut message = mail("1@x", "maria@muster.example", "Zugang", &format!("Das Kennwort: {SECRET}"));
    message.attachments = vec![engine::IncomingAttachment {
        upload: upload("zugang.txt", &format!("{SECRET} in der Datei")),
        content_id: None,
        inline: false,
    }];
    let number = receive(&app.engine, message).await.ticket.unwrap();
    app.engine.ticket(&Actor::system(), number).await.unwrap().unwrap()
}

async fn s10_a_redacted_comment_is_empty_and_search_drafts_files_and_raw_mail_forget_it(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let ticket = by_mail(&app).await;
    let draft = SaveDraft {
        number: ticket.number,
        text: format!("> Das Kennwort: {SECRET}"),
        visibility: Some(Visibility::Internal),
        ..SaveDraft::default()
    };
    app.engine.save_draft(&jana.actor, draft).await.unwrap();
    let first = comments(&app, &jana.actor, &ticket).await.remove(0);
    let files = app.engine.attachments_of(&jana.actor, &[first.id]).await.unwrap()[&first.id].clone();
    let letter = app.engine.mails_of_comments(&jana.actor, &[first.id]).await.unwrap()[&first.id].id;
    assert!(app.engine.mail_stream(&jana.actor, letter).await.unwrap().is_some());
    assert_eq!(found(&app, SECRET).await, 1);

    redact(&app, &jana.actor, first.id).await.unwrap();
    let after = comments(&app, &jana.actor, &ticket).await.remove(0);
    assert_eq!((after.text.as_str(), after.html.as_str(), after.redacted_at), ("", "", Some(app.now())));
    assert_eq!(found(&app, SECRET).await, 0);
    assert_eq!(found(&app, "zugang.txt").await, 0, "the name of the file is gone, too");
    assert!(app.engine.attachments_of(&jana.actor, &[first.id]).await.unwrap().is_empty());
    assert!(app.engine.attachment_content(&jana.actor, files[0].id).await.unwrap().is_none());
    assert!(app.engine.mail_stream(&jana.actor, letter).await.unwrap().is_none());
    assert!(app.engine.drafts_of(&jana.actor, &[ticket.id]).await.unwrap().is_empty());
    assert_eq!(holding(&app.directory().join("blobs"), SECRET), Vec::<String>::new());
}

async fn s10_one_file_is_redacted_and_the_text_stays(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Protokoll").await;
    let input = AddComment {
        number: ticket.number,
        text: "Zwei Dateien".to_owned(),
        attachments: vec![upload("geheim.txt", SECRET), upload("harmlos.txt", "nichts")],
        ..AddComment::default()
    };
    let comment = app.engine.add_comment(&maria.actor, input).await.unwrap().comment;
    let files = app.engine.attachments_of(&jana.actor, &[comment.id]).await.unwrap()[&comment.id].clone();
    let what = Redaction::Attachment(files[0].id);
    let input = Redact { what, reason: "Zugangsdaten".to_owned() };
    app.engine.redact(&jana.actor, input.clone()).await.unwrap();
    let after = comments(&app, &maria.actor, &ticket).await.pop().unwrap();
    assert_eq!((after.text.as_str(), after.redacted_at, after.redacted_files), ("Zwei Dateien", None, 1));
    let left = app.engine.attachments_of(&maria.actor, &[comment.id]).await.unwrap()[&comment.id].clone();
    assert_eq!(left.iter().map(|file| file.filename.as_str()).collect::<Vec<_>>(), ["harmlos.txt"]);
    assert_eq!((found(&app, "geheim.txt").await, found(&app, "harmlos.txt").await), (0, 1));
    assert_eq!(holding(&app.directory().join("blobs"), SECRET), Vec::<String>::new());
    assert_eq!(app.engine.redact(&jana.actor, input).await.unwrap_err().code(), Code::NotFound);
}

async fn s10_a_tombstone_and_a_line_in_the_history_stay(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Zugang").await;
    let comment = app.given().comment(&maria, &ticket, SECRET).await;
    let redacted = redact(&app, &jana.actor, comment.id).await.unwrap();
    let again = redact(&app, &jana.actor, comment.id).await.unwrap();
    assert_eq!(redacted.version, again.version, "twice is once");
    let after = comments(&app, &maria.actor, &ticket).await;
    assert_eq!((after.len(), after[1].id, after[1].author), (2, comment.id, maria.user.id));
    for (by, fields) in [(&jana, vec!["redacted", "reason"]), (&maria, vec!["redacted"])] {
        let events = app.engine.events(&by.actor, ticket.id, &Paging::default()).await.unwrap().items;
        let (_, last) = events.last().unwrap();
        assert_eq!((last.kind, last.actor), (EventKind::Redacted, Some(jana.user.id)));
        assert_eq!((last.comment, last.at), (Some(comment.id), app.now()));
        let named: Vec<&str> = last.changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(named, fields, "why is for the staff alone");
    }
}

async fn s10_those_who_work_the_ticket_may_redact_and_nobody_else(app: TestApp) {
    let (jana, ada) =
        (app.given().agent("jana@example.org").await, app.given().admin("ada@example.org").await);
    let (maria, eve) =
        (app.given().customer("maria@example.org").await, app.given().customer("eve@example.org").await);
    let ticket = app.given().ticket(&maria, "Zugang").await;
    let comment = app.given().comment(&maria, &ticket, SECRET).await;
    let note = app.given().internal_note(&jana, &ticket, SECRET).await;
    let queue = app.engine.queues(&Actor::system()).await.unwrap().remove(0);
    app.engine.set_queue_members(&Actor::system(), queue.id, &[jana.user.id]).await.unwrap();
    let ole = app.given().agent("ole@example.org").await;
    app.engine.set_queue_members(&Actor::system(), queue.id, &[jana.user.id]).await.unwrap();
    for (by, id, code) in [
        (&maria, comment.id, Code::Forbidden),
        (&maria, note.id, Code::NotFound),
        (&eve, comment.id, Code::NotFound),
        (&ole, comment.id, Code::NotFound),
        (&jana, CommentId(Uuid::nil()), Code::NotFound),
    ] {
        assert_eq!(redact(&app, &by.actor, id).await.unwrap_err().code(), code, "{}", by.user.email);
    }
    let no_file = Redaction::Attachment(AttachmentId(Uuid::nil()));
    for (what, reason, code, field) in [
        (no_file, "x".to_owned(), Code::NotFound, None),
        (Redaction::Comment(comment.id), " \n".to_owned(), Code::BadUserInput, Some("reason")),
        (Redaction::Comment(comment.id), "x".repeat(501), Code::BadUserInput, Some("reason")),
    ] {
        let error = app.engine.redact(&jana.actor, Redact { what, reason }).await.unwrap_err();
        assert_eq!((error.code(), error.field()), (code, field));
    }
    redact(&app, &ada.actor, comment.id).await.unwrap();
    redact(&app, &jana.actor, note.id).await.unwrap();
    let events = app.engine.events(&maria.actor, ticket.id, &Paging::default()).await.unwrap().items;
    let redacted = events.iter().filter(|(_, event)| event.kind == EventKind::Redacted).count();
    assert_eq!(redacted, 1, "nothing tells of the note");
    let subject = Some(engine::AuditSubject::Ticket(ticket.id));
    let log = app.engine.audit_log(&ada.actor, subject, &Paging::default()).await.unwrap();
    let told: Vec<_> = log.items.iter().map(|(_, entry)| (entry.actor, entry.changes.clone())).collect();
    let number = ticket.number.to_string();
    let changes = [("ticket", number.as_str()), ("redacted", "comment"), ("reason", "Zugangsdaten")];
    let changes = changes.map(|(field, to)| engine::Change::new(field, None, Some(to))).to_vec();
    assert_eq!(told, [(Some(jana.user.id), changes.clone()), (Some(ada.user.id), changes)]);
}

async fn s10_a_file_that_another_comment_holds_too_stays_there(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket(&maria, "Protokoll").await;
    let mut ids = Vec::new();
    for text in ["einmal", "noch einmal"] {
        let attachments = vec![upload("gleich.txt", "dieselben Bytes")];
        let input =
            AddComment { number: ticket.number, text: text.to_owned(), attachments, ..AddComment::default() };
        ids.push(app.engine.add_comment(&maria.actor, input).await.unwrap().comment.id);
    }
    redact(&app, &jana.actor, ids[0]).await.unwrap();
    let left = app.engine.attachments_of(&maria.actor, &ids).await.unwrap()[&ids[1]].clone();
    let (_, bytes) = app.engine.attachment_content(&maria.actor, left[0].id).await.unwrap().unwrap();
    assert_eq!(bytes, "dieselben Bytes");
}

/// A ticket of a mail with the secret in its subject, and its first comment.
async fn with_subject(app: &TestApp, id: &str) -> (Ticket, CommentId) {
    let subject = format!("Zugang {SECRET}");
    let received = receive(&app.engine, mail(id, "maria@muster.example", &subject, "Geht nicht.")).await;
    let ticket = app.engine.ticket(&Actor::system(), received.ticket.unwrap()).await.unwrap().unwrap();
    assert_eq!(ticket.title, subject);
    (ticket, received.comment.unwrap())
}

async fn retitle(app: &TestApp, by: &Person, ticket: &Ticket, title: &str) {
    let input =
        UpdateTicket { number: ticket.number, title: Some(title.to_owned()), ..UpdateTicket::default() };
    app.engine.update_ticket(&by.actor, input).await.unwrap();
}

/// Which titles the journal tells: before and after each change.
async fn titles(app: &TestApp, ticket: &Ticket) -> Vec<(Option<String>, Option<String>)> {
    let events = app.engine.events(&Actor::system(), ticket.id, &Paging::default()).await.unwrap().items;
    let changes = events.into_iter().flat_map(|(_, event)| event.changes);
    let titles = changes.filter(|change: &Change| change.field == "title");
    titles.map(|change| (change.from, change.to)).collect()
}

async fn subjects(app: &TestApp) -> Vec<Option<String>> {
    let mails = app.engine.mails(&Actor::system(), &MailFilter::default(), &Paging::default()).await.unwrap();
    mails.items.into_iter().map(|(_, mail)| mail.subject).collect()
}

/// Where a word stands still: in files, and in the tables of PostgreSQL.
async fn left(app: &TestApp, word: &str) -> Vec<String> {
    let mut found = holding(app.directory(), word);
    if app.backend == Backend::Postgres {
        let database = Database::connect(app.database()).await.unwrap();
        let rows = |sql: String| {
            let statement = Statement::from_string(database.get_database_backend(), sql);
            let database = database.clone();
            async move { database.query_all_raw(statement).await.unwrap() }
        };
        let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
        for row in rows(tables.to_owned()).await {
            let table: String = row.try_get_by_index(0).unwrap();
            let sql = format!("SELECT t::text FROM \"{table}\" t WHERE t::text ILIKE '%{word}%'");
            found.extend(
                rows(sql).await.iter().map(|row| format!("{table}: {:?}", row.try_get_by_index::<String>(0))),
            );
        }
    }
    found
}

async fn s10_the_subject_goes_with_the_comment_and_so_do_former_titles(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (ticket, first) = with_subject(&app, "1@x").await;
    retitle(&app, &jana, &ticket, &format!("Konto {SECRET}")).await;
    retitle(&app, &jana, &ticket, "Zugang").await;
    assert_ne!(left(&app, SECRET).await, Vec::<String>::new(), "it is there before");
    redact(&app, &jana.actor, first).await.unwrap();
    assert_eq!(subjects(&app).await, [None]);
    assert_eq!(titles(&app, &ticket).await, [(None, None), (None, Some("Zugang".to_owned()))]);
    assert_eq!(found(&app, SECRET).await, 0);
    assert_eq!(left(&app, SECRET).await, Vec::<String>::new());
    assert_eq!(left(&app, &SECRET.to_lowercase()).await, Vec::<String>::new());
}

async fn s10_a_title_that_is_changed_after_the_redaction_leaves_nothing_of_the_old_one(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (ticket, first) = with_subject(&app, "1@x").await;
    redact(&app, &jana.actor, first).await.unwrap();
    assert_eq!(found(&app, SECRET).await, 1, "the title is for the staff to change");
    retitle(&app, &jana, &ticket, "Zugang").await;
    app.engine.run_due().await.unwrap();
    assert_eq!(titles(&app, &ticket).await, [(None, Some("Zugang".to_owned()))]);
    assert_eq!(left(&app, SECRET).await, Vec::<String>::new());
    retitle(&app, &jana, &ticket, "Konto").await;
    assert_eq!(titles(&app, &ticket).await, [(None, None), (None, Some("Konto".to_owned()))]);
}

async fn s10_the_title_goes_with_the_comment_if_it_is_asked_for(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (ticket, first) = with_subject(&app, "1@x").await;
    let what = Redaction::CommentAndTitle(first);
    let reason = "Zugangsdaten".to_owned();
    let redacted = app.engine.redact(&jana.actor, Redact { what, reason }).await.unwrap();
    assert_eq!(redacted.title, "(kein Betreff)");
    app.engine.run_due().await.unwrap();
    assert_eq!(titles(&app, &ticket).await, [(None, Some("(kein Betreff)".to_owned()))]);
    assert_eq!(found(&app, SECRET).await, 0);
    assert_eq!(left(&app, SECRET).await, Vec::<String>::new());
    assert_eq!(left(&app, &SECRET.to_lowercase()).await, Vec::<String>::new());
}

async fn s10_no_other_comment_takes_the_title_with_it(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (ticket, _) = with_subject(&app, "1@x").await;
    let later = app.given().comment(&jana, &ticket, "Noch etwas.").await;
    let (what, reason) = (Redaction::CommentAndTitle(later.id), "x".to_owned());
    let error = app.engine.redact(&jana.actor, Redact { what, reason }).await.unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::BadUserInput, Some("title")));
    let after = comments(&app, &jana.actor, &ticket).await;
    assert!(after.iter().all(|comment| comment.redacted_at.is_none()), "nothing is done by half");
}

async fn s10_a_comment_that_opened_nothing_takes_its_own_subject_alone(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (ticket, _) = with_subject(&app, "1@x").await;
    retitle(&app, &jana, &ticket, "Zugang").await;
    let answer = IncomingMessage {
        in_reply_to: vec!["1@x".to_owned()],
        ..mail("2@x", "maria@muster.example", "Re: Zugang", "Danke")
    };
    let answer = receive(&app.engine, answer).await.comment.unwrap();
    redact(&app, &jana.actor, answer).await.unwrap();
    assert_eq!(subjects(&app).await, [None, Some(format!("Zugang {SECRET}"))]);
    let before = (Some(format!("Zugang {SECRET}")), Some("Zugang".to_owned()));
    assert_eq!(titles(&app, &ticket).await, [before]);
    retitle(&app, &jana, &ticket, "Konto").await;
    let again = (Some("Zugang".to_owned()), Some("Konto".to_owned()));
    assert_eq!(titles(&app, &ticket).await.pop(), Some(again));
}

async fn s10_a_comment_takes_the_former_titles_of_the_ticket_that_it_opened_after_a_merge(app: TestApp) {
    let jana = app.given().agent("jana@example.org").await;
    let (ticket, first) = with_subject(&app, "1@x").await;
    retitle(&app, &jana, &ticket, "Zugang").await;
    let into = receive(&app.engine, mail("2@x", "maria@muster.example", "Konto", "Gesperrt.")).await;
    let input = MergeTickets { from: ticket.number, into: into.ticket.unwrap() };
    app.engine.merge_tickets(&jana.actor, input).await.unwrap();
    redact(&app, &jana.actor, first).await.unwrap();
    assert_eq!(left(&app, SECRET).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_letter_that_waits_does_not_quote_what_was_redacted() {
    let quoting = |settings: &mut Settings| settings.mail.content = MailContent::Full;
    let app = TestApp::with(Backend::Sqlite, quoting).await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = app.given().ticket_in(&maria, &jana, Status::Open).await;
    let _ = app.letters().await;
    let comment = app.given().comment(&jana, &ticket, SECRET).await;
    redact(&app, &jana.actor, comment.id).await.unwrap();
    let letters = app.letters().await;
    assert!(!letters.is_empty());
    assert!(letters.iter().all(|letter| letter.comment.is_none()), "{letters:?}");
}

#[tokio::test]
async fn s10_no_byte_in_the_directory_of_a_sqlite_installation_tells_what_was_redacted() {
    let app = TestApp::on(Backend::Sqlite).await;
    let jana = app.given().agent("jana@example.org").await;
    let maria = app.given().customer("maria@example.org").await;
    let ticket = by_mail(&app).await;
    // Enough around it that pages of the database are moved and merged.
    for round in 0..120 {
        let noise = app.given().ticket(&maria, &format!("Rauschen {round}")).await;
        app.given().comment(&maria, &noise, &format!("Wintergarten{round} und Winterdienst{round}")).await;
    }
    let mut secrets = vec![comments(&app, &jana.actor, &ticket).await.remove(0).id];
    secrets.push(app.given().comment(&jana, &ticket, &format!("Danke für {SECRET}.")).await.id);
    secrets.push(app.given().internal_note(&jana, &ticket, &format!("{SECRET}: stimmt.")).await.id);
    for text in [format!("> {SECRET}"), format!("> {SECRET} und mehr")] {
        let (number, visibility) = (ticket.number, Some(Visibility::Internal));
        app.engine
            .save_draft(&jana.actor, SaveDraft { number, text, visibility, ..SaveDraft::default() })
            .await
            .unwrap();
    }
    for round in 0..120 {
        let noise = app.given().ticket(&maria, &format!("Stille {round}")).await;
        app.given().comment(&maria, &noise, &format!("Wintermantel{round}")).await;
    }
    let words = [SECRET.to_owned(), SECRET.to_lowercase(), "geheimnis4711".to_owned()];
    assert_ne!(holding(app.directory(), SECRET), Vec::<String>::new(), "it is there before");
    for id in secrets {
        redact(&app, &jana.actor, id).await.unwrap();
    }
    for word in words {
        assert_eq!(holding(app.directory(), &word), Vec::<String>::new(), "{word}");
    }
}

async fn a_file_that_is_attached_while_the_same_bytes_are_redacted_is_kept_or_refused(app: TestApp) {
    let maria = app.given().customer("maria@muster.example").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&maria, "Drucker").await;
    let attach = || AddComment {
        number: ticket.number,
        attachments: vec![upload("a.txt", SECRET)],
        ..AddComment::default()
    };
    let mut last = app.engine.add_comment(&maria.actor, attach()).await.unwrap().comment;
    for round in 0..25 {
        let (gone, added) =
            tokio::join!(redact(&app, &jana.actor, last.id), app.engine.add_comment(&maria.actor, attach()));
        gone.unwrap();
        last = match added {
            Ok(added) => added.comment,
            Err(error) => {
                assert_eq!(error.code(), Code::Unavailable, "round {round}");
                app.engine.add_comment(&maria.actor, attach()).await.unwrap().comment
            }
        };
        let files = app.engine.attachments_of(&maria.actor, &[last.id]).await.unwrap();
        let file = &files[&last.id][0];
        let content = app.engine.attachment_content(&maria.actor, file.id).await;
        assert!(content.is_ok(), "round {round}: what was acknowledged can be read: {content:?}");
    }
}

/// The files below a directory whose bytes hold a word.
pub(crate) fn holding(directory: &Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, word));
        } else if fs::read(&path).unwrap().windows(word.len()).any(|window| window == word.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}
