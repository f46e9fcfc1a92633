//! What is acceptable as certificates that somebody pasted.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::error::{Error, Result};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The most that is kept, in bytes: many times what a chain takes.
const LONGEST: usize = 64 << 10;

/// The certificates in a text, one below the other and without what stands between; `None`: the text is blank.
pub(super) fn certificates(text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > LONGEST {
        return Err(bad("mailbox-certificates-too-long", "Certificates have at most 64 KiB."));
    }
    // What stands in the database and is shown to admins must never be one.
    if text.contains("PRIVATE KEY") {
        let message = "This is a private key. Keep it secret; paste certificates alone.";
        return Err(bad("mailbox-certificates-private", message));
    }
    let invalid = || {
        let message =
            "Paste one or more certificates in PEM, each from BEGIN CERTIFICATE to END CERTIFICATE.";
        bad("mailbox-certificates-invalid", message)
    };
    let mut kept = String::new();
    for part in text.split(BEGIN).skip(1) {
        let (body, _) = part.split_once(END).ok_or_else(invalid)?;
        let body: String = body.split_whitespace().collect();
        let bytes = BASE64_STANDARD.decode(&body).map_err(|_| invalid())?;
        if !is_certificate(&bytes) {
            return Err(invalid());
        }
        kept.push_str(BEGIN);
        for (at, letter) in body.chars().enumerate() {
            if at % 64 == 0 {
                kept.push('\n');
            }
            kept.push(letter);
        }
        kept.push('\n');
        kept.push_str(END);
        kept.push('\n');
    }
    if kept.is_empty() { Err(invalid()) } else { Ok(Some(kept)) }
}

/// Whether it has the shape of one (RFC 5280, 4.1): a sequence that fills it, and in it three more parts, the first a sequence.
fn is_certificate(bytes: &[u8]) -> bool {
    let Some((0x30, inside, [])) = part(bytes) else { return false };
    let Some((0x30, _, rest)) = part(inside) else { return false };
    let Some((0x30, _, rest)) = part(rest) else { return false };
    matches!(part(rest), Some((0x03, _, [])))
}

/// The tag and the content of the first part of DER, and what follows it.
fn part(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (length, rest) =
            rest.split_at_checked(usize::from(first & 0x7f)).filter(|(length, _)| length.len() <= 4)?;
        (length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

fn bad(reason: &'static str, message: &str) -> Error {
    Error::bad("certificates", reason, message)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    /// The shape of a certificate, and nothing in it.
    fn pem() -> String {
        let bytes = [0x30, 0x09, 0x30, 0x00, 0x30, 0x00, 0x03, 0x03, 0x00, 0x01, 0x02];
        format!("{BEGIN}\n{}\n{END}\n", BASE64_STANDARD.encode(bytes))
    }

    #[test]
    fn what_stands_around_certificates_is_left_out() {
        let two = format!("subject=CN = us\r\n{}\r\n\r\n{}", pem(), pem());
        assert_eq!(certificates(&two).unwrap(), Some(format!("{}{}", pem(), pem())));
        assert_eq!(certificates(" \n").unwrap(), None);
    }

    #[test]
    fn what_is_no_certificate_is_refused_and_a_key_above_all() {
        let of = |text: &str| certificates(text).unwrap_err().reason();
        let cut = pem().replace(END, "");
        let other = format!("{BEGIN}\n{}\n{END}", BASE64_STANDARD.encode([0x30, 0x03, 0x02, 0x01, 0x05]));
        for wrong in
            ["no certificate", &cut, &other, &format!("{BEGIN}\n!!\n{END}"), &format!("{BEGIN}{END}")]
        {
            assert_eq!(of(wrong), "mailbox-certificates-invalid", "{wrong}");
        }
        let key = format!("{}-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----", pem());
        assert_eq!(of(&key), "mailbox-certificates-private");
        assert_eq!(of(&"x".repeat(LONGEST + 1)), "mailbox-certificates-too-long");
    }
}
