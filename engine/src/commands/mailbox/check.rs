//! What is acceptable of a mailbox.

use std::net::IpAddr;

use super::{MailboxTerms, certificates::certificates};
use crate::{
    content::{
        address::{normalise, normalise_domain, plain, spelled},
        is_invisible, quoted,
    },
    error::{Error, Result},
    model::{ImapAccess, MailSecret, MailboxSecurity, QueueId},
    settings::MailSettings,
    store::{Work, entity::queue, mailbox_definitions, queues},
};

/// The most mailboxes that are added; each is a connection that stays open.
const MOST: u64 = 200;

/// The most days after which an answer reopens a ticket: ten years.
const MOST_DAYS: i32 = 3_650;

/// The longest user, password and folder, in bytes; no server takes longer ones.
const LONGEST: usize = 255;

/// An address in the form that is kept.
pub(super) fn clean_address(typed: &str) -> Result<String> {
    let invalid = || Error::address_invalid("address", typed);
    normalise(typed).ok_or_else(invalid)
}

/// Where a mailbox is fetched from, in the form that is kept; `None`: it is not.
pub(super) fn access(
    before: Option<&ImapAccess>,
    address: &str,
    terms: &MailboxTerms,
) -> Result<Option<ImapAccess>> {
    let host = match &terms.host {
        Some(host) => host.trim(),
        None => before.map_or("", |before| before.host.as_str()),
    };
    if host.is_empty() {
        if password(terms)?.is_some() || named(terms).is_some() {
            let message = "A server is required if a password or provider is given.";
            return Err(Error::bad("host", "mailbox-host-required", message));
        }
        return Ok(None);
    }
    let host = clean_host(host)?;
    let security = terms.security.or(before.map(|before| before.security)).unwrap_or(MailboxSecurity::Tls);
    if security == MailboxSecurity::None && !is_this_machine(&host) {
        let message = "Unencrypted connections are allowed only to a server on this machine.";
        return Err(Error::bad("security", "mailbox-unencrypted", message));
    }
    let same = before.filter(|before| before.security == security);
    let port = match terms.port {
        None => same.map_or_else(|| usual_port(security), |before| before.port),
        Some(0) => usual_port(security),
        Some(port) => u16::try_from(port).map_err(|_| {
            Error::bad("port", "mailbox-port-invalid", "The port must be a number from 1 to 65535.")
        })?,
    };
    let user =
        part("user", "mailbox-user-invalid", terms.user.as_deref(), before.map(|before| &before.user))?;
    let folder = part(
        "folder",
        "mailbox-folder-invalid",
        terms.folder.as_deref(),
        before.map(|before| &before.folder),
    )?;
    Ok(Some(ImapAccess {
        host,
        port,
        security,
        user: user.unwrap_or_else(|| address.to_owned()),
        folder: folder.unwrap_or_else(|| "INBOX".to_owned()),
        certificates: match &terms.certificates {
            Some(text) => certificates(text)?,
            None => before.and_then(|before| before.certificates.clone()),
        },
    }))
}

/// How to log in, as far as the terms say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given<'t> {
    /// As it is.
    Nothing,
    /// By this password.
    Password(&'t MailSecret),
    /// By a password, which is as it is.
    NoProvider,
    /// By tokens of this provider.
    Provider(&'t str),
}

/// How to log in, as far as the terms say it.
pub(super) fn given<'t>(settings: &MailSettings, terms: &'t MailboxTerms) -> Result<Given<'t>> {
    let password = password(terms)?;
    let Some(name) = named(terms) else {
        let without = if terms.oauth.is_some() { Given::NoProvider } else { Given::Nothing };
        return Ok(password.map_or(without, Given::Password));
    };
    if !settings.providers.iter().any(|provider| provider.name == name) {
        let message = format!("The provider {} is not configured ([mail.oauth.{name}]).", quoted(name));
        return Err(Error::bad("oauth", "mailbox-provider-unknown", message));
    }
    if password.is_some() {
        let message = "Give either a password or a provider, not both.";
        return Err(Error::bad("password", "mailbox-password-and-provider", message));
    }
    Ok(Given::Provider(name))
}

