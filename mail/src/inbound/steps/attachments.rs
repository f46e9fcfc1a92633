//! The files of a mail, byte for byte: attached, inline, and nested mails as `.eml`.

use std::collections::BTreeSet;

use bytes::Bytes;
use engine::{FileContent, IncomingAttachment, Upload};
use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

use super::{filename, lenient_base64, reaction, uuencode};
use crate::inbound::{clean, read, tnef};

/// Every file, in the order of the mail, and then those that stood in its text.
#[must_use]
pub fn read(message: &Message<'_>, in_text: Vec<uuencode::File>) -> Vec<IncomingAttachment> {
    let found = parts(message).into_iter().enumerate().filter_map(|(at, part)| one(message, part, at + 1));
    let (mut files, mut packages) = (Vec::new(), Vec::new());
    for file in found {
        match package(&file) {
            Some(package) => {
                files.extend(
                    package.files.into_iter().enumerate().map(|(at, inside)| unpacked(inside, at + 1)),
                );
                packages.push(file);
            }
            None => files.push(file),
        }
    }
    files.extend(packages);
    let before = files.len();
    files.extend(in_text.into_iter().enumerate().map(|(at, file)| decoded(file, before + at + 1)));
    files
}

/// The parts of a mail that are files, in its order.
fn parts<'m>(message: &'m Message<'m>) -> Vec<&'m MessagePart<'m>> {
    // Text that was shown in place but has a name is a file as well; the body keeps only the first of them.
    let named = message.text_body.iter().chain(&message.html_body).filter(|id| {
        message
            .parts
            .get(**id as usize)
            .is_some_and(|part| part.is_text() && part.attachment_name().is_some())
    });
    let ids: BTreeSet<u32> = message.attachments.iter().chain(named).copied().collect();
    let found = ids.iter().filter_map(|id| message.parts.get(*id as usize));
    found.filter(|part| !reaction::is_reaction(part)).collect()
}

/// The pictures of a mail whose ids are wanted, one after the other; no other file is copied.
pub(super) fn pictures<'m>(
    message: &'m Message<'m>,
    is_wanted: impl Fn(&str) -> bool + 'm,
) -> impl Iterator<Item = IncomingAttachment> + 'm {
    parts(message).into_iter().enumerate().flat_map(move |(at, part)| {
        let files: Vec<IncomingAttachment> = match &part.body {
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) if tnef::is_package(bytes) => {
                let inside = tnef::unpack(bytes).files.into_iter().enumerate();
                inside.map(|(at, file)| unpacked(file, at + 1)).collect()
            }
            _ if content_id(part).is_some_and(|id| is_wanted(&id)) => {
                one(message, part, at + 1).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let is_picture = |file: &IncomingAttachment| {
            let kind = file.upload.content_type.as_deref().unwrap_or_default();
            kind.starts_with("image/") && file.content_id.as_deref().is_some_and(&is_wanted)
        };
        files.into_iter().filter(is_picture).collect::<Vec<_>>()
    })
}

/// A file that stood in the text.
fn decoded(file: uuencode::File, position: usize) -> IncomingAttachment {
    let content_type = "application/octet-stream".to_owned();
    let filename = filename::safe(&file.name).unwrap_or_else(|| filename::invented(position, &content_type));
    let upload = Upload { filename, content_type: Some(content_type), bytes: Bytes::from(file.bytes).into() };
    IncomingAttachment { upload, content_id: None, inline: false }
}

/// What a package of Outlook holds, if the file is one.
fn package(file: &IncomingAttachment) -> Option<tnef::Package> {
    let FileContent::Memory(bytes) = &file.upload.bytes else { return None };
    tnef::is_package(bytes).then(|| tnef::unpack(bytes))
}

/// The text and the HTML that packages of Outlook hold, for mails that have none beside.
#[must_use]
pub fn packed_text(message: &Message<'_>) -> (Option<String>, Option<String>) {
    let parts = message.attachments.iter().filter_map(|id| message.parts.get(*id as usize));
    let packages = parts.filter_map(|part| match &part.body {
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) if tnef::is_package(bytes) => {
            Some(tnef::unpack(bytes))
        }
        _ => None,
    });
    packages.map(|package| (package.text, package.html)).next().unwrap_or_default()
}

/// A file that lay in a package.
fn unpacked(file: tnef::File, position: usize) -> IncomingAttachment {
    let content_type = file.content_type.as_deref().map(cleaned_type);
    let content_type = content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
    let filename = file.name.as_deref().and_then(filename::safe);
    let filename = filename.unwrap_or_else(|| filename::invented(position, &content_type));
    let content_id =
        file.content_id.map(|id| clean::line(id.trim_matches(['<', '>']))).filter(|id| !id.is_empty());
    let upload = Upload { filename, content_type: Some(content_type), bytes: Bytes::from(file.bytes).into() };
    IncomingAttachment { upload, inline: content_id.is_some(), content_id }
}

