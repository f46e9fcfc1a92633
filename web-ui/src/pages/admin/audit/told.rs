//! An entry of the audit log in words: what was done, to what, and what is different, with no code of the schema where there is a
//! word for it.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{app::App, visitor::Visitor};

/// An entry as the schema answers it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    at: String,
    actor: Option<Name>,
    via: String,
    kind: String,
    act: Option<String>,
    subject_id: Option<String>,
    subject_name: Option<String>,
    subject: Option<Subject>,
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

#[derive(Deserialize)]
struct Subject {
    name: Option<String>,
    email: Option<String>,
    /// Of an email with words of one's own: which.
    kind: Option<String>,
    locale: Option<String>,
    /// Of an incoming mail: its subject and who wrote it.
    title: Option<String>,
    from: Option<String>,
}

#[derive(Deserialize)]
struct Change {
    field: String,
    from: Option<String>,
    to: Option<String>,
}

/// Values that are words of the schema: the field, and with what their texts begin.
const WORDS: [(&str, &str); 12] = [
    ("sharing", "sharing"),
    ("role", "role"),
    ("redacted", "audit-redacted"),
    ("security", "mailbox-security-word"),
    ("replies", "queue-replies-word"),
    ("afterFetch", "mailbox-after-fetch-word"),
    ("oldMail", "mailbox-old-mail-word"),
    ("content", "queue-content-word"),
    ("status", "status"),
    ("priority", "priority"),
    ("locale", "language"),
    ("holidayRegion", "region"),
];

/// The changes that name the subject, which stands in a column of its own.
const NAMES: [(&str, &str); 8] = [
    ("MAILBOX_CHANGED", "mailbox"),
    ("EMAIL_TEMPLATE_CHANGED", "email"),
    ("REDACTED", "ticket"),
    ("MAIL_RELEASED", "mail"),
    ("MAIL_DISCARDED", "mail"),
    ("MAIL_ACCOUNT_CONNECTED", "mailAccount"),
    ("MAIL_CONSENT_GONE", "mailAccount"),
    ("MAIL_ACCOUNT_DISCONNECTED", "mailAccount"),
];

impl Entry {
    /// Whether a change is told beside what the entry is about. What is made without something says nothing of it.
    fn tells(&self, change: &Change) -> bool {
        let Self { kind, .. } = self;
        let unset = change.from.is_none() && change.to.is_none();
        let without = unset && (kind.ends_with("_CREATED") || kind == "TOKEN_REVOKED");
        !without && !NAMES.contains(&(kind.as_str(), change.field.as_str()))
    }
}

/// Tells entries to a visitor.
pub(super) struct Teller<'a> {
    pub(super) app: &'a App,
    pub(super) visitor: &'a Visitor,
    /// The mailboxes that are still there, by their ids.
    pub(super) mailboxes: &'a [String],
}

