//! The form of a signature and of what it signs (Cryptographic Message Syntax, RFC 5652).

use super::ber::{CONTEXT, Element, INTEGER, OCTETS, OID, PLAIN_CONTEXT, SEQUENCE, SET};

const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];

/// An octet string that consists of several.
const OCTETS_IN_PIECES: u8 = OCTETS | 0x20;

/// More certificates than this are in no chain.
const MOST_CERTIFICATES: usize = 20;

/// A signature with what it signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signed<'a> {
    /// What is signed; `None`: it stands elsewhere.
    pub(super) content: Option<Vec<u8>>,
    /// Of what kind that is.
    pub(super) kind: &'a [u8],
    /// The certificates that came with it, in no order.
    pub(super) certificates: Vec<&'a [u8]>,
    /// Who signed; of several the first.
    pub(super) signer: Option<Signer<'a>>,
}

/// Somebody's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signer<'a> {
    /// Whose it is.
    pub(super) whose: Whose<'a>,
    /// How the content is digested.
    pub(super) digest: &'a [u8],
    /// What is signed in the place of the content, and says what that is.
    pub(super) attributes: Option<Element<'a>>,
    /// How it is signed.
    pub(super) algorithm: &'a [u8],
    pub(super) signature: Vec<u8>,
}

/// How a signature names its certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose<'a> {
    Issued { issuer: &'a [u8], serial: &'a [u8] },
    KeyId(&'a [u8]),
}

impl<'a> Signed<'a> {
    /// Reads it; `None`: it is something else, or damaged.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (info, _) = Element::read(bytes).filter(|(info, _)| info.tag == SEQUENCE)?;
        let mut info = info.inside();
        info.required(OID).filter(|kind| kind.content == SIGNED_DATA)?;
        let mut fields = info.required(CONTEXT)?.inside().required(SEQUENCE)?.inside();
        fields.required(INTEGER)?;
        fields.required(SET)?;
        let mut held = fields.required(SEQUENCE)?.inside();
        let kind = held.required(OID)?.content;
        let content = match held.optional(CONTEXT) {
            Some(held) => Some(octets(held.inside().next()?)?),
            None => None,
        };
        let certificates = fields.optional(CONTEXT);
        let certificates = certificates.iter().flat_map(Element::inside).filter(|one| one.tag == SEQUENCE);
        let certificates = certificates.map(|one| one.whole).take(MOST_CERTIFICATES).collect();
        fields.optional(CONTEXT | 1);
        let signer = fields.required(SET)?.inside().next().and_then(Signer::read);
        Some(Self { content, kind, certificates, signer })
    }
}

impl<'a> Signer<'a> {
    fn read(info: Element<'a>) -> Option<Self> {
        let mut fields = info.inside();
        fields.required(INTEGER)?;
        let whose = fields.next()?;
        let whose = match whose.tag {
            SEQUENCE => {
                let mut name = whose.inside();
                Whose::Issued {
                    issuer: name.required(SEQUENCE)?.whole,
                    serial: name.required(INTEGER)?.content,
                }
            }
            PLAIN_CONTEXT => Whose::KeyId(whose.content),
            _ => return None,
        };
        let digest = fields.required(SEQUENCE)?.inside().required(OID)?.content;
        let attributes = fields.optional(CONTEXT);
        let algorithm = fields.required(SEQUENCE)?.inside().required(OID)?.content;
        Some(Self { whose, digest, attributes, algorithm, signature: octets(fields.next()?)? })
    }

    /// The value of an attribute that has one.
    pub(super) fn attribute(&self, wanted: &[u8]) -> Option<Element<'a>> {
        let mut found = self.attributes.iter().flat_map(Element::inside).filter_map(|attribute| {
            let mut fields = attribute.inside();
            let kind = fields.required(OID)?;
            (kind.content == wanted).then(|| fields.required(SET)).flatten()
        });
        let values = found.next()?;
        let mut values = values.inside();
        let value = values.next()?;
        // Two that say different things say nothing.
        (found.next().is_none() && values.next().is_none()).then_some(value)
    }
}

fn octets(element: Element<'_>) -> Option<Vec<u8>> {
    matches!(element.tag, OCTETS | OCTETS_IN_PIECES).then(|| element.octets()).flatten()
}
