//! Finds the id and the subject of the mail that a report is about: in the enclosed mail, its enclosed header, or the text.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::text_of;
use crate::inbound::clean;

/// The `Message-ID` of the enclosed mail, without brackets.
pub(super) fn message_id(message: &Message<'_>, text: &str) -> Option<String> {
    message
        .parts
        .iter()
        .find_map(enclosed)
        .or_else(|| {
            message
                .parts
                .iter()
                .filter(|part| part.is_content_type("text", "rfc822-headers"))
                .find_map(|part| in_lines(&text_of(part)))
        })
        .or_else(|| in_lines(text))
        .or_else(|| message.parts.iter().skip(1).find_map(|part| in_lines(&text_of(part))))
}

/// The subject of the enclosed mail, decoded.
pub(super) fn subject(message: &Message<'_>, text: &str) -> Option<String> {
    let nested = |part: &MessagePart<'_>| match &part.body {
        PartType::Message(nested) => nested.subject().map(str::to_owned),
        _ => None,
    };
    let headers = message.parts.iter().filter(|part| part.is_content_type("text", "rfc822-headers"));
    let decoded = |header: &str| MessageParser::new().parse(header)?.subject().map(str::to_owned);
    let in_text = || {
        let line = text.lines().find_map(|line| {
            let (name, value) = line.trim_start_matches(['>', ' ', '\t']).split_once(':')?;
            name.eq_ignore_ascii_case("subject").then(|| value.trim().to_owned())
        })?;
        decoded(&format!("Subject: {line}\r\n\r\n"))
    };
    let found = message.parts.iter().find_map(nested);
    let found = found.or_else(|| headers.map(text_of).find_map(|text| decoded(&format!("{text}\r\n\r\n"))));
    found.or_else(in_text).map(|subject| clean::line(&subject)).filter(|subject| !subject.is_empty())
}

fn enclosed(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Message(nested) => nested
            .message_id()
            .map(|id| id.trim_matches(['<', '>']).trim().to_owned())
            .filter(|id| !id.is_empty()),
        _ => None,
    }
}

/// The value of a line that begins with `Message-ID:`.
fn in_lines(text: &str) -> Option<String> {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let name = name.trim_start_matches(['>', ' ', '\t']).trim_end();
        if !name.eq_ignore_ascii_case("message-id") && !name.eq_ignore_ascii_case("x-original-message-id") {
            continue;
        }
        let value = if value.trim().is_empty() { lines.next().unwrap_or_default() } else { value };
        let id = value.trim().trim_start_matches('<').split(['>', ' ']).next().unwrap_or_default();
        if !id.is_empty() && id.len() <= 500 {
            return Some(id.to_owned());
        }
    }
    None
}
