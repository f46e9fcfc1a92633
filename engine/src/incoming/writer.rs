//! Whose words a mail carries: pure, over its headers. A contact form writes in another's name, a mail server in nobody's.

use crate::model::{Address, Machine};

/// Names before the `@` under which web servers send what somebody typed into a form.
const FORMS: &[&str] = &[
    "apache",
    "contact-form",
    "contactform",
    "do-not-reply",
    "donotreply",
    "form",
    "formmailer",
    "forms",
    "formular",
    "httpd",
    "kontaktformular",
    "nginx",
    "no-reply",
    "nobody",
    "noreply",
    "php",
    "web",
    "webform",
    "webserver",
    "wordpress",
    "wp",
    "www",
    "www-data",
];

/// Whose words a mail carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writer {
    /// The person in `From`.
    Sender(Address),
    /// The person in `Reply-To`, since `From` is our own address or that of a form.
    Behind(Address),
    /// Our own address, with nobody behind it.
    Ourselves,
    /// A mail server.
    MailServer,
    /// Nobody that could be made out.
    Nobody,
}

impl Writer {
    /// The person whose words a mail carries that is passed on. What a machine wrote is nobody's, unless it wrote in the name of
    /// somebody who is to be answered.
    #[must_use]
    pub fn of_passed_on(self, machine: Option<Machine>) -> Option<Address> {
        match self {
            Self::Behind(person) => Some(person),
            Self::Sender(person) if machine.is_none() => Some(person),
            Self::Sender(_) | Self::Ourselves | Self::MailServer | Self::Nobody => None,
        }
    }
}

/// What decides whose words a mail carries.
#[derive(Debug, Clone, Copy)]
pub struct Names<'m> {
    /// `From`, if it holds an address.
    pub from: Option<&'m Address>,
    /// The first in `Reply-To` that is neither the address in `From` nor one of ours.
    pub reply_to: Option<&'m Address>,
    /// Whether the address in `From` is one of ours.
    pub from_us: bool,
    /// Whether `From` is the name of a mail server.
    pub by_mail_server: bool,
}

/// Decides whose words a mail carries.
#[must_use]
pub fn writer(names: Names<'_>) -> Writer {
    match (names.from, names.reply_to) {
        _ if names.by_mail_server => Writer::MailServer,
        (Some(_), Some(person)) if names.from_us => Writer::Behind(person.clone()),
        (Some(_), None) if names.from_us => Writer::Ourselves,
        (Some(from), Some(person)) if is_form(&from.address) => Writer::Behind(person.clone()),
        (Some(from), _) => Writer::Sender(from.clone()),
        (None, _) => Writer::Nobody,
    }
}

pub(super) fn is_form(address: &str) -> bool {
    FORMS.contains(&local_part(address).as_str())
}

/// Names before the `@` under which nobody reads what is sent there.
const UNREAD: &[&str] = &["donotreply", "keineantwort", "nichtantworten", "noreply"];

/// Whether an address says itself that nobody reads it, such as `no-reply@` or `noreply+4711@`.
#[must_use]
pub fn is_unread(address: &str) -> bool {
    let local = local_part(address);
    let word: String =
        local.split('+').next().unwrap_or_default().chars().filter(|c| c.is_alphabetic()).collect();
    UNREAD.contains(&word.as_str())
}

fn local_part(address: &str) -> String {
    address.rsplit_once('@').map_or(address, |(local, _)| local).to_lowercase()
}
