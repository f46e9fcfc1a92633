//! The name of a file as it may be kept, shown and written into a header.

use unicode_normalization::UnicodeNormalization;

use super::is_invisible;

/// Bytes that every file system takes.
const LONGEST: usize = 200;

/// What is longer behind the last dot is no extension.
const LONGEST_EXTENSION: usize = 16;

/// The last part of a path, without control characters and marks that turn the direction of writing, never empty and not
/// longer than file systems take; the extension survives a cut. Umlauts are one character (NFC), although a Mac sends two.
#[must_use]
pub fn clean_filename(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.nfc().filter(|&letter| !is_invisible(letter)).collect();
    // Windows drops dots and blanks at the end; dots at the start hide a file.
    let clean = clean.trim().trim_end_matches(['.', ' ']);
    if clean.chars().all(|letter| letter == '.' || letter.is_whitespace()) {
        return "file".to_owned();
    }
    shorten(clean)
}

fn shorten(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let extension = match name.rsplit_once('.') {
        Some((_, extension)) if extension.len() <= LONGEST_EXTENSION => {
            &name[name.len() - extension.len() - 1..]
        }
        _ => "",
    };
    let mut end = LONGEST - extension.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", &name[..end])
}
