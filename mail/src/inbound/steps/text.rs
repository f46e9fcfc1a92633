//! What a person reads in a mail: its plain text, or its HTML as text where there is no plain text worth the name.

use std::borrow::Cow;

use engine::{content::html_of_text, incoming::subject::is_forward};
use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::{
    attachments,
    calendar::{self, Card, Home},
    html, lenient_base64, quote, sealed, uuencode,
};
use crate::inbound::{charset, clean};

/// Longer text is cut; the whole mail is kept as it came.
const MAX_CHARS: usize = 1_000_000;

/// The readable text and the HTML of a mail, and the files that stood in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// All that stands there, with quoted mails. HTML may have left [`html::QUOTE_BEGINS`] in it.
    pub whole: String,
    /// The HTML body as it came, but for NUL bytes.
    pub html: Option<String>,
    /// How a body of plain text is shown that holds an invitation.
    pub event: Option<String>,
    /// Files that stood in the plain text.
    pub files: Vec<uuencode::File>,
}

/// Reads the body. Invitations are written for readers who are at `home`.
#[must_use]
pub fn read(message: &Message<'_>, home: Home<'_>) -> Body {
    let html_of = |part: &MessagePart<'_>| html_of(message, part);
    let mut files = Vec::new();
    let mut html: Vec<String> = body_parts(message, &message.html_body).filter_map(html_of).collect();
    let plain: Vec<String> = body_parts(message, &message.text_body)
        .filter_map(|part| match &part.body {
            PartType::Text(text) if !is_damaged_html(part) => {
                Some(plain(part, &reading(message, part, text), home, &mut files))
            }
            _ => None,
        })
        .filter(|text| !text.trim().is_empty())
        .collect();
    if plain.is_empty() && html.is_empty() {
        html.extend(
            parts(message, &message.attachments).filter(|part| is_stray(part)).filter_map(html_of).take(1),
        );
    }
    let mut plain = plain;
    if plain.is_empty() && html.is_empty() {
        let (text, source) = attachments::packed_text(message);
        plain.extend(text.map(|text| clean::text(&text)).filter(|text| !text.trim().is_empty()));
        html.extend(source);
    }
    let event = if html.is_empty() { event_among(message, &plain, home) } else { None };
    let whole = if plain.is_empty() || (!html.is_empty() && plain.iter().all(|text| is_stand_in(text))) {
        let rendered: Vec<String> =
            html.iter().map(|source| html::render(source)).filter(|text| !text.is_empty()).collect();
        if rendered.is_empty() {
            stray_text(message, home, &mut files).unwrap_or_else(|| plain.join("\n\n"))
        } else {
            rendered.join("\n\n")
        }
    } else {
        plain.join("\n\n")
    };
    let whole = if whole.trim().is_empty() && html.is_empty() { sealed::hint(message) } else { Some(whole) };
    let whole = whole.unwrap_or_default();
    // Of a mail that is nothing but an invitation, that stands in no body.
    let event = match event {
        None if html.is_empty() => event_among(message, std::slice::from_ref(&whole), home),
        event => event,
    };
    Body {
        whole: clean::clip(&whole, MAX_CHARS).to_owned(),
        html: (!html.is_empty()).then(|| html.join("\n").replace('\0', "")),
        event,
        files,
    }
}

/// All that stands in the body, with quoted mails.
#[must_use]
pub fn whole(body: &Body) -> String {
    let whole = body.whole.replace(html::QUOTE_BEGINS, "");
    whole.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// What the writer wrote, without the mail that is answered. A mail that passes another one on is kept whole.
#[must_use]
pub fn answer(body: &Body, subject: &str) -> String {
    if is_forward(subject) {
        return whole(body);
    }
    quote::trim(&body.whole, quote::Source::Mail)
}

/// The invitation that a mail holds beside its text, or the answer to one, as far as that text does not say the same. A calendar that
/// somebody enclosed as a file is that alone.
#[must_use]
pub fn card(message: &Message<'_>, text: &str, home: Home<'_>) -> Option<Card> {
    let is_message = |part: &&MessagePart<'_>| {
        let kind = part.content_type();
        kind.and_then(|kind| kind.attribute("method")).is_some() || is_stray(part)
    };
    let mut calendars = message.parts.iter().filter(|part| part.is_content_type("text", "calendar"));
    let part = calendars.find(is_message)?;
    let PartType::Text(source) = &part.body else { return None };
    let source = clean::text(&reading(message, part, source));
    calendar::card(&source, home).filter(|_| !calendar::is_told(&source, text, home))
}

/// A text, and below it the invitation that stands beside it.
#[must_use]
pub fn with_card(text: &str, card: Option<&Card>) -> String {
    card.map_or_else(|| text.to_owned(), |card| format!("{text}\n\n{}", card.text).trim().to_owned())
}

/// HTML, and below it the invitation that stands beside it.
#[must_use]
pub fn html_with_card(html: Option<String>, card: Option<&Card>) -> Option<String> {
    let below = card.map(|card| card.html.as_str()).unwrap_or_default();
    html.map(|html| html + below)
}

/// How a text is shown with the invitation below it that stands beside it, or with the one that it holds.
#[must_use]
pub fn shown_with_card(text: &str, card: Option<&Card>, event: Option<&str>) -> Option<String> {
    let below = card.map(|card| html_of_text(text) + &card.html);
    below.or_else(|| event.map(str::to_owned))
}

