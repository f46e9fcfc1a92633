//! Charsets of seven bits that shift between alphabets, and those of four bytes: none of them is on the web any more.

/// UTF-7 (RFC 2152); `None` where that is no reading.
pub(super) fn utf7(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'+' {
            text.push(if first.is_ascii() { char::from(*first) } else { return None });
            continue;
        }
        let length = rest.iter().take_while(|byte| sextet(**byte).is_some()).count();
        let (encoded, after) = rest.split_at(length);
        rest = after.strip_prefix(b"-").unwrap_or(after);
        if length == 0 {
            text.push('+');
        } else {
            text.push_str(&String::from_utf16(&units(encoded)).ok()?);
        }
    }
    Some(text)
}

/// The UTF-16 that letters of Base64 stand for.
fn units(encoded: &[u8]) -> Vec<u16> {
    let (mut units, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for value in encoded.iter().filter_map(|byte| sextet(*byte)) {
        bits = (bits << 6 | value) & 0x003F_FFFF;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push(u16::try_from(bits >> held & 0xFFFF).unwrap_or_default());
        }
    }
    units
}

fn sextet(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// ISO 2022 with one other alphabet between SO and SI (RFC 1557, RFC 1922), as the eight bits of the same alphabet.
pub(super) fn iso_2022(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut rest, mut shifted) = (bytes, false);
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            // ESC $ ) C and its like name the alphabet.
            0x1B if after.starts_with(b"$") => after.get(3..).unwrap_or_default(),
            _ => after,
        };
        match first {
            0x0E => shifted = true,
            0x0F => shifted = false,
            0x1B => {}
            b'\n' | b'\r' => {
                shifted = false;
                out.push(*first);
            }
            0x21..=0x7E if shifted => out.push(first | 0x80),
            _ => out.push(*first),
        }
    }
    out
}

/// Chinese between `~{` and `~}` (RFC 1843), as the eight bits of the same alphabet.
pub(super) fn hz(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut rest, mut shifted) = (bytes, false);
    while let Some((first, after)) = rest.split_first() {
        let (kept, next) = match (first, after.first()) {
            (b'~', Some(b'{')) => {
                shifted = true;
                (None, after.get(1..))
            }
            (b'~', Some(b'}')) => {
                shifted = false;
                (None, after.get(1..))
            }
            (b'~', Some(b'\n')) => (None, after.get(1..)),
            (b'~', Some(b'~')) => (Some(b'~'), after.get(1..)),
            (0x21..=0x7E, _) if shifted => (Some(first | 0x80), Some(after)),
            _ => (Some(*first), Some(after)),
        };
        out.extend(kept);
        rest = next.unwrap_or_default();
    }
    out
}

/// UTF-32; `None` where that is no reading.
pub(super) fn utf32(bytes: &[u8], big: bool) -> Option<String> {
    let (units, rest) = bytes.as_chunks::<4>();
    let read = |unit: &[u8; 4]| {
        char::from_u32(if big { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) })
    };
    let text: Option<String> = units.iter().map(read).collect();
    text.filter(|_| rest.is_empty()).map(|text| text.trim_start_matches('\u{feff}').to_owned())
}
