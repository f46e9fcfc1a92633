//! What a certificate says of its owner (RFC 5280): a name and mail addresses. Whether anybody vouches for it is the engine's to say.

use super::ber::{CONTEXT, Element, Elements, INTEGER, OCTETS, OID, PLAIN_CONTEXT, SEQUENCE, SET};
use crate::inbound::clean;

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const EMAIL: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01];
const OTHER_NAMES: &[u8] = &[0x55, 0x1D, 0x11];
const KEY_ID: &[u8] = &[0x55, 0x1D, 0x0E];

/// `rfc822Name`
const ADDRESS: u8 = PLAIN_CONTEXT | 1;

/// A string of two bytes a letter.
const BMP: u8 = 0x1E;

/// More addresses than this has nobody.
const MOST_ADDRESSES: usize = 20;

/// Longer names are cut.
const LONGEST: usize = 200;

/// A certificate, as far as it matters to readers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Certificate<'a> {
    pub(super) serial: &'a [u8],
    /// The name of who issued it, as it is encoded.
    pub(super) issuer: &'a [u8],
    pub(super) key_id: Option<&'a [u8]>,
    pub(super) name: Option<String>,
    pub(super) addresses: Vec<String>,
}

impl<'a> Certificate<'a> {
    /// Reads one; `None`: it is none.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (certificate, _) = Element::read(bytes).filter(|(one, _)| one.tag == SEQUENCE)?;
        let mut fields = certificate.inside().required(SEQUENCE)?.inside();
        fields.optional(CONTEXT);
        let serial = fields.required(INTEGER)?.content;
        fields.required(SEQUENCE)?;
        let issuer = fields.required(SEQUENCE)?.whole;
        fields.required(SEQUENCE)?;
        let subject = fields.required(SEQUENCE)?;
        fields.required(SEQUENCE)?;
        let mut read = Self { serial, issuer, ..Self::default() };
        let extensions = fields.find(|field| field.tag == CONTEXT | 3);
        for extension in
            extensions.and_then(|all| all.inside().required(SEQUENCE)).iter().flat_map(Element::inside)
        {
            read.extension(extension);
        }
        read.subject(subject);
        Some(read)
    }

    fn extension(&mut self, extension: Element<'a>) -> Option<()> {
        let mut fields = extension.inside();
        let kind = fields.required(OID)?.content;
        let value = fields.find(|field| field.tag == OCTETS)?.content;
        let (value, _) = Element::read(value)?;
        match kind {
            KEY_ID if value.tag == OCTETS => self.key_id = Some(value.content),
            OTHER_NAMES if value.tag == SEQUENCE => {
                let addresses = value.inside().filter(|name| name.tag == ADDRESS);
                let texts = addresses.filter_map(|name| text(name.tag, name.content));
                self.addresses.extend(texts.take(MOST_ADDRESSES));
            }
            _ => {}
        }
        Some(())
    }

    fn subject(&mut self, subject: Element<'a>) {
        let parts = subject.inside().filter(|set| set.tag == SET).flat_map(|set| set.inside());
        for part in parts.take(MOST_ADDRESSES) {
            let mut fields: Elements<'_> = part.inside();
            let (Some(kind), Some(value)) = (fields.required(OID), fields.next()) else { continue };
            let Some(text) = text(value.tag, value.content) else { continue };
            match kind.content {
                COMMON_NAME => self.name = Some(text),
                EMAIL if !self.addresses.contains(&text) => self.addresses.push(text),
                _ => {}
            }
        }
    }
}

/// A string as people read it; `None`: it is empty.
fn text(tag: u8, bytes: &[u8]) -> Option<String> {
    let read = if tag == BMP {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |unit, byte| (unit << 8) | u16::from(*byte)))
            .collect();
        String::from_utf16_lossy(&units)
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    let line: String = clean::line(&read).chars().take(LONGEST).collect();
    Some(line).filter(|line| !line.trim().is_empty())
}
