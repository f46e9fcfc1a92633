//! Whether a file is an encrypted archive: real archives, made-up headers, and what a hostile sender may send.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use engine::content::archive::{Encryption, encryption};
use proptest::prelude::*;

/// `zip a.zip a.txt` (Info-ZIP 3.0).
const PLAIN_ZIP: &str = "UEsDBAoAAAAAAA6qd10aBH5ZBwAAAAcAAAAFABwAYS50eHRVVAkAAyutBGsrrQRrdXgLAAEEAAAAAAQAAAAAZ2VoZWltClBLAQIeAwoAAAAAAA6qd10aBH5ZBwAAAAcAAAAFABgAAAAAAAEAAACkgQAAAABhLnR4dFVUBQADK60Ea3V4CwABBAAAAAAEAAAAAFBLBQYAAAAAAQABAEsAAABGAAAAAAA=";
/// `zip -P secret a.zip a.txt` (Info-ZIP 3.0).
pub(crate) const LEGACY_ZIP: &str = "UEsDBAoACQAAAA6qd10aBH5ZEwAAAAcAAAAFABwAYS50eHRVVAkAAyutBGsrrQRrdXgLAAEEAAAAAAQAAAAA8yO3/bQXWRMLPSmaaG4+mjVGu1BLBwgaBH5ZEwAAAAcAAABQSwECHgMKAAkAAAAOqnddGgR+WRMAAAAHAAAABQAYAAAAAAABAAAApIEAAAAAYS50eHRVVAUAAyutBGt1eAsAAQQAAAAABAAAAABQSwUGAAAAAAEAAQBLAAAAYgAAAAAA";
/// The same with the AES-256 of `WinZip`, by pyzipper.
pub(crate) const AES_ZIP: &str = "UEsDBBQAAQBjAA2qd10AAAAAJQAAAAcAAAAFAAsAYS50eHQBmQcAAgBBRQMIAFV8m5FkLbGurLQzgJLAhXJuf3kZMKEWQpiSzQkbWBzA2iD7ZHdQSwECFAMUAAEAYwANqnddAAAAACUAAAAHAAAABQALAAAAAAAAAAAAgAEAAAAAYS50eHQBmQcAAgBBRQMIAFBLBQYAAAAAAQABAD4AAABTAAAAAAA=";
/// The same by py7zr: plain, with a password, and with names encrypted too.
const PLAIN_7Z: &str = "N3q8ryccAAStwxt5YAAAAAAAAAAUAAAAAAAAAI68+bMBAAZnZWhlaW0KAOAAUABNXQAAgTMHrg/Oha6S93rumjUv7rdNwiI3CmzB6h7KF2CyZGmRwJPiMyFouJ4KbxvLQdHq8xg+n295X85xKEwFjSLDyx1hYKKW8oY2ngAAAAAXBgsBCVUABwsBAAEhIQEYDFEAAA==";
const LOCKED_7Z: &str = "N3q8ryccAARFmI7BeQAAAAAAAAAUAAAAAAAAAIHWvcrZU2DKIu0P8E9ejfALiIaAAQBkAQQGAAEJEAoBF+S4PwAHCwEAAiQG8QcBElMP8ltrbpcfwMkryTXnoiRPOiEhARgBAAwLBwAICgEaBH5ZAAAFARENAGEALgB0AHgAdAAAABQKAQDQBe3mj3vdARUGAQAggKSBAAAAFwYQAQlpAAcLAQABISEBGAxlAAA=";
const HIDDEN_7Z: &str = "N3q8ryccAATFM9pagAAAAAAAAAAoAAAAAAAAABafKQ5Ml4FVXx6NjlMRnIKdHPfSY2WFG8NUvDE5ysFP2TRlYf3hOM6mDGdVjwBYKPh0DMbIFVJ8JQ9Dba7L9GR+ERptNJHM/9tEuYH5cQh3rMntNJMCTe9o4hWg00dfBJ2dloROkqOFkLp3XDF9Am4h3x8riSHZrNxh9yHbQOizMbsF5RcGEAEJcAAHCwEAASQG8QcBElMP906ErbPBiUwjNKkGmxui1QxlAAA=";

