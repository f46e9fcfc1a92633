//! Rar 4 and 5: encrypted headers, or a file entry that is marked as encrypted.

use super::{
    MOST_ENTRIES,
    bytes::{length16, length32, u16_at},
};

const RAR4: [u8; 7] = *b"Rar!\x1a\x07\x00";
const RAR5: [u8; 8] = *b"Rar!\x1a\x07\x01\x00";

pub(super) fn is_one(file: &[u8]) -> bool {
    file.starts_with(&RAR4) || file.starts_with(&RAR5)
}

pub(super) fn is_encrypted(file: &[u8]) -> bool {
    if file.starts_with(&RAR5) { rar5(file) } else { rar4(file) }.unwrap_or(false)
}

/// Blocks of rar 4: a check sum, a type, flags, a length, and for some the length of the data behind.
fn rar4(file: &[u8]) -> Option<bool> {
    const ARCHIVE: u8 = 0x73;
    const FILE: u8 = 0x74;
    const HEADERS_ENCRYPTED: u16 = 0x0080;
    const FILE_ENCRYPTED: u16 = 0x0004;
    const DATA_FOLLOWS: u16 = 0x8000;
    let mut at = RAR4.len();
    for _ in 0..MOST_ENTRIES {
        let kind = *file.get(at.checked_add(2)?)?;
        let flags = u16_at(file, at + 3)?;
        let length = length16(file, at + 5)?;
        match kind {
            ARCHIVE if flags & HEADERS_ENCRYPTED != 0 => return Some(true),
            FILE if flags & FILE_ENCRYPTED != 0 => return Some(true),
            _ => {}
        }
        let data = if kind == FILE || flags & DATA_FOLLOWS != 0 { length32(file, at + 7)? } else { 0 };
        // Each block is at least as long as its own header, so that the walk gets on.
        at = at.checked_add(length.max(7))?.checked_add(data)?;
    }
    Some(false)
}

/// Blocks of rar 5: a check sum, then numbers of variable length.
fn rar5(file: &[u8]) -> Option<bool> {
    const FILE: u64 = 2;
    const ENCRYPTION: u64 = 4;
    const EXTRA_FOLLOWS: u64 = 1;
    const DATA_FOLLOWS: u64 = 2;
    let mut at = RAR5.len();
    for _ in 0..MOST_ENTRIES {
        let (header, body) = number(file, at.checked_add(4)?)?;
        let (kind, next) = number(file, body)?;
        let (flags, mut next) = number(file, next)?;
        if kind == ENCRYPTION {
            return Some(true);
        }
        let mut extra = 0;
        if flags & EXTRA_FOLLOWS != 0 {
            (extra, next) = number(file, next)?;
        }
        let data = if flags & DATA_FOLLOWS == 0 { 0 } else { number(file, next)?.0 };
        let end = body.checked_add(usize::try_from(header).ok()?)?;
        let records = end.checked_sub(usize::try_from(extra).ok()?)?;
        if kind == FILE && has_encryption_record(file.get(records..end)?) {
            return Some(true);
        }
        at = end.checked_add(usize::try_from(data).ok()?)?;
    }
    Some(false)
}

/// Whether one of the records behind a file's header says how the file is encrypted.
fn has_encryption_record(records: &[u8]) -> bool {
    const ENCRYPTION: u64 = 1;
    let mut at = 0;
    while let Some((length, body)) = number(records, at) {
        if number(records, body).is_some_and(|(kind, _)| kind == ENCRYPTION) {
            return true;
        }
        let Some(next) = usize::try_from(length).ok().and_then(|length| body.checked_add(length)) else {
            break;
        };
        at = next;
    }
    false
}

/// A number of variable length, seven bits a byte, lowest first; and where it ends.
fn number(file: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    for index in 0..10 {
        let byte = *file.get(at.checked_add(index)?)?;
        value |= u64::from(byte & 0x7f).checked_shl(u32::try_from(7 * index).ok()?)?;
        if byte & 0x80 == 0 {
            return Some((value, at + index + 1));
        }
    }
    None
}
