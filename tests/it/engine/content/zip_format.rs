//! The bytes of a zip, as another program reads them.

use std::io::{Cursor, Read as _};

use chrono::{DateTime, TimeZone as _, Utc};
use engine::content::{Zip, zip_length};
use zip::ZipArchive;

fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 28, 13, 37, 42).single().expect("a time")
}

fn zip_of(files: &[(String, &[u8])]) -> Vec<u8> {
    let (mut zip, mut bytes) = (Zip::default(), Vec::new());
    for (name, content) in files {
        bytes.extend(zip.header(name, content.len() as u64, crc32fast::hash(content), at()));
        bytes.extend(*content);
    }
    bytes.extend(zip.end());
    let known = files.iter().map(|(name, content)| (name.as_str(), content.len() as u64, at()));
    assert_eq!(zip_length(known), bytes.len() as u64);
    bytes
}

fn read(bytes: Vec<u8>) -> ZipArchive<Cursor<Vec<u8>>> {
    ZipArchive::new(Cursor::new(bytes)).expect("a zip")
}

#[test]
fn files_come_out_with_their_names_times_and_bytes() {
    let large = vec![7; 70_000];
    let files: [(String, &[u8]); 3] =
        [("Büro – Ü.txt".to_owned(), b"one"), ("empty".to_owned(), b""), ("漢字.bin".to_owned(), &large)];
    let mut archive = read(zip_of(&files));
    assert_eq!(archive.len(), files.len());
    for (index, (name, content)) in files.iter().enumerate() {
        let mut file = archive.by_index(index).expect("a file");
        assert_eq!(file.name(), name);
        let modified = file.last_modified().expect("a time");
        assert_eq!((modified.year(), modified.month(), modified.day()), (2026, 11, 28));
        assert_eq!((modified.hour(), modified.minute(), modified.second()), (13, 37, 42));
        assert_eq!(file.unix_mode(), Some(0o100_644));
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("bytes that match their checksum");
        assert_eq!(&bytes, content);
    }
}

#[test]
fn no_file_at_all_is_a_zip_too() {
    assert_eq!(read(zip_of(&[])).len(), 0);
}

#[test]
fn more_files_than_the_old_format_counts_are_counted() {
    let files: Vec<(String, &[u8])> = (0..70_000).map(|number| (number.to_string(), &b"x"[..])).collect();
    let mut archive = read(zip_of(&files));
    assert_eq!(archive.len(), files.len());
    let mut last = archive.by_index(files.len() - 1).expect("the last");
    assert_eq!(last.name(), "69999");
    let mut text = String::new();
    last.read_to_string(&mut text).expect("its bytes");
    assert_eq!(text, "x");
}

#[test]
fn sizes_and_places_beyond_four_gigabytes_are_kept() {
    const LARGE: u64 = 5 << 30;
    let mut zip = Zip::default();
    let mut bytes = zip.header("large", LARGE, 0, at());
    let first = bytes.len() as u64;
    bytes.extend(zip.header("behind", 3, 0, at()));
    let second = bytes.len() as u64 - first;
    bytes.extend(zip.end());
    let length = zip_length([("large", LARGE, at()), ("behind", 3, at())]);
    assert_eq!(length, bytes.len() as u64 + LARGE + 3);
    let mut archive =
        ZipArchive::new(Sparse { bytes, hole: first, after: first + second, at: 0 }).expect("a zip");
    let large = archive.by_index_raw(0).expect("the large one");
    assert_eq!((large.size(), large.compressed_size(), large.header_start()), (LARGE, LARGE, 0));
    drop(large);
    let behind = archive.by_index_raw(1).expect("the one behind");
    assert_eq!((behind.size(), behind.header_start()), (3, first + LARGE));
}

/// The parts of a zip without the bytes of its two files, which are zeros.
struct Sparse {
    bytes: Vec<u8>,
    /// Where those of the first lie.
    hole: u64,
    /// Where those of the second lie, not counting those of the first.
    after: u64,
    at: u64,
}

impl Sparse {
    const FIRST: u64 = 5 << 30;
    const SECOND: u64 = 3;

    /// The byte at this place of the whole.
    fn byte(&self, at: u64) -> Option<u8> {
        let place = if at < self.hole {
            at
        } else if at < self.hole + Self::FIRST {
            return Some(0);
        } else if at - Self::FIRST < self.after {
            at - Self::FIRST
        } else if at - Self::FIRST < self.after + Self::SECOND {
            return Some(0);
        } else {
            at - Self::FIRST - Self::SECOND
        };
        self.bytes.get(usize::try_from(place).ok()?).copied()
    }
}

impl std::io::Read for Sparse {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut read = 0;
        for slot in buffer {
            let Some(byte) = self.byte(self.at) else { break };
            (*slot, self.at, read) = (byte, self.at + 1, read + 1);
        }
        Ok(read)
    }
}

impl std::io::Seek for Sparse {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        let end = self.bytes.len() as u64 + Self::FIRST + Self::SECOND;
        let place = match to {
            std::io::SeekFrom::Start(place) => Some(place),
            std::io::SeekFrom::End(by) => end.checked_add_signed(by),
            std::io::SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
