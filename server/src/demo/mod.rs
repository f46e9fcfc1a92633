//! `schalter serve --demo`: a small company to look around in, and a window on the mails that it sends.
//!
//! `people` and `stories` are data; `play` lets the stories happen through the engine's commands, on a clock that is
//! moved through the last three weeks; `mailbox` shows the captured letters. Nothing here runs without `--demo`.

mod mailbox;
mod page;
mod people;
mod play;
mod stories;

use std::net::IpAddr;

use url::Url;

use crate::config::{Config, Mailbox, Mailing, Replies};
use crate::failure::Failure;
use people::PEOPLE;

pub(crate) use mailbox::routes;
pub(crate) use play::prepare;

const BRAND: &str = "Support Beispiel GmbH";
const QUEUE_ADDRESS: &str = "tickets@support-beispiel.example";
const CONTACT: &str = "support@support-beispiel.example";

/// The configuration with the demo's name and addresses; mails are captured whatever was configured.
///
/// # Errors
/// When others could reach the server: its passwords are known and its mails are open.
pub(crate) fn configure(mut config: Config) -> Result<Config, Failure> {
    if !loopback(&config.server.bind) {
        return Err(Failure::Refused(format!(
            "--demo uses well-known passwords and shows every mail, so it listens only on this machine; server.bind is {}",
            config.server.bind
        )));
    }
    BRAND.clone_into(&mut config.brand.name);
    config.brand.contact = Some(CONTACT.to_owned());
    config.tickets.subject_tag =
        config.tickets.subject_tag.or_else(|| Some("support-beispiel.example".to_owned()));
    config.mail.from = Some(Mailing { name: Some(BRAND.to_owned()), address: QUEUE_ADDRESS.to_owned() });
    config.mail.mailboxes = vec![Mailbox {
        address: QUEUE_ADDRESS.to_owned(),
        queue: "Support".to_owned(),
        imap: None,
        aliases: Vec::new(),
        replies: Replies::Append,
        plus_addressing: true,
        cc_watches: true,
        reopen_within: None,
        rules: Vec::new(),
    }];
    if !config.mail.smtp.url.starts_with("file:") {
        config.mail.smtp.url = format!("file://{}", config.directory.join("data/outbox").display());
    }
    Ok(config)
}

/// The directory in which a `file://` transport leaves its letters.
pub(crate) fn outbox(config: &Config) -> std::path::PathBuf {
    config.mail.smtp.url.trim_start_matches("file://").into()
}

fn loopback(bind: &str) -> bool {
    let Ok(url) = Url::parse(&format!("http://{bind}")) else {
        return false;
    };
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(url::Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

/// What the console says: who can log in, and where the letters are.
pub(crate) fn greeting(public_url: &str) -> Vec<String> {
    let mut lines = vec!["Logins of the demo company (email, password):".to_owned()];
    let width = PEOPLE.iter().map(|person| person.email.len()).max().unwrap_or_default();
    for person in PEOPLE.iter().rev() {
        lines.push(format!("  {:width$}  {}  {}", person.email, person.password, person.describe()));
    }
    lines.push(format!("Outgoing mail is captured: {public_url}/demo/mail"));
    lines.push(format!("Open {public_url}"));
    lines
}