/// Six files by 7-Zip 16.02, whose header is packed: plain, with a password, with names encrypted too; and with a
/// password and a header that is not packed.
const PACKED_PLAIN_7Z: &str = "N3q8ryccAASUk3H6DAEAAAAAAAAiAAAAAAAAAPLFi9rgA3cAa10AMxpJ1reQLj5CRo4HUFfEZjQHb5Vao9ml1m831dSj0JH7m2WEYhmkB35LJWUpcXDu2iPT+gMGvTonbBIzhYn/+tuk7h7VSVxkgv1Nv5Y7+A9zYipGstyvL79P0r7NyTwKvSban1jZF0UQ2wAAAACBMweuD9SFDsVCFfazRX1pTY96vpyDWJD2WKAm91Dd6jbreup3qZ94uQlb0iqUqu7l5K/cBIS/qf+hGSdao1HieG6NFiz0qPaxIUP6tuUrfD535G/KWYpeGAbkzoZksQlfys2D1zgZbhDYqRcCkvvXmqRAuekHUtbAEVbCdhr0rvgAhdC1Qbzc3xV35KPsBAl9Hwv6AAAAFwZzAQmAmQAHCwEAASMDAQEFXQAQAAAMgR4KAfMgzxwAAA==";
const PACKED_LOCKED_7Z: &str = "N3q8ryccAATLTwF2LQEAAAAAAAAjAAAAAAAAAP/TGl4gflLy/CPM31x+qrCJVu+c3iclLRH008Nd45n2AU2pp3sJtCuxujbGxyJ4tgvrdI60GcqrMYI+KtEUxZEVFnwvoUb0nrlui0+ejCDbg9DqhtyBLlyeRbks/ITg9+zRQMaecZ3XkHi4csDdOVi65UfQ8cevVF4E2qIOyq+iL49SYQAAgTMHrg/VNSexaT46084QAHR6cY3v9POwjuk6f3jKcNMmwS3U9WiqjgSduTCLcDBGWhZ0mzc31KeGNp5QM6/+uwqKV/NV/hDO2RQ27BKPoKnQQRqQKk/YHjIcjgu/vzm5opdZjU9hQUZEkXD79gd8gw4OBJyqwkPV6UkGcz73xcA59fmjLrj6ifqVvfoEyNCVl5MAfDZT5uE0f0Gk2xNUJ7YTG9oRilo/4gAAFwaAgAEJgK0ABwsBAAEjAwEBBV0AEAAADIEuCgE9RFmbAAA=";
const PACKED_HIDDEN_7Z: &str = "N3q8ryccAASSWE13MAEAAAAAAAA/AAAAAAAAAEOCUuUIGHDcHIYSedo0oDn0MyyzSXcZ42K4UdJL9BJi6YQSm9+roDgfkCe643kgGWDwMnLb+msY96t3PmR99C/F35gx6NhPLk2eAo3yWRat5AY3fcmOPGC3gzjLrE9WYyNIOQsmuNCWXhpTpUUND6HH7M8enOeCKpuyHjOAkH2ou7WeF5RGyEOyEUvJv4EZhpsCI/xawszQRKAORsMzvKEoysUTjjhTuB9qpNzP8SuYcXR3ge5NkONwSpYfGEQk00Bgp7n1f9op3olWIbuikxykgRTM2X+0U3jTL9gU59lNG5bKQ3RdfcXneT5eD9g8/+zOsuYF7MEvkaBt6hKnMLLs6jQPM7AXcVbEz+BIV4T0MC0biT8QgkPNflHW64o+Tqbz1gVf+Yvmyg/kzURcp5HVyrG9FwaAgAEJgLAABwsBAAIkBvEHARJTDwSTqbnaOtlyrSlLPkuVuNYjAwEBBV0AEAAAAQAMgK2BLgoBcqUbKAAA";
const OPEN_LOCKED_7Z: &str = "N3q8ryccAARgzKc0gAAAAAAAAAAuAQAAAAAAAAm2AC5Rt8rRq3u5KLGS1oCR/ZjuDVFK/RnJ5GssOfQ+9nnGxJJusJdiT+LlibY3IeasuyBebDj8PiACyd2CPy8yX3H1kTveewS9NWG+z+9ScaZ84lBo9h5h727idTE6rxcKhjq/Em1QPA0ouXU4r+GPUDHBNSvNCVu7SbGBCWsA1DytgwEEBgABCYCAAAcLAQACJAbxBwESUw/+0XMb98e/LkDJ+PI9uC0qISEBAAEADHODeAAIDQYJgJSAlICUgJSAlAoBCUdVI1n0EJFpZSz/uJTqLogF1kDYtpPyAAAFBhF5AGYAaQBsAGUAMQAuAHQAeAB0AAAAZgBpAGwAZQAyAC4AdAB4AHQAAABmAGkAbABlADMALgB0AHgAdAAAAGYAaQBsAGUANAAuAHQAeAB0AAAAZgBpAGwAZQA1AC4AdAB4AHQAAABmAGkAbABlADYALgB0AHgAdAAAABkCAAAUMgEAzjaDJOB+3QGsaIQk4H7dAQ4miyTgft0BcMSLJOB+3QHaQIwk4H7dAc76jCTgft0BFRoBACCApIEggKSBIICkgSCApIEggKSBIICkgQAA";

