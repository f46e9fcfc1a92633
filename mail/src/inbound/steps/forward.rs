//! Mails that are passed on: whose they were, and what they wrote. One stands in the text below a head, or they are enclosed as
//! files.

use engine::{
    Address, FileContent, Forwarded, IncomingAttachment, Machine,
    blobs::sha256_hex,
    incoming::{subject::is_forward, writer::is_unread},
};
use mail_parser::{Message, MessagePart};

use super::{
    answer_html, attachments, automatic, bounce, calendar,
    forward_parts::{Parted, Signers, parted},
    forward_pictures,
    forward_signs::Signer,
    quote, recipients, sender, subject, text, thread,
};
use crate::inbound::{clean, headers, read};

/// More enclosed mails than this are files and nothing else ([`unopened`]).
const MOST: usize = 10;

/// More pictures in the text of an enclosed mail than this, or more bytes of them, are in the file that it is, and nowhere else.
const MOST_PICTURES: usize = 50;
const MOST_OF_PICTURES: usize = 10 << 20;

/// A remark above a mail that is passed on, with a signature, has no more lines that say something.
const MOST_ABOVE: usize = 12;

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
    match inside(message, title, body) {
        Some(mail) if enclosed.is_empty() || (named(&mail) && !mail.by_head_alone) => vec![mail],
        _ => enclosed,
    }
}

/// The mails that are enclosed as files.
fn enclosed(
    message: &Message<'_>,
    (title, body): (&str, &text::Body),
    home: calendar::Home<'_>,
) -> Vec<Forwarded> {
    let mails = enclosed_parts(message).take(MOST);
    mails.filter_map(|part| one(message, part, (title, body), home)).collect()
}

/// The mails that are enclosed and that nobody looks into, by the SHA-256 of their files.
#[must_use]
pub fn unopened(message: &Message<'_>) -> Vec<String> {
    let further = enclosed_parts(message).skip(MOST);
    further.map(|part| sha256_hex(&attachments::content(message, part))).collect()
}

/// The files that are mails.
fn enclosed_parts<'m>(message: &'m Message<'m>) -> impl Iterator<Item = &'m MessagePart<'m>> {
    let parts = message.attachments.iter().filter_map(move |id| message.parts.get(*id as usize));
    parts.filter(move |part| attachments::is_mail(message, part))
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
    let answer = answers.then(|| text::answer(&read, &subject)).filter(|answer| *answer != text);
    let answer_html = if answers { answer_html::of(&read, answer.as_deref().unwrap_or(&text)) } else { None };
    let machine = if bounce::is_of_mail_server(&inner) {
        Some(Machine::MailServer)
    } else {
        automatic::is_sent_by_program(&inner).then_some(Machine::Program)
    };
    let bounce = bounce::detect(&inner, &subject, &read.whole);
    let card = text::card(&inner, answer.as_deref().unwrap_or(&text), home);
    let card = card.as_ref();
    let html = text::html_with_card(read.html.clone(), card);
    let html = html.or_else(|| text::shown_with_card(&text, card, read.event.as_deref()));
    Some(Forwarded {
        reply_to: sender::reply_to(&inner, from.as_ref()),
        from,
        recipients: recipients::all(&inner),
        in_reply_to,
        references,
        answer: answer.map(|answer| text::with_card(&answer, card)),
        answer_html: text::html_with_card(answer_html, card),
        pictures: pictures(&inner, read.html.as_deref()),
        html,
        text: text::with_card(&text, card),
        automatic: automatic::detect(&inner, &subject).is_some()
            || automatic::unattended(&inner, &subject).is_some(),
        machine,
        bounce,
        subject: Some(subject).filter(|subject| !subject.is_empty()),
        note: quote::trim(&body.whole, quote::Source::Answer),
        message_id: thread::message_id(&inner),
        file: Some(sha256_hex(&bytes)),
        announced: is_forward(title),
        by_head_alone: false,
        shown_files: Vec::new(),
        other_files: Vec::new(),
        is_end_unknown: false,
    })
}

/// The pictures that the HTML of an enclosed mail shows in place, as many as are kept beside the file that it is.
fn pictures(inner: &Message<'_>, html: Option<&str>) -> Vec<IncomingAttachment> {
    let shown = html.map(forward_pictures::ids).unwrap_or_default();
    if shown.is_empty() {
        return Vec::new();
    }
    let mut left = MOST_OF_PICTURES;
    let fits = |picture: &IncomingAttachment| {
        let FileContent::Memory(bytes) = &picture.upload.bytes else { return false };
        let rest = left.checked_sub(bytes.len());
        left = rest.unwrap_or(left);
        rest.is_some()
    };
    let found = attachments::pictures(inner, move |id| shown.contains(&id.to_ascii_lowercase()));
    found.take(MOST_PICTURES).filter(fits).collect()
}

