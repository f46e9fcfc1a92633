//! What stands in a zip around the bytes of its files, which are stored as they are (APPNOTE.TXT 6.3).

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};

/// Names are UTF-8.
const UTF_8: u16 = 1 << 11;

/// The version of the format that a reader needs, and the one from which on large files are known.
const VERSION: u16 = 20;
const VERSION_OF_LARGE: u16 = 45;

/// An ordinary file that all may read and its owner may write, in the upper half.
const PERMISSIONS: u32 = 0o100_644 << 16;

/// What is known of one file before its bytes.
struct Entry<'n> {
    name: &'n str,
    size: u64,
    crc: u32,
    at: DateTime<Utc>,
    offset: u64,
}

/// A zip that is written from its beginning to its end: for each file a header, then its bytes; at last the directory. It
/// knows only what the directory needs.
#[derive(Debug, Default)]
pub struct Zip {
    offset: u64,
    directory: Vec<u8>,
    files: u64,
}

impl Zip {
    /// What stands before the bytes of the next file, of which there must be exactly `size` with this CRC-32. A name of
    /// [`super::zip_names`] fits.
    pub fn header(&mut self, name: &str, size: u64, crc: u32, at: DateTime<Utc>) -> Vec<u8> {
        let entry = Entry { name, size, crc, at, offset: self.offset };
        entry.write_to_directory(&mut self.directory);
        let header = entry.header();
        self.files += 1;
        self.offset += length(&header) + size;
        header
    }

    /// What stands after the bytes of the last file.
    #[must_use]
    pub fn end(self) -> Vec<u8> {
        let Self { offset, directory: mut bytes, files } = self;
        let size = length(&bytes);
        if is_large(offset) || is_large(size) || files >= u64::from(u16::MAX) {
            let end = offset + size;
            put_32(&mut bytes, 0x0606_4b50);
            put_64(&mut bytes, 44);
            put_16(&mut bytes, made_by());
            put_16(&mut bytes, VERSION_OF_LARGE);
            put_64(&mut bytes, 0);
            for number in [files, files, size, offset] {
                put_64(&mut bytes, number);
            }
            put_32(&mut bytes, 0x0706_4b50);
            put_32(&mut bytes, 0);
            put_64(&mut bytes, end);
            put_32(&mut bytes, 1);
        }
        put_32(&mut bytes, 0x0605_4b50);
        put_32(&mut bytes, 0);
        put_16(&mut bytes, files.try_into().unwrap_or(u16::MAX));
        put_16(&mut bytes, files.try_into().unwrap_or(u16::MAX));
        put_32(&mut bytes, in_32(size));
        put_32(&mut bytes, in_32(offset));
        put_16(&mut bytes, 0);
        bytes
    }
}

/// How long a zip of files with these names, sizes and times becomes.
#[must_use]
pub fn zip_length<'n>(files: impl IntoIterator<Item = (&'n str, u64, DateTime<Utc>)>) -> u64 {
    let mut zip = Zip::default();
    for (name, size, at) in files {
        zip.header(name, size, 0, at);
    }
    zip.offset + length(&zip.end())
}

impl Entry<'_> {
    fn header(&self) -> Vec<u8> {
        let mut extra = self.time();
        if is_large(self.size) {
            put_16(&mut extra, 1);
            put_16(&mut extra, 16);
            put_64(&mut extra, self.size);
            put_64(&mut extra, self.size);
        }
        let mut bytes = Vec::new();
        put_32(&mut bytes, 0x0403_4b50);
        self.put_common(&mut bytes, &extra);
        bytes.extend(self.name.as_bytes());
        bytes.extend(extra);
        bytes
    }

    fn write_to_directory(&self, bytes: &mut Vec<u8>) {
        let mut large = Vec::new();
        if is_large(self.size) {
            put_64(&mut large, self.size);
            put_64(&mut large, self.size);
        }
        if is_large(self.offset) {
            put_64(&mut large, self.offset);
        }
        let mut extra = self.time();
        if !large.is_empty() {
            put_16(&mut extra, 1);
            put_16(&mut extra, in_16(large.len()));
            extra.extend(large);
        }
        put_32(bytes, 0x0201_4b50);
        put_16(bytes, made_by());
        self.put_common(bytes, &extra);
        // No comment, the first disk, nothing of its own.
        put_16(bytes, 0);
        put_32(bytes, 0);
        put_32(bytes, PERMISSIONS);
        put_32(bytes, in_32(self.offset));
        bytes.extend(self.name.as_bytes());
        bytes.extend(extra);
    }

    /// What the header and the directory say alike.
    fn put_common(&self, bytes: &mut Vec<u8>, extra: &[u8]) {
        let large = is_large(self.size) || is_large(self.offset);
        put_16(bytes, if large { VERSION_OF_LARGE } else { VERSION });
        put_16(bytes, UTF_8);
        put_16(bytes, 0);
        let (time, date) = self.local_time();
        put_16(bytes, time);
        put_16(bytes, date);
        put_32(bytes, self.crc);
        put_32(bytes, in_32(self.size));
        put_32(bytes, in_32(self.size));
        put_16(bytes, in_16(self.name.len()));
        put_16(bytes, in_16(extra.len()));
    }

    /// For readers that know no time zones, to two seconds.
    fn local_time(&self) -> (u16, u16) {
        let at = self.at;
        let year = at.year().clamp(1980, 2107) - 1980;
        let date = (year.unsigned_abs() << 9) | (at.month() << 5) | at.day();
        let time = (at.hour() << 11) | (at.minute() << 5) | (at.second() / 2);
        (time.try_into().unwrap_or_default(), date.try_into().unwrap_or_default())
    }

    /// For the others ("extended timestamp").
    fn time(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Ok(seconds) = i32::try_from(self.at.timestamp()) {
            put_16(&mut bytes, 0x5455);
            put_16(&mut bytes, 5);
            bytes.push(1);
            bytes.extend(seconds.to_le_bytes());
        }
        bytes
    }
}

/// Made on Unix, so that the permissions are understood.
const fn made_by() -> u16 {
    (3 << 8) | VERSION_OF_LARGE
}

/// Whether it stands in the extension for large files instead.
fn is_large(number: u64) -> bool {
    number >= u64::from(u32::MAX)
}

fn in_32(number: u64) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

fn in_16(number: usize) -> u16 {
    number.try_into().unwrap_or(u16::MAX)
}

fn length(bytes: &[u8]) -> u64 {
    bytes.len() as u64
}

fn put_16(bytes: &mut Vec<u8>, number: u16) {
    bytes.extend(number.to_le_bytes());
}

fn put_32(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(number.to_le_bytes());
}

fn put_64(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend(number.to_le_bytes());
}
