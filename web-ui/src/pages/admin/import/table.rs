//! The table of an import as it was sent: read from the file or the form, and known again by a digest.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use encoding_rs::{UTF_8, WINDOWS_1252};
use sha2::{Digest, Sha256};

use crate::{error::PageError, forms::Posted};

/// How many characters the schema takes.
const LONGEST: usize = 1_000_000;
/// What begins the files of spreadsheets that are no text: a ZIP, and the older format.
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0]];

/// Why a file is no table, as the texts know it.
pub(super) type Unreadable = &'static str;

/// The file that was sent, or what was pasted.
pub(super) async fn of(posted: &Posted) -> Result<Result<String, Unreadable>, PageError> {
    let text = match posted.files.first() {
        _ if !posted.too_large.is_empty() || posted.too_much => return Ok(Err("import-file-large")),
        // A letter takes four bytes at most.
        Some(file) if file.len() > 4 * LONGEST as u64 => return Ok(Err("import-file-large")),
        Some(file) => match decode(&file.bytes().await?) {
            Ok(text) => text,
            Err(unreadable) => return Ok(Err(unreadable)),
        },
        None => posted.get("csv").to_owned(),
    };
    Ok(if text.chars().count() > LONGEST { Err("import-file-large") } else { Ok(text) })
}

/// UTF-8 or UTF-16 by its mark, else UTF-8, else what spreadsheets of Western Europe save.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    if SPREADSHEETS.iter().any(|begin| bytes.starts_with(begin)) {
        return Err("import-file-spreadsheet");
    }
    let (text, _, broken) = UTF_8.decode(bytes);
    let text = if broken { WINDOWS_1252.decode(bytes).0 } else { text };
    if text.contains('\0') { Err("import-file-binary") } else { Ok(text.into_owned()) }
}

/// By what a table is known again that was shown before, whatever line ends the browser made of it.
pub(super) fn digest(csv: &str, create: bool) -> String {
    let lines = csv.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut hasher = Sha256::new();
    hasher.update([u8::from(create)]);
    hasher.update(lines.trim());
    URL_SAFE_NO_PAD.encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::{decode, digest};

    fn utf_16(text: &str, mark: &[u8]) -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    }

    #[test]
    fn a_file_is_read_as_spreadsheets_save_text_and_else_refused() {
        let text = "email;name\nj@example.com;J\u{fc}rgen\n";
        assert_eq!(decode(text.as_bytes()).as_deref(), Ok(text));
        assert_eq!(decode(b"email;name\nj@example.com;J\xfcrgen\n").as_deref(), Ok(text));
        assert_eq!(decode(&utf_16(text, &[0xff, 0xfe])).as_deref(), Ok(text));
        assert_eq!(decode(&utf_16(text, &[])), Err("import-file-binary"));
        assert_eq!(decode(b"PK\x03\x04\x14\0"), Err("import-file-spreadsheet"));
        assert_eq!(decode(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Err("import-file-spreadsheet"));
    }

    #[test]
    fn a_table_is_known_again_whatever_its_line_ends() {
        let seen = digest("\u{feff}email\r\na@example.com\r\n", true);
        assert_eq!(seen, digest("email\na@example.com", true));
        assert_ne!(seen, digest("email\nb@example.com", true));
        assert_ne!(seen, digest("email\na@example.com", false), "what is made of it counts too");
    }
}
