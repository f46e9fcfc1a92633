//! Taking back an answer that came with files: they are files of its author's draft again.

use std::time::Duration;

use engine::{
    Actor, AddComment, Code, Comment, DraftFile, MergeTickets, Redact, Redaction, SaveDraft, SplitTicket,
    Ticket, Upload, Visibility, blobs::sha256_hex,
};
use tests::{Person, TestApp, on_each_database};

on_each_database!(
    files_of_an_answer_are_files_of_the_draft_again_and_are_sent_once_more,
    files_of_an_answer_that_was_taken_back_are_erased_with_what_their_ticket_loses,
    an_answer_of_files_alone_is_an_answer_again,
    files_that_were_chosen_for_a_note_since_keep_it_a_note,
    an_answer_that_was_split_off_or_merged_leaves,
);

/// An application in which an answer can be taken back for ten seconds.
async fn patient(app: &TestApp) -> TestApp {
    TestApp::with(app.backend, |settings| settings.tickets.undo_send = Duration::from_secs(10)).await
}

async fn answer(app: &TestApp, by: &Person, ticket: &Ticket, names: &[&str]) -> Comment {
    let input = AddComment {
        number: ticket.number,
        text: "Anbei.".to_owned(),
        attachments: names.iter().map(|name| file(name)).collect(),
        ..AddComment::default()
    };
    app.engine.add_comment(&by.actor, input).await.expect("an answer").comment
}

fn file(name: &str) -> Upload {
    Upload { filename: name.to_owned(), content_type: None, bytes: name.to_owned().into() }
}

async fn kept(app: &TestApp, by: &Actor, ticket: &Ticket) -> Vec<DraftFile> {
    app.engine.draft_files_of(by, &[ticket.id]).await.expect("files").remove(&ticket.id).unwrap_or_default()
}

fn names(files: &[DraftFile]) -> Vec<&str> {
    files.iter().map(|file| file.filename.as_str()).collect()
}

/// Whether the bytes of a file that [`file`] made are in the store.
fn is_stored(app: &TestApp, name: &str) -> bool {
    let hash = sha256_hex(name.as_bytes());
    let place = app.directory().join("blobs/attachments").join(&hash[..2]).join(&hash[2..4]).join(hash);
    place.exists()
}

async fn files_of_an_answer_are_files_of_the_draft_again_and_are_sent_once_more(app: TestApp) {
    let app = TestApp::with(app.backend, |settings| {
        settings.tickets.undo_send = Duration::from_secs(10);
        settings.limits.rates.staff = 3;
    })
    .await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let sent = answer(&app, &jana, &ticket, &["b.txt", "a.txt"]).await;
    app.pass(Duration::from_secs(1)).await;
    app.engine.add_draft_files(&jana.actor, ticket.number, &[file("later.txt")]).await.expect("kept");
    let undone = app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    assert!(undone.had_files);
    for by in [&jana.actor, &anna.actor] {
        let files = app.engine.attachments_of(by, &[sent.id]).await.expect("files");
        assert_eq!(files.values().flatten().count(), 0, "nothing of it is public");
    }
    let again = kept(&app, &jana.actor, &ticket).await;
    assert_eq!(names(&again), ["b.txt", "a.txt", "later.txt"], "in their order, before what came since");
    assert!(is_stored(&app, "a.txt") && is_stored(&app, "b.txt"));
    assert!(kept(&app, &anna.actor, &ticket).await.is_empty(), "they are the author's alone");
    // The quota of three files is used up: what was counted when it came is not counted once more.
    let more = app.engine.add_draft_files(&jana.actor, ticket.number, &[file("more.txt")]).await;
    assert_eq!(more.expect_err("three came").code(), Code::RateLimited);
    let draft_files = again.iter().map(|file| file.id).collect();
    let input =
        AddComment { number: ticket.number, text: "Anbei.".to_owned(), draft_files, ..AddComment::default() };
    let sent = app.engine.add_comment(&jana.actor, input).await.expect("an answer").comment;
    let files = app.engine.attachments_of(&anna.actor, &[sent.id]).await.expect("files");
    let public: Vec<_> = files[&sent.id].iter().map(|file| file.filename.as_str()).collect();
    assert_eq!(public, ["b.txt", "a.txt", "later.txt"]);
    assert!(kept(&app, &jana.actor, &ticket).await.is_empty(), "they are sent");
}

