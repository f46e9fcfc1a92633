//! 7z: whether a file inside is encrypted is told by its header, which is often packed; where the header itself is
//! encrypted, so is all else.

use std::io::Cursor;

use sevenz_rust2::{Archive, Password};

use super::bytes::length64;

const SIGNATURE: [u8; 6] = [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c];

/// The most memory that a header may need, in KiB; that of a million files needs less.
const HEADER_KIB: usize = 16 * 1024;

/// Length of the header at the front; offsets count from there on.
const FRONT: usize = 32;

/// How the one encryption that 7-Zip writes stands in a list of coders: an id of four bytes, with properties.
const AES: [u8; 5] = [0x24, 0x06, 0xf1, 0x07, 0x01];

/// So many bytes before the end of the header are searched.
const SEARCHED: usize = 64 * 1024;

pub(super) fn is_one(file: &[u8]) -> bool {
    file.starts_with(&SIGNATURE)
}

pub(super) fn is_encrypted(file: &[u8]) -> bool {
    match Archive::read_with_memory_limit(&mut Cursor::new(file), &Password::empty(), HEADER_KIB) {
        Ok(archive) => (0..archive.files.len()).any(|index| archive.is_file_encrypted(index)),
        // An encrypted header cannot be read, and says so in the clear.
        Err(_) => tail(file).is_some_and(|tail| tail.windows(AES.len()).any(|window| window == AES)),
    }
}

fn tail(file: &[u8]) -> Option<&[u8]> {
    let end = FRONT.checked_add(length64(file, 12)?)?.checked_add(length64(file, 20)?)?.min(file.len());
    file.get(end.saturating_sub(SEARCHED).max(FRONT)..end)
}
