//! Which mails wait in the ledger until the staff release or discard them: pure; how many are too many is counted elsewhere.
//!
//! Nothing is held that comes from somebody who is known, nor what answers a ticket, but for spam of strangers: these
//! would only make accounts for people who do not exist.

use std::net::IpAddr;

use crate::{incoming::writer::Writer, model::MailReason};

/// What decides whether a mail is held.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct Arrival<'m> {
    /// Whose words it carries.
    pub writer: &'m Writer,
    /// Whether they have an account.
    pub known: bool,
    /// Whether it answers a ticket.
    pub joins: bool,
    /// Whether a filter marked it as spam.
    pub spam: bool,
    /// Whether it has an empty sender.
    pub null_sender: bool,
}

/// Why a mail is held, if it is.
#[must_use]
pub const fn held(arrival: Arrival<'_>) -> Option<MailReason> {
    match arrival {
        Arrival { known: true, .. } => None,
        Arrival { spam: true, .. } => Some(MailReason::Spam),
        Arrival { joins: true, .. } => None,
        Arrival { writer: Writer::Ourselves, .. } => Some(MailReason::OwnAddress),
        Arrival { writer: Writer::MailServer, .. } => Some(MailReason::MailServer),
        Arrival { null_sender: true, .. } => Some(MailReason::NullSender),
        Arrival { writer: Writer::Sender(_) | Writer::Behind(_) | Writer::Nobody, .. } => None,
    }
}

/// Whether one of the headers says that the mail is spam. `marks` are written as `Name: beginning of the value`.
#[must_use]
pub fn is_spam(headers: &[(String, String)], marks: &[String]) -> bool {
    let marks = marks.iter().filter_map(|mark| mark.split_once(':'));
    marks.into_iter().any(|(name, value)| {
        let (name, value) = (name.trim(), value.trim().to_lowercase());
        headers.iter().any(|(header, said)| {
            header.eq_ignore_ascii_case(name)
                && said
                    .trim()
                    .to_lowercase()
                    .strip_prefix(&value)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    })
}

/// The network that an address belongs to, as far as one operator usually has it: 256 addresses of IPv4, a /48 of IPv6.
#[must_use]
pub fn range_of(client: IpAddr) -> String {
    match client.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}
