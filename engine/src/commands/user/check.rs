//! What is acceptable of a person: name, language, time zone.

use super::meet::by_email;
use crate::{
    content::{address, clean_line},
    error::{Error, Result},
    model::UserId,
    rules::external_id::external_id_taken,
    settings::Settings,
    store::{Work, entity::account, former_mailboxes, names::folded, people, queues},
};

/// Longer names break every list.
pub(crate) const LONGEST_NAME: usize = 200;

/// A name as one line without what cannot be seen.
pub(super) fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::name_required());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::too_long("name", "name-too-long", "name", LONGEST_NAME));
    }
    Ok(name)
}

/// A language or a time zone.
pub(super) struct Choice {
    /// Which.
    pub(super) value: String,
    /// Whether the person chose it; otherwise it is the installation's, and follows it.
    pub(super) chosen: bool,
}

impl Choice {
    /// That of the installation.
    pub(super) fn default(value: &str) -> Self {
        Self { value: value.to_owned(), chosen: false }
    }

    const fn own(value: String) -> Self {
        Self { value, chosen: true }
    }
}

/// A language that we speak; the default for an empty text.
pub(super) fn known_locale(given: &str, settings: &Settings) -> Result<Choice> {
    let locale = given.trim().to_ascii_lowercase();
    if locale.is_empty() {
        return Ok(Choice::default(&settings.brand.locale));
    }
    settings.known_locale(&locale)?;
    Ok(Choice::own(locale))
}

/// A time zone by its IANA name, such as `Europe/Berlin`; the default for an empty text.
pub(super) fn known_time_zone(given: &str, default: &str) -> Result<Choice> {
    let name = given.trim();
    if name.is_empty() {
        return Ok(Choice::default(default));
    }
    let zone = jiff::tz::TimeZone::get(name).ok();
    // In the spelling of the database of zones, whatever the case of what was given.
    let known = zone.as_ref().and_then(|zone| zone.iana_name()).map(str::to_owned);
    let unknown = "Unknown time zone. Use an IANA name such as Europe/Berlin.";
    known.map(Choice::own).ok_or_else(|| Error::bad("timeZone", "time-zone-unknown", unknown))
}

/// Shorter and longer user names are mistakes.
const USER_NAME: std::ops::RangeInclusive<usize> = 2..=64;

/// A user name as it is shown, and as it is compared; `None` for an empty one, which takes it away. It must not look like an
/// address: who has `eva@example.org` for a user name would log in as Eva, or get her mail.
pub(super) fn clean_user_name(given: &str) -> Result<Option<(String, String)>> {
    let name = given.trim();
    if name.is_empty() {
        return Ok(None);
    }
    let compared = folded(name);
    if compared.contains('@') {
        let message = "The username must not contain an @.";
        return Err(Error::bad("userName", "user-name-address", message));
    }
    let fits = USER_NAME.contains(&name.chars().count())
        && compared.chars().all(|letter| letter.is_alphanumeric() || ".-_".contains(letter));
    if !fits {
        let message = "The username must have 2 to 64 letters, digits, dots, hyphens or underscores.";
        return Err(Error::bad("userName", "user-name-invalid", message));
    }
    Ok(Some((name.to_owned(), compared)))
}

pub(super) fn user_name_taken() -> Error {
    Error::bad("userName", "user-name-taken", "This username is already taken.")
}

/// Refuses an external id that somebody else has.
pub(super) async fn refuse_taken_id(
    work: &Work<'_>,
    own: Option<UserId>,
    external_id: Option<&str>,
) -> Result<()> {
    let Some(external_id) = external_id else { return Ok(()) };
    match people::by_external_id(work.tx(), external_id).await? {
        Some(other) if own.is_none_or(|own| other.id != own.0) => Err(external_id_taken("person")),
        Some(_) | None => Ok(()),
    }
}

/// Whether an address that stands in a mail is ours: one that mail comes to, or that mail came to until its mailbox was deleted. People
/// go on naming such an address, and no letters shall go there; unless it was given to a person since, by hand.
pub(crate) async fn is_own_address(work: &Work<'_>, email: &str) -> Result<bool> {
    if is_in_force(work, email).await? {
        return Ok(true);
    }
    if !former_mailboxes::holds(work.tx(), email).await? {
        return Ok(false);
    }
    // Who has it has every name of that mailbox.
    for theirs in address::normalise(email).into_iter().chain([address::plain(email)]) {
        if by_email(work, &theirs).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether mail to this address comes to us.
pub(crate) async fn is_in_force(work: &Work<'_>, email: &str) -> Result<bool> {
    let email = address::plain(email);
    let from = &work.engine().settings().mail.from;
    if work.mailboxes().await?.own_addresses(from).iter().any(|own| address::plain(own) == email) {
        return Ok(true);
    }
    for row in work.queues().await? {
        let sender = queues::own(row)?.sender_address;
        if row.address.as_ref() == Some(&email) || sender.is_some_and(|own| address::plain(&own) == email) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Refuses an address of our own for a person: our letters to them would come back to us.
///
/// # Errors
/// `BadInput` for `field`.
pub(crate) async fn refuse_own_address(work: &Work<'_>, field: &'static str, email: &str) -> Result<()> {
    let email = address::plain(email);
    if is_in_force(work, &email).await? {
        let message = format!("{email} is an address of this installation. Use the person's own address.");
        return Err(Error::bad(field, "email-own", message));
    }
    Ok(())
}

/// Refuses what cannot be done to an account that is merged into another, or erased.
pub(crate) fn refuse_gone(account: &account::Model) -> Result<()> {
    if account.merged_into_id.is_none() && account.erased_at.is_none() {
        return Ok(());
    }
    Err(gone())
}

pub(super) fn gone() -> Error {
    Error::bad("id", "account-gone", "This account was merged into another or erased.")
}
