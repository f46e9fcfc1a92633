//! Mails that are passed on: whose they were, and what they wrote. One stands in the text below a head, or they are enclosed as
//! files.

use engine::{Address, Forwarded, blobs::sha256_hex};
use mail_parser::{Message, MessagePart};

use super::{attachments, automatic, calendar, quote, recipients, sender, subject, text, thread};
use crate::inbound::{clean, headers, read};

/// More enclosed mails than this are files and nothing else.
const MOST: usize = 10;

/// The mails that this one passes on, if it says so: those that are enclosed, or the one in its text. Invitations in them are written
/// for readers who are at `home`.
#[must_use]
pub fn read_forwarded(
    message: &Message<'_>,
    (title, body): (&str, &text::Body),
    home: calendar::Home<'_>,
) -> Vec<Forwarded> {
    let named = |mail: &Forwarded| mail.from.is_some();
    let enclosed = enclosed(message, (title, body), home);
    if enclosed.iter().any(named) {
        return enclosed;
    }
    match inside(message, title, &text::whole(body)) {
        Some(mail) if enclosed.is_empty() || named(&mail) => vec![mail],
        _ => enclosed,
    }
}

/// The mails that are enclosed as files.
fn enclosed(
    message: &Message<'_>,
    (title, body): (&str, &text::Body),
    home: calendar::Home<'_>,
) -> Vec<Forwarded> {
    let parts = message.attachments.iter().filter_map(|id| message.parts.get(*id as usize));
    let mails = parts.filter(|part| attachments::is_mail(message, part)).take(MOST);
    mails.filter_map(|part| one(message, part, (title, body), home)).collect()
}

fn one(
    message: &Message<'_>,
    part: &MessagePart<'_>,
    (title, body): (&str, &text::Body),
    home: calendar::Home<'_>,
) -> Option<Forwarded> {
    let bytes = attachments::content(message, part);
    let mended = read::mend(&bytes);
    let inner = read::message(&mended).ok()?;
    let subject = subject::read(&inner);
    let (from, read) = (sender::from(&inner), text::read(&inner, home));
    let (in_reply_to, references) = (thread::in_reply_to(&inner), thread::references(&inner));
    let answers = subject::is_answer(&subject) || !in_reply_to.is_empty() || !references.is_empty();
    let text = text::whole(&read);
    Some(Forwarded {
        reply_to: sender::reply_to(&inner, from.as_ref()),
        from,
        recipients: recipients::all(&inner),
        in_reply_to,
        references,
        answer: answers.then(|| text::answer(&read, &subject)).filter(|answer| *answer != text),
        text,
        automatic: automatic::detect(&inner, &subject).is_some()
            || automatic::unattended(&inner, &subject).is_some(),
        subject: Some(subject).filter(|subject| !subject.is_empty()),
        note: quote::trim(&body.whole, quote::Source::Answer),
        message_id: thread::message_id(&inner),
        file: Some(sha256_hex(&bytes)),
        announced: subject::is_forward(title),
    })
}

/// The mail that stands in the text below its head. Where the subject alone says that there is one, nobody can tell what of the
/// text is whose.
fn inside(message: &Message<'_>, title: &str, whole: &str) -> Option<Forwarded> {
    let lines: Vec<&str> = whole.lines().collect();
    let says_so = subject::is_forward(title);
    let Some(head) = quote::passed_on(&lines).filter(|head| says_so || head.announced) else {
        return says_so.then(|| Forwarded { text: whole.to_owned(), ..Forwarded::default() });
    };
    let text = head.text.join("\n");
    Some(Forwarded {
        from: address(&head.from),
        subject: head.subject.map(|subject| clean::line(&subject)).filter(|subject| !subject.is_empty()),
        text: text.trim().to_owned(),
        note: quote::trim(&lines.get(..head.start).unwrap_or_default().join("\n"), quote::Source::Answer),
        message_id: original(message),
        announced: true,
        ..Forwarded::default()
    })
}

/// The id of the mail that stands in the text, as the program that passes it on wrote it down: Thunderbird by a header of its own,
/// others as if it were answered.
fn original(message: &Message<'_>) -> Option<String> {
    let own = headers::first(message, "X-Forwarded-Message-Id");
    let own = own
        .map(|id| clean::line(id.trim_matches(['<', '>', ' '])))
        .filter(|id| id.contains('@') && !id.contains(' '));
    own.or_else(|| thread::in_reply_to(message).into_iter().next())
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
