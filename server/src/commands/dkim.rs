//! `schalter dkim …`: the DNS records of the keys that mail is signed with, and whether they are published.

use std::sync::Arc;

use mail::outbound::dkim::{Signer, Unpublished};

use super::output;
use crate::config::Config;
use crate::failure::Failure;

/// Prints each record as a line of a zone file. A string of TXT holds 255 bytes at most (RFC 1035, 3.3), so the text is parted.
pub(super) fn record(config: &Config) -> Result<(), Failure> {
    for signer in signers(config)? {
        let parts: Vec<String> = signer
            .record()
            .as_bytes()
            .chunks(255)
            .map(|part| format!("\"{}\"", String::from_utf8_lossy(part)))
            .collect();
        output::line(&format!("{}. IN TXT ( {} )", signer.name(), parts.join(" ")))?;
    }
    Ok(())
}

/// Says of each key whether whoever receives our mail finds it.
pub(super) async fn check(config: &Config) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for signer in signers(config)? {
        let name = signer.name();
        match signer.published().await {
            Ok(()) => output::line(&format!("{name}: ok"))?,
            Err(fault @ Unpublished::Unknown(_)) => {
                faults.push(format!("{name}: {fault}; ask again later"));
            }
            Err(fault) => faults.push(format!(
                "{name}: {fault}; as it is, our signatures are void. Publish what `schalter dkim record` prints"
            )),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Refused(faults.join("\n"))) }
}

fn signers(config: &Config) -> Result<&[Arc<Signer>], Failure> {
    match config.mail.dkim.as_slice() {
        [] => Err(Failure::Refused("no key is configured; see [mail.dkim] in docs/operating.md".to_owned())),
        signers => Ok(signers),
    }
}
