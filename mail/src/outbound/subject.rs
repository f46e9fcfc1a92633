//! The title in a subject: `Title [example.org #10034]`, with the tag there once (pure).

use super::line::line;

/// Longest title in a subject, in characters.
const LONGEST: usize = 200;

/// The title without the tag of this ticket, ready to be followed by it.
///
/// A title taken from an answer such as `Re: Title [example.org #10034]` carries the tag already; it goes away wherever
/// it stands and however it is spaced or written in capitals. Tags of other tickets are part of the title and stay.
#[must_use]
pub fn title(title: &str, tag: &str, number: i64) -> String {
    let mut rest = line(title, usize::MAX / 8);
    while let Some((start, end)) = find(&rest, tag, number) {
        rest.replace_range(start..end, " ");
    }
    line(&rest, LONGEST)
}

/// Where `[tag #number]` stands, spaces inside allowed.
fn find(text: &str, tag: &str, number: i64) -> Option<(usize, usize)> {
    let wanted = format!("{tag}#{number}").to_lowercase().replace(' ', "");
    text.match_indices('[').find_map(|(start, _)| {
        let inside = text.get(start + 1..)?;
        let length = inside.find(']')?;
        let found = inside.get(..length)?.to_lowercase().replace(' ', "");
        (found == wanted).then_some((start, start + length + 2))
    })
}
