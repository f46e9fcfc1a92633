//! The two pages of the demo's mailbox, in both languages, from data that is always escaped.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use words::{Lang, format};

/// A letter, taken apart.
#[derive(Debug)]
pub(super) struct Letter {
    /// The file it lies in.
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) subject: String,
    pub(super) sent: Option<DateTime<Utc>>,
    pub(super) text: String,
    pub(super) html: Option<String>,
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f6f8;color:#1d2733}\
main{max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.4rem}a{color:#0a5c8f}\
table{width:100%;border-collapse:collapse;background:#fff}td,th{text-align:left;padding:.5rem .75rem;\
border-bottom:1px solid #dfe4ea;vertical-align:top}th{font-weight:600}td.date{white-space:nowrap;color:#526070}\
iframe{width:100%;height:32rem;border:1px solid #dfe4ea;background:#fff}\
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#fff;border:1px solid #dfe4ea;padding:1rem}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dt{color:#526070}dd{margin:0}";

struct Words {
    title: &'static str,
    about: &'static str,
    none: &'static str,
    from: &'static str,
    to: &'static str,
    subject: &'static str,
    date: &'static str,
    back: &'static str,
    as_html: &'static str,
    as_text: &'static str,
    missing: &'static str,
    to_app: &'static str,
}

const GERMAN: Words = Words {
    title: "Ausgehende Mails der Demo",
    about: "Diese Mails hätte der Server verschickt. Die Demo fängt sie ab; es verlässt keine diesen Rechner.",
    none: "Noch keine Mails. Legen Sie ein Ticket an, und laden Sie diese Seite neu.",
    from: "Von",
    to: "An",
    subject: "Betreff",
    date: "Datum",
    back: "Alle Mails",
    as_html: "Ansicht mit Gestaltung",
    as_text: "Ansicht als Text",
    missing: "Diese Mail gibt es nicht.",
    to_app: "Zur Anwendung",
};

const ENGLISH: Words = Words {
    title: "Outgoing mail of the demo",
    about: "The server would have sent these emails. The demo captures them; none leaves this machine.",
    none: "No emails yet. Create a ticket and reload this page.",
    from: "From",
    to: "To",
    subject: "Subject",
    date: "Date",
    back: "All emails",
    as_html: "Formatted",
    as_text: "Plain text",
    missing: "Email not found.",
    to_app: "Back to the application",
};

const fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::De => &GERMAN,
        _ => &ENGLISH,
    }
}

/// All letters.
pub(super) fn list(lang: Lang, letters: &[Letter]) -> String {
    let say = words(lang);
    let mut rows = String::new();
    for letter in letters {
        // Writing to a String cannot fail.
        let _infallible = write!(
            rows,
            "<tr><td><a href=\"/demo/mail/{}\">{}</a></td><td>{}</td><td class=\"date\">{}</td></tr>",
            escape(&letter.name),
            escape(&letter.subject),
            escape(&letter.to),
            escape(&when(lang, letter)),
        );
    }
    let table = if letters.is_empty() {
        format!("<p>{}</p>", say.none)
    } else {
        format!(
            "<table><thead><tr><th>{}</th><th>{}</th><th>{}</th></tr></thead><tbody>{rows}</tbody></table>",
            say.subject, say.to, say.date
        )
    };
    let body = format!("<h1>{}</h1><p>{} <a href=\"/\">{}</a></p>{table}", say.title, say.about, say.to_app);
    document(lang, say.title, &body)
}

/// One letter.
pub(super) fn one(lang: Lang, letter: &Letter) -> String {
    let say = words(lang);
    let head = format!(
        "<p><a href=\"/demo/mail\">← {}</a></p><h1>{}</h1><dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt>\
         <dd>{}</dd></dl>",
        say.back,
        escape(&letter.subject),
        say.from,
        escape(&letter.from),
        say.to,
        escape(&letter.to),
        say.date,
        escape(&when(lang, letter)),
    );
    let html = letter.html.as_ref().map_or_else(String::new, |html| {
        // Links of the letter open in the whole window, since that is where they would in a mail program.
        let inner = format!("<base target=\"_top\">{html}");
        format!(
            "<h2>{}</h2><iframe title=\"{}\" sandbox=\"allow-top-navigation-by-user-activation\" srcdoc=\"{}\"></iframe>",
            say.as_html,
            say.as_html,
            escape(&inner)
        )
    });
    let text = format!("<h2>{}</h2><pre>{}</pre>", say.as_text, linked(&letter.text));
    document(lang, &letter.subject, &format!("{head}{html}{text}"))
}

/// No letter of that name.
pub(super) fn missing(lang: Lang) -> String {
    let say = words(lang);
    let body = format!("<p>{}</p><p><a href=\"/demo/mail\">{}</a></p>", say.missing, say.back);
    document(lang, say.title, &body)
}

/// In the zone of the demo's company.
fn when(lang: Lang, letter: &Letter) -> String {
    letter.sent.map(|at| format::date_time(lang, "Europe/Berlin", at)).unwrap_or_default()
}

fn document(lang: Lang, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{}</title><style>{STYLE}</style></head>\
         <body><main>{body}</main></body></html>",
        lang.as_str(),
        escape(title)
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Text in which web addresses can be clicked.
fn linked(text: &str) -> String {
    let parts = text.split_inclusive(char::is_whitespace).map(|part| {
        let word = part.trim_end();
        if word.starts_with("http://") || word.starts_with("https://") {
            let address = escape(word);
            format!("<a href=\"{address}\">{address}</a>{}", part.get(word.len()..).unwrap_or_default())
        } else {
            escape(part)
        }
    });
    parts.collect()
}
