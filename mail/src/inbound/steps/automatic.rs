//! Whether an automatic answer is out of place (RFC 3834 and the habits of those who never read it), and, which is
//! another question, whether the mail says that a machine answered in its sender's place.

use engine::{Automatic, Unattended};
use mail_parser::{Message, MimeHeaders};

use super::thread;
use crate::inbound::headers;

/// Headers that only automatic replies carry, with any value.
const REPLY_HEADERS: &[&str] = &[
    "X-Autoreply",
    "X-Auto-Reply",
    "X-Autoreply-From",
    "X-Auto-Reply-From",
    "X-Mail-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Autoresponse",
    "X-AutoReply-Domain",
];

/// How vacation programs of several languages begin the subject. With a colon or alone, so that a question about
/// out-of-office notices stays a question.
const REPLY_SUBJECTS: &[&str] = &[
    "out of office",
    "out of the office",
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "automated reply",
    "vacation reply",
    "away from the office",
    "automatische antwort",
    "autom. antwort",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "abwesenheitsmeldung",
    "abwesenheitsassistent",
    "abwesend",
    "abwesenheit",
    "nicht im büro",
    "réponse automatique",
    "absence du bureau",
    "absent du bureau",
    "respuesta automática",
    "fuera de la oficina",
    "risposta automatica",
    "fuori sede",
    "automatisch antwoord",
    "afwezig",
    "afwezigheidsbericht",
    "resposta automática",
    "autosvar",
    "automatisk svar",
    "automatiskt svar",
    "automaattinen vastaus",
    "odpowiedź automatyczna",
    "automatická odpověď",
    "автоматический ответ",
    "автоответ",
    "otomatik yanıt",
    "自動返信",
    "自动回复",
];

/// Why no automatic answer may go out; `None` for the mail of a person. A new mail whose subject is that of a vacation
/// program is a request: only one that answers another is taken for an answer of such a program.
#[must_use]
pub fn detect(message: &Message<'_>, subject: &str) -> Option<Automatic> {
    let answers = || !thread::in_reply_to(message).is_empty() || !thread::references(message).is_empty();
    submitted(message)
        .or_else(|| reply_header(message))
        .or_else(|| precedence(message))
        .or_else(|| (vacation_subject(subject) && answers()).then_some(Automatic::AutoReply))
        .or_else(|| list(message))
        .or_else(|| generated(message))
}

/// What says that a machine answered in the sender's place. Bulk mail, and mail that asks for no automatic answers, may
/// be a person's own words all the same.
#[must_use]
pub fn unattended(message: &Message<'_>, subject: &str) -> Option<Unattended> {
    if is_report(message) {
        return Some(Unattended::Report);
    }
    let headers = [submitted(message), reply_header(message), precedence(message)];
    if headers.contains(&Some(Automatic::AutoReply)) {
        return Some(Unattended::Header);
    }
    vacation_subject(subject).then_some(Unattended::Subject)
}

/// Whether a program sent the mail by itself, as it says, or with nobody to answer.
#[must_use]
pub fn is_sent_by_program(message: &Message<'_>) -> bool {
    submitted(message).is_some() || no_way_back(message)
}

/// `Auto-Submitted` (RFC 3834, 5).
fn submitted(message: &Message<'_>) -> Option<Automatic> {
    let value = headers::first(message, "Auto-Submitted")?.to_ascii_lowercase();
    let keyword = value.split([';', '(', ' ']).next().unwrap_or_default();
    match keyword {
        "" | "no" => None,
        "auto-replied" => Some(Automatic::AutoReply),
        _ => Some(Automatic::Generated),
    }
}

fn reply_header(message: &Message<'_>) -> Option<Automatic> {
    let known = REPLY_HEADERS.iter().any(|name| {
        headers::first(message, name)
            .is_some_and(|value| !value.eq_ignore_ascii_case("no") && !value.eq_ignore_ascii_case("false"))
    });
    let class = headers::first(message, "X-POST-MessageClass")
        .is_some_and(|value| value.to_ascii_lowercase().contains("autoresponder"));
    (known || class).then_some(Automatic::AutoReply)
}

fn precedence(message: &Message<'_>) -> Option<Automatic> {
    ["Precedence", "X-Precedence"].iter().flat_map(|name| headers::all(message, name)).find_map(|value| {
        match value.to_ascii_lowercase().as_str() {
            "auto_reply" | "auto-reply" => Some(Automatic::AutoReply),
            "list" | "bulk" | "junk" => Some(Automatic::List),
            _ => None,
        }
    })
}

/// Whether the subject is that of a vacation program.
fn vacation_subject(subject: &str) -> bool {
    let lower = subject.trim().to_lowercase();
    REPLY_SUBJECTS.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', '：', '-', '–', '(', '['])
        })
    })
}

fn list(message: &Message<'_>) -> Option<Automatic> {
    ["List-Id", "List-Post", "List-Unsubscribe", "Mailing-List", "X-Mailman-Version"]
        .iter()
        .any(|name| headers::first(message, name).is_some())
        .then_some(Automatic::List)
}

/// Whether the mail was sent with an empty envelope sender.
#[must_use]
pub fn no_way_back(message: &Message<'_>) -> bool {
    headers::all(message, "Return-Path").iter().any(|value| value.replace(' ', "") == "<>")
}

/// Programs that name themselves otherwise, reports, and mails that want no answers or give no way back.
fn generated(message: &Message<'_>) -> Option<Automatic> {
    let unanswered = headers::first(message, "X-Auto-Response-Suppress").is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        value.split([',', ' ', ';']).any(|word| matches!(word, "all" | "oof" | "autoreply"))
    });
    let by_program = headers::first(message, "X-FC-MachineGenerated")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || headers::first(message, "X-Cron-Env").is_some()
        || headers::first(message, "X-Autogenerated").is_some();
    if by_program || is_report(message) {
        return Some(Automatic::Generated);
    }
    (no_way_back(message) || unanswered).then_some(Automatic::Suppressed)
}

/// Read receipts, spam complaints, delivery reports of every kind (RFC 6522).
pub(super) fn is_report(message: &Message<'_>) -> bool {
    message.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
    })
}
