//! What nothing refers to is removed, and nothing else.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, Utc};
use engine::{AddComment, Code, CreateTicket, SweepBlobs, Swept, Upload, blobs::sha256_hex};
use tests::{TestApp, on_each_database};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);
const SWEEP: SweepBlobs = SweepBlobs { files_older_than: DAY, mails_older_than: DAY, dry_run: false };

on_each_database!(
    what_no_row_names_is_removed_once_it_is_old,
    the_same_bytes_uploaded_again_are_as_new,
    what_was_written_within_the_hour_stays_whatever_is_asked,
    by_itself_it_sweeps_once_a_day_and_leaves_raw_mails_for_a_month
);

fn upload(text: &str) -> Upload {
    Upload { filename: "a.txt".to_owned(), content_type: None, bytes: text.to_owned().into() }
}

fn place(app: &TestApp, kind: &str, text: &str) -> PathBuf {
    let name = sha256_hex(text.as_bytes());
    app.directory().join("blobs").join(kind).join(&name[..2]).join(&name[2..4]).join(name)
}

/// The store tells real times; here they are those of the test.
fn written_at(file: &Path, time: DateTime<Utc>) {
    let file = fs::File::options().write(true).open(file).expect("it is there");
    file.set_modified(time.into()).expect("set");
}

/// A file without a row, as a killed process leaves it.
fn left_over(app: &TestApp, kind: &str, text: &str, ending: &str, time: DateTime<Utc>) -> PathBuf {
    let mut file = place(app, kind, text).into_os_string();
    file.push(ending);
    let file = PathBuf::from(file);
    fs::create_dir_all(file.parent().expect("a directory")).expect("made");
    fs::write(&file, text).expect("written");
    written_at(&file, time);
    file
}

async fn what_no_row_names_is_removed_once_it_is_old(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let stranger = app.given().customer("otto@example.com").await;
    let input = CreateTicket {
        title: "Drucker".to_owned(),
        text: "klemmt".to_owned(),
        attachments: vec![upload("kept")],
        ..CreateTicket::default()
    };
    let ticket = app.engine.create_ticket(&maria.actor, input).await.expect("a ticket");
    let refused = AddComment {
        number: ticket.number,
        text: "Let me in".to_owned(),
        attachments: vec![upload("refused")],
        draft_files: Vec::new(),
        visibility: engine::Visibility::Public,
        status: None,
        takes: false,
        idempotency_key: None,
        expected_version: None,
    };
    let refused = app.engine.add_comment(&stranger.actor, refused).await.expect_err("it is not theirs");
    assert_eq!(refused.code(), Code::NotFound);
    let raw = "From: kim@customer.example\r\nMessage-ID: <1@customer.example>\r\n\r\nHello\r\n";
    assert!(mail::inbound::submit(&app.engine, raw.into(), None).await.is_stored());

    let old = app.now() - DAY - HOUR;
    let kept = [place(&app, "attachments", "kept"), place(&app, "mails", raw)];
    for file in &kept {
        written_at(file, old);
    }
    let other = app.directory().join("blobs/attachments/README");
    fs::write(&other, "not ours").expect("written");
    written_at(&other, old);
    let young = left_over(&app, "attachments", "under way", "", app.now() - HOUR);
    let mut gone = vec![
        left_over(&app, "attachments", "refused", "", old),
        left_over(&app, "attachments", "kept", "#1", old),
        left_over(&app, "mails", "undecided", "", old),
        left_over(&app, "mails", "half-written", "#12", old),
        // The same bytes as a file that is kept, in the other store.
        left_over(&app, "mails", "kept", "", old),
    ];
    let cut_off = left_over(&app, "attachments", "cut off now", "#1", app.now());
    gone.sort();

    let mut told = Vec::new();
    let dry = SweepBlobs { dry_run: true, ..SWEEP };
    let found = app.engine.sweep_blobs(dry, |place, _| told.push(app.directory().join("blobs").join(place)));
    let found = found.await.expect("swept");
    told.sort();
    assert_eq!((told, found.files), (gone.clone(), 5));
    assert!(gone.iter().all(|file| file.exists()), "a dry run removes nothing");

    assert_eq!(app.engine.sweep_blobs(SWEEP, |_, _| ()).await.expect("swept"), found);
    assert!(gone.iter().all(|file| !file.exists()));
    for file in kept.iter().chain([&young, &cut_off, &other]) {
        assert!(file.exists(), "{} was taken", file.display());
    }
    assert_eq!(app.engine.sweep_blobs(SWEEP, |_, _| ()).await.expect("swept"), Swept::default());
}

async fn what_was_written_within_the_hour_stays_whatever_is_asked(app: TestApp) {
    let all =
        SweepBlobs { files_older_than: Duration::ZERO, mails_older_than: Duration::ZERO, dry_run: false };
    let just = app.now() - HOUR + Duration::from_mins(1);
    let kept = left_over(&app, "attachments", "its row is on its way", "", just);
    let old =
        left_over(&app, "attachments", "nobody wants it", "", app.now() - HOUR - Duration::from_mins(1));
    let swept = app.engine.sweep_blobs(all, |_, _| ()).await.expect("swept");
    assert_eq!((swept.files, kept.exists(), old.exists()), (1, true, false));
}

async fn the_same_bytes_uploaded_again_are_as_new(app: TestApp) {
    let maria = app.given().customer("maria@example.org").await;
    let file = left_over(&app, "attachments", "again", "", app.now() - DAY - HOUR);
    let before = fs::metadata(&file).expect("it is there").modified().expect("a time");
    let input = CreateTicket {
        title: "Drucker".to_owned(),
        text: "klemmt".to_owned(),
        attachments: vec![upload("again")],
        ..CreateTicket::default()
    };
    app.engine.create_ticket(&maria.actor, input).await.expect("a ticket");
    let after = fs::metadata(&file).expect("it is there").modified().expect("a time");
    assert!(after > before, "a sweep that listed it before would take it from the ticket");
}

async fn by_itself_it_sweeps_once_a_day_and_leaves_raw_mails_for_a_month(app: TestApp) {
    let file = left_over(&app, "attachments", "refused", "", app.now() - DAY - HOUR);
    let mail = left_over(&app, "mails", "undecided", "", app.now() - DAY - HOUR);
    let swept = app.engine.sweep_blobs_if_due().await.expect("swept").expect("it never was before");
    assert_eq!(swept, Swept { files: 1, bytes: 7 });
    assert!(!file.exists() && mail.exists());
    app.clock.advance(DAY - HOUR);
    assert_eq!(app.engine.sweep_blobs_if_due().await.expect("an answer"), None);
    app.clock.advance(HOUR);
    assert_eq!(app.engine.sweep_blobs_if_due().await.expect("an answer"), Some(Swept::default()));
    app.clock.advance(DAY * 30);
    assert_eq!(app.engine.sweep_blobs_if_due().await.expect("an answer").map(|swept| swept.files), Some(1));
    assert!(!mail.exists());
}

#[test]
fn every_table_that_names_files_is_asked() {
    let engine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/src/store");
    let asked = fs::read_to_string(engine.join("blobs.rs")).expect("the question");
    for entity in fs::read_dir(engine.join("entity")).expect("the tables").flatten() {
        let names_files = fs::read_to_string(entity.path()).expect("text").contains("sha256:");
        let table = entity.path().file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        assert!(!names_files || asked.contains(&format!("{table}::Column::Sha256")), "{table} is forgotten");
    }
}
