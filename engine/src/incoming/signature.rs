//! What the signature of a mail says of its sender: whether they signed it, and whether anybody who is trusted vouches for them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime, pem::PemObject as _};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage};

use crate::model::{FoundSignature, MailSignature, SignatureCheck, SignatureState};

/// `id-kp-emailProtection` (RFC 5280, 4.2.1.12), as it is encoded.
const EMAIL_PROTECTION: &[u8] = &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x04];

/// What is told of a signature on a mail that says that it comes from this address. `roots` are certificates (DER) that are trusted.
#[must_use]
pub fn told(
    found: &FoundSignature,
    from: Option<&str>,
    roots: &[Vec<u8>],
    now: DateTime<Utc>,
) -> MailSignature {
    let same = |address: &&String| from.is_some_and(|from| from.trim().eq_ignore_ascii_case(address.trim()));
    let own = found.addresses.iter().find(same);
    MailSignature {
        state: match (found.check, own) {
            (SignatureCheck::Fits, Some(_)) => SignatureState::Valid,
            (SignatureCheck::Fits, None) => SignatureState::UnknownSigner,
            (SignatureCheck::Altered, _) => SignatureState::Altered,
            (SignatureCheck::NotCheckable, _) => SignatureState::NotCheckable,
        },
        name: found.name.clone(),
        address: own.or(found.addresses.first()).cloned(),
        is_trusted: found.check == SignatureCheck::Fits && is_vouched_for(found, roots, now).is_some(),
    }
}

/// Whether a chain leads from the certificate of a signer to one of these roots, at a time at which all of it is in force. Whether it was
/// revoked is not asked: nobody is called because of a mail that came.
fn is_vouched_for(found: &FoundSignature, roots: &[Vec<u8>], now: DateTime<Utc>) -> Option<()> {
    let (own, others) = found.certificates.split_first()?;
    let roots: Vec<CertificateDer<'_>> =
        roots.iter().map(|root| CertificateDer::from(root.as_slice())).collect();
    let anchors = roots.iter().map(webpki::anchor_from_trusted_cert);
    let anchors: Vec<TrustAnchor<'_>> = anchors.filter_map(Result::ok).collect();
    let between: Vec<CertificateDer<'_>> =
        others.iter().map(|other| CertificateDer::from(other.as_slice())).collect();
    let own = CertificateDer::from(own.as_slice());
    let own = EndEntityCert::try_from(&own).ok()?;
    let at = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(now.timestamp()).ok()?));
    let usage = KeyUsage::required_if_present(EMAIL_PROTECTION);
    let path = own.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &between, at, usage, None, None);
    path.ok().map(|_| ())
}

/// The certificates in a file of roots; `None`: there is none in it, or what is there is none.
#[must_use]
pub fn roots(pem: &str) -> Option<Vec<Vec<u8>>> {
    let mut roots = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.ok()?;
        webpki::anchor_from_trusted_cert(&certificate).ok()?;
        roots.push(certificate.to_vec());
    }
    Some(roots).filter(|roots| !roots.is_empty())
}
