//! Files that are chosen for an answer: kept for their owner alone, until they are sent.

use std::{fs, path::PathBuf, time::Duration};

use engine::{
    Actor, AddComment, Code, DraftFile, DraftFileId, SaveDraft, SweepBlobs, Ticket, Upload, Visibility,
    blobs::sha256_hex,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    chosen_files_are_their_owners_alone_and_become_a_part_of_the_comment,
    a_request_that_is_repeated_sends_them_once_and_a_file_that_is_gone_is_named,
    a_file_that_comes_again_is_added_once_and_takes_no_room,
    limits_hold_for_all_files_of_a_draft,
    what_is_not_sent_is_forgotten_after_a_month_and_with_its_owner,
    a_redaction_in_the_ticket_forgets_the_files_of_drafts,
    files_without_a_text_keep_their_readers,
);

const DAY: Duration = Duration::from_hours(24);

fn file(name: &str, text: &str) -> Upload {
    Upload { filename: name.to_owned(), content_type: None, bytes: text.to_owned().into() }
}

async fn keep(app: &TestApp, by: &Person, ticket: &Ticket, name: &str) -> Vec<DraftFile> {
    let files = [file(name, name)];
    app.engine.add_draft_files(&by.actor, ticket.number, &files).await.expect("kept")
}

async fn kept(app: &TestApp, by: &Actor, ticket: &Ticket) -> Vec<String> {
    let all = app.engine.draft_files_of(by, &[ticket.id]).await.expect("files").remove(&ticket.id);
    all.unwrap_or_default().into_iter().map(|file| file.filename).collect()
}

fn ids(files: &[DraftFile]) -> Vec<DraftFileId> {
    files.iter().map(|file| file.id).collect()
}

fn comment(ticket: &Ticket, draft_files: Vec<DraftFileId>) -> AddComment {
    AddComment { number: ticket.number, text: "Anbei.".to_owned(), draft_files, ..AddComment::default() }
}

fn place(app: &TestApp, text: &str) -> PathBuf {
    let name = sha256_hex(text.as_bytes());
    app.directory().join("blobs/attachments").join(&name[..2]).join(&name[2..4]).join(name)
}

fn is_stored(app: &TestApp, text: &str) -> bool {
    place(app, text).exists()
}

async fn chosen_files_are_their_owners_alone_and_become_a_part_of_the_comment(app: TestApp) {
    let (anna, eva) =
        (app.given().customer("anna@example.org").await, app.given().customer("eva@example.org").await);
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    keep(&app, &anna, &ticket, "eins.txt").await;
    app.clock.advance(Duration::from_secs(1));
    let files = keep(&app, &anna, &ticket, "zwei.txt").await;
    assert_eq!(kept(&app, &anna.actor, &ticket).await, ["eins.txt", "zwei.txt"]);
    for by in [&jana.actor, &eva.actor, &Actor::nobody()] {
        assert!(kept(&app, by, &ticket).await.is_empty(), "they are hers alone");
    }
    let stranger =
        app.engine.add_draft_files(&eva.actor, ticket.number, &[file("x", "x")]).await.unwrap_err();
    assert_eq!(stranger.code(), Code::NotFound);
    let taken = app.engine.add_comment(&jana.actor, comment(&ticket, ids(&files))).await.unwrap_err();
    assert_eq!((taken.field(), taken.reason()), (Some("draftFiles"), "draft-file-gone"));
    let other = app.given().ticket(&anna, "Maus").await;
    let elsewhere = app.engine.add_comment(&anna.actor, comment(&other, ids(&files))).await.unwrap_err();
    assert_eq!(elsewhere.reason(), "draft-file-gone", "what was chosen for one ticket goes into no other");
    // Both are sent with one that comes with the comment itself.
    let sent = AddComment { attachments: vec![file("drei.txt", "drei")], ..comment(&ticket, ids(&files)) };
    let added = app.engine.add_comment(&anna.actor, sent).await.expect("a comment").comment;
    let attached = app.engine.attachments_of(&jana.actor, &[added.id]).await.expect("files");
    let names: Vec<_> = attached[&added.id].iter().map(|file| file.filename.as_str()).collect();
    assert_eq!(names, ["eins.txt", "zwei.txt", "drei.txt"]);
    assert!(kept(&app, &anna.actor, &ticket).await.is_empty(), "they are sent");
    let first = attached[&added.id][0].id;
    let (_, bytes) =
        app.engine.attachment_content(&jana.actor, first).await.expect("an answer").expect("a file");
    assert_eq!(bytes.as_ref(), b"eins.txt");
    // What is not sent with it stays.
    let files = keep(&app, &anna, &ticket, "vier.txt").await;
    app.engine.add_comment(&anna.actor, comment(&ticket, Vec::new())).await.expect("a comment");
    assert_eq!(kept(&app, &anna.actor, &ticket).await, ["vier.txt"]);
    let left = app.engine.remove_draft_files(&anna.actor, ticket.number, Some(&ids(&files))).await;
    assert!(left.expect("taken off").is_empty());
}

async fn a_request_that_is_repeated_sends_them_once_and_a_file_that_is_gone_is_named(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let files = ids(&keep(&app, &anna, &ticket, "eins.txt").await);
    let keyed = || AddComment { idempotency_key: Some("k".to_owned()), ..comment(&ticket, files.clone()) };
    let first = app.engine.add_comment(&anna.actor, keyed()).await.expect("a comment");
    let again = app.engine.add_comment(&anna.actor, keyed()).await.expect("the same comment");
    assert_eq!(first.comment.id, again.comment.id);
    let changed = AddComment { text: "Anders.".to_owned(), ..keyed() };
    let changed = app.engine.add_comment(&anna.actor, changed).await.unwrap_err();
    assert_eq!(changed.reason(), "key-used", "the key is looked at before the files");
    let other = app.engine.add_comment(&anna.actor, comment(&ticket, files)).await.unwrap_err();
    assert_eq!(other.reason(), "draft-file-gone");
}