fn named(terms: &MailboxTerms) -> Option<&str> {
    terms.oauth.as_deref().map(str::trim).filter(|name| !name.is_empty())
}

/// The password that was given, if one was.
pub(super) fn password(terms: &MailboxTerms) -> Result<Option<&MailSecret>> {
    let given = terms.password.as_ref().filter(|given| !given.reveal().is_empty());
    if let Some(given) = given
        && (given.reveal().len() > LONGEST || given.reveal().chars().any(char::is_control))
    {
        let message =
            format!("The password must not have more than {LONGEST} bytes or contain control characters.");
        return Err(Error::bad("password", "mailbox-password-invalid", message));
    }
    Ok(given)
}

/// For how many days after a ticket was closed an answer reopens it; as before, if the terms do not say it.
pub(super) fn reopen_days(before: Option<i32>, terms: &MailboxTerms) -> Result<Option<i32>> {
    match terms.reopen_days {
        None => Ok(before),
        Some(Some(days)) if !(0..=MOST_DAYS).contains(&days) => {
            let message = format!("The number of days must be between 0 and {MOST_DAYS}, or null.");
            Err(Error::bad("reopenDays", "mailbox-reopen-days-invalid", message))
        }
        Some(given) => Ok(given),
    }
}

/// Whether the password that is kept, or a token, may be shown to this server: only to the one that it was entered or granted for.
/// Otherwise whoever may change a mailbox could have it told to them. Whom other certificates speak for is another server, too.
pub(super) fn same_server(before: &ImapAccess, after: &ImapAccess) -> bool {
    let of = |access: &ImapAccess| (access.host.clone(), access.port, access.security, access.user.clone());
    let trusted = after.certificates.is_none() || after.certificates == before.certificates;
    trusted && of(before) == of(after)
}

/// What is said when there is no password.
pub(super) fn password_missing(again: bool) -> Error {
    if again {
        let message = "Enter the password again: the stored one is for another server or user.";
        return Error::bad("password", "mailbox-password-again", message);
    }
    Error::bad("password", "mailbox-password-required", "A password is required to fetch mail.")
}

/// Refuses an address that another mailbox or another queue has.
pub(super) async fn refuse_taken(work: &Work<'_>, address: &str, queue: QueueId) -> Result<()> {
    if work.engine().settings().mail.is_configured(address) {
        let message = format!("{address} is already set up in the configuration file.");
        return Err(Error::bad("address", "mailbox-in-file", message));
    }
    if mailbox_definitions::has_address(work.tx(), address).await? {
        return Err(taken(address));
    }
    // Mail to `name+anything@host` arrives in `name@host`, whatever other mailbox is called so.
    let bare = plain(address);
    if bare != address
        && (work.engine().settings().mail.is_configured(&bare)
            || mailbox_definitions::has_address(work.tx(), &bare).await?)
    {
        let message = format!("Mail to {address} already arrives in the mailbox {bare}.");
        return Err(Error::bad("address", "mailbox-of-plain", message));
    }
    if mailbox_definitions::count(work.tx()).await? >= MOST {
        let message = format!("There can be at most {MOST} mailboxes.");
        return Err(Error::bad("address", "mailboxes-too-many", message));
    }
    refuse_anothers(work, address, queue).await
}

/// What is said of an address that another mailbox has.
pub(super) fn taken(address: &str) -> Error {
    Error::bad("address", "mailbox-taken", format!("A mailbox with the address {address} already exists."))
}

/// Refuses the address of another queue.
pub(super) async fn refuse_anothers(work: &Work<'_>, address: &str, queue: QueueId) -> Result<()> {
    let others = queues::others_with_address(work.tx(), queue).await?;
    if others.iter().any(|other| other.address.as_deref().is_some_and(|own| spelled(own) == address)) {
        return Err(Error::address_taken(address));
    }
    Ok(())
}

/// The queue of this id, if new tickets may wait in it.
pub(super) async fn open_queue(work: &Work<'_>, id: QueueId) -> Result<queue::Model> {
    match queues::find(work.tx(), id).await? {
        Some(queue) if queue.active => Ok(queue),
        Some(_) => Err(Error::queue_inactive()),
        None => Err(Error::queue_unknown()),
    }
}