async fn files_of_an_answer_that_was_taken_back_are_erased_with_what_their_ticket_loses(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ada = app.given().admin("ada@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let said = app.given().comment(&anna, &ticket, "Mein Kennwort ist 123.").await;
    let take_back = async |name: &str| {
        let sent = answer(&app, &jana, &ticket, &[name]).await;
        app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
        assert!(is_stored(&app, name), "a draft names it");
    };
    take_back("zitat.txt").await;
    let input = Redact { what: Redaction::Comment(said.id), reason: "a password".to_owned() };
    app.engine.redact(&jana.actor, input).await.expect("redacted");
    assert!(kept(&app, &jana.actor, &ticket).await.is_empty() && !is_stored(&app, "zitat.txt"));
    take_back("daten.txt").await;
    app.engine.erase_user(&ada.actor, anna.user.id, "asked for it").await.expect("erased");
    assert!(!is_stored(&app, "daten.txt"), "it goes with the tickets of the customer");
}

async fn an_answer_of_files_alone_is_an_answer_again(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let input =
        AddComment { number: ticket.number, attachments: vec![file("plan.txt")], ..AddComment::default() };
    let sent = app.engine.add_comment(&jana.actor, input).await.expect("an answer").comment;
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    let mut drafts = app.engine.drafts_of(&jana.actor, &[ticket.id]).await.expect("drafts");
    let draft = drafts.remove(&ticket.id).expect("a draft");
    assert_eq!((draft.text.as_str(), draft.visibility), ("", Visibility::Public));
    assert_eq!(names(&kept(&app, &jana.actor, &ticket).await), ["plan.txt"]);
}

async fn files_that_were_chosen_for_a_note_since_keep_it_a_note(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let ticket = app.given().ticket(&anna, "VPN").await;
    let sent = answer(&app, &jana, &ticket, &["a.txt"]).await;
    app.engine.add_draft_files(&jana.actor, ticket.number, &[file("intern.txt")]).await.expect("kept");
    let note =
        SaveDraft { number: ticket.number, visibility: Some(Visibility::Internal), ..SaveDraft::default() };
    app.engine.save_draft(&jana.actor, note).await.expect("saved");
    app.engine.undo_send(&jana.actor, sent.id).await.expect("taken back");
    let mut drafts = app.engine.drafts_of(&jana.actor, &[ticket.id]).await.expect("drafts");
    let draft = drafts.remove(&ticket.id).expect("a draft");
    assert_eq!((draft.text.as_str(), draft.visibility), ("Anbei.", Visibility::Internal));
}

async fn an_answer_that_was_split_off_or_merged_leaves(app: TestApp) {
    let app = patient(&app).await;
    let anna = app.given().customer("anna@example.com").await;
    let jana = app.given().agent("jana@example.org").await;
    let (one, other) = (app.given().ticket(&anna, "VPN").await, app.given().ticket(&anna, "Netz").await);
    let into = app.given().ticket(&anna, "Drucker").await;
    let _ = app.letters().await;
    let sent = [answer(&app, &jana, &one, &["a.txt"]).await, answer(&app, &jana, &other, &[]).await];
    let split = SplitTicket { number: one.number, comments: vec![sent[0].id], title: "Noch eins".to_owned() };
    app.engine.split_ticket(&jana.actor, split).await.expect("split");
    let merge = MergeTickets { from: other.number, into: into.number };
    app.engine.merge_tickets(&jana.actor, merge).await.expect("merged");
    for sent in sent {
        let refused = app.engine.undo_send(&jana.actor, sent.id).await.expect_err("it is elsewhere");
        assert_eq!((refused.code(), refused.field()), (Code::BadUserInput, Some("comment")));
    }
}
