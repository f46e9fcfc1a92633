//! Errors that several commands return, so that the same fault is always described in the same words.

use super::Error;
use crate::line::quoted;

impl Error {
    /// There is no name, or nothing of it can be seen.
    pub(crate) fn name_required() -> Self {
        Self::bad("name", "name-required", "A name is required.")
    }

    /// Something else of its kind has this name; `kind` comes with its article.
    pub(crate) fn name_taken(kind: &str, name: &str) -> Self {
        Self::bad("name", "name-taken", format!("{kind} named {} already exists.", quoted(name)))
    }

    /// `what`, a text, has more characters than may be stored.
    pub(crate) fn too_long(field: &'static str, reason: &'static str, what: &str, limit: usize) -> Self {
        Self::bad(field, reason, format!("The {what} is longer than {limit} characters."))
    }

    /// What was given as an email address is not one.
    pub(crate) fn email_invalid(field: &'static str, given: &str) -> Self {
        Self::bad(field, "email-invalid", not_an_email(given))
    }

    /// The same for the address of a queue or of a mailbox.
    pub(crate) fn address_invalid(field: &'static str, given: &str) -> Self {
        Self::bad(field, "address-invalid", not_an_email(given))
    }

    /// Another account has this email address.
    pub(crate) fn email_taken(field: &'static str, email: &str) -> Self {
        Self::bad(field, "email-taken", format!("An account for {email} already exists."))
    }

    /// Another queue has this address.
    pub(crate) fn address_taken(address: &str) -> Self {
        Self::bad("address", "address-taken", format!("{address} is already the address of another queue."))
    }

    /// No queue has this id.
    pub(crate) fn queue_unknown() -> Self {
        Self::bad("queue", "queue-unknown", "Queue not found.")
    }

    /// The queue takes no new tickets.
    pub(crate) fn queue_inactive() -> Self {
        Self::bad("queue", "queue-inactive", "This queue does not accept new tickets.")
    }

    /// No organisation has this id.
    pub(crate) fn organisation_unknown(field: &'static str) -> Self {
        Self::bad(field, "organisation-unknown", "Organisation not found.")
    }
}

fn not_an_email(given: &str) -> String {
    format!("{} is not a valid email address.", quoted(given))
}

/// A noun as the beginning of a sentence.
pub(super) fn capitalised(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number of seconds as minutes, rounded up: `1 minute`, `5 minutes`.
pub(super) fn minutes(seconds: u64) -> String {
    counted(seconds.div_ceil(60), "minute")
}

/// `1 second`, `30 seconds`.
pub(super) fn seconds(seconds: u64) -> String {
    counted(seconds, "second")
}

fn counted(number: u64, unit: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}
