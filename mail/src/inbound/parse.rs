//! A raw mail to the facts that the engine decides on: runs every step once, and never fails.

use std::borrow::Cow;

use bytes::Bytes;
use engine::{Automatic, FoundSignature, IncomingAttachment, IncomingMessage, Unattended, Upload};
use mail_parser::Message;

use super::steps::{
    answer_html, attachments, authentication, automatic, bounce, calendar::Home, forward, language, meta,
    origin, own_mail, reaction, receipt, recipients, sender, subject, text, thread,
};
use super::{clean, read, smime, utf16};

/// So much of an unreadable mail is shown as text.
const MAX_RAW_TEXT: usize = 20_000;

/// More files than this stay together in the mail as it came: nobody opens them one by one, and each costs a row.
const MAX_FILES: usize = 200;

/// What stands in a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What the engine takes.
    pub message: IncomingMessage,
    /// The addresses of `To`, in order.
    pub to: Vec<String>,
}

/// Reads a mail. Whatever the bytes are, something comes back: at worst an unreadable mail with the bytes attached.
#[must_use]
pub fn parse(raw: &[u8]) -> Parsed {
    parse_in(raw, Home::default())
}

/// The same for readers who are at home there.
#[must_use]
pub fn parse_in(raw: &[u8], home: Home<'_>) -> Parsed {
    let mended = read::mend(raw);
    let opened = std::panic::catch_unwind(|| smime::open(raw, &mended)).ok().flatten();
    let (mended, signature, beside) = match opened {
        Some(opened) => {
            let mail = if opened.beside { opened.mail } else { read::mend(&opened.mail).into_owned().into() };
            (mail, Some(opened.signature), opened.beside)
        }
        None => (Cow::Borrowed(&*mended), None, false),
    };
    let outcome = std::panic::catch_unwind(|| {
        read::message(&mended).map(|message| (facts(&message, home), smime::is_within(&message)))
    });
    let outcome = outcome.map(|read| {
        read.map(|(mut parsed, is_within)| {
            let is_within = is_within && signature.is_none();
            // What is found by default is that it cannot be checked.
            parsed.message.signature = signature.or_else(|| is_within.then(FoundSignature::default));
            if beside || is_within {
                smime::set_aside(&mut parsed.message.attachments);
            }
            parsed
        })
    });
    match outcome {
        Ok(Ok(mut parsed)) if parsed.message.attachments.len() > MAX_FILES => {
            parsed.message.attachments = vec![as_it_came(raw)];
            parsed
        }
        Ok(Ok(parsed)) if !is_empty(&parsed) || !has_body(&mended) => parsed,
        _ => unreadable(raw),
    }
}

/// Whether nothing of the body came out.
fn is_empty(parsed: &Parsed) -> bool {
    let message = &parsed.message;
    message.text.is_empty() && message.html.is_none() && message.attachments.is_empty()
}

/// Whether something stands behind the header.
fn has_body(mended: &[u8]) -> bool {
    let start = mended
        .windows(2)
        .position(|pair| pair == b"\n\n")
        .or_else(|| mended.windows(4).position(|four| four == b"\r\n\r\n"));
    start.is_some_and(|at| mended.get(at..).unwrap_or_default().iter().any(u8::is_ascii_alphanumeric))
}