impl Teller<'_> {
    /// The entry as the page shows it.
    pub(super) fn view(&self, entry: &Entry) -> Value {
        let changes = entry.changes.iter().filter(|change| entry.tells(change)).map(|change| {
            let told = |value: &Option<String>| value.as_ref().map(|value| self.value(&change.field, value));
            // From whom an account was separated is not struck through like what it has lost.
            let parted = entry.kind == "USERS_PARTED" && change.field == "merged";
            let label = self.word("audit-field", if parted { "parted" } else { change.field.as_str() });
            let nothing = None;
            let (from, to) = if parted { (&nothing, &change.from) } else { (&change.from, &change.to) };
            // What is personal, or secret, is told without the value.
            let bare = change.from.is_none() && change.to.is_none();
            json!({ "label": label, "from": told(from), "to": told(to), "bare": bare })
        });
        json!({
            "at": entry.at,
            "actor": entry.actor.as_ref().map(|actor| &actor.name),
            // Nobody is the system, and who acted at the command line is not known.
            "via": (entry.actor.is_some() || entry.via != "SYSTEM").then(|| self.word("audit-via", &entry.via)),
            "what": self.what(entry),
            "subject": self.subject(entry),
            "changes": changes.collect::<Vec<_>>(),
        })
    }

    /// A kind of entries in words.
    pub(super) fn kind(&self, kind: &str) -> String {
        self.word("audit", kind)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.app.texts.get(self.visitor.lang, key, &[])
    }

    /// Later versions add kinds; their own word is better than nothing.
    fn word(&self, begin: &str, word: &str) -> String {
        self.text(&format!("{begin}-{word}")).unwrap_or_else(|| word.to_lowercase().replace('_', " "))
    }

    fn what(&self, entry: &Entry) -> String {
        let act = entry.act.as_ref().and_then(|act| self.text(&format!("audit-{}-{act}", entry.kind)));
        act.unwrap_or_else(|| self.word("audit", &entry.kind))
    }

    /// What an entry is about, with its page if it has one.
    fn subject(&self, entry: &Entry) -> Value {
        let known = entry.subject.as_ref();
        let own = known.and_then(|subject| self.name(subject));
        let told = || {
            let name = entry.subject_name.as_deref()?;
            Some(if entry.kind == "EMAIL_TEMPLATE_CHANGED" { self.email(name) } else { name.to_owned() })
        };
        let Some(name) = own.or_else(told) else { return self.gone(entry) };
        json!({
            "name": name,
            "href": self.page(entry),
            "only": entry.subject_id.as_ref().map(|id| format!("/admin/audit?subject={id}")),
        })
    }

    fn name(&self, subject: &Subject) -> Option<String> {
        let email = || Some(self.email(&format!("{} {}", subject.kind.as_ref()?, subject.locale.as_ref()?)));
        let named = [&subject.name, &subject.email, &subject.title, &subject.from];
        named.into_iter().flatten().find(|name| !name.is_empty()).cloned().or_else(email)
    }

    /// An email with words of one's own: its kind and its language.
    fn email(&self, told: &str) -> String {
        let (kind, locale) = told.split_once(' ').unwrap_or((told, ""));
        let language = self.text(&format!("language-{locale}"));
        let kind = self.word("email-kind", &kind.to_lowercase());
        language.map_or_else(|| kind.clone(), |language| format!("{kind} · {language}"))
    }

    /// What is gone and left no name.
    fn gone(&self, entry: &Entry) -> Value {
        let only = entry.subject_id.as_ref().map(|id| format!("/admin/audit?subject={id}"));
        json!({ "name": self.text("audit-gone"), "href": null, "only": only })
    }

    fn page(&self, entry: &Entry) -> Option<String> {
        let id = entry.subject_id.as_deref()?;
        let known = entry.subject.is_some();
        Some(match entry.kind.as_str() {
            "REDACTED" => {
                return entry
                    .subject_name
                    .as_deref()
                    .map(|name| format!("/tickets/{}", name.trim_start_matches('#')));
            }
            "MAILBOX_CHANGED" => {
                return self.mailboxes.iter().any(|there| there == id).then(|| format!("/admin/mail/{id}"));
            }
            _ if !known => return None,
            "TEXT_BLOCK_CHANGED" => format!("/admin/text-blocks?id={id}"),
            "MACRO_CHANGED" => format!("/admin/macros?id={id}"),
            kind if kind.starts_with("QUEUE_") => format!("/admin/queues/{id}"),
            kind if kind.starts_with("ORGANISATION_") => format!("/admin/organisations/{id}"),
            "SHARING_CHANGED" | "DOMAINS_CHANGED" => format!("/admin/organisations/{id}"),
            _ if entry.subject.as_ref().is_some_and(|subject| subject.email.is_some()) => {
                format!("/admin/people/{id}")
            }
            _ => return None,
        })
    }

    /// A value in words.
    fn value(&self, field: &str, value: &str) -> String {
        if let Some((_, begin)) = WORDS.iter().find(|(known, _)| *known == field) {
            return self.word(begin, value);
        }
        match (field, value) {
            (_, "true" | "false") => self.word("audit", value),
            ("hours", hours) => self.hours(hours),
            ("targets", targets) => self.targets(targets),
            ("changes", changes) => self.macro_lines(changes),
            (field, _) if field.ends_with("ClosesAfter") || field == "remindBefore" => self.delay(value),
            (_, value) => value.to_owned(),
        }
    }

    /// `Monday 08:00-17:00, …` with the days in the visitor's language.
    fn hours(&self, hours: &str) -> String {
        let span = |span: &str| match span.split_once(' ') {
            Some((day, times)) => format!("{} {times}", self.word("weekday", &day.to_uppercase())),
            None => span.to_owned(),
        };
        hours.split(", ").map(span).collect::<Vec<_>>().join(", ")
    }

    /// `HIGH 60/240, …`: minutes until the answer and until restoration, by priority.
    fn targets(&self, targets: &str) -> String {
        let target = |target: &str| match target.split_once(' ') {
            Some((priority, minutes)) => format!("{} {minutes} min", self.word("priority", priority)),
            None => target.to_owned(),
        };
        targets.split(", ").map(target).collect::<Vec<_>>().join(", ")
    }

    /// A line for each thing that a macro does, `field: value`.
    fn macro_lines(&self, changes: &str) -> String {
        let line = |line: &str| {
            let Some((field, value)) = line.split_once(": ") else { return line.to_owned() };
            let Some(label) = self.text(&format!("audit-macro-{field}")) else { return line.to_owned() };
            let value = match (field, value) {
                ("assignee", "-") => self.text("nobody").unwrap_or_default(),
                ("assignee", "(me)") => self.text("macros-me").unwrap_or_default(),
                ("isPrivate", "true") => self.text("macros-private").unwrap_or_default(),
                ("isPrivate", _) => self.text("macros-shared").unwrap_or_default(),
                ("comment", value) => {
                    let bare = ["(PUBLIC) ", "(INTERNAL) "].iter().find_map(|mark| value.strip_prefix(mark));
                    let note = value.starts_with("(INTERNAL)").then(|| self.text("zoom-note")).flatten();
                    let bare = bare.unwrap_or(value);
                    return match note {
                        Some(note) => format!("{note}: {bare}"),
                        None => format!("{label}: {bare}"),
                    };
                }
                (field, value) => self.value(field, value),
            };
            format!("{label}: {value}")
        };
        changes.lines().map(line).collect::<Vec<_>>().join("\n")
    }

    /// `7d`, `7bd`, `12h`.
    fn delay(&self, value: &str) -> String {
        let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
        let (count, unit) = value.split_at(digits);
        let key = match unit {
            "d" => "audit-days",
            "bd" => "audit-business-days",
            "h" => "audit-hours",
            "m" => "audit-minutes",
            _ => return value.to_owned(),
        };
        let told = count
            .parse::<i64>()
            .ok()
            .and_then(|count| self.app.texts.get(self.visitor.lang, key, &[("n", count.into())]));
        told.unwrap_or_else(|| value.to_owned())
    }
}
