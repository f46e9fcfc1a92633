//! Raw bytes to a message tree: mends what stands in the way of the parser, and guards against what would harm it.

use std::borrow::Cow;

use mail_parser::{Message, MessageParser};

use super::{head, utf16};

/// More nested messages than this are not unpacked: each level costs stack when the tree is dropped.
const MAX_NESTED: usize = 100;

/// So much of a mail is looked at to tell whether it has a header.
const BEGINNING: usize = 64 << 10;

/// Headers of which a mail has at least one; other bytes with a colon in them are not a mail.
const KNOWN: &[&str] = &[
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "delivered-to",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "in-reply-to",
    "references",
    "reply-to",
    "sender",
    "x-mailer",
    "user-agent",
    "bcc",
];

/// Why a mail could not be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is not one header of a mail in it.
    #[error("no mail header found")]
    NoHeaders,
    /// It nests more messages in each other than a person would.
    #[error("too many nested messages")]
    TooDeep,
    /// The parser gave up.
    #[error("the parser failed")]
    Failed,
}

/// Makes the usual damage good: a file in UTF-16, an mbox `From ` line, empty lines before the header, bare CR as line end, a
/// boundary that was not indented, headers in charsets that nobody else reads.
#[must_use]
pub fn mend(raw: &[u8]) -> Cow<'_, [u8]> {
    match utf16::decode(raw) {
        Some(text) => Cow::Owned(mended(text.as_bytes()).into_owned()),
        None => mended(raw),
    }
}

fn mended(raw: &[u8]) -> Cow<'_, [u8]> {
    let mut rest = skip_blank(raw);
    if rest.starts_with(b"From ") {
        let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        rest = skip_blank(rest.get(end..).unwrap_or_default());
    }
    if rest.contains(&b'\r') && !rest.contains(&b'\n') {
        let unix: Vec<u8> = rest.iter().map(|b| if *b == b'\r' { b'\n' } else { *b }).collect();
        return Cow::Owned(with_headers(Cow::Owned(indent_boundaries(&unix).unwrap_or(unix))).into_owned());
    }
    with_headers(indent_boundaries(rest).map_or(Cow::Borrowed(rest), Cow::Owned))
}

fn with_headers(mail: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match head::mend(&mail) {
        Some(mended) => Cow::Owned(mended),
        None => mail,
    }
}

/// Whether it begins with a header of a mail, damaged or not.
#[must_use]
pub fn has_header(raw: &[u8]) -> bool {
    header(&mend(raw.get(..BEGINNING).unwrap_or(raw))).is_some()
}

/// Without white space, NUL and byte order mark at the start.
#[must_use]
pub fn skip_blank(raw: &[u8]) -> &[u8] {
    let blank = |b: &u8| b.is_ascii_whitespace() || matches!(b, 0xEF | 0xBB | 0xBF | 0);
    let start = raw.iter().position(|b| !blank(b)).unwrap_or(raw.len());
    raw.get(start..).unwrap_or_default()
}

/// Some servers break `Content-Type: multipart/…;` before `boundary=` without the blank that continues a header.
fn indent_boundaries(raw: &[u8]) -> Option<Vec<u8>> {
    let mut out: Option<Vec<u8>> = None;
    let mut at = 0;
    let mut last: &[u8] = b"";
    for line in raw.split_inclusive(|b| *b == b'\n') {
        let broken = starts(line, b"boundary=")
            && last.trim_ascii_end().ends_with(b";")
            && starts(last, b"content-type:");
        if broken {
            out.get_or_insert_with(|| raw.get(..at).unwrap_or_default().to_vec()).push(b' ');
        }
        if let Some(out) = &mut out {
            out.extend_from_slice(line);
        }
        at += line.len();
        last = line;
    }
    out
}

fn starts(line: &[u8], prefix: &[u8]) -> bool {
    line.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Takes a mended mail apart. Never panics: a fault inside the parser comes back as [`Unreadable::Failed`].
///
/// # Errors
/// [`Unreadable`] says why nothing could be read.
pub fn message(mended: &[u8]) -> Result<Message<'_>, Unreadable> {
    if nesting(mended) > MAX_NESTED {
        return Err(Unreadable::TooDeep);
    }
    guarded(|| MessageParser::default().parse(mended))
}

/// Only the header of a mended mail, for one whose body must not be unpacked.
#[must_use]
pub fn header(mended: &[u8]) -> Option<Message<'_>> {
    guarded(|| {
        let mut message = MessageParser::default().parse_headers(mended)?;
        if message.parts.is_empty() {
            message.parts.push(mail_parser::MessagePart::default());
        }
        Some(message)
    })
    .ok()
}

fn guarded<'x>(
    parse: impl FnOnce() -> Option<Message<'x>> + std::panic::UnwindSafe,
) -> Result<Message<'x>, Unreadable> {
    let message =
        std::panic::catch_unwind(parse).map_err(|_| Unreadable::Failed)?.ok_or(Unreadable::NoHeaders)?;
    let known = message.parts.first().is_some_and(|root| {
        root.headers
            .iter()
            .any(|header| KNOWN.iter().any(|name| header.name.as_str().eq_ignore_ascii_case(name)))
    });
    if known { Ok(message) } else { Err(Unreadable::NoHeaders) }
}

/// How many places may open a nested message; an upper bound of the depth of the tree.
fn nesting(raw: &[u8]) -> usize {
    const OPENERS: [&[u8]; 3] = [b"message/rfc822", b"message/global", b"multipart/digest"];
    raw.iter()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'm' | b'M'))
        .filter(|(at, _)| {
            OPENERS.iter().any(|opener| {
                raw.get(*at..*at + opener.len()).is_some_and(|slice| slice.eq_ignore_ascii_case(opener))
            })
        })
        .count()
}