/// How plain texts are shown of which one is an invitation.
fn event_among(message: &Message<'_>, plain: &[String], home: Home<'_>) -> Option<String> {
    let mut calendars = message.parts.iter().filter(|part| part.is_content_type("text", "calendar"));
    let card = calendars.find_map(|part| {
        let PartType::Text(source) = &part.body else { return None };
        calendar::card(&clean::text(&reading(message, part, source)), home)
    });
    let card = card.filter(|card| plain.contains(&card.text))?;
    let shown = |text: &String| if *text == card.text { card.html.clone() } else { html_of_text(text) };
    Some(plain.iter().map(shown).collect())
}

/// Whether a part of the body is a file that the mail program only showed in place, such as a log.
#[must_use]
pub fn is_file(part: &MessagePart<'_>, first: bool) -> bool {
    !first && part.attachment_name().is_some()
}

fn body_parts<'m, 'x>(message: &'m Message<'x>, ids: &'m [u32]) -> impl Iterator<Item = &'m MessagePart<'x>> {
    parts(message, ids).enumerate().filter(|(at, part)| !is_file(part, *at == 0)).map(|(_, part)| part)
}

fn parts<'m, 'x>(message: &'m Message<'x>, ids: &'m [u32]) -> impl Iterator<Item = &'m MessagePart<'x>> {
    ids.iter().filter_map(|id| message.parts.get(*id as usize))
}

/// HTML of which the parser could not undo the encoding, and which it calls a text therefore.
fn is_damaged_html(part: &MessagePart<'_>) -> bool {
    part.is_encoding_problem && part.is_content_type("text", "html")
}

fn html_of(message: &Message<'_>, part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Html(source) => Some(reading(message, part, source).into_owned()),
        PartType::Text(source) if is_damaged_html(part) => Some(reading(message, part, source).into_owned()),
        _ => None,
    }
}

/// The text of a part in its own charset. `read` is what the parser made of it, which is right for ASCII.
fn reading<'t>(message: &Message<'_>, part: &MessagePart<'_>, read: &'t str) -> Cow<'t, str> {
    let label = part.content_type().and_then(|kind| kind.attribute("charset"));
    if let Some(bytes) = lenient_base64::text(message, part) {
        return Cow::Owned(charset::decode(label, &bytes));
    }
    if read.is_ascii() && !read.contains('\u{1b}') && !label.is_some_and(charset::shifts) {
        return Cow::Borrowed(read);
    }
    let Some(bytes) = attachments::written(message, part).filter(|bytes| !bytes.is_empty()) else {
        return Cow::Borrowed(read);
    };
    let own = if label.is_none() && part.is_text_html() { charset::of_html(&bytes) } else { None };
    Cow::Owned(charset::decode(label.or(own.as_deref()), &bytes))
}

/// Whether a part was put aside although it was never meant as a file: damaged mails hide their text in such parts.
fn is_stray(part: &MessagePart<'_>) -> bool {
    part.attachment_name().is_none()
        && !part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment)
}

/// The text of a mail whose structure is too damaged to say which part is the text.
fn stray_text(message: &Message<'_>, home: Home<'_>, files: &mut Vec<uuencode::File>) -> Option<String> {
    parts(message, &message.attachments)
        .filter(|part| is_stray(part))
        .filter_map(|part| match &part.body {
            PartType::Text(text) => Some(plain(part, &reading(message, part, text), home, files)),
            PartType::Binary(bytes) if part.content_type().is_none_or(|kind| kind.subtype().is_none()) => {
                std::str::from_utf8(bytes).ok().map(clean::text)
            }
            _ => None,
        })
        .find(|text| !text.trim().is_empty())
}

/// A plain part without the files in it, and with the soft line breaks of `format=flowed` (RFC 3676) undone.
fn plain(part: &MessagePart<'_>, text: &str, home: Home<'_>, files: &mut Vec<uuencode::File>) -> String {
    let cleaned = clean::text(text);
    let cleaned = match uuencode::taken_out(&cleaned) {
        Some((text, found)) => {
            files.extend(found);
            text
        }
        None => cleaned,
    };
    let is_event = part.content_type().and_then(|kind| kind.subtype()).is_some_and(|sub| sub == "calendar");
    if let Some(event) = calendar::read(&cleaned, home).filter(|_| is_event) {
        return event;
    }
    let parameter =
        |name: &str| part.content_type().and_then(|kind| kind.attribute(name)).map(str::to_ascii_lowercase);
    if parameter("format").as_deref() == Some("flowed") {
        return unflow(&cleaned, parameter("delsp").as_deref() == Some("yes"));
    }
    cleaned
}

fn unflow(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = line.get(depth..).unwrap_or_default();
        let content = content.strip_prefix(' ').unwrap_or(content);
        let signature = content == "-- ";
        if open == Some(depth) && !signature {
            if delete_space {
                out.pop();
            }
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&">".repeat(depth));
            if depth > 0 {
                out.push(' ');
            }
        }
        out.push_str(content);
        open = (content.ends_with(' ') && !signature).then_some(depth);
    }
    out
}

/// Whether a plain part only says that the reader should look at the HTML: it is short, and says so first.
fn is_stand_in(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let first =
        lower.split(['.', '!', '\n']).find(|sentence| !sentence.trim().is_empty()).unwrap_or_default();
    text.chars().count() <= 400 && STAND_INS.iter().any(|phrase| first.contains(phrase))
}

/// What such a part says.
const STAND_INS: &[&str] = &[
    "does not support html",
    "doesn't support html",
    "not support html",
    "cannot display html",
    "html-capable",
    "html capable",
    "html compatible",
    "html-compatible",
    "view this email in html",
    "view this message in html",
    "this is an html message",
    "this is an html email",
    "this message is in html",
    "unterstützt kein html",
    "kein html dar",
    "keine html-",
    "html-fähig",
    "ne supporte pas le html",
    "no soporta html",
    "non supporta html",
];
