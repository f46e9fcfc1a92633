//! Mails as their reader sees them, wherever they were caught: in a directory, at an SMTP receiver, or from the outbox.

use std::{collections::BTreeMap, fs, path::Path};

use mail_parser::{HeaderName, MessageParser, MimeHeaders as _};

/// One mail that somebody got.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The bytes, as text.
    pub raw: String,
    /// The address it came from.
    pub from: String,
    /// The name beside that address.
    pub from_name: String,
    /// The first address it went to.
    pub to: String,
    /// The decoded subject.
    pub subject: String,
    /// The decoded text part.
    pub text: String,
    /// The decoded HTML part.
    pub html: String,
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// References without angle brackets, oldest first.
    pub references: Vec<String>,
    /// Names of the attached files.
    pub files: Vec<String>,
    headers: BTreeMap<String, String>,
}

impl Mail {
    /// Reads one; a test that gets something unreadable has failed.
    #[must_use]
    pub fn parse(raw: &[u8]) -> Self {
        let parsed = MessageParser::default().parse(raw).expect("a readable mail");
        let address = |list: Option<&mail_parser::Address<'_>>| {
            let first = list.and_then(mail_parser::Address::first);
            let part = |part: Option<&str>| part.unwrap_or_default().to_owned();
            (part(first.and_then(|it| it.address())), part(first.and_then(|it| it.name())))
        };
        let (from, from_name) = address(parsed.from());
        let references = parsed.header(HeaderName::References).map(ids).unwrap_or_default();
        let headers =
            parsed.headers_raw().map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
        let text_part = parsed.text_part(0).filter(|part| part.is_text() && !part.is_text_html());
        let html_part = parsed.html_part(0).filter(|part| part.is_text_html());
        Self {
            raw: String::from_utf8_lossy(raw).into_owned(),
            from,
            from_name,
            to: address(parsed.to()).0,
            subject: parsed.subject().unwrap_or_default().to_owned(),
            text: text_part.and_then(|part| part.text_contents()).unwrap_or_default().replace("\r\n", "\n"),
            html: html_part.and_then(|part| part.text_contents()).unwrap_or_default().to_owned(),
            message_id: parsed.message_id().unwrap_or_default().to_owned(),
            references,
            files: parsed.attachments().filter_map(|it| it.attachment_name().map(str::to_owned)).collect(),
            headers: headers.collect(),
        }
    }

    /// A header's raw value, by its name in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(&name.to_lowercase()).map(String::as_str)
    }

    /// The first link in the text that contains `part`.
    #[must_use]
    pub fn link(&self, part: &str) -> Option<String> {
        let words = self.text.split_whitespace();
        let mut links = words.filter_map(|word| word.find("http").and_then(|at| word.get(at..)));
        links
            .find(|link| link.contains(part))
            .map(|link| link.trim_end_matches(['>', ')', '.', ',']).to_owned())
    }
}

fn ids(value: &mail_parser::HeaderValue<'_>) -> Vec<String> {
    let list = value.as_text_list().map(<[_]>::to_vec).unwrap_or_default();
    list.into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// The mails that were captured as `.eml` files in a directory, oldest first by name.
#[must_use]
pub fn captured(directory: &Path) -> Vec<Mail> {
    let Ok(files) = fs::read_dir(directory) else { return Vec::new() };
    let mut files: Vec<_> = files.flatten().map(|file| file.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "eml"));
    files.sort();
    files.iter().filter_map(|file| fs::read(file).ok()).map(|raw| Mail::parse(&raw)).collect()
}
