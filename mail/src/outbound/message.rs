//! Puts a written letter into one mail: headers, envelope, plain text and HTML side by side.

use engine::{LetterKind, LetterOrigin};
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, Message, MultiPart, SinglePart};
use thiserror::Error;
use url::Host;

use super::line;
use super::render::Rendered;
use super::thread::{Thread, thread};
use crate::inbound::steps::own_mail::LOOP_HEADER;

/// A mail ready to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// To the recipient; from an address by which a report of a failure is known to be one of this letter, or from nobody.
    pub envelope: Envelope,
    /// Our own address, for which every server takes mail that lets us send any.
    pub from: Address,
    /// The mail as it goes over the wire, ASCII, lines ended by CR LF.
    pub raw: Vec<u8>,
    /// Whether it says where its reader switches off such mail.
    pub unsubscribes: bool,
    /// A name for it that is the same at every attempt, fit for a file.
    pub name: String,
}

/// Why a letter cannot become a mail. No later attempt helps.
#[derive(Debug, Error)]
pub enum MessageError {
    /// An address that no mail can go to or come from.
    #[error("the {0} address is not a valid email address")]
    Address(&'static str),
    /// The letter's own id is none.
    #[error("the Message-ID of the email is not valid")]
    MessageId,
    /// The mail library refuses the mail.
    #[error("the email cannot be composed: {0}")]
    Build(#[from] lettre::error::Error),
}

/// A file that goes along.
#[derive(Debug, Clone)]
pub struct File {
    /// The name to save it by.
    pub name: String,
    /// Its media type; what cannot be read as one is sent as bytes of any kind.
    pub content_type: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Builds the mail of a written letter without files.
///
/// # Errors
/// When an address or the id is unusable.
pub fn message(letter: &engine::Letter, rendered: &Rendered) -> Result<Outgoing, MessageError> {
    message_with_files(letter, rendered, Vec::new())
}

/// Builds the mail of a written letter and of what goes along.
///
/// # Errors
/// When an address or the id is unusable.
pub fn message_with_files(
    letter: &engine::Letter,
    rendered: &Rendered,
    files: Vec<File>,
) -> Result<Outgoing, MessageError> {
    let to = mailbox(&letter.to, "recipient's")?;
    let from = mailbox(&letter.from, "sender's")?;
    let thread = thread(&letter.message_id, &letter.references).ok_or(MessageError::MessageId)?;
    let sender = letter.envelope_sender.as_deref().and_then(parsed);
    let envelope = Envelope::new(sender, vec![to.email.clone()])?;
    let own = from.email.clone();
    let unsubscribes = letter.unsubscribe.is_some();
    let mut builder = Message::builder()
        .from(from)
        .to(to)
        .subject(line::line(&rendered.subject, usize::MAX / 8))
        .date(letter.now.into())
        .envelope(envelope.clone());
    if let Some(address) = &letter.reply_to {
        let address = parsed(address).ok_or(MessageError::Address("reply"))?;
        builder = builder.reply_to(Mailbox::new(None, address));
    }
    for header in headers(letter, thread) {
        builder = builder.raw_header(header);
    }
    let words = body(rendered, &boundary(letter));
    let message =
        builder.multipart(if files.is_empty() { words } else { with_files(words, letter, files) })?;
    Ok(Outgoing { envelope, from: own, raw: message.formatted(), unsubscribes, name: file_name(letter) })
}

/// Both parts; a reader shows the last one it understands.
fn body(rendered: &Rendered, boundary: &str) -> MultiPart {
    MultiPart::alternative()
        .boundary(boundary)
        .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(rendered.text.clone()))
        .singlepart(SinglePart::builder().header(ContentType::TEXT_HTML).body(rendered.html.clone()))
}

/// The words, and each file below them.
fn with_files(words: MultiPart, letter: &engine::Letter, files: Vec<File>) -> MultiPart {
    let mixed = MultiPart::mixed().boundary(format!("{}_files", boundary(letter))).multipart(words);
    files.into_iter().fold(mixed, |mixed, file| {
        let bytes = || ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN);
        let known = ContentType::parse(&file.content_type).ok().filter(|_| !is_composite(&file.content_type));
        let content_type = known.unwrap_or_else(bytes);
        // A text could be taken for one that stands in the message, and its lines for ours to change.
        let body = Body::new_with_encoding(file.bytes, ContentTransferEncoding::Base64);
        let part = Attachment::new(line::line(&file.name, 200));
        mixed.singlepart(match body {
            Ok(body) => part.body(body, content_type),
            Err(bytes) => part.body(bytes, content_type),
        })
    })
}

/// Whether a type is one of mails and of parts of them. Such a part may not be sent as Base64 (RFC 2046, 5.2.1; RFC 2045, 6.4),
/// which keeps a file as it is; readers that look for the mail in it find none.
fn is_composite(content_type: &str) -> bool {
    let family = content_type.trim_start().split('/').next().unwrap_or_default();
    ["message", "multipart"].iter().any(|one| family.trim_end().eq_ignore_ascii_case(one))
}

/// The headers beyond the usual ones. `auto-replied` is what answers a message (RFC 3834), so only the confirmation of
/// a mail is that; `X-Auto-Response-Suppress` is what Exchange listens to. An answer that a person wrote carries neither,
/// since whoever gets it may well say that they are away; the loop header is in every mail.
fn headers(letter: &engine::Letter, thread: Thread) -> Vec<HeaderValue> {
    let submitted = match (letter.kind, &thread.in_reply_to) {
        (LetterKind::Confirmation, Some(_)) => "auto-replied",
        _ => "auto-generated",
    };
    let automatic = match letter.origin {
        LetterOrigin::Answer => None,
        LetterOrigin::Notice => Some([("Auto-Submitted", submitted), ("X-Auto-Response-Suppress", "All")]),
    };
    let automatic = automatic.into_iter().flatten().map(|(name, value)| (name, value.to_owned()));
    // RFC 2369 (3.2); with one click, by a request that the mail program sends, only over https (RFC 8058, 3.1).
    let unsubscribe = letter.unsubscribe.as_ref().map(|url| ("List-Unsubscribe", format!("<{url}>")));
    let by_one_click = letter.unsubscribe.as_ref().filter(|url| url.starts_with("https://"));
    let by_one_click =
        by_one_click.map(|_| ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    let in_reply_to = thread.in_reply_to.map(|id| ("In-Reply-To", id));
    let references = thread.references.map(|ids| ("References", ids));
    std::iter::once(("Message-ID", thread.message_id))
        .chain(automatic)
        .chain([(LOOP_HEADER, line::line(&letter.loop_mark, 100))])
        .chain(unsubscribe)
        .chain(by_one_click)
        .chain(in_reply_to)
        .chain(references)
        .map(|(name, value)| HeaderValue::new(HeaderName::new_from_ascii_str(name), value))
        .collect()
}

fn mailbox(address: &engine::Address, whose: &'static str) -> Result<Mailbox, MessageError> {
    let parsed = parsed(&address.address).ok_or(MessageError::Address(whose))?;
    let name = line::name(&address.name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), parsed))
}

/// The address with its domain in ASCII, which every server can carry; before the `@` there is no such way.
fn parsed(address: &str) -> Option<Address> {
    let (user, domain) = address.trim().rsplit_once('@')?;
    if domain.is_ascii() {
        return Address::new(user, domain).ok();
    }
    Address::new(user, Host::parse(domain).ok()?.to_string()).ok()
}

/// Between the parts; made from the letter's id, so that a letter is the same at every attempt.
fn boundary(letter: &engine::Letter) -> String {
    format!("=_schalter_{}", letter.id)
}

/// Sorts by the time at which the letter became owed; the id keeps two of the same microsecond apart.
fn file_name(letter: &engine::Letter) -> String {
    format!("{}-{}.eml", letter.created_at.format("%Y%m%dT%H%M%S%.6fZ"), letter.id)
}
