//! The table of an import as it was sent: read from the file or the form, and known again by a digest.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use graphql::{UnreadableTable, table_text};
use sha2::{Digest, Sha256};

use crate::{error::PageError, forms::Posted};

/// How many characters the schema takes.
const LONGEST: usize = 1_000_000;
/// Why a file is no table, as the texts know it.
pub(super) type Unreadable = &'static str;

/// The file that was sent, or what was pasted.
pub(super) async fn of(posted: &Posted) -> Result<Result<String, Unreadable>, PageError> {
    let text = match posted.files.first() {
        _ if !posted.too_large.is_empty() || posted.too_much.is_some() => {
            return Ok(Err("import-file-large"));
        }
        // A letter takes four bytes at most.
        Some(file) if file.len() > 4 * LONGEST as u64 => return Ok(Err("import-file-large")),
        Some(file) => match table_text(&file.bytes().await?) {
            Ok(text) => text,
            Err(UnreadableTable::Spreadsheet) => return Ok(Err("import-file-spreadsheet")),
            Err(UnreadableTable::Binary) => return Ok(Err("import-file-binary")),
        },
        None => posted.get("csv").to_owned(),
    };
    Ok(if text.chars().count() > LONGEST { Err("import-file-large") } else { Ok(text) })
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
    use super::digest;

    #[test]
    fn a_table_is_known_again_whatever_its_line_ends() {
        let seen = digest("\u{feff}email\r\na@example.com\r\n", true);
        assert_eq!(seen, digest("email\na@example.com", true));
        assert_ne!(seen, digest("email\nb@example.com", true));
        assert_ne!(seen, digest("email\na@example.com", false), "what is made of it counts too");
    }
}
