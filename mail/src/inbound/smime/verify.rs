//! Whether a signature fits what it signs (RFC 5652, 5.4 and 5.6). Who signed is told; whether they are to be believed is not asked here.

use engine::{FoundSignature, SignatureCheck};
use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use webpki::{EndEntityCert, Error, ring as signs};

use super::{
    ber::{OCTETS, OID, SET},
    certificate::Certificate,
    signed::{Signed, Signer, Whose},
};

const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];

/// `2.16.840.1.101.3.4.2`, and what is behind it.
const SHA_2: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

/// `1.2.840.113549.1.1`: 1 is RSA by whatever digest, 10 is RSASSA-PSS, 11 to 13 name the digest.
const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];

/// `1.2.840.10045.4.3`: 2 to 4 name the digest.
const ECDSA: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03];

/// `1.2.840.10045.2.1`: ECDSA by whatever digest.
const ECDSA_ALONE: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

/// `1.3.101.112`
const ED25519: &[u8] = &[0x2B, 0x65, 0x70];

/// Keys of 2048 to 8192 bits.
const RSA_LENGTHS: std::ops::RangeInclusive<usize> = 256..=1024;

type Signing = &'static dyn SignatureVerificationAlgorithm;

/// How a content is digested, and by which procedures that is signed.
struct Method {
    digest: &'static Algorithm,
    /// Each fits another kind of key.
    procedures: Vec<Signing>,
    /// Whether a signature that does not fit is known not to: of RSASSA-PSS only the usual parameters are tried.
    certain: bool,
}

/// What is found out about the signature of a content.
pub(super) fn check(signed: &Signed<'_>, content: &[u8]) -> FoundSignature {
    let author = signed.signer.as_ref();
    let own = author.and_then(|author| {
        let mut all = signed.certificates.iter();
        all.find_map(|bytes| {
            Certificate::read(bytes).filter(|one| belongs(one, author.whose)).map(|one| (*bytes, one))
        })
    });
    let (Some(author), Some((bytes, certificate))) = (author, own) else {
        return FoundSignature { check: SignatureCheck::NotCheckable, ..FoundSignature::default() };
    };
    let others = signed.certificates.iter().filter(|other| **other != bytes);
    FoundSignature {
        check: fits(signed, author, bytes, content),
        name: certificate.name,
        addresses: certificate.addresses,
        certificates: std::iter::once(&bytes).chain(others).map(|one| one.to_vec()).collect(),
    }
}

fn belongs(certificate: &Certificate<'_>, whose: Whose<'_>) -> bool {
    match whose {
        Whose::Issued { issuer, serial } => certificate.issuer == issuer && certificate.serial == serial,
        Whose::KeyId(id) => certificate.key_id == Some(id),
    }
}

fn fits(signed: &Signed<'_>, author: &Signer<'_>, certificate: &[u8], content: &[u8]) -> SignatureCheck {
    let Some(method) = method(author) else { return SignatureCheck::NotCheckable };
    let certificate = CertificateDer::from(certificate);
    let Ok(certificate) = EndEntityCert::try_from(&certificate) else { return SignatureCheck::NotCheckable };
    let message = match author.attributes {
        None => content.to_vec(),
        Some(attributes) => {
            let written = author.attribute(MESSAGE_DIGEST).filter(|value| value.tag == OCTETS);
            let kind = author.attribute(CONTENT_TYPE).filter(|value| value.tag == OID);
            let (Some(written), Some(kind)) = (written, kind) else { return SignatureCheck::NotCheckable };
            if written.content != digest(method.digest, content).as_ref() || kind.content != signed.kind {
                return SignatureCheck::Altered;
            }
            // They are signed as a set, whatever stands there in its place; without a length nobody knows as which bytes.
            if !attributes.has_length {
                return SignatureCheck::NotCheckable;
            }
            let mut message = attributes.whole.to_vec();
            if let Some(tag) = message.first_mut() {
                *tag = SET;
            }
            message
        }
    };
    let mut tried = SignatureCheck::NotCheckable;
    for procedure in method.procedures {
        match certificate.verify_signature(procedure, &message, &author.signature) {
            Ok(()) => return SignatureCheck::Fits,
            Err(Error::InvalidSignatureForPublicKey) if method.certain => tried = SignatureCheck::Altered,
            // The key is for another procedure, or too short.
            Err(_) => {}
        }
    }
    tried
}

/// How its author signed; `None`: in a way that is not known, or no longer safe, such as by SHA-1 or a short key.
fn method(author: &Signer<'_>) -> Option<Method> {
    let number = last(author.digest, SHA_2)?;
    let (digest, rsa, pss, ecdsa): (&'static Algorithm, Signing, Signing, Vec<Signing>) = match number {
        1 => (
            &SHA256,
            signs::RSA_PKCS1_2048_8192_SHA256,
            signs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
            vec![signs::ECDSA_P256_SHA256, signs::ECDSA_P384_SHA256],
        ),
        2 => (
            &SHA384,
            signs::RSA_PKCS1_2048_8192_SHA384,
            signs::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
            vec![signs::ECDSA_P256_SHA384, signs::ECDSA_P384_SHA384],
        ),
        3 => (
            &SHA512,
            signs::RSA_PKCS1_2048_8192_SHA512,
            signs::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
            Vec::new(),
        ),
        _ => return None,
    };
    if author.algorithm == ECDSA_ALONE || last(author.algorithm, ECDSA) == Some(number + 1) {
        return Some(Method { digest, procedures: ecdsa, certain: true });
    }
    if author.algorithm == ED25519 {
        return Some(Method { digest, procedures: vec![signs::ED25519], certain: true });
    }
    // As long as its key; of a shorter one the procedure would say that nothing fits.
    if !RSA_LENGTHS.contains(&author.signature.len()) {
        return None;
    }
    match last(author.algorithm, RSA)? {
        10 => Some(Method { digest, procedures: vec![pss], certain: false }),
        of if of == 1 || of == number + 10 => Some(Method { digest, procedures: vec![rsa], certain: true }),
        _ => None,
    }
}

/// The number of an identifier within its family.
fn last(identifier: &[u8], family: &[u8]) -> Option<u8> {
    match identifier.strip_prefix(family)? {
        [number] => Some(*number),
        _ => None,
    }
}
