//! Breaks long texts of HTML into pieces, which the serializer of `html5ever` takes one by one.
//!
//! For each `&` and each letter such as `§` it searches the rest of a text for `<` once more: of a megabyte without one that
//! takes minutes. A comment parts two texts, and ammonia takes it out again without joining them.

use std::borrow::Cow;

/// How long a piece is, in bytes.
const PIECE: usize = 4096;

/// What parts two pieces.
const BREAK: &str = "<!---->";

/// The same HTML with no text between two tags that is much longer than a piece.
pub(super) fn in_pieces(html: &str) -> Cow<'_, str> {
    if html.len() <= PIECE {
        return Cow::Borrowed(html);
    }
    let mut broken = String::with_capacity(html.len() + html.len() / 256);
    for part in html.split_inclusive('<') {
        // Up to the end of the tag nothing is text.
        let text = part.find('>').map_or(part.len(), |end| end + 1);
        let (tag, mut rest) = part.split_at(text);
        broken.push_str(tag);
        while rest.len() > PIECE {
            let (piece, after) = rest.split_at(place(rest));
            broken.push_str(piece);
            broken.push_str(BREAK);
            rest = after;
        }
        broken.push_str(rest);
    }
    Cow::Owned(broken)
}

/// Where the text may be parted: before an `&`, so that no reference is torn, else between two characters.
fn place(text: &str) -> usize {
    let end = text.floor_char_boundary(PIECE);
    // No reference is longer than this.
    let begin = text.floor_char_boundary(PIECE - 64);
    let last = text.get(begin..end).and_then(|tail| tail.rfind('&'));
    last.map_or(end, |at| begin + at)
}

#[cfg(test)]
mod tests {
    use super::{BREAK, PIECE, in_pieces};

    #[test]
    fn only_long_texts_are_broken_and_never_inside_a_reference() {
        let short = "<p>Hallo &amp; tschüss</p>";
        assert_eq!(in_pieces(short), short);
        for unit in ["&amp;&nbsp;", "§", "a b ", "x&#160;"] {
            let html = format!("<p title=\"{}\">{}</p>", "y".repeat(2 * PIECE), unit.repeat(5000));
            let broken = in_pieces(&html);
            assert_eq!(broken.replace(BREAK, ""), html);
            let texts = broken.split(BREAK).map(|text| text.rsplit('>').next().unwrap_or_default().len());
            assert!(texts.max().is_some_and(|longest| longest <= PIECE + "</p>".len()), "{unit}");
            assert!(!broken.contains(&format!("&{BREAK}")) && !broken.contains(&format!("&am{BREAK}")));
        }
    }
}
