//! Recognises reports of servers that know no standard: by who writes, by the subject, and by what they say.
//!
//! Two of these must agree. Even then it may be a person who writes as postmaster, or about a bounce: the engine takes it
//! for a report only if a mail server wrote it about a letter of ours.

use engine::{Address, Bounce};
use mail_parser::Message;

use super::{dsn, failed_recipients};
use crate::inbound::headers;
use crate::inbound::steps::sender;

/// Names under which mail servers write, without separators.
const MACHINES: &[&str] = &[
    "mailerdaemon",
    "postmaster",
    "maildaemon",
    "maildelivery",
    "maildeliverysubsystem",
    "maildeliverysystem",
    "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
    "mdaemon",
    "doublebounce",
];

/// How the subject of a report begins or what it contains.
const SUBJECTS: &[&str] = &[
    "undeliver",
    "delivery status notification",
    "delivery failure",
    "delivery failed",
    "delivery has failed",
    "delivery report",
    "delivery problem",
    "delivery notification",
    "delivery error",
    "mail delivery",
    "mail delivered failed",
    "failure notice",
    "failure delivery",
    "failed mail",
    "mail failure",
    "mail error",
    "mail system error",
    "returned mail",
    "returned to sender",
    "returning message to sender",
    "message not delivered",
    "could not be delivered",
    "not delivered",
    "nondeliverable",
    "non-deliverable",
    "non remis",
    "error sending your mail",
    "unzustellbar",
    "nicht zugestellt",
    "zustellung fehlgeschlagen",
    "zustellfehler",
    "no entregado",
    "impossible de remettre",
    "mancato recapito",
    "bounce notification",
    "user unknown",
    "недоставлено",
    "не доставлено",
    "delivery status",
];

/// What a report says about the failure.
const PHRASES: &[&str] = &[
    "could not be delivered",
    "couldn't be delivered",
    "cannot be delivered",
    "can't be delivered",
    "wasn't able to deliver",
    "was not able to deliver",
    "unable to deliver",
    "not been delivered",
    "was not delivered",
    "wasn't delivered",
    "delivery failed",
    "delivery has failed",
    "failed permanently",
    "permanent error",
    "permanent fatal errors",
    "permanent delivery errors",
    "fatal errors",
    "error delivering your mail",
    "trouble delivering your message",
    "undeliverable",
    "user unknown",
    "unknown user",
    "no such user",
    "invalid user address",
    "recipient address rejected",
    "mailbox unavailable",
    "mailbox not found",
    "mailbox full",
    "does not exist",
    "was rejected",
    "rejected by",
    "failure reasons",
    "returned message",
    "konnte nicht zugestellt werden",
    "nicht zugestellt werden",
    "unzustellbar",
    "送信に失敗",
    "送信できません",
    "配信できません",
];

/// Words that say the server goes on trying.
const STILL_TRYING: &[&str] = &[
    "will be retried",
    "will keep trying",
    "will continue to try",
    "warning message only",
    "still being retried",
];

/// Reads a report without a standard part.
pub(super) fn detect(message: &Message<'_>, subject: &str, text: &str) -> Option<Bounce> {
    let named = failed_recipients(message);
    let lower_subject = subject.to_lowercase();
    let lower_text = text.to_lowercase();
    let by_machine = from_machine(message);
    let no_way_back = headers::all(message, "Return-Path").iter().any(|path| {
        let path = path.replace(' ', "").to_ascii_lowercase();
        path == "<>" || path.starts_with("<mailer-daemon")
    });
    let subject_says = SUBJECTS.iter().any(|phrase| lower_subject.contains(phrase));
    let text_says = PHRASES.iter().any(|phrase| lower_text.contains(phrase));
    let is_bounce = !named.is_empty() && (by_machine || subject_says || no_way_back)
        || by_machine && (subject_says || text_says)
        || no_way_back && subject_says
        || no_way_back && text_says && !is_answer(&lower_subject);
    if !is_bounce {
        return None;
    }
    let diagnostic = text.lines().find(|line| reply_code(line).is_some() || dsn::status_code(line).is_some());
    Some(Bounce {
        original_message_id: None,
        subject: None,
        recipient: named.into_iter().next().or_else(|| first_address(text)),
        status: diagnostic.and_then(dsn::status_code),
        diagnostic: diagnostic.map(|line| line.trim().to_owned()),
        permanent: !STILL_TRYING.iter().any(|phrase| lower_text.contains(phrase)),
        standard: false,
        by_machine: false,
    })
}

/// Whether a mail server wrote it. Some write with an empty or broken `From`.
pub(super) fn from_machine(message: &Message<'_>) -> bool {
    names_one_of(message, MACHINES)
}

/// The same for names that no person has: there are people who write as postmaster.
pub(super) fn from_mail_server(message: &Message<'_>) -> bool {
    let never_people: Vec<&str> = MACHINES.iter().copied().filter(|name| *name != "postmaster").collect();
    names_one_of(message, &never_people)
}

/// The same of what a mail that is passed on says of its writer: `address`, as far as there is one in `written`.
pub(super) fn is_named_like_one(written: &str, address: Option<&Address>) -> bool {
    is_one_of((written, address), MACHINES)
}

fn names_one_of(message: &Message<'_>, machines: &[&str]) -> bool {
    let Some(from) = headers::first(message, "From") else {
        return false;
    };
    let address = message.from().and_then(|list| list.iter().find_map(sender::address));
    is_one_of((&from, address.as_ref()), machines)
}

fn is_one_of((written, address): (&str, Option<&Address>), machines: &[&str]) -> bool {
    let local = match address {
        Some(address) => {
            address.address.rsplit_once('@').map_or(address.address.as_str(), |(local, _)| local)
        }
        None => written,
    };
    let squeeze = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let local = squeeze(local);
    let name = address.map(|address| squeeze(&address.name)).unwrap_or_default();
    machines.iter().any(|machine| local.starts_with(machine) || name == *machine)
}

fn is_answer(subject: &str) -> bool {
    ["re:", "aw:", "sv:", "antw:"].iter().any(|prefix| subject.starts_with(prefix))
}

/// An SMTP reply code such as `550` at the start of the line or behind a blank, with words behind it.
fn reply_code(line: &str) -> Option<&str> {
    line.split_whitespace().find(|word| {
        let digits = word.trim_matches(['[', '(', '<', ':', '-', '>', '"', '\'']);
        digits.len() == 3
            && digits.starts_with(['4', '5'])
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn first_address(text: &str) -> Option<String> {
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | ':' | ',' | ';' | '(' | ')' | '[' | ']' | '"')
    })
    .find(|word| sender::is_address(word) && word.contains('.'))
    .map(str::to_owned)
}