pub(crate) fn archive(base64: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(base64).expect("base64")
}

#[test]
fn s08_real_archives_are_told_apart() {
    for (what, file, expected) in [
        ("a plain zip", PLAIN_ZIP, None),
        ("a zip of the legacy kind", LEGACY_ZIP, Some(Encryption::Weak)),
        ("a zip with AES", AES_ZIP, Some(Encryption::Strong)),
        ("a plain 7z", PLAIN_7Z, None),
        ("a 7z with a password", LOCKED_7Z, Some(Encryption::Strong)),
        ("a 7z that hides its names", HIDDEN_7Z, Some(Encryption::Strong)),
        ("a plain 7z with a packed header", PACKED_PLAIN_7Z, None),
        ("a 7z with a password and a packed header", PACKED_LOCKED_7Z, Some(Encryption::Strong)),
        ("a 7z with a packed and encrypted header", PACKED_HIDDEN_7Z, Some(Encryption::Strong)),
        ("a 7z with a password and a plain header", OPEN_LOCKED_7Z, Some(Encryption::Strong)),
    ] {
        assert_eq!(encryption(&archive(file)), expected, "{what}");
    }
}

#[test]
fn s08_the_name_and_what_stands_around_it_do_not_matter() {
    for (file, expected) in [(LEGACY_ZIP, Encryption::Weak), (AES_ZIP, Encryption::Strong)] {
        let file = archive(file);
        let self_extracting = [b"MZ a program".as_slice(), &file].concat();
        assert_eq!(encryption(&self_extracting), Some(expected), "behind a program");
        let mut commented = file.clone();
        let length = commented.len();
        commented[length - 2] = 5;
        commented.extend(b"hello");
        assert_eq!(encryption(&commented), Some(expected), "with a comment");
        assert_eq!(encryption(&file[..file.len() - 30]), Some(expected), "without its end");
    }
}

#[test]
fn one_encrypted_entry_is_enough_and_the_weakest_decides() {
    let mixed = zip(&[Entry::PLAIN, Entry::AES, Entry::PLAIN]);
    assert_eq!(encryption(&mixed), Some(Encryption::Strong));
    let mixed = zip(&[Entry::AES, Entry::LEGACY]);
    assert_eq!(encryption(&mixed), Some(Encryption::Weak));
    assert_eq!(encryption(&zip(&[Entry::PLAIN; 3])), None);
    assert_eq!(encryption(&zip(&[])), None);
}

#[test]
fn a_central_directory_that_hides_it_is_seen_through() {
    let mut file = zip(&[Entry::LEGACY]);
    let central = file.windows(4).position(|at| at == b"PK\x01\x02").expect("an entry");
    file[central + 8] = 0;
    assert_eq!(encryption(&file), Some(Encryption::Weak));
}

#[test]
fn rar_archives_are_told_apart() {
    let rar4 = |archive_flags: u16, file_flags: u16| {
        let mut file = b"Rar!\x1a\x07\x00".to_vec();
        file.extend(rar4_block(0x73, archive_flags, &[0; 6]));
        file.extend(rar4_block(0x74, file_flags, &[0; 25]));
        file
    };
    assert_eq!(encryption(&rar4(0, 0x8000)), None);
    assert_eq!(encryption(&rar4(0, 0x8004)), Some(Encryption::Strong));
    assert_eq!(encryption(&rar4(0x80, 0x8000)), Some(Encryption::Strong));

    let rar5 = |blocks: &[&[u8]]| {
        let mut file = b"Rar!\x1a\x07\x01\x00".to_vec();
        for block in blocks {
            file.extend([0; 4]);
            file.push(u8::try_from(block.len()).expect("a short block"));
            file.extend_from_slice(block);
        }
        file
    };
    let main: &[u8] = &[1, 0, 0];
    assert_eq!(encryption(&rar5(&[main, &[2, 0, 9, 9]])), None);
    assert_eq!(encryption(&rar5(&[&[4, 0, 0, 0]])), Some(Encryption::Strong));
    // A file with an extra area of three bytes: a record of length two whose kind is encryption.
    assert_eq!(encryption(&rar5(&[main, &[2, 1, 3, 7, 2, 1, 0]])), Some(Encryption::Strong));
    assert_eq!(encryption(&rar5(&[main, &[2, 1, 3, 7, 2, 3, 0]])), None);
}

