//! A mail that is passed on: whose it was, and what they wrote. It stands in the text below a head, or is enclosed as a file.

use engine::{Address, Forwarded};
use mail_parser::{Message, MessagePart, PartType};

use super::{attachments, quote, sender, subject, text};
use crate::inbound::{clean, read};

/// The mail that this one passes on, if it says so and one can tell whose it was.
#[must_use]
pub fn read_forwarded(message: &Message<'_>, title: &str, body: &text::Body) -> Option<Forwarded> {
    enclosed(message, body).or_else(|| inside(title, &text::whole(body)))
}

/// The only mail that is enclosed as a file.
fn enclosed(message: &Message<'_>, body: &text::Body) -> Option<Forwarded> {
    let is_mail = |part: &&MessagePart<'_>| matches!(part.body, PartType::Message(_));
    let mut mails =
        message.attachments.iter().filter_map(|id| message.parts.get(*id as usize)).filter(is_mail);
    let (part, None) = (mails.next()?, mails.next()) else { return None };
    let bytes = attachments::content(message, part);
    let mended = read::mend(&bytes);
    let inner = read::message(&mended).ok()?;
    let from = sender::from(&inner)?;
    let inner_body = text::read(&inner, None);
    Some(Forwarded {
        from,
        subject: Some(subject::read(&inner)).filter(|subject| !subject.is_empty()),
        text: text::whole(&inner_body),
        note: quote::trim(&body.whole, quote::Source::Answer),
    })
}

/// The mail that stands in the text below its head.
fn inside(title: &str, whole: &str) -> Option<Forwarded> {
    let lines: Vec<&str> = whole.lines().collect();
    let head = quote::passed_on(&lines)?;
    if !subject::is_forward(title) && !head.announced {
        return None;
    }
    let text = head.text.join("\n");
    Some(Forwarded {
        from: address(&head.from)?,
        subject: head.subject.map(|subject| clean::line(&subject)).filter(|subject| !subject.is_empty()),
        text: text.trim().to_owned(),
        note: quote::trim(&lines.get(..head.start).unwrap_or_default().join("\n"), quote::Source::Answer),
    })
}

/// `Kim Muster <kim@example.org>`, `Kim Muster [mailto:kim@example.org]`, `kim@example.org`, with whatever HTML left in it.
fn address(value: &str) -> Option<Address> {
    let is_edge = |c: char| c.is_whitespace() || "<>[]()\"',;*".contains(c);
    let plain = |word: &str| word.trim_start_matches("mailto:").trim_end_matches(['.', ':']).to_owned();
    let found = value.split(is_edge).map(plain).find(|word| sender::is_address(word))?;
    let name = value.split(['<', '[', '(']).next().unwrap_or_default();
    let name = clean::line(name.trim_matches(|c: char| is_edge(c)));
    Some(Address { name: if name.contains('@') { String::new() } else { name }, address: found })
}
