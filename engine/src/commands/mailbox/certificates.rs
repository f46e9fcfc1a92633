//! What is acceptable as certificates that somebody pasted.

use pem_rfc7468::{LineEnding, encode_string};
use rustls_pki_types::{CertificateDer, pem::PemObject as _};

use crate::error::{Error, Result};

/// What stands behind `BEGIN` and `END`.
const LABEL: &str = "CERTIFICATE";

/// The most that is kept, in bytes: many times what a chain takes.
const LONGEST: usize = 64 << 10;

/// The certificates in a text, one below the other and without what stands between; `None`: the text is blank.
pub(super) fn certificates(text: &str) -> Result<Option<String>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > LONGEST {
        return Err(bad("mailbox-certificates-too-long", "The certificates are larger than 64 KiB."));
    }
    // What stands in the database and is shown to admins must never be one.
    if text.contains("PRIVATE KEY") {
        let message = "This is a private key. Keep it secret and enter only certificates.";
        return Err(bad("mailbox-certificates-private", message));
    }
    let invalid = || {
        let message = "Enter one or more PEM certificates, each from BEGIN CERTIFICATE to END CERTIFICATE.";
        bad("mailbox-certificates-invalid", message)
    };
    let mut kept = String::new();
    for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
        let certificate = certificate.map_err(|_| invalid())?;
        webpki::anchor_from_trusted_cert(&certificate).map_err(|_| invalid())?;
        kept.push_str(&encode_string(LABEL, LineEnding::LF, &certificate).map_err(|_| invalid())?);
    }
    if kept.is_empty() { Err(invalid()) } else { Ok(Some(kept)) }
}

fn bad(reason: &'static str, message: &str) -> Error {
    Error::bad("certificates", reason, message)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    /// A certificate of nobody, valid for a hundred years.
    const PEM: &str = "-----BEGIN CERTIFICATE-----
MIIBcTCCARegAwIBAgIUQO6eJ21DnZSqjJ+hd3rwyrKW7ZYwCgYIKoZIzj0EAwIw
DTELMAkGA1UEAwwCdXMwIBcNMjYxMTMwMTEyMDI3WhgPMjEyNjExMDYxMTIwMjda
MA0xCzAJBgNVBAMMAnVzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMaLdevSp
z8bJhr0WUw9twGDzkdHE1J5MT4YRgHuXr04IxCvrXWz/kAV50ktSgB0ghuEfTZmw
OwGmfbpKwKNnBqNTMFEwHQYDVR0OBBYEFJq5qarM5DTrlL0EgCeJ2I1QASstMB8G
A1UdIwQYMBaAFJq5qarM5DTrlL0EgCeJ2I1QASstMA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSAAwRQIhAKkFAn5HIyaXGvnt2BuVoRG45By7R5wa/FgV1oxb
GKbmAiAqtpcb4cjK/j4A5ApdOb2DfXkwpVIowuL0R5zIuUjX/w==
-----END CERTIFICATE-----
";
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";

    #[test]
    fn what_stands_around_certificates_is_left_out() {
        let two = format!("subject=CN = us\r\n{}\r\n\r\n{PEM}", PEM.replace('\n', "\r\n"));
        assert_eq!(certificates(&two).unwrap(), Some(format!("{PEM}{PEM}")));
        assert_eq!(certificates(" \n").unwrap(), None);
    }

    #[test]
    fn what_is_no_certificate_is_refused_and_a_key_above_all() {
        let of = |text: &str| certificates(text).unwrap_err().reason();
        let cut = PEM.replace(END, "");
        let changed = PEM.replace("MIIBcTCC", "MIIBcTCA");
        let other = format!("{BEGIN}\nMAMCAQU=\n{END}");
        for wrong in [
            "no certificate",
            &cut,
            &changed,
            &other,
            &format!("{BEGIN}\n!!\n{END}"),
            &format!("{BEGIN}\n{END}"),
        ] {
            assert_eq!(of(wrong), "mailbox-certificates-invalid", "{wrong}");
        }
        let key = format!("{PEM}-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----");
        assert_eq!(of(&key), "mailbox-certificates-private");
        assert_eq!(of(&"x".repeat(LONGEST + 1)), "mailbox-certificates-too-long");
    }
}