fn rar4_block(kind: u8, flags: u16, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(7 + body.len()).expect("a short block");
    let mut block = vec![0, 0, kind];
    block.extend(flags.to_le_bytes());
    block.extend(length.to_le_bytes());
    block.extend(body);
    block
}

#[test]
fn what_is_no_archive_is_not_encrypted() {
    for file in [
        b"".as_slice(),
        b"P",
        b"PK",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07\x00",
        b"Rar!\x1a\x07\x01\x00",
        &[0; 100],
    ] {
        assert_eq!(encryption(file), None, "{file:?}");
    }
}

#[test]
fn a_walk_that_is_made_long_ends_soon() {
    // Every entry points to the one local header, whose extra field is full of tiny records.
    let mut local = local_header(Entry { flags: 1, method: 8, extra: false });
    let extra: Vec<u8> = [7, 0, 0, 0].repeat(16_000);
    local[28..30].copy_from_slice(&u16::try_from(extra.len()).expect("it fits").to_le_bytes());
    local.extend(extra);
    let entry = central_header(Entry { flags: 1, method: 99, extra: false }, 0);
    let directory: Vec<u8> = entry.repeat(200_000);
    let file = [local.as_slice(), &directory, &end(local.len(), directory.len())].concat();
    let started = std::time::Instant::now();
    assert!(encryption(&file).is_some());
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "it took {:?}", started.elapsed());
}

proptest! {
    #[test]
    fn whatever_comes_it_is_answered(
        which in 0_usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        front in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        let mut file = archive([PLAIN_ZIP, LEGACY_ZIP, AES_ZIP, PLAIN_7Z, LOCKED_7Z, HIDDEN_7Z][which]);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        file.truncate(cut.index(file.len()) + 1);
        let _ = encryption(&file);
        let _ = encryption(&[front, file].concat());
    }

    #[test]
    fn a_rar_of_noise_is_answered(noise in prop::collection::vec(any::<u8>(), 0..200), five in any::<bool>()) {
        let front: &[u8] = if five { b"Rar!\x1a\x07\x01\x00" } else { b"Rar!\x1a\x07\x00" };
        let _ = encryption(&[front, &noise].concat());
    }
}

/// An entry as a test wants it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    flags: u16,
    method: u16,
    extra: bool,
}

impl Entry {
    const PLAIN: Self = Self { flags: 0, method: 8, extra: false };
    const LEGACY: Self = Self { flags: 1, method: 8, extra: false };
    const AES: Self = Self { flags: 1, method: 99, extra: true };
}

const AES_EXTRA: [u8; 11] = [0x01, 0x99, 7, 0, 2, 0, b'A', b'E', 3, 8, 0];

fn local_header(entry: Entry) -> Vec<u8> {
    let mut header = b"PK\x03\x04\x14\0".to_vec();
    header.extend(entry.flags.to_le_bytes());
    header.extend(entry.method.to_le_bytes());
    header.extend([0; 16]);
    header.extend([1, 0, if entry.extra { 11 } else { 0 }, 0, b'a']);
    if entry.extra {
        header.extend(AES_EXTRA);
    }
    header
}

fn central_header(entry: Entry, local: usize) -> Vec<u8> {
    let mut header = b"PK\x01\x02\x14\0\x14\0".to_vec();
    header.extend(entry.flags.to_le_bytes());
    header.extend(entry.method.to_le_bytes());
    header.extend([0; 16]);
    header.extend([1, 0, if entry.extra { 11 } else { 0 }, 0]);
    header.extend([0; 10]);
    header.extend(u32::try_from(local).expect("a small file").to_le_bytes());
    header.push(b'a');
    if entry.extra {
        header.extend(AES_EXTRA);
    }
    header
}

fn end(offset: usize, size: usize) -> Vec<u8> {
    let mut end = b"PK\x05\x06\0\0\0\0\0\0\0\0".to_vec();
    end.extend(u32::try_from(size).expect("a small file").to_le_bytes());
    end.extend(u32::try_from(offset).expect("a small file").to_le_bytes());
    end.extend([0, 0]);
    end
}

fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for &entry in entries {
        directory.extend(central_header(entry, file.len()));
        file.extend(local_header(entry));
    }
    let end = end(file.len(), directory.len());
    [file, directory, end].concat()
}
