//! Reads every mail of the corpora, our own and a large one where that is there, and compares what comes out with what is
//! expected of it.
//!
//! The rules of comparison are those of the large corpus' README: white space runs as one, addresses without case. `CORPUS_VERBOSE=1` prints each difference.

#![allow(clippy::cast_precision_loss, reason = "a share is only shown")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use engine::{Automatic, IncomingMessage};
use mail::inbound::report::Became;
use mail::inbound::steps::quote;
use mail::inbound::{Parsed, parse};
use serde_json::Value;

/// A corpus of mails, and which share of its expectations must be met.
#[derive(Debug, Clone)]
pub(crate) struct Corpus {
    place: PathBuf,
    /// Of the mails and of the replies; other projects do not agree on each of them.
    mails: Share,
    replies: Share,
}

/// So many of so many.
#[derive(Debug, Clone, Copy)]
struct Share(usize, usize);

const ALL: Share = Share(1, 1);

/// The corpora that are there: our own always, and the large one where it lies beside the repository.
pub(crate) fn corpora() -> Vec<Corpus> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = Corpus { place: tests.join("corpus"), mails: ALL, replies: ALL };
    let place = tests.join("../../shared/mail-corpus");
    let large = Corpus { place, mails: Share(98, 100), replies: Share(66, 73) };
    assert!(own.place.is_dir(), "a part of the repository is missing: {}", own.place.display());
    let mut corpora = vec![own];
    if large.place.is_dir() {
        corpora.push(large);
    } else {
        eprintln!("the large corpus is not there, only our own is read: {}", large.place.display());
    }
    corpora
}

impl Corpus {
    /// Whether it is the one that other projects' mails were gathered in.
    fn is_large(&self) -> bool {
        self.mails.0 < self.mails.1
    }

    /// Every file with that ending in a folder, in order.
    pub(crate) fn files(&self, folder: &str, ending: &str) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = std::fs::read_dir(self.place.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == ending))
            .collect();
        found.sort();
        found
    }

    /// Every whole mail, whether it is well made or not.
    fn mails(&self) -> Vec<PathBuf> {
        ["eml", "malformed"].iter().flat_map(|folder| self.files(folder, "eml")).collect()
    }
}

/// Every file with that ending in a folder of all corpora.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    corpora().iter().flat_map(|corpus| corpus.files(folder, ending)).collect()
}

fn expectations(file: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(file.with_extension("expect.json")).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of the expectation or nothing, if the key is not there.
fn text<'v>(expected: &'v Value, key: &str) -> Option<&'v str> {
    expected.get(key).and_then(Value::as_str)
}

fn list(expected: &Value, key: &str) -> Option<Vec<String>> {
    let values = expected.get(key)?.as_array()?;
    Some(values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect())
}

