//! `schalter dkim …`: the DNS record of the key that mail is signed with, and whether it is published.

use mail::outbound::dkim::{Signer, Unpublished};

use super::output;
use crate::config::Config;
use crate::failure::Failure;

/// Prints the record as a line of a zone file. A string of TXT holds 255 bytes at most (RFC 1035, 3.3), so the text is parted.
pub(super) fn record(config: &Config) -> Result<(), Failure> {
    let signer = signer(config)?;
    let parts: Vec<String> = signer
        .record()
        .as_bytes()
        .chunks(255)
        .map(|part| format!("\"{}\"", String::from_utf8_lossy(part)))
        .collect();
    output::line(&format!("{}. IN TXT ( {} )", signer.name(), parts.join(" ")))
}

/// Says whether whoever receives our mail finds the key.
pub(super) async fn check(config: &Config) -> Result<(), Failure> {
    let signer = signer(config)?;
    let name = signer.name();
    match signer.published().await {
        Ok(()) => output::line(&format!("{name}: ok")),
        Err(fault @ Unpublished::Unknown(_)) => {
            Err(Failure::Refused(format!("{name}: {fault}; ask again later")))
        }
        Err(fault) => Err(Failure::Refused(format!(
            "{name}: {fault}; as it is, our signatures are void. Publish what `schalter dkim record` prints"
        ))),
    }
}

fn signer(config: &Config) -> Result<&Signer, Failure> {
    config.mail.dkim.as_deref().ok_or_else(|| {
        Failure::Refused("no key is configured; see [mail.dkim] in docs/operating.md".to_owned())
    })
}