/// `type/subtype` of a type as somebody wrote it.
fn cleaned_type(text: &str) -> String {
    let text = text.split(';').next().unwrap_or_default();
    match text.split_once('/') {
        Some((main, sub)) => joined_type(main, sub),
        None => "application/octet-stream".to_owned(),
    }
}

/// Whether a file is a mail: by its type, or by its name where a program knew no better type, if it begins like one.
#[must_use]
pub fn is_mail(message: &Message<'_>, part: &MessagePart<'_>) -> bool {
    match part.body {
        PartType::Message(_) => true,
        PartType::Multipart(_) => false,
        _ => {
            let named = part.attachment_name().is_some_and(|name| name.to_lowercase().ends_with(".eml"));
            named && read::has_header(&content(message, part))
        }
    }
}

fn one(message: &Message<'_>, part: &MessagePart<'_>, position: usize) -> Option<IncomingAttachment> {
    let content_type = match part.body {
        PartType::Message(_) => media_type(part),
        _ if is_mail(message, part) => "message/rfc822".to_owned(),
        _ => media_type(part),
    };
    let bytes = content(message, part);
    let given = part.attachment_name().and_then(filename::safe);
    if bytes.is_empty() && given.is_none() {
        return None;
    }
    let filename =
        given.or_else(|| nested_name(part)).unwrap_or_else(|| filename::invented(position, &content_type));
    let content_id = content_id(part);
    let attached = part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment);
    let inline = !attached && (content_id.is_some() || matches!(part.body, PartType::InlineBinary(_)));
    Some(IncomingAttachment {
        upload: Upload { filename, content_type: Some(content_type), bytes: bytes.into() },
        content_id,
        inline,
    })
}

/// The id by which HTML refers to a part.
fn content_id(part: &MessagePart<'_>) -> Option<String> {
    part.content_id().map(|id| clean::line(id.trim_matches(['<', '>']))).filter(|id| !id.is_empty())
}

/// `type/subtype` in lower case, without parameters.
fn media_type(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else {
        return match part.body {
            PartType::Message(_) => "message/rfc822",
            PartType::Text(_) => "text/plain",
            _ => "application/octet-stream",
        }
        .to_owned();
    };
    joined_type(kind.ctype(), kind.subtype().unwrap_or_default())
}

/// A type out of its two halves, without what cannot stand in one.
fn joined_type(main: &str, sub: &str) -> String {
    let token = |text: &str| -> String {
        let first = text.trim().split([';', ' ', ',']).next().unwrap_or_default();
        first
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+' | '_'))
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let (main, sub) = (token(main), token(sub));
    match (main.as_str(), sub.as_str()) {
        ("text", "") => "text/plain".to_owned(),
        ("", _) | (_, "") => "application/octet-stream".to_owned(),
        _ => format!("{main}/{sub}"),
    }
}

/// The bytes of the file. Text parts were decoded to UTF-8 for reading; a file has to keep its own encoding.
#[must_use]
pub fn content(message: &Message<'_>, part: &MessagePart<'_>) -> Bytes {
    if let Some(mended) = lenient_base64::file(message, part) {
        return Bytes::from(mended);
    }
    match &part.body {
        PartType::Message(nested) if part.encoding != Encoding::None => {
            Bytes::copy_from_slice(&nested.raw_message)
        }
        PartType::Message(_) => Bytes::copy_from_slice(raw(message, part)),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => Bytes::copy_from_slice(bytes),
        PartType::Text(text) | PartType::Html(text) => {
            written(message, part).map_or_else(|| Bytes::copy_from_slice(text.as_bytes()), Bytes::from)
        }
        PartType::Multipart(_) => Bytes::new(),
    }
}

/// The bytes of a text in its own charset, without the encoding for the way; `None`: they are damaged.
#[must_use]
pub fn written(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let raw = raw(message, part);
    match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    }
}

/// The bytes of a part as they came.
pub(super) fn raw<'m>(message: &'m Message<'_>, part: &MessagePart<'_>) -> &'m [u8] {
    message.raw_message.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default()
}

/// A nested mail is called like its subject.
fn nested_name(part: &MessagePart<'_>) -> Option<String> {
    let PartType::Message(nested) = &part.body else {
        return None;
    };
    let subject = nested.subject().and_then(|subject| filename::safe(&subject.replace(['/', '\\'], "_")));
    Some(subject.map_or_else(
        || "message.eml".to_owned(),
        |subject| format!("{}.eml", clean::clip(&subject, 60).trim_end()),
    ))
}
