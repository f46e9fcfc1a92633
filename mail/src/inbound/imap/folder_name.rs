//! Names of folders as IMAP servers take them: modified UTF-7 (RFC 3501, 5.1.3), in which `Entwürfe` is `Entw&APw-rfe`.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{GeneralPurpose, general_purpose::NO_PAD};

const BASE64: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// The name as it is sent. A name that is written in modified UTF-7 already is sent as it is: before any script could be written, that was
/// the only way.
#[must_use]
pub fn encode(name: &str) -> String {
    match decoded(name) {
        Some(meant) if name.contains('&') && encoded(&meant) == name => name.to_owned(),
        _ => encoded(name),
    }
}

/// The name that a server tells, as people write it; one that is no modified UTF-7 stays as it is.
#[must_use]
pub fn decode(name: &str) -> String {
    decoded(name).unwrap_or_else(|| name.to_owned())
}

/// Whether two names are of one folder. INBOX alone is written in any case (RFC 3501, 5.1).
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    let is_inbox = |name: &str| name.eq_ignore_ascii_case("INBOX");
    is_inbox(one) && is_inbox(other) || encode(one) == encode(other)
}

fn encoded(name: &str) -> String {
    let (mut all, mut shifted) = (String::with_capacity(name.len()), Vec::new());
    for letter in name.chars() {
        if matches!(letter, ' '..='~') {
            shift(&mut all, &mut shifted);
            all.push(letter);
            if letter == '&' {
                all.push('-');
            }
        } else {
            shifted.extend(letter.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    shift(&mut all, &mut shifted);
    all
}

/// Writes what is not printable ASCII, and forgets it.
fn shift(all: &mut String, shifted: &mut Vec<u8>) {
    if !shifted.is_empty() {
        all.push('&');
        BASE64.encode_string(std::mem::take(shifted), all);
        all.push('-');
    }
}

fn decoded(name: &str) -> Option<String> {
    let (mut all, mut rest) = (String::with_capacity(name.len()), name);
    while let Some((before, shifted)) = rest.split_once('&') {
        all.push_str(before);
        let (shifted, behind) = shifted.split_once('-')?;
        if shifted.is_empty() {
            all.push('&');
        } else {
            let bytes = BASE64.decode(shifted).ok()?;
            let (units, odd) = bytes.as_chunks::<2>();
            if !odd.is_empty() {
                return None;
            }
            let units: Vec<u16> = units.iter().copied().map(u16::from_be_bytes).collect();
            all.push_str(&String::from_utf16(&units).ok()?);
        }
        rest = behind;
    }
    all.push_str(rest);
    Some(all)
}
