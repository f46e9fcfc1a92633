//! Base64 with something else in it: a footer that a list put behind it, a warning that a gateway put before it, stray signs.
//!
//! RFC 2045, section 6.8, has whoever decodes ignore what does not belong there; the parser gives up at the first such sign.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use mail_parser::{Message, MessagePart, MimeHeaders as _};

use super::attachments;

/// What is cut off or has bits too many is read as far as it goes.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A part that the parser could not decode.
struct Damaged<'m> {
    before: &'m [u8],
    decoded: Vec<u8>,
    after: &'m [u8],
}

/// The bytes of a file of which only the base64 counts; `None`: there is nothing to mend.
pub(super) fn file(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    damaged(message, part).map(|damaged| damaged.decoded)
}

/// The bytes of a text with what stands before and behind the base64 as it is; `None`: there is nothing to mend.
pub(super) fn text(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let Damaged { before, decoded, after } = damaged(message, part)?;
    let signs = decoded.iter().filter(|byte| **byte < 0x20 && !b"\t\n\r\x0c\x1b".contains(*byte)).count();
    // Words that happen to be letters of base64 are decoded into signs that nobody writes.
    if signs * 20 > decoded.len() {
        return None;
    }
    let parts = [before.trim_ascii(), decoded.as_slice(), after.trim_ascii()];
    let said: Vec<&[u8]> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(said.join(&b"\n"[..]))
}

fn damaged<'m>(message: &'m Message<'_>, part: &MessagePart<'_>) -> Option<Damaged<'m>> {
    // The parser calls what it could not decode not encoded.
    let is_base64 =
        part.content_transfer_encoding().is_some_and(|how| how.trim().eq_ignore_ascii_case("base64"));
    if !is_base64 || !part.is_encoding_problem {
        return None;
    }
    let raw = attachments::raw(message, part);
    let (mut begin, mut end, mut at) = (None, 0, 0);
    let (mut decoded, mut block) = (Vec::new(), Vec::new());
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let letters = line.trim_ascii();
        if is_encoded(letters) {
            begin = begin.or(Some(at));
            block.extend(letters.iter().copied().filter(|byte| is_letter(*byte)));
            end = at + line.len();
        } else if begin.is_some() {
            break;
        }
        at += line.len();
        // Another text may have been put behind it, encoded for itself.
        if letters.ends_with(b"=") {
            decoded.extend(decode(&std::mem::take(&mut block))?);
        }
    }
    decoded.extend(decode(&block)?);
    let begin = begin.filter(|_| !decoded.is_empty())?;
    Some(Damaged { before: raw.get(..begin)?, decoded, after: raw.get(end..)? })
}

/// Whether a line is base64 but for a stray sign.
fn is_encoded(line: &[u8]) -> bool {
    let strange = line.iter().filter(|byte| !is_letter(**byte) && **byte != b'=').count();
    !line.is_empty() && strange * 10 <= line.len() && !line.contains(&b' ')
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

fn decode(letters: &[u8]) -> Option<Vec<u8>> {
    // One letter alone holds no byte.
    let whole = if letters.len() % 4 == 1 { letters.len() - 1 } else { letters.len() };
    LENIENT.decode(letters.get(..whole)?).ok()
}