/// The mail that stands in the text below its head. Where the subject alone says that there is one, or the head is of another that
/// it quotes, nobody can tell what of the text is whose.
fn inside(message: &Message<'_>, title: &str, body: &text::Body) -> Option<Forwarded> {
    let whole = text::whole(body);
    let lines: Vec<&str> = whole.lines().collect();
    let by = sender::from(message);
    let own = by.as_ref().map(|by| by.address.as_str()).unwrap_or_default();
    let found = quote::passed_on(&lines);
    let is_quoted = found.as_ref().is_some_and(|head| quote::is_quoted_within(&lines, head, own));
    let says_so = is_forward(title) || found.as_ref().is_some_and(|head| is_quoted && head.announced);
    let is_told = |head: &quote::PassedOn<'_>| says_so || head.announced;
    let is_one = |head: &quote::PassedOn<'_>| is_told(head) || is_head_alone(title, head, &lines);
    let Some(head) = found.filter(|head| !is_quoted && is_one(head)) else {
        return says_so.then(|| Forwarded { text: whole.clone(), ..Forwarded::default() });
    };
    let by_head_alone = !is_told(&head);
    let from = writer(&head.from);
    let is_theirs = |other: &str| {
        let is_same = |other: &Address| {
            from.as_ref().is_some_and(|from| from.address.eq_ignore_ascii_case(&other.address))
        };
        writer(other).as_ref().is_some_and(is_same)
    };
    let signers = Signers { by: by.as_ref().map(Signer::of), writer: from.as_ref().map(Signer::of) };
    let Parted { text, behind, html, is_end_unknown } =
        parted((&head, &lines), body.html.as_deref(), is_theirs, &signers);
    let above = lines.get(..head.start).unwrap_or_default().join("\n");
    let note = [quote::trim(&above, quote::Source::Answer), behind.trim().to_owned()];
    let is_of_mail_server = bounce::names_mail_server(&head.from, from.as_ref());
    let (shown_files, other_files) = forward_pictures::parted(body.html.as_deref(), html.as_deref());
    Some(Forwarded {
        html,
        from,
        subject: head.subject.map(|subject| clean::line(&subject)).filter(|subject| !subject.is_empty()),
        text: text.trim().to_owned(),
        note: note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n"),
        message_id: original(message),
        machine: is_of_mail_server.then_some(Machine::MailServer),
        announced: !by_head_alone,
        by_head_alone,
        shown_files,
        other_files,
        is_end_unknown,
        ..Forwarded::default()
    })
}

/// Whether a head may be that of a mail which is passed on, though neither the subject nor a line says so, as where the subject was
/// written anew: the mail is no answer, the head has an address, and above it stands no more than a remark.
fn is_head_alone(title: &str, head: &quote::PassedOn<'_>, lines: &[&str]) -> bool {
    let above = lines.iter().take(head.start).filter(|line| !line.trim().is_empty()).count();
    !subject::is_answer(title) && above <= MOST_ABOVE && writer(&head.from).is_some()
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

/// Between two people of a head: the first one wrote for the second.
const ON_BEHALF: [&str; 6] =
    [" im auftrag von ", " on behalf of ", " de la part de ", " en nombre de ", " per conto di ", " namens "];

/// Who wrote a mail, by its head. Where nobody reads what is sent to the one who did, it is the one on whose behalf they did.
fn writer(value: &str) -> Option<Address> {
    let lower = value.to_ascii_lowercase();
    let found = ON_BEHALF.iter().filter_map(|words| lower.find(words).map(|at| (at, at + words.len())));
    let (own, behind) = match found.min() {
        Some((at, end)) => (value.get(..at).unwrap_or(value), value.get(end..)),
        None => (value, None),
    };
    let named = in_brackets(own).or_else(|| behind.and_then(in_brackets)).or_else(|| address(value));
    if named.as_ref().is_none_or(|named| !is_unread(&named.address)) {
        return named;
    }
    behind.and_then(|behind| in_brackets(behind).or_else(|| address(behind))).or(named)
}

/// The last address in angle brackets, or else in square ones, as in `Kim Muster [mailto:kim@example.org]`: what stands before it is a
/// name, also where that looks like the address of somebody else, and has brackets itself.
fn in_brackets(value: &str) -> Option<Address> {
    let last = |open: char| {
        value.rmatch_indices(open).find_map(|(at, _)| {
            let inside = value.get(at + 1..)?.split(['<', '>', '[', ']']).next()?;
            first_address(inside)
        })
    };
    let address = last('<').or_else(|| last('['))?;
    Some(Address { name: name_before(value), address })
}

/// `kim@example.org`, `Kim Muster (kim@example.org)`, with whatever HTML left in it.
fn address(value: &str) -> Option<Address> {
    Some(Address { address: first_address(value)?, name: name_before(value) })
}

const fn is_edge(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '<' | '>' | '[' | ']' | '(' | ')' | '"' | '\'' | ',' | ';' | '*')
}

/// The first word of a text that is an address.
fn first_address(text: &str) -> Option<String> {
    let plain = |word: &str| word.trim_start_matches("mailto:").trim_end_matches(['.', ':']).to_owned();
    text.split(is_edge).map(plain).find(|word| sender::is_address(word))
}

/// The name that stands before an address; none, if that is an address as well.
fn name_before(value: &str) -> String {
    let name = value.split(['<', '[', '(']).next().unwrap_or_default();
    let name = clean::line(name.trim_matches(is_edge));
    if name.contains('@') { String::new() } else { name }
}
