//! The text of a table that came as a file, whatever program saved it. Pure.

use encoding_rs::{UTF_8, WINDOWS_1252};

/// What begins the files of spreadsheets that are no text: a ZIP, and the older format.
const SPREADSHEETS: [&[u8]; 2] = [b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0]];

/// Why the bytes of a file are no text of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadableTable {
    /// They are a file of a spreadsheet program, and not what it exports.
    Spreadsheet,
    /// They are no text in an encoding that can be told.
    Binary,
}

/// The text of a table: UTF-8 or UTF-16 by its mark, else UTF-8, else what spreadsheets of Western Europe save, windows-1252.
///
/// # Errors
/// [`UnreadableTable`].
pub fn table_text(bytes: &[u8]) -> Result<String, UnreadableTable> {
    if SPREADSHEETS.iter().any(|begin| bytes.starts_with(begin)) {
        return Err(UnreadableTable::Spreadsheet);
    }
    let (text, _, broken) = UTF_8.decode(bytes);
    let text = if broken { WINDOWS_1252.decode(bytes).0 } else { text };
    if text.contains('\0') { Err(UnreadableTable::Binary) } else { Ok(text.into_owned()) }
}

#[cfg(test)]
mod tests {
    use super::{UnreadableTable, table_text};

    fn utf_16(text: &str, mark: &[u8]) -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    }

    #[test]
    fn a_file_is_read_as_spreadsheets_save_text_and_else_refused() {
        let text = "email;name\nj@example.com;J\u{fc}rgen\n";
        assert_eq!(table_text(text.as_bytes()).as_deref(), Ok(text));
        assert_eq!(table_text(b"email;name\nj@example.com;J\xfcrgen\n").as_deref(), Ok(text));
        assert_eq!(table_text(&utf_16(text, &[0xff, 0xfe])).as_deref(), Ok(text));
        assert_eq!(table_text(&utf_16(text, &[])), Err(UnreadableTable::Binary));
        assert_eq!(table_text(b"PK\x03\x04\x14\0"), Err(UnreadableTable::Spreadsheet));
        assert_eq!(table_text(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Err(UnreadableTable::Spreadsheet));
    }
}