/// Every difference between a mail and its expectations, in words.
fn differences(parsed: &Parsed, expected: &Value) -> String {
    let mut found = String::new();
    let message = &parsed.message;
    let mut compare = |key: &str, ours: String, theirs: String| {
        if ours != theirs {
            writeln!(found, "    {key}: {ours:?} instead of {theirs:?}").unwrap();
        }
    };
    let from = message.from.clone().unwrap_or_default();
    if let Some(name) = text(expected, "from_name") {
        compare("from_name", one_line(&from.name), one_line(name));
    }
    if let Some(address) = text(expected, "from_address") {
        compare("from_address", from.address.to_lowercase(), address.to_lowercase());
    }
    if let Some(to) = list(expected, "to") {
        let lower =
            |addresses: &[String]| addresses.iter().map(|a| a.to_lowercase()).collect::<Vec<_>>().join(", ");
        compare("to", lower(&parsed.to), lower(&to));
    }
    if let Some(subject) = text(expected, "subject") {
        compare("subject", one_line(&message.subject), one_line(subject));
    }
    if let Some(id) = text(expected, "message_id") {
        compare("message_id", message.message_id.clone().unwrap_or_default(), id.to_owned());
    }
    if let Some(id) = text(expected, "in_reply_to") {
        compare("in_reply_to", message.in_reply_to.first().cloned().unwrap_or_default(), id.to_owned());
    }
    if let Some(references) = list(expected, "references") {
        compare("references", message.references.join(" "), references.join(" "));
    }
    if let Some(html) = expected.get("html_present").and_then(Value::as_bool) {
        compare("html_present", message.html.is_some().to_string(), html.to_string());
    }
    if let Some(bounce) = expected.get("is_bounce").and_then(Value::as_bool) {
        compare("is_bounce", message.bounce.is_some().to_string(), bounce.to_string());
    }
    if let Some(reply) = expected.get("is_auto_reply").and_then(Value::as_bool) {
        let ours = matches!(message.automatic, Some(Automatic::AutoReply | Automatic::Generated));
        compare("is_auto_reply", ours.to_string(), reply.to_string());
    }
    let readable = one_line(&message.text);
    for piece in list(expected, "text_contains").unwrap_or_default() {
        if !readable.contains(&one_line(&piece)) {
            writeln!(found, "    text: {piece:?} is not in {:?}", mail::inbound::clean::clip(&readable, 600))
                .unwrap();
        }
    }
    for wanted in expected.get("attachments").and_then(Value::as_array).into_iter().flatten() {
        if !has_attachment(message, wanted) {
            let ours: Vec<_> = message
                .attachments
                .iter()
                .map(|file| (&file.upload.filename, &file.upload.content_type, file.upload.bytes.len()))
                .collect();
            writeln!(found, "    attachment {wanted} is not among {ours:?}").unwrap();
        }
    }
    found
}

fn has_attachment(message: &IncomingMessage, wanted: &Value) -> bool {
    message.attachments.iter().any(|file| {
        let upload = &file.upload;
        text(wanted, "name").is_none_or(|name| name == upload.filename)
            && text(wanted, "content_type").is_none_or(|kind| upload.content_type.as_deref() == Some(kind))
            && wanted.get("size").and_then(Value::as_u64).is_none_or(|size| size == upload.bytes.len())
    })
}

/// Prints how many of the files meet all expectations, and demands a share of them.
#[allow(clippy::print_stdout, reason = "the share is what the test is for")]
fn demand(corpus: &Corpus, what: &str, met: usize, all: usize, failures: &str, least: Share) {
    println!(
        "{}: {met} of {all} {what} meet all expectations ({:.1} %)",
        corpus.place.display(),
        100.0 * met as f64 / all as f64
    );
    if std::env::var_os("CORPUS_VERBOSE").is_some() {
        println!("{failures}");
    }
    let Share(part, whole) = least;
    assert!(
        met * whole >= all * part,
        "only {met} of {all} {what}, {part} of {whole} are wanted:\n{failures}"
    );
}

#[test]
fn every_mail_of_the_corpus_says_what_its_expectations_say() {
    for corpus in corpora() {
        let (mut met, mut all, mut failures) = (0, 0, String::new());
        for file in corpus.mails() {
            let parsed = parse(&std::fs::read(&file).unwrap());
            let Some(expected) = expectations(&file) else { continue };
            all += 1;
            let found = differences(&parsed, &expected);
            if found.is_empty() {
                met += 1;
            } else {
                writeln!(failures, "  {}\n{found}", file.file_name().unwrap().display()).unwrap();
            }
        }
        demand(&corpus, "mails", met, all, &failures, corpus.mails);
    }
}

#[test]
fn no_mail_of_the_corpus_loses_all_its_content() {
    for file in corpora().iter().flat_map(Corpus::mails) {
        let raw = std::fs::read(&file).unwrap();
        let message = parse(&raw).message;
        let behind_header = raw.windows(2).position(|pair| pair == b"\n\n").map_or(&[][..], |at| &raw[at..]);
        let shown = !message.text.is_empty() || message.html.is_some() || !message.attachments.is_empty();
        assert!(
            shown || !behind_header.iter().any(u8::is_ascii_alphanumeric),
            "nothing is left of {}",
            file.display()
        );
        assert!(!message.text.contains('\0') && !message.subject.contains('\0'), "NUL in {}", file.display());
    }
}

