//! 7z: the AES coder is named by its id near the end. A header that is compressed hides it, which only happens where the
//! names of the files are not encrypted; such an archive passes as one that is not encrypted.

use super::bytes::length64;

const SIGNATURE: [u8; 6] = [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c];

/// Length of the header at the front; offsets count from behind it.
const FRONT: usize = 32;

/// How the one encryption that 7-Zip writes stands in a list of coders: an id of four bytes, with properties.
const AES: [u8; 5] = [0x24, 0x06, 0xf1, 0x07, 0x01];

/// So many bytes before the end of the header are searched: the header itself, and the one it may be packed into.
const SEARCHED: usize = 64 * 1024;

pub(super) fn is_one(file: &[u8]) -> bool {
    file.starts_with(&SIGNATURE)
}

pub(super) fn is_encrypted(file: &[u8]) -> bool {
    tail(file).is_some_and(|tail| tail.windows(AES.len()).any(|window| window == AES))
}

fn tail(file: &[u8]) -> Option<&[u8]> {
    let end = FRONT.checked_add(length64(file, 12)?)?.checked_add(length64(file, 20)?)?.min(file.len());
    file.get(end.saturating_sub(SEARCHED).max(FRONT)..end)
}
