//! `schalter dkim …`: makes keys that mail is signed with, prints their DNS records, and asks whether they are published.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use engine::SystemRng;
use mail::outbound::dkim::{Kind, Signer, Unpublished, generate};

use super::output;
use crate::cli::{DkimKey, KeyAlgorithm};
use crate::config::{Config, dkim_domain, dkim_selector};
use crate::failure::Failure;

/// Makes a key and prints the record to publish. Needs no configuration.
pub(super) fn key(asked: &DkimKey) -> Result<(), Failure> {
    let wrong = |option: &str, fault: String| Failure::Refused(format!("{option}: {fault}"));
    let domain = dkim_domain(&asked.domain).map_err(|fault| wrong("--domain", fault))?;
    let selector = dkim_selector(&asked.selector).map_err(|fault| wrong("--selector", fault))?;
    let kind = match asked.algorithm {
        KeyAlgorithm::Rsa => Kind::Rsa,
        KeyAlgorithm::Ed25519 => Kind::Ed25519,
    };
    let pem = generate(kind, &SystemRng).map_err(|error| Failure::Refused(error.to_string()))?;
    let signer = Signer::new(&domain, &selector, &pem);
    let signer = signer.map_err(|error| Failure::Refused(format!("the new key {error}")))?;
    let file = asked.file.display();
    create(&asked.file, &pem).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::Refused(format!("{file} already exists and was not changed"))
        }
        _ => Failure::system(format!("cannot write {file}"))(error),
    })?;
    output::line(&line(&signer))?;
    // The configuration may be in another directory, from which its relative paths count; and there may be a key in it already.
    let path = std::path::absolute(&asked.file).unwrap_or_else(|_| asked.file.clone());
    let path = in_quotes(&path.display().to_string());
    output::remark(&format!(
        "The private key is in {file}. Publish the record above, then add to the configuration:\n\
         [[mail.dkim]]\ndomain = \"{domain}\"\nselector = \"{selector}\"\nkey_file = {path}"
    ));
    Ok(())
}

/// A text as the configuration takes it (TOML): what quotes may not hold is told by its number.
fn in_quotes(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if letter.is_control() => format!("\\u{:04X}", u32::from(letter)),
        letter => letter.to_string(),
    });
    format!("\"{}\"", letters.collect::<Vec<_>>().concat())
}

/// Writes a file that nobody else may read; one that exists is never touched.
fn create(file: &Path, text: &str) -> io::Result<()> {
    let mut created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    let written = created.write_all(text.as_bytes()).and_then(|()| created.sync_all());
    if written.is_err() {
        // Half a key is none, and would be in the way of the next attempt.
        let _gone = fs::remove_file(file);
    }
    written
}

/// Prints each record as a line of a zone file.
pub(super) fn record(config: &Config) -> Result<(), Failure> {
    for signer in signers(config)? {
        output::line(&line(signer))?;
    }
    Ok(())
}

/// A record as a line of a zone file. A string of TXT holds 255 bytes at most (RFC 1035, 3.3), so the text is parted.
fn line(signer: &Signer) -> String {
    let parts: Vec<String> = signer
        .record()
        .as_bytes()
        .chunks(255)
        .map(|part| format!("\"{}\"", String::from_utf8_lossy(part)))
        .collect();
    format!("{}. IN TXT ( {} )", signer.name(), parts.join(" "))
}

/// Says of each key whether whoever receives our mail finds it.
pub(super) async fn check(config: &Config) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for signer in signers(config)? {
        let name = signer.name();
        match signer.published().await {
            Ok(()) => output::line(&format!("{name}: ok"))?,
            Err(fault @ Unpublished::Unknown(_)) => {
                faults.push(format!("{name}: {fault}; try again later"));
            }
            Err(fault) => faults.push(format!(
                "{name}: {fault}; signatures are invalid until you publish what `schalter dkim record` prints"
            )),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Refused(faults.join("\n"))) }
}

fn signers(config: &Config) -> Result<&[Arc<Signer>], Failure> {
    match config.mail.dkim.as_slice() {
        [] => Err(Failure::Refused(
            "no DKIM key is configured; see [mail.dkim] in docs/operating.md".to_owned(),
        )),
        signers => Ok(signers),
    }
}