async fn a_file_that_comes_again_is_added_once_and_takes_no_room(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| settings.limits.message = 15).await;
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let first = ids(&keep(&app, &anna, &ticket, "eins.txt").await);
    assert_eq!(ids(&keep(&app, &anna, &ticket, "eins.txt").await), first, "as a form that is sent once more");
    let others = [file("eins.txt", "1"), file("zwei.txt", "1"), file("eins.txt", "eins.txt")];
    let all = app.engine.add_draft_files(&anna.actor, ticket.number, &others).await.expect("kept");
    assert_eq!(all.len(), 3, "other bytes, or another name, are another file: {all:?}");
}

async fn limits_hold_for_all_files_of_a_draft(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| {
        settings.limits.attachment = 10;
        settings.limits.message = 15;
    })
    .await;
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    keep(&app, &anna, &ticket, "eins.txt").await;
    for (text, reason, limit) in [("12345678901", "too-large", 10), ("12345678", "too-large-together", 15)] {
        let refused = app.engine.add_draft_files(&anna.actor, ticket.number, &[file("x.txt", text)]).await;
        let refused = refused.unwrap_err();
        assert_eq!((refused.code(), refused.reason()), (Code::BadUserInput, reason), "{text}");
        assert_eq!(refused.file(), Some(("x.txt", limit)), "it is named, with the limit that it breaks");
        assert!(!is_stored(&app, text), "what is refused leaves nothing");
    }
    // So it is with what comes with the comment itself.
    let drafted =
        ids(&app.engine.draft_files_of(&anna.actor, &[ticket.id]).await.expect("files")[&ticket.id]);
    let more = AddComment { attachments: vec![file("y.txt", "12345678")], ..comment(&ticket, drafted) };
    let refused = app.engine.add_comment(&anna.actor, more).await.unwrap_err();
    assert_eq!((refused.reason(), refused.file()), ("too-large-together", Some(("y.txt", 15))));
    assert_eq!(kept(&app, &anna.actor, &ticket).await, ["eins.txt"]);
}

async fn what_is_not_sent_is_forgotten_after_a_month_and_with_its_owner(app: TestApp) {
    let ada = app.given().admin("ada@example.org").await;
    let anna = app.given().customer("anna@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    keep(&app, &anna, &ticket, "eins.txt").await;
    let sweep =
        SweepBlobs { files_older_than: Duration::ZERO, mails_older_than: Duration::ZERO, dry_run: false };
    app.pass(DAY * 20).await;
    // The store tells real times; here they are those of the test.
    let bytes = fs::File::options().write(true).open(place(&app, "eins.txt")).expect("it is there");
    bytes.set_modified((app.now() - DAY).into()).expect("set");
    app.engine.sweep_blobs(sweep, |_, _| ()).await.expect("swept");
    assert!(is_stored(&app, "eins.txt"), "a draft names it");
    app.pass(DAY * 11).await;
    assert!(kept(&app, &anna.actor, &ticket).await.is_empty(), "a month has passed");
    app.engine.sweep_blobs(sweep, |_, _| ()).await.expect("swept");
    assert!(!is_stored(&app, "eins.txt"), "nothing names it any more");
    keep(&app, &anna, &ticket, "zwei.txt").await;
    app.engine.erase_user(&ada.actor, anna.user.id, "asked for it").await.expect("erased");
    assert!(!is_stored(&app, "zwei.txt"), "its bytes are erased with its owner");
}

async fn a_redaction_in_the_ticket_forgets_the_files_of_drafts(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let said = app.given().comment(&anna, &ticket, "Mein Kennwort ist 123.").await;
    keep(&app, &jana, &ticket, "zitat.txt").await;
    let input = engine::Redact { what: engine::Redaction::Comment(said.id), reason: "a password".to_owned() };
    app.engine.redact(&jana.actor, input).await.expect("redacted");
    assert!(kept(&app, &jana.actor, &ticket).await.is_empty());
    assert_eq!(said.visibility, Visibility::Public);
}

async fn files_without_a_text_keep_their_readers(app: TestApp) {
    let anna = app.given().customer("anna@example.org").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "Drucker").await;
    let files = ids(&keep(&app, &jana, &ticket, "eins.txt").await);
    let readers = async || {
        let mut drafts = app.engine.drafts_of(&jana.actor, &[ticket.id]).await.expect("drafts");
        drafts.remove(&ticket.id).map(|draft| (draft.text, draft.visibility))
    };
    assert_eq!(readers().await, None, "nobody has said for whom it is");
    for visibility in [Visibility::Internal, Visibility::Public] {
        let input = SaveDraft {
            number: ticket.number,
            text: " ".to_owned(),
            visibility: Some(visibility),
            ..SaveDraft::default()
        };
        let saved = app.engine.save_draft(&jana.actor, input).await.expect("saved").expect("a draft");
        assert_eq!((saved.text.as_str(), saved.visibility), ("", visibility));
        assert_eq!(readers().await, Some((String::new(), visibility)));
    }
    // Neither what is sent without them nor a text that is thrown away takes their readers.
    app.given().comment(&jana, &ticket, "Wir sind dran.").await;
    let blank = SaveDraft { number: ticket.number, ..SaveDraft::default() };
    app.engine.save_draft(&jana.actor, blank).await.expect("saved");
    assert_eq!(readers().await, Some((String::new(), Visibility::Public)));
    app.engine.remove_draft_files(&jana.actor, ticket.number, Some(&files)).await.expect("taken off");
    assert_eq!(readers().await, None, "nothing is left");
}
