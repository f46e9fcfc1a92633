//! Files that stand in a text as old programs wrote them: `begin 644 name`, encoded lines, `end`. An own small reader of the
//! format that POSIX describes at `uuencode` (IEEE Std 1003.1), in its historical and its Base64 form, since crates for it want
//! whole files and are not maintained.
//!
//! Only a complete block whose every line can be decoded is a file; everything else is text, and stays.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

/// More files than this in one text stay there.
const MAX_FILES: usize = 100;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A file that stood in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Its name as it stands there.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A text without the files in it, and the files in order; `None`: there are none.
#[must_use]
pub fn taken_out(text: &str) -> Option<(String, Vec<File>)> {
    if !text.starts_with("begin") && !text.contains("\nbegin") {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let (mut kept, mut files) = (Vec::new(), Vec::new());
    // Where no block ends behind a line, none that begins there is looked through again.
    let last_end = lines.iter().rposition(|line| is_end(line) || is_base64_end(line))?;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let behind = lines.get(at + 1..).filter(|_| at < last_end && files.len() < MAX_FILES);
        at += 1;
        if let Some((file, length)) = behind.and_then(|behind| block(line, behind)) {
            files.push(file);
            at += length;
        } else {
            kept.push(*line);
        }
    }
    (!files.is_empty()).then(|| (kept.join("\n"), files))
}

/// The file that begins with this line, and how many lines behind it belong to it.
fn block(first: &str, behind: &[&str]) -> Option<(File, usize)> {
    let (is_base64, rest) = match first.strip_prefix("begin-base64 ") {
        Some(rest) => (true, rest),
        None => (false, first.strip_prefix("begin ")?),
    };
    let (mode, name) = rest.split_once(' ')?;
    let is_mode = (3..=4).contains(&mode.len()) && mode.bytes().all(|digit| matches!(digit, b'0'..=b'7'));
    let name = name.trim();
    if !is_mode || name.is_empty() {
        return None;
    }
    let (bytes, length) = if is_base64 { base64(behind)? } else { historical(behind)? };
    (!bytes.is_empty()).then(|| (File { name: name.to_owned(), bytes }, length))
}

fn is_end(line: &str) -> bool {
    line.trim_end() == "end"
}

fn is_base64_end(line: &str) -> bool {
    line.trim_end() == "===="
}

/// The lines up to `end`. The one before it holds no bytes, but some programs leave it out.
fn historical(lines: &[&str]) -> Option<(Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if is_end(line) {
            return Some((bytes, at + 1));
        }
        if line.trim().is_empty() {
            // An empty line, or the one of no bytes whose blank was cut off, stands at the end alone.
            let rest = lines.get(at + 1..).unwrap_or_default();
            let end = rest.iter().position(|line| !line.trim().is_empty())?;
            return rest.get(end).is_some_and(|line| is_end(line)).then_some((bytes, at + end + 2));
        }
        bytes.extend(decoded(line)?);
    }
    None
}

/// The bytes of a line: the first sign says how many, each further one holds six bits.
fn decoded(line: &str) -> Option<Vec<u8>> {
    let bits = |sign: u8| matches!(sign, b' '..=b'`').then(|| (sign - b' ') & 0x3F);
    let (count, signs) = line.as_bytes().split_first()?;
    let count = usize::from(bits(*count)?);
    let needed = count.div_ceil(3) * 4;
    let signs = signs.trim_ascii_end();
    // Blanks at the end were cut off on the way; one more sign was a checksum, or keeps those blanks.
    if signs.len() > needed + 2 || (count == 0 && !signs.is_empty()) {
        return None;
    }
    let mut out = Vec::with_capacity(needed);
    for at in (0..needed).step_by(4) {
        let sign = |offset: usize| bits(signs.get(at + offset).copied().unwrap_or(b' '));
        let [a, b, c, d] = [sign(0)?, sign(1)?, sign(2)?, sign(3)?];
        out.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
    }
    out.truncate(count);
    Some(out)
}

/// The lines up to `====`.
fn base64(lines: &[&str]) -> Option<(Vec<u8>, usize)> {
    let mut letters = String::new();
    for (at, line) in lines.iter().enumerate() {
        if is_base64_end(line) {
            return Some((BASE64.decode(letters).ok()?, at + 1));
        }
        let line = line.trim_end();
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        if line.is_empty() || !line.bytes().all(is_letter) {
            return None;
        }
        letters.push_str(line);
    }
    None
}
