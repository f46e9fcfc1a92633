//! What a signature says of the sender, and who vouches for its certificate.

use chrono::{DateTime, Utc};
use engine::{
    FoundSignature, SignatureCheck, SignatureState,
    incoming::signature::{roots, told},
};

const ROOT: &str = include_str!("../../mail/inbound/smime/root.pem");
const OTHER: &str = include_str!("../../mail/inbound/smime/other.pem");
const SIGNED: &str = include_str!("../../mail/inbound/smime/maria-opaque.txt");
const MARIA: &str = "maria@muster.example";

fn at(time: &str) -> DateTime<Utc> {
    time.parse().expect("a time")
}

/// The signature of Maria, as it is read.
fn found() -> FoundSignature {
    let raw = format!(
        "From: {MARIA}\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{SIGNED}"
    );
    mail::inbound::parse(raw.as_bytes()).message.signature.expect("a signature")
}

#[test]
fn a_signature_is_that_of_the_sender_if_its_certificate_names_them() {
    let now = at("2027-01-01T00:00:00Z");
    for (check, from, state) in [
        (SignatureCheck::Fits, Some("Maria@Muster.example"), SignatureState::Valid),
        (SignatureCheck::Fits, Some("eve@evil.example"), SignatureState::UnknownSigner),
        (SignatureCheck::Fits, None, SignatureState::UnknownSigner),
        (SignatureCheck::Altered, Some(MARIA), SignatureState::Altered),
        (SignatureCheck::NotCheckable, Some(MARIA), SignatureState::NotCheckable),
    ] {
        let told = told(&FoundSignature { check, ..found() }, from, &[], now);
        assert_eq!((told.state, told.is_trusted), (state, false), "{from:?}");
        assert_eq!((told.name.as_deref(), told.address.as_deref()), (Some("Maria Muster"), Some(MARIA)));
    }
}

#[test]
fn only_a_chain_to_a_configured_root_is_trusted_and_only_while_it_is_in_force() {
    let (own, other) = (roots(ROOT).expect("a root"), roots(OTHER).expect("a root"));
    let now = "2027-01-01T00:00:00Z";
    let is_trusted = |found: &FoundSignature, roots: &[Vec<u8>], time| {
        told(found, Some(MARIA), roots, at(time)).is_trusted
    };
    assert!(is_trusted(&found(), &own, now));
    assert!(is_trusted(&found(), &[other.clone(), own.clone()].concat(), now));
    assert!(!is_trusted(&found(), &other, now) && !is_trusted(&found(), &[], now));
    assert!(
        !is_trusted(&found(), &own, "2020-01-01T00:00:00Z")
            && !is_trusted(&found(), &own, "2200-01-01T00:00:00Z")
    );
    for check in [SignatureCheck::Altered, SignatureCheck::NotCheckable] {
        assert!(!is_trusted(&FoundSignature { check, ..found() }, &own, now));
    }
    // What a mail brings along is no root, however it calls itself.
    let mut hostile = found();
    hostile.certificates.extend(own.clone());
    assert!(!is_trusted(&hostile, &other, now));
    hostile.certificates.insert(0, vec![0x30, 0x80]);
    assert!(!is_trusted(&hostile, &own, now));
    hostile.certificates.clear();
    assert!(!is_trusted(&hostile, &own, now));
}

#[test]
fn a_file_without_certificates_holds_no_roots() {
    for text in ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert_eq!(roots(text), None, "{text}");
    }
    assert_eq!(roots(&format!("{ROOT}{OTHER}")).expect("roots").len(), 2);
}