fn clean_host(given: &str) -> Result<String> {
    let bare = given.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(given);
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return Ok(ip.to_string());
    }
    normalise_domain(given).ok_or_else(|| {
        let message = "The server must be a host name such as imap.example.org, without imaps:// and port.";
        Error::bad("host", "mailbox-host-invalid", message)
    })
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

const fn usual_port(security: MailboxSecurity) -> u16 {
    match security {
        MailboxSecurity::Tls => 993,
        MailboxSecurity::StartTls | MailboxSecurity::None => 143,
    }
}

/// A user or a folder as one line; `None`: the usual one.
pub(super) fn part(
    field: &'static str,
    reason: &'static str,
    given: Option<&str>,
    before: Option<&String>,
) -> Result<Option<String>> {
    let text = given.or(before.map(String::as_str)).map_or("", str::trim);
    if text.len() > LONGEST || text.chars().any(is_invisible) {
        let message =
            format!("This field must not have more than {LONGEST} bytes or contain invisible characters.");
        return Err(Error::bad(field, reason, message));
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    fn terms(host: &str) -> MailboxTerms {
        MailboxTerms { host: Some(host.to_owned()), ..MailboxTerms::default() }
    }

    #[test]
    fn what_is_left_out_is_the_usual() {
        let found = access(None, "help@example.org", &terms(" IMAP.Example.org ")).unwrap().unwrap();
        assert_eq!(found.server(), "imaps://imap.example.org:993/INBOX");
        assert_eq!(found.user, "help@example.org");
        let start = MailboxTerms { security: Some(MailboxSecurity::StartTls), ..terms("imap.example.org") };
        assert_eq!(
            access(Some(&found), "x", &start).unwrap().unwrap().port,
            143,
            "the other protocol's port"
        );
        let moved = access(Some(&found), "x", &MailboxTerms { port: Some(0), ..MailboxTerms::default() });
        assert_eq!(moved.unwrap().unwrap(), found);
        assert_eq!(access(Some(&found), "x", &terms("")).unwrap(), None);
        assert_eq!(access(None, "x", &MailboxTerms::default()).unwrap(), None);
    }

    #[test]
    fn each_mistake_names_its_field() {
        let of = |terms: MailboxTerms| access(None, "a@b.example", &terms).unwrap_err();
        let some = |text: &str| Some(text.to_owned());
        for (wrong, field) in [
            (terms("imaps://imap.example.org"), "host"),
            (terms("imap.example.org:993"), "host"),
            (terms("a b"), "host"),
            (terms("user@imap.example.org"), "host"),
            (MailboxTerms { port: Some(-1), ..terms("imap.example.org") }, "port"),
            (MailboxTerms { port: Some(65_536), ..terms("imap.example.org") }, "port"),
            (MailboxTerms { folder: some("a\r\nb"), ..terms("imap.example.org") }, "folder"),
            (MailboxTerms { folder: some("a\u{202e}b"), ..terms("imap.example.org") }, "folder"),
            (MailboxTerms { folder: some("INBOX\u{200b}"), ..terms("imap.example.org") }, "folder"),
            (MailboxTerms { user: some("a\u{2066}b"), ..terms("imap.example.org") }, "user"),
            (MailboxTerms { user: some(&"x".repeat(256)), ..terms("imap.example.org") }, "user"),
            (MailboxTerms { password: Some(MailSecret::new("x")), ..terms("") }, "host"),
            (MailboxTerms { security: Some(MailboxSecurity::None), ..terms("imap.example.org") }, "security"),
        ] {
            let error = of(wrong);
            assert_eq!(error.field(), Some(field), "{error}");
        }
        for here in ["localhost", "127.0.0.1", "[::1]"] {
            let plain = MailboxTerms { security: Some(MailboxSecurity::None), ..terms(here) };
            assert_eq!(access(None, "a@b.example", &plain).unwrap().unwrap().port, 143);
        }
    }
}