fn facts(message: &Message<'_>, home: Home<'_>) -> Parsed {
    let subject = subject::read(message);
    let body = text::read(message, home);
    let from = sender::from(message);
    let bounce = bounce::detect(message, &subject, &body.whole);
    let by_server = bounce.as_ref().is_some_and(|report| report.standard || report.by_machine);
    let automatic =
        automatic::detect(message, &subject).or_else(|| by_server.then_some(Automatic::Generated));
    let report_of = if bounce.is_none() { bounce::reported(message, &body.whole) } else { None };
    // What a server says about a failure is shown in full: it quotes nobody.
    // A mail that begins a thread answers nothing: what it quotes belongs to it.
    let answers = subject::is_answer(&subject)
        || !thread::in_reply_to(message).is_empty()
        || !thread::references(message).is_empty();
    let whole = text::whole(&body);
    let reaction = reaction::emoji(message);
    let text = match &reaction {
        // The words beside it only say that it is one.
        Some(emoji) => emoji.clone(),
        None if by_server || !answers => whole.clone(),
        None => text::answer(&body, &subject),
    };
    let forwarded = forward::read_forwarded(message, (&subject, &body), home);
    let shows_html = answers && !by_server && reaction.is_none();
    let answer_html = if shows_html { answer_html::of(&body, &text) } else { None };
    let card = text::card(message, &text, home).filter(|_| !by_server && reaction.is_none());
    let card = card.as_ref();
    let (html, event) = (text::html_with_card(body.html, card), body.event.as_deref());
    let card_html = if html.is_none() { text::shown_with_card(&whole, card, event) } else { None };
    let event = event.filter(|_| whole == text);
    let answer_html = text::html_with_card(answer_html, card)
        .or_else(|| if shows_html { text::shown_with_card(&text, card, event) } else { None });
    let whole = Some(whole).filter(|whole| *whole != text).map(|whole| text::with_card(&whole, card));
    Parsed {
        to: recipients::to(message),
        message: IncomingMessage {
            message_id: thread::message_id(message),
            in_reply_to: thread::in_reply_to(message),
            references: thread::references(message),
            reply_to: sender::reply_to(message, from.as_ref()),
            from,
            recipients: recipients::all(message),
            addressees: recipients::addressees(message),
            to: recipients::people_in_to(message),
            forwarded,
            unopened: forward::unopened(message),
            locale: locale(message, &body.whole),
            whole,
            unattended: reaction
                .map(|_| Unattended::Reaction)
                .or_else(|| automatic::unattended(message, &subject)),
            by_mail_server: bounce::by_mail_server(message),
            null_sender: sender::is_null(message),
            authentication: authentication::read(message),
            // Of the mail as a whole, not of what is read here.
            signature: None,
            client: origin::client(message),
            marks: origin::marks(message),
            subject,
            text: text::with_card(&text, card),
            html,
            card_html,
            answer_html,
            attachments: attachments::read(message, body.files),
            automatic,
            report_of,
            receipt_of: receipt::original(message),
            bounce,
            loop_mark: own_mail::mark(message),
            date: meta::date(message),
            unreadable: false,
            old: None,
        },
    }
}

/// The language of a mail, as `de` or `en`: that of its text, or else the one that its program names.
fn locale(message: &Message<'_>, text: &str) -> Option<String> {
    language::of(text).map(|lang| lang.as_str().to_owned()).or_else(|| meta::locale(message))
}

/// The mail as an attachment, with as much of its header as can be had.
#[must_use]
pub fn unreadable(raw: &[u8]) -> Parsed {
    let mended = read::mend(raw);
    let head = std::panic::catch_unwind(|| read::header(&mended).map(|message| header_facts(&message)))
        .ok()
        .flatten();
    let mut parsed = head.unwrap_or_default();
    parsed.message.unreadable = true;
    parsed.message.text = raw_text(raw);
    parsed.message.attachments = vec![as_it_came(raw)];
    parsed
}

/// The whole mail as a file.
fn as_it_came(raw: &[u8]) -> IncomingAttachment {
    let upload = Upload {
        filename: "message.eml".to_owned(),
        content_type: Some("message/rfc822".to_owned()),
        bytes: Bytes::copy_from_slice(raw).into(),
    };
    IncomingAttachment { upload, content_id: None, inline: false }
}

fn header_facts(message: &Message<'_>) -> Parsed {
    let from = sender::from(message);
    let subject = subject::read(message);
    Parsed {
        to: recipients::to(message),
        message: IncomingMessage {
            message_id: thread::message_id(message),
            in_reply_to: thread::in_reply_to(message),
            references: thread::references(message),
            reply_to: sender::reply_to(message, from.as_ref()),
            from,
            recipients: recipients::all(message),
            addressees: recipients::addressees(message),
            automatic: automatic::detect(message, &subject),
            unattended: automatic::unattended(message, &subject),
            by_mail_server: bounce::by_mail_server(message),
            null_sender: sender::is_null(message),
            authentication: authentication::read(message),
            client: origin::client(message),
            marks: origin::marks(message),
            subject,
            loop_mark: own_mail::mark(message),
            date: meta::date(message),
            ..IncomingMessage::default()
        },
    }
}

/// The bytes as text, if they mostly are text; otherwise the attachment has to do.
fn raw_text(raw: &[u8]) -> String {
    let decoded = utf16::decode(raw);
    let Ok(text) = decoded.as_deref().map_or_else(|| std::str::from_utf8(raw), Ok) else {
        return String::new();
    };
    let cleaned = clean::text(clean::clip(text, MAX_RAW_TEXT));
    let odd = text.chars().take(MAX_RAW_TEXT).filter(|c| c.is_control() && !c.is_whitespace()).count();
    if odd * 20 > cleaned.chars().count() { String::new() } else { cleaned.trim().to_owned() }
}
