//! The protocol in which `mail import` hands messages over to a running server: lines of JSON, and the bytes of messages.
//!
//! ```text
//! server: {"version":"0.1.0/1","installation":"/srv/data/schalter.db file:///srv/data/blobs"}
//! client: {"length":1234,"mailbox":"tickets@example.org"}
//! client: 1234 bytes
//! server: {"outcome":"created",…}        the report, once the message is committed
//!     or: {"declined":"…"}               this message and what follows is not taken, and the connection ends
//! ```
//! A client need not wait for an answer before its next message; answers come in the order of the messages.

use std::io;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

use crate::inbound::{Report, report::Became};

/// Both ends must be of one version; the number behind it counts changes of this protocol.
pub(super) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");
/// How long a greeting or a head may be.
pub(super) const SHORT: u64 = 16 << 10;

/// What a server says first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Greeting {
    pub(super) version: String,
    /// Which database and which files it works on: several installations may keep theirs in one directory.
    pub(super) installation: String,
}

impl Greeting {
    /// Of a server of this version.
    pub(super) fn of(installation: &str) -> Self {
        Self { version: VERSION.to_owned(), installation: installation.to_owned() }
    }
}

/// What a client says before the bytes of a message.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// How many bytes follow.
    pub(super) length: u64,
    /// The mailbox that the message came to, if the client knows it.
    pub(super) mailbox: Option<String>,
}

/// What became of a message.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Answer {
    /// It was decided on.
    Decided(Box<Report>),
    /// It was not taken; the client takes it in by itself.
    Declined {
        /// Why, for the log.
        declined: &'static str,
    },
}

/// A report as a client reads it: the line is printed as it came.
#[derive(Debug, Deserialize)]
struct Outcome {
    outcome: Became,
}

/// Whether the message of this answer is stored; `None` if it was declined, or the answer cannot be understood.
pub(super) fn stored(answer: &[u8]) -> Option<bool> {
    let Outcome { outcome } = parsed(answer).ok()?;
    Some(outcome != Became::Failed)
}

/// A value as a line.
pub(super) fn written(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(line)
}

/// The value of a line.
pub(super) fn parsed<T: DeserializeOwned>(line: &[u8]) -> io::Result<T> {
    Ok(serde_json::from_slice(line)?)
}

/// The next line, without its end; `None` where the connection has ended.
pub(super) async fn line<R: AsyncBufRead + Unpin>(reader: &mut R, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if reader.take(most).read_until(b'\n', &mut line).await? == 0 {
        return Ok(None);
    }
    match line.pop() {
        Some(b'\n') => Ok(Some(line)),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "a line has no end")),
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::{Answer, Greeting, Head, SHORT, VERSION, line, parsed, stored, written};
    use crate::inbound::Report;

    #[test]
    fn what_one_end_writes_the_other_reads() {
        let greeting = Greeting::of("/srv/data/schalter.db file:///srv/data/blobs");
        assert_eq!(greeting.version, VERSION);
        let line = written(&greeting).expect("JSON");
        assert_eq!(parsed::<Greeting>(&line).expect("the same"), greeting);
        let head = Head { length: 7, mailbox: Some("tickets@bücher.example".to_owned()) };
        assert_eq!(parsed::<Head>(&written(&head).expect("JSON")).expect("the same"), head);
    }

    #[test]
    fn an_answer_is_the_line_that_is_printed_or_says_that_nothing_was_taken() {
        let report = Report::failed("two\nlines".to_owned());
        let line = written(&Answer::Decided(Box::new(report.clone()))).expect("JSON");
        assert_eq!(line, format!("{}\n", serde_json::to_string(&report).expect("JSON")).into_bytes());
        assert_eq!(stored(&line), Some(false));
        let empty = written(&Answer::Decided(Box::new(Report::empty("it is empty".to_owned()))));
        assert_eq!(stored(&empty.expect("JSON")), Some(true));
        let declined = written(&Answer::Declined { declined: "the server stops" }).expect("JSON");
        assert_eq!(declined, b"{\"declined\":\"the server stops\"}\n");
        assert_eq!(stored(&declined), None);
    }

    #[tokio::test]
    async fn a_line_has_an_end_and_a_length() {
        let mut whole: &[u8] = b"one\n\ntwo";
        assert_eq!(line(&mut whole, SHORT).await.expect("a line"), Some(b"one".to_vec()));
        assert_eq!(line(&mut whole, SHORT).await.expect("a line"), Some(Vec::new()));
        assert!(line(&mut whole, SHORT).await.is_err(), "cut off");
        assert_eq!(line(&mut whole, SHORT).await.expect("the end"), None);
        let mut long: &[u8] = b"one and more\n";
        assert!(line(&mut long, 3).await.is_err());
    }
}
