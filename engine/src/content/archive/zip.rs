//! Zip (APPNOTE 6.3.10): the central directory tells of each entry, its local header is asked as well.

use super::{
    Encryption, MOST_ENTRIES,
    bytes::{array, length16, length32, length64, u16_at},
};

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END64: [u8; 4] = *b"PK\x06\x06";
const LOCATOR64: [u8; 4] = *b"PK\x06\x07";

/// Length of the record at the end, without its comment.
const END_LENGTH: usize = 22;
/// Length of the record before it that points to the 64-bit one.
const LOCATOR64_LENGTH: usize = 20;
/// The comment's length is a 16-bit number.
const LONGEST_COMMENT: usize = 0xffff;

/// General purpose bits: encrypted, sizes follow the data, strong encryption, masked headers.
const ENCRYPTED: u16 = 1;
const SIZES_FOLLOW: u16 = 1 << 3;
const STRONG: u16 = 1 << 6;
const MASKED: u16 = 1 << 13;

/// The method, and the extra field, of AES encryption.
const AES_METHOD: u16 = 99;
const AES_EXTRA: u16 = 0x9901;
/// Real entries have two or three; many entries with thousands each would cost a stranger nothing and us seconds.
const MOST_EXTRA_FIELDS: usize = 64;

pub(super) fn encryption(file: &[u8]) -> Option<Encryption> {
    match end_of_directory(file).and_then(|end| first_entry(file, end)) {
        Some((first, shift)) => directory(file, first, shift),
        // The end is cut off or its numbers are wrong: what stands at the front still tells.
        None => local_headers(file),
    }
}

/// Where the record at the end begins. It must reach exactly to the end of the file, or the bytes of a comment could
/// pose as one.
fn end_of_directory(file: &[u8]) -> Option<usize> {
    let last = file.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(LONGEST_COMMENT);
    let fits = |at: usize| {
        array(file, at) == Some(END)
            && length16(file, at + 20).is_some_and(|comment| at + END_LENGTH + comment <= file.len())
    };
    (first..=last).rev().find(|&at| fits(at))
}

/// Where the central directory begins, and how far the offsets in it are off: a self-extracting archive has a program in
/// front, and may count from behind it. `None` when there is no entry where the first one should be.
fn first_entry(file: &[u8], end: usize) -> Option<(usize, usize)> {
    let (size, offset, directory_end) = extent64(file, end).or_else(|| extent(file, end))?;
    let is_entry = |at: &usize| array(file, *at) == Some(CENTRAL);
    let behind_program = directory_end.checked_sub(size).filter(is_entry);
    let first = behind_program.or(Some(offset).filter(is_entry))?;
    Some((first, first.saturating_sub(offset)))
}

/// What the central directory and the local headers that it points to say.
fn directory(file: &[u8], first: usize, shift: usize) -> Option<Encryption> {
    let mut at = first;
    let mut found = None;
    for _ in 0..MOST_ENTRIES {
        let Some(header) = Header::central(file, at) else { break };
        let local = header.local.and_then(|local| Header::local(file, local.checked_add(shift)?));
        found = found.max(header.encryption()).max(local.and_then(|local| local.encryption()));
        if found == Some(Encryption::Weak) {
            break;
        }
        at = header.next;
    }
    found
}

/// Size and offset of the central directory, and where it ends.
fn extent(file: &[u8], end: usize) -> Option<(usize, usize, usize)> {
    Some((length32(file, end + 12)?, length32(file, end + 16)?, end))
}

fn extent64(file: &[u8], end: usize) -> Option<(usize, usize, usize)> {
    let locator = end.checked_sub(LOCATOR64_LENGTH)?;
    if array(file, locator) != Some(LOCATOR64) {
        return None;
    }
    let record = length64(file, locator.checked_add(8)?)?;
    if array(file, record) != Some(END64) {
        return None;
    }
    Some((length64(file, record.checked_add(40)?)?, length64(file, record.checked_add(48)?)?, record))
}

/// Walks the local headers from the front, as far as they tell where the next one is.
fn local_headers(file: &[u8]) -> Option<Encryption> {
    let mut at = 0;
    let mut found = None;
    for _ in 0..MOST_ENTRIES {
        let Some(header) = Header::local(file, at) else { break };
        found = found.max(header.encryption());
        if header.flags & SIZES_FOLLOW != 0 {
            break;
        }
        at = header.next;
    }
    found
}

/// What we read of either header of an entry.
struct Header {
    flags: u16,
    method: u16,
    aes: bool,
    /// Where the local header is said to be.
    local: Option<usize>,
    /// Where the next header begins.
    next: usize,
}

impl Header {
    fn central(file: &[u8], at: usize) -> Option<Self> {
        if array(file, at) != Some(CENTRAL) {
            return None;
        }
        let name = length16(file, at + 28)?;
        let extra = length16(file, at + 30)?;
        let comment = length16(file, at + 32)?;
        let extra_at = at + 46 + name;
        Some(Self {
            flags: u16_at(file, at + 8)?,
            method: u16_at(file, at + 10)?,
            aes: has_aes_extra(file.get(extra_at..extra_at + extra).unwrap_or_default()),
            local: length32(file, at + 42),
            next: extra_at + extra + comment,
        })
    }

    fn local(file: &[u8], at: usize) -> Option<Self> {
        if array(file, at) != Some(LOCAL) {
            return None;
        }
        let name = length16(file, at + 26)?;
        let extra = length16(file, at + 28)?;
        let extra_at = at + 30 + name;
        Some(Self {
            flags: u16_at(file, at + 6)?,
            method: u16_at(file, at + 8)?,
            aes: has_aes_extra(file.get(extra_at..extra_at + extra).unwrap_or_default()),
            local: None,
            next: (extra_at + extra).checked_add(length32(file, at + 18)?)?,
        })
    }

    fn encryption(&self) -> Option<Encryption> {
        if self.flags & (ENCRYPTED | MASKED) == 0 {
            None
        } else if self.method == AES_METHOD || self.aes || self.flags & (STRONG | MASKED) != 0 {
            Some(Encryption::Strong)
        } else {
            Some(Encryption::Weak)
        }
    }
}

fn has_aes_extra(extra: &[u8]) -> bool {
    let mut at = 0;
    for _ in 0..MOST_EXTRA_FIELDS {
        let (Some(id), Some(length)) = (u16_at(extra, at), length16(extra, at + 2)) else { break };
        if id == AES_EXTRA {
            return true;
        }
        at += 4 + length;
    }
    false
}