#[test]
fn every_reply_of_the_corpus_loses_its_quoted_text() {
    for corpus in corpora() {
        let mut tally = Replies::default();
        for ending in ["txt", "eml", "html"] {
            for file in corpus.files("replies", ending) {
                tally.read(&file, ending);
            }
        }
        let Replies { met, close, all, failures } = tally;
        assert!(close >= met, "what is equal is near enough as well");
        assert!(close * 100 >= all * 93, "only {close} of {all} replies are near enough:\n{failures}");
        demand(&corpus, "replies", met, all, &failures, corpus.replies);
    }
}

/// How many replies lost what they quote, and no more than that.
#[derive(Default)]
struct Replies {
    met: usize,
    close: usize,
    all: usize,
    failures: String,
}

impl Replies {
    fn read(&mut self, file: &Path, ending: &str) {
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        let raw = std::fs::read(file).unwrap();
        let source = String::from_utf8_lossy(&raw);
        let ours = match ending {
            "eml" => parse(&raw).message.text,
            "html" => quote::trim_html(&source),
            _ => quote::trim_text(&source),
        };
        let expected = expectations(file).unwrap();
        for piece in list(&expected, "text_contains").unwrap_or_default() {
            assert!(
                one_line(&ours).contains(&one_line(&piece)),
                "{} lost {piece:?}:\n{ours}",
                file.display()
            );
        }
        let Some(wanted) = text(&expected, "trimmed_text") else { return };
        self.all += 1;
        let (ours_bare, wanted_bare) = (squeeze(&ours), squeeze(wanted));
        let quoted = squeeze(&source).len().saturating_sub(wanted_bare.len());
        let kept = ours_bare.len().saturating_sub(wanted_bare.len());
        let equal =
            if ending == "html" { ours_bare == wanted_bare } else { one_line(&ours) == one_line(wanted) };
        self.met += usize::from(equal);
        self.close += usize::from(equal || ours_bare.starts_with(&wanted_bare) && kept * 10 <= quoted * 3);
        if !equal {
            let name = file.file_name().unwrap().display().to_string();
            writeln!(self.failures, "  {name}\n    {ours:?}\n    instead of {wanted:?}").unwrap();
        }
    }
}

#[tokio::test]
async fn every_mail_of_the_corpus_is_taken_in_by_an_engine() {
    let app = tests::TestApp::start().await;
    let mut outcomes = std::collections::BTreeMap::<&str, usize>::new();
    let corpora = corpora();
    for file in corpora.iter().flat_map(Corpus::mails) {
        let raw = std::fs::read(&file).unwrap();
        let report = mail::inbound::submit(&app.engine, raw.clone(), Some(tests::MAILBOX)).await;
        assert!(report.is_stored(), "{} was not taken in: {:?}", file.display(), report.reason);
        // Some of the corpus' reports share a Message-ID, so that a duplicate may be one of a note.
        let word = if let Some(number) = report.ticket {
            let ticket = app.engine.ticket(&engine::Actor::system(), number).await.unwrap();
            assert!(ticket.is_some(), "{} has no ticket {number}", file.display());
            "in a ticket"
        } else {
            let noted = matches!(
                report.outcome,
                Became::Bounced | Became::Ignored | Became::Duplicate | Became::Held
            );
            assert!(noted, "{} became {:?} without a ticket", file.display(), report.outcome);
            "noted"
        };
        *outcomes.entry(word).or_default() += 1;
        if file.components().any(|part| part.as_os_str() == "malformed") {
            let again = mail::inbound::submit(&app.engine, raw.clone(), Some(tests::MAILBOX)).await;
            assert_eq!(again.outcome, Became::Duplicate, "{}", file.display());
        }
        if std::env::var_os("CORPUS_VERBOSE").is_some() {
            eprintln!("{:?} {:?} {}", report.outcome, report.ticket, file.display());
        }
    }
    let least = if corpora.iter().any(Corpus::is_large) { 150 } else { 15 };
    assert!(outcomes["in a ticket"] >= least, "{outcomes:?}");
}
