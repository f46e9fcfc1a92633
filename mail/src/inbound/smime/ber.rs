//! Reads the Basic Encoding Rules (X.690), in which signatures stand: programs that sign while they write know no lengths, so that a
//! reader of DER alone cannot read what Outlook, Apple Mail and OpenSSL send.

/// Elements of unknown length within each other; signatures nest less than ten.
const DEEPEST: usize = 16;

/// Tags that signatures use.
pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// `[0]` and what follows, with elements inside.
pub(super) const CONTEXT: u8 = 0xA0;
/// The same without.
pub(super) const PLAIN_CONTEXT: u8 = 0x80;

const CONSTRUCTED: u8 = 0x20;
const UNKNOWN: u8 = 0x80;

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    /// What is inside.
    pub(super) content: &'a [u8],
    /// All of it, with tag and length.
    pub(super) whole: &'a [u8],
    /// Whether its length is written in front.
    pub(super) has_length: bool,
}

impl<'a> Element<'a> {
    /// The first element of these bytes, and what is behind it.
    pub(super) fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        read(bytes, DEEPEST)
    }

    /// The elements inside.
    pub(super) fn inside(&self) -> Elements<'a> {
        Elements { rest: self.content }
    }

    /// The bytes of a string, whose pieces may be elements of their own.
    pub(super) fn octets(&self) -> Option<Vec<u8>> {
        let mut octets = Vec::with_capacity(self.content.len());
        self.push_octets(&mut octets, DEEPEST).then_some(octets)
    }

    fn push_octets(&self, octets: &mut Vec<u8>, depth: usize) -> bool {
        if self.tag & CONSTRUCTED == 0 {
            octets.extend_from_slice(self.content);
            return true;
        }
        let mut inside = self.inside();
        depth > 0
            && inside.by_ref().all(|piece| piece.push_octets(octets, depth - 1))
            && inside.rest.is_empty()
    }
}

/// Elements that follow each other; they end where no more can be read.
#[derive(Debug, Clone)]
pub(super) struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// The next element, which must have this tag.
    pub(super) fn required(&mut self, tag: u8) -> Option<Element<'a>> {
        self.next().filter(|element| element.tag == tag)
    }

    /// The next element, if it has this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.rest.first() == Some(&tag) { self.next() } else { None }
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let (element, rest) = Element::read(self.rest)?;
        self.rest = rest;
        Some(element)
    }
}

fn read(bytes: &[u8], depth: usize) -> Option<(Element<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    // Tags of several bytes stand in no signature; zero ends what has no length.
    if tag == 0 || tag & 0x1F == 0x1F {
        return None;
    }
    let (&first, rest) = rest.split_first()?;
    if first == UNKNOWN {
        return without_length(bytes, rest, depth.checked_sub(1)?);
    }
    let (length, rest) = if first < UNKNOWN {
        (usize::from(first), rest)
    } else {
        let count = usize::from(first & 0x7F);
        let (length, rest) = rest.split_at_checked(count).filter(|_| count <= 4)?;
        (length.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    let whole = bytes.get(..bytes.len() - rest.len())?;
    Some((Element { tag, content, whole, has_length: true }, rest))
}

/// An element that ends with two zeros, behind all that is inside.
fn without_length<'a>(bytes: &'a [u8], inside: &'a [u8], depth: usize) -> Option<(Element<'a>, &'a [u8])> {
    let tag = *bytes.first().filter(|tag| **tag & CONSTRUCTED != 0)?;
    let mut rest = inside;
    loop {
        if let Some(behind) = rest.strip_prefix(&[0, 0]) {
            let content = inside.get(..inside.len() - rest.len())?;
            let whole = bytes.get(..bytes.len() - behind.len())?;
            return Some((Element { tag, content, whole, has_length: false }, behind));
        }
        rest = read(rest, depth)?.1;
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_every_form() {
        let plain = Element::read(&[OCTETS, 2, 1, 2, 9]);
        assert_eq!(plain.map(|(one, rest)| (one.content, rest)), Some((&[1, 2][..], &[9][..])));
        let long =
            [&[OCTETS, 0x81, 2, 1, 2][..], &[OCTETS, 0x82, 0, 2, 1, 2], &[0x24, 0x80, OCTETS, 2, 1, 2, 0, 0]];
        for bytes in long {
            let (one, rest) = Element::read(bytes).expect("an element");
            assert_eq!((one.octets(), rest.len(), one.whole), (Some(vec![1, 2]), 0, bytes));
        }
        let pieces = [0x24, 0x80, OCTETS, 1, 1, 0x24, 3, OCTETS, 1, 2, 0, 0, 7];
        let (one, rest) = Element::read(&pieces).expect("an element");
        assert_eq!((one.octets(), rest), (Some(vec![1, 2]), &[7][..]));
    }

    #[test]
    fn what_is_cut_off_or_hostile_is_refused() {
        for bytes in [
            &[][..],
            &[OCTETS],
            &[OCTETS, 2, 1],
            &[OCTETS, 0x80, 0, 0],
            &[0x24, 0x80, OCTETS, 1],
            &[OCTETS, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 1],
            &[OCTETS, 0x85, 0, 0, 0, 0, 1, 1],
            &[OCTETS, 0xFF],
            &[0x1F, 1, 1],
            &[0, 0],
        ] {
            assert_eq!(Element::read(bytes), None, "{bytes:?}");
        }
        let deep = [0x24, 0x80].repeat(100_000);
        assert_eq!(Element::read(&deep), None);
    }
}
